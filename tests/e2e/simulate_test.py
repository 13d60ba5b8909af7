"""`patchcord simulate`: the same answers as the sandbox's, recorded cases, versions, the real function."""
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracle"))
from aws_cli import AwsCli, invoke_permission, trust
from harness import BINARY, LONGEST, ROOT, SandboxCase, main, read_until

ORDERS = ROOT / "examples" / "orders"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:order-status:live"
# Inputs that pass, that the contract refuses, that the function refuses, that are no inputs at all.
EXAMPLES = {
    "Get order": ['{"orderId": "42"}', '{"orderId": "44"}', '{"orderId": "999"}', '{"orderId": 42}', "{}", "[1]", '"x"'],
    "Get order status": ['{"orderId": "42"}', '{"orderId": "43"}', '{"orderId": "43", "more": null}', '{"orderId": {}}'],
    "Get first article": ['{"orderId": "42"}', '{"orderId": "44"}', '{"orderId": "x\\"$y"}'],
    "Get shipping quote": [
        '{"country": "DE", "weightGrams": 1200}',
        '{"country": "DE", "weightGrams": 1200, "express": true}',
        '{"country": "D\\"E\\n", "weightGrams": 1}',
        '{"country": "DE", "weightGrams": -1}',
        '{"country": "DE", "weightGrams": 1.5}',
        '{"country": null, "weightGrams": 1}',
    ],
    "Get opening hours": ["{}", '{"anything": true}'],
}
NO_CONTEXT = "00000000-0000-4000-8000-000000000000"


ECHO = "arn:aws:lambda:us-east-1:123456789012:function:echo"
OUTPUT = {"type": "object", "properties": {"a": {"type": ["string", "number"]}}}
LISTS = {"type": "object", "properties": {"l": {"type": "array", "items": {"type": "object", "properties": {"x": {}}}}}}
MAP_A = {"translationMap": {"a": "$.a"}, "translationMapDefaults": {"a": '"none"'}, "successTemplate": '{"a": ${a}}'}
# By reading: the other value, the request template (its text is the reply, too), the response, the input, the input's
# contract, and what comes out under the default and the other: a result, or the operation that fails.
READINGS = {
    "nulls": ("refuse", '{"a": null}', {}, {}, {}, {}, "Validate response against output schema"),
    "velocity": ("1.7", '{"a": #if($input.e)1#{else}2#end}', {}, {"e": ""}, {}, {"a": 2}, {"a": 1}),
    "strictRequest": ("true", '{"a": "$input.b"}', {}, {}, {}, {"a": "$input.b"}, "Resolve request body template"),
    "integerFraction": ("accepted", "${input.rawRequest}", {}, {"a": 5.0}, {"a": {"type": "integer"}},
                        "Validate request body against simple input schema", {"a": 5.0}),
    "contractDefaults": ("filled", '{"a": "$!input.a"}', {}, {}, {"a": {"type": "string", "default": "x"}}, {"a": ""}, {"a": "x"}),
    "successSeesInput": ("false", "{}", {"successTemplate": '{"a": "$input.a"}'}, {"a": "x"}, {}, {"a": "x"}, "Apply output transformation"),
    "mappedNull": ("missing", '{"a": null}', MAP_A, {}, {}, {}, {"a": "none"}),
    "defaultOutsideMap": ("defined", "{}", MAP_A | {"translationMap": {}}, {}, {}, "Apply output transformation", {"a": "none"}),
    "emptyBody": ("object", "#if(false)x#end ", {}, {}, {}, "Resolve request body template", {}),
    "nullReply": ("missing", "null", MAP_A, {}, {}, "Resolve translation map", {"a": "none"}),
    "missingLeaf": ("left-out", '{"l": [{"x": 1}, {}]}', {}, {}, {}, {"l.x": [1, None]}, {"l.x": [1]}),
    "decimals": ("exact", '{"a": "$input.n"}', {}, {"n": 12345678.5}, {}, {"a": "1.23456785E7"}, {"a": "12345678.5"}),
}  # fmt: skip


class SandboxAnswers(SandboxCase):
    def simulate(self, action, text, *options, expect=None):
        run = self.run_program(
            "simulate", ORDERS / "patchcord.yaml", "--env", "dev", "--action", action, "--input", text, "--json", *options
        )  # fmt: skip
        if expect is not None:
            self.assertEqual(expect, run.exit, run.stdout + run.stderr)
        return run.exit, run.json()

    def install(self, action, definition):
        """The action in the sandbox, under a role that may invoke its function; the id."""
        aws = AwsCli(self.sandbox)
        url = definition["config"]["request"]["requestUrlTemplate"]
        name = "role-" + "".join(letter for letter in action if letter.isalnum())
        account = self.sandbox.env["GENESYS_AWS_ACCOUNT_ID"]
        policy = trust(account, self.sandbox.env["EXTERNAL_ID"])
        role = aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", policy)["Role"]
        aws("iam", "put-role-policy", "--role-name", name, "--policy-name", "p", "--policy-document", invoke_permission(url))  # fmt: skip
        credential = self.sandbox.seed(credentials=[{"name": name, "fields": {"ARN": role["Arn"]}}])["credentials"][0]
        integration = self.sandbox.seed(
            integrations=[{"name": name, "credentialId": credential, "enabled": True}]
        )["integrations"][0]
        seeded = {"name": action, "integrationId": integration}
        seeded |= {part: definition[part] for part in ("config", "contract", "secure")}
        return self.sandbox.seed(actions=[seeded])["actions"][0]

    def token(self):
        id, secret = self.sandbox.env["GENESYS_CLIENT_ID"], self.sandbox.env["GENESYS_CLIENT_SECRET"]
        login = ["-s", "-u", f"{id}:{secret}", "-d", "grant_type=client_credentials"]
        url = self.sandbox.env["PATCHCORD_GENESYS_LOGIN_URL"] + "/oauth/token"
        out = subprocess.run(["curl", *login, url], capture_output=True, text=True, check=True)
        return json.loads(out.stdout)["access_token"]

    def answer_of(self, token, id, text, flatten):
        url = f"{self.sandbox.url}/api/v2/integrations/actions/{id}/test?flatten={flatten}"
        command = ["curl", "-s", "-H", f"Authorization: Bearer {token}", "-H", "Content-Type: application/json"]
        # What is no object is wrong on purpose: the specification is not asked about it.
        self.sandbox.knobs(record=text.startswith("{"))
        out = subprocess.run([*command, "--data-binary", text, url], capture_output=True, text=True, check=True)
        self.sandbox.knobs(record=True)
        return json.loads(out.stdout)

    def same_context(self, result):
        """Each run of the platform has an id of its own."""
        text = json.dumps(result)
        ids = {result["error"]["contextId"]} if "error" in result else set()
        for id in ids:
            text = text.replace(id, NO_CONTEXT)
        return json.loads(text)


class LikeTheSandboxUnderEachReading(SandboxAnswers):
    functions = None

    def definition(self, reading):
        _, template, response, _, inputs, _, _ = READINGS[reading]
        url = {"requestUrlTemplate": ECHO, "requestType": "POST", "headers": {}}
        response = {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": ""} | response
        return {
            "name": reading, "integrationType": "aws-lambda-data-actions", "actionType": "custom", "secure": False,
            "config": {"request": url | {"requestTemplate": template}, "response": response},
            "contract": {"input": {"inputSchema": {"type": "object", "properties": inputs}},
                         "output": {"successSchema": LISTS if reading == "missingLeaf" else OUTPUT}},
        }  # fmt: skip

    def offline(self, file, text, *options):
        """The function returns its event: what would be sent is the reply."""
        command = ["simulate", "--action", file, "--input", text, "--flatten", "--json", *options]
        sent = self.run_program(*command).json()["request"]
        run = self.run_program(*command, *(["--reply", sent["body"]] if sent else []))
        return run.json()["result"]

    def test_each_reading_gives_what_the_sandbox_gives(self):
        token = self.token()
        knobs = self.sandbox.request("GET", "/_sandbox/knobs")
        for name, (other, _, _, inputs, _, *outcomes) in READINGS.items():
            definition = self.definition(name)
            file = self.folder / f"{name}.custom.json"
            file.write_text(json.dumps(definition))
            id, text = self.install(name, definition), json.dumps(inputs)
            for value, expected in zip((json.dumps(knobs[name]).strip('"'), other), outcomes):
                with self.subTest(reading=name, value=value):
                    self.sandbox.knobs(**{name: json.loads(value) if value in ("true", "false") else value})
                    played = self.same_context(self.answer_of(token, id, text, "true"))
                    self.assertEqual(expected, played["finalResult"] if played["success"] else played["operations"][-1]["name"])
                    self.assertEqual(played, self.offline(file, text, "--reading", f"{name}={value}"))
            self.sandbox.knobs(**{name: knobs[name]})


class LikeTheSandbox(SandboxAnswers):
    """The sandbox's `test` of each action of the examples, and `simulate` with the same functions."""

    functions = ORDERS / "functions.yaml"

    def test_each_example_with_each_input_gives_what_the_sandbox_gives(self):
        token = self.token()
        outcomes = []
        for action, inputs in EXAMPLES.items():
            _, document = self.simulate(action, "{}")
            id = self.install(action, document["definition"])
            for text in inputs:
                for flatten in ("false", "true"):
                    with self.subTest(action=action, input=text, flatten=flatten):
                        options = ["--flatten"] if flatten == "true" else []
                        status, document = self.simulate(action, text, "--functions", self.functions, *options)
                        expected = self.same_context(self.answer_of(token, id, text, flatten))
                        self.assertEqual(expected, document["result"])
                        self.assertEqual(0 if expected["success"] else 4, status)
                        outcomes.append(expected["success"])
        self.assertIn(True, outcomes)
        self.assertIn(False, outcomes)

    def test_what_cannot_be_invoked_fails_as_in_the_sandbox_with_any_reply(self):
        token = self.token()
        _, document = self.simulate("Get order", "{}")
        changes = {
            "by POST, not by GET": {"requestType": "GET"},
            "is not a function ARN": {"requestUrlTemplate": "arn:aws:lambda:us-east-1:123456789012:layer:x"},
            "Client context must be": {"headers": {"X-Note": "n" * 3000}},
        }
        for words, change in changes.items():
            with self.subTest(words=words):
                definition = json.loads(json.dumps(document["definition"]))
                definition["config"]["request"] |= change
                file = self.folder / "changed.custom.json"
                file.write_text(json.dumps(definition))
                text = '{"orderId": "42"}'
                expected = self.same_context(self.answer_of(token, self.install(words, definition), text, "false"))
                self.assertIn(words, expected["error"]["message"])
                for function in (["--functions", self.functions], ["--reply", "{}"]):
                    run = self.run_program("simulate", "--action", file, "--input", text, "--json", *function)
                    self.assertEqual(4, run.exit, run.stderr)
                    self.assertEqual(expected, run.json()["result"])

    def test_a_program_of_this_machine_answers_as_the_function_of_the_sandbox(self):
        program = f"bash {ORDERS / 'functions' / 'order-status'}"
        for text in EXAMPLES["Get order status"]:
            with self.subTest(input=text):
                local = self.simulate("Get order status", text, "--program", program)
                self.assertEqual(self.simulate("Get order status", text, "--functions", self.functions), local)

    def test_the_real_function_runs_only_when_allowed(self):
        question = ["Get order status", '{"orderId": "43"}', "--invoke"]
        _, refused = self.simulate(*question, expect=2)
        self.assertIn("--yes", refused["errors"][0]["hint"])
        self.assertEqual({}, self.sandbox.stats().get("lambda", {}))
        _, document = self.simulate(*question, "--yes", expect=0)
        self.assertEqual({"Invoke": 1}, self.sandbox.stats()["lambda"])
        self.assertEqual({"status": "packed", "eta": "not known yet", "articles": 1}, document["result"]["finalResult"])
        status, document = self.simulate("Get order status", '{"orderId": "999"}', "--invoke", "--yes", expect=4)
        self.assertIn("OrderNotFound", json.dumps(document["result"]["error"]))

    def test_what_is_wrong_with_our_own_call_is_no_result(self):
        run = self.run_program(
            "simulate", ORDERS / "patchcord.yaml", "--env", "dev", "--action", "Get order", "--input", '{"orderId": "42"}',
            "--invoke", "--yes", "--json", AWS_SECRET_ACCESS_KEY="x" * 40,
        )  # fmt: skip
        self.assertEqual(1, run.exit, run.stdout + run.stderr)
        self.assertIsNone(run.json()["result"])
        self.assertTrue(run.json()["errors"])

    def test_on_a_terminal_it_asks_and_no_is_no(self):
        for answer, runs in (("n\n", 0), ("y\n", 1)):
            master, slave = pty.openpty()
            command = [BINARY, "simulate", ORDERS / "patchcord.yaml", "--env", "dev", "--action", "Get order"]
            process = subprocess.Popen(
                [*command, "--input", '{"orderId": "42"}', "--invoke"],
                stdin=slave, stdout=subprocess.PIPE, stderr=slave, env=self.environment({}), cwd=self.folder,
            )  # fmt: skip
            os.close(slave)
            shown = read_until(master, b"[y/N]")
            self.assertIn(b"order-status", shown)
            os.write(master, answer.encode())
            process.communicate(timeout=LONGEST)
            os.close(master)
            self.assertEqual(runs, self.sandbox.stats().get("lambda", {}).get("Invoke", 0))


class Simulate(SandboxCase):
    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def action(self, name="get-order.custom.json", template='{"status": ${status}}', **contract):
        properties = {"status": {"type": "string"}} | contract
        return self.write(name, {
            "name": "Get order", "integrationType": "aws-lambda-data-actions", "actionType": "custom",
            "config": {
                "request": {"requestUrlTemplate": FUNCTION, "requestType": "POST", "headers": {},
                            "requestTemplate": '{"id": "$esc.jsonEncode(${input.id})"}'},
                "response": {"translationMap": {"status": "$.state"}, "translationMapDefaults": {"status": '"unknown"'},
                             "successTemplate": template},
                "timeoutSeconds": 2,
            },
            "contract": {
                "input": {"inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
                "output": {"successSchema": {"type": "object", "properties": properties}},
            },
            "secure": False,
        })  # fmt: skip

    def simulate(self, *arguments, expect=0, **env):
        return self.patchcord("simulate", *arguments, expect=expect, **env)

    def test_without_a_reply_it_shows_what_would_be_sent(self):
        run = self.simulate("--action", self.action(), "--input", '{"id": "4\\"2"}')
        self.assertIn("not sent", run.stdout)
        self.assertIn(FUNCTION, run.stdout)
        self.assertIn('{"id": "4\\"2"}', run.stdout)
        document = self.simulate("--action", self.action(), "--json").json()
        self.assertEqual("not sent", document["outcome"])
        self.assertNotIn("error", document["result"])
        self.assertIsNone(document["result"]["success"])
        self.assertEqual("Resolve request body template", document["result"]["operations"][-1]["name"])

    def test_a_run_shows_each_operation_and_what_architect_sets(self):
        run = self.simulate("--action", self.action(), "--input", '{"id": "42"}', "--reply", '{"state": "shipped"}')
        self.assert_golden("simulate_passed", run.stdout)

    def test_the_place_of_a_failure_has_a_caret(self):
        action = self.action(template='{\n  "status": ${statsu}\n}')
        run = self.simulate("--action", action, "--input", '{"id": "42"}', "--reply", "{}", expect=4)
        self.assert_golden("simulate_failed", run.stdout)

    def test_input_and_reply_may_stand_in_files_and_on_stdin(self):
        self.write("in.json", {"id": "7"})
        self.write("reply.json", {"state": "new"})
        document = self.simulate("--action", self.action(), "--input", "@in.json", "--reply", "@reply.json", "--json").json()
        self.assertEqual({"status": "new"}, document["result"]["finalResult"])
        self.assertEqual('{"id": "7"}', document["request"]["body"])
        piped = subprocess.run(
            [BINARY, "simulate", "--action", self.action(), "--input", "@-", "--json"],
            input='{"id": "8"}', capture_output=True, text=True, env=self.environment({}), cwd=self.folder,
        )  # fmt: skip
        self.assertEqual('{"id": "8"}', json.loads(piped.stdout)["request"]["body"])

    def test_templates_see_the_credentials(self):
        definition = json.loads(self.action().read_text())
        definition["config"]["request"]["headers"] = {
            "Authorization": 'Basic $encoding.base64("${credentials.u}:${credentials.p}")'
        }
        action = self.write("basic.custom.json", definition)
        self.write("credentials.json", {"u": "ann", "p": "pw"})
        for given in ('{"u": "ann", "p": "pw"}', "@credentials.json"):
            run = self.simulate("--action", action, "--credentials", given, "--json")
            self.assertEqual({"Authorization": "Basic YW5uOnB3"}, run.json()["request"]["headers"])
        refused = self.simulate("--action", action, "--credentials", '{"p": ["hunter2"]}', expect=2)
        self.assertNotIn("hunter2", refused.stderr)

    def test_a_reply_that_looks_like_a_mistake_is_a_warning(self):
        for reply, words in (('{"statusCode": 200, "body": "{}"}', "API Gateway"), ('"{}"', "returns a text")):
            run = self.simulate("--action", self.action(), "--reply", reply)
            self.assertIn(words, run.stderr)

    def test_the_function_can_be_made_to_fail(self):
        failures = {"error": "Execute", "timeout": "Execute", "remote": "Execute", "authentication": "Perform authentication"}
        for kind, operation in failures.items():
            document = self.simulate("--action", self.action(), "--fail", kind, "--json", expect=4).json()
            self.assertEqual(operation, document["result"]["operations"][-1]["name"], kind)
            self.assertEqual("timeout" if kind == "timeout" else "failure", document["outcome"])

    def test_wrong_input_ends_with_2_and_says_what_to_do(self):
        manifest = ORDERS / "patchcord.yaml"
        table = [
            ([manifest, "--env", "dev", "--action", "Get oder"], "Did you mean \"Get order\"?"),
            ([manifest, "--env", "dev"], "--action \"Get order\""),
            ([manifest, "--action", "Get order"], "--env dev"),
            (["--action", "nothing.json"], "nothing.json"),
            ([], "patchcord.yaml"),
            (["--action", self.action(), "--input", "@nowhere"], "--input"),
            (["--action", self.action(), "--reply", "{"], "--reply"),
            (["--action", self.action(), "--fail", "tiemout"], "Did you mean `timeout`?"),
            (["--action", self.action(), "--reply", "1", "--invoke"], "one place"),
            (["--action", self.action(), "--format", "junit"], "--cases"),
            (["--diff", self.action(), self.action()], "--cases"),
            (["--action", self.action(), "--reading", "mapedNull=missing"], 'Did you mean "mappedNull"?'),
            (["--action", self.action(), "--reading", "mappedNull"], "one of text, missing"),
            (["--action", self.action(), "--credentials", '{"key": 1}'], "not a text"),
        ]
        for arguments, text in table:
            with self.subTest(text):
                run = self.simulate(*arguments, expect=2)
                self.assertIn(text, run.stderr)
                self.assertEqual("", run.stdout)
                document = self.simulate(*arguments, "--json", expect=2).json()
                self.assertTrue(document["errors"] + document["diagnostics"])

    def cases(self, *cases, name="cases.jsonl"):
        return self.write(name, "".join(json.dumps(case) + "\n" for case in cases))

    def test_recorded_cases_are_judged(self):
        cases = self.cases(
            {"input": {"id": "1"}, "reply": {"state": "new"}, "expect": {"status": "new"}},
            {"name": "order 2", "input": {"id": "2"}, "reply": {}, "expect_exact": {"status": "new"}},
            {"input": {"id": "3"}, "fail": "timeout", "outcome": "timeout"},
        )
        run = self.simulate("--action", self.action(), "--cases", cases, expect=4)
        self.assertEqual(
            f'{cases}:2 order 2\n  status: expected "new", got "unknown"\n2 of 3 cases passed.\n', run.stdout
        )
        document = self.simulate("--action", self.action(), "--cases", cases, "--json", expect=4).json()
        self.assertEqual({"cases": 3, "passed": 2, "failed": 1}, document["counts"])
        self.assertEqual([2], [case["line"] for case in document["cases"]])

    def test_junit_is_well_formed_whatever_the_cases_hold(self):
        hostile = "]]></failure>&\x01\x1b[31m\u2028\ufffe<x a=\"'>"
        cases = self.cases({"name": hostile, "reply": {"state": hostile}, "expect": {"status": hostile + "!"}}, {"reply": {}})
        run = self.simulate("--action", self.action(), "--cases", cases, "--format", "junit", expect=4)
        suite = xml.etree.ElementTree.fromstring(run.stdout).find("testsuite")
        self.assertEqual(("2", "1"), (suite.get("tests"), suite.get("failures")))
        self.assertEqual(["1", "2"], [case.get("line") for case in suite.findall("testcase")])

    def test_a_wrong_line_is_named(self):
        for line, what in (("{", "not JSON"), ('{"inptu": {}}', "Did you mean `input`?"), ("{}", "--reply")):
            cases = self.write("cases.jsonl", '{"reply": {}}\n\n' + line + "\n")
            run = self.simulate("--action", self.action(), "--cases", cases, expect=2)
            self.assertIn(f"{cases}:3", run.stderr)
            self.assertIn(what, run.stderr)

    def test_a_file_without_a_case_is_no_success(self):
        for content in ("", "\n \n"):
            run = self.simulate("--action", self.action(), "--cases", self.write("empty.jsonl", content), expect=2)
            self.assertIn("there is no case in it", run.stderr)

    def test_a_case_needs_a_reply_only_where_a_function_is_called(self):
        refused = {"input": {"id": {"not": "simple"}}, "outcome": "failure"}
        run = self.simulate("--action", self.action(), "--cases", self.cases(refused))
        self.assertEqual("1 of 1 cases passed.\n", run.stdout)
        run = self.simulate("--action", self.action(), "--cases", self.cases(refused, {"input": {"id": "1"}}), expect=2)
        self.assertIn("cases.jsonl:2", run.stderr)
        self.assertIn("has no `reply`", run.stderr)

    def test_a_reply_that_is_a_file_name_is_told_how_to_write_it(self):
        run = self.simulate("--action", self.action(), "--reply", "reply.json", expect=2)
        self.assertIn("@FILE", run.stderr)

    def test_two_versions_over_the_same_cases(self):
        cases = self.cases({"input": {"id": "1"}, "reply": {"state": "new"}}, {"input": {"id": "2"}, "reply": {}})
        old = self.action("old.json")
        same = self.simulate("--diff", old, self.action("same.json"), "--cases", cases)
        self.assertEqual("No output changes in 2 cases.\n", same.stdout)
        new = self.action("new.json", template='{"status": ${status}, "open": true}', open={"type": "boolean"})
        changed = self.simulate("--diff", old, new, "--cases", cases, expect=3)
        self.assertEqual(
            f"{cases}:1\n  open: (not set) -> true\n{cases}:2\n  open: (not set) -> true\nOutputs change in 2 of 2 cases.\n",
            changed.stdout,
        )
        broken = self.simulate("--diff", old, self.action("b.json", template="{$status}"), "--cases", cases, expect=3)
        self.assertIn('outcome: "success" -> "failure"', broken.stdout)
        self.assertIn("Apply output transformation", broken.stdout)

    def test_thousands_of_cases_stream_through(self):
        case = json.dumps({"input": {"id": "1"}, "reply": {"state": "new"}, "expect": {"status": "new"}}) + "\n"
        run = subprocess.run(
            [BINARY, "simulate", "--action", self.action(), "--cases", "-"],
            input=case * 20_000, capture_output=True, text=True, env=self.environment({}), cwd=self.folder, timeout=LONGEST,
        )  # fmt: skip
        self.assertEqual("20000 of 20000 cases passed.\n", run.stdout, run.stderr)

    def test_a_program_that_hangs_ends_with_the_time_of_the_action(self):
        run = self.simulate("--action", self.action(), "--program", "sleep 600", "--json", expect=4)
        self.assertEqual("timeout", run.json()["outcome"])

    def test_a_program_that_does_not_start_is_a_failure_with_its_log(self):
        run = self.simulate("--action", self.action(), "--program", "no-such-program", expect=4)
        self.assertIn("no-such-program", run.stderr)
        self.assertIn("exit status 127", run.stdout)

    def test_interrupting_ends_the_program_too(self):
        action = self.action()
        definition = json.loads(action.read_text())
        definition["config"]["timeoutSeconds"] = 60
        action.write_text(json.dumps(definition))
        process = self.start("simulate", "--action", action, "--program", "touch started; sleep 600")
        deadline = time.monotonic() + LONGEST
        while not (self.folder / "started").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        self.assertEqual(130, self.finish(process).exit)


if __name__ == "__main__":
    main()
