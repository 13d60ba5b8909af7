"""lint, explain, schema and policy: what needs no service, as a person and as CI run it."""
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from harness import ROOT, SandboxCase, main

MANIFEST = """\
deployment: shop
genesys: { region: us-east-1 }
integrations:
  - name: Shop
    role: { name: GenesysCloud-shop, path: "/it's/cc/", tags: { team: contact centre } }
    actions:
      - name: Get order
        function: arn:aws:lambda:us-east-1:123456789012:function:order:<alias>
        input: { orderId: string, note: optional string }
        output: { status: string }
        request:
          template: file(templates/order.vm)
        response:
          map: { status: $.order.state }
          defaults: { status: unknown }
          template: |
            {"status": ${Status}}
environments:
  live: { values: { alias: live } }
  test: { genesys: { region: eu-west-1 }, values: { alias: test } }
"""
TEMPLATE = """\
{
  "id": "${input.orderId}",
  "note": "$esc.jsonEncode(${input.note})"
}
"""
ORGANIZATION = "5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11"
EXAMPLE = ROOT / "examples" / "orders" / "patchcord.yaml"
# Stands in for the AWS CLI: notes its arguments, knows no role.
AWS = """\
#!/usr/bin/python3
import json, os, sys
with open(os.environ["CALLS"], "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
sys.exit(254 if "get-role" in sys.argv else 0)
"""


class Offline(SandboxCase):
    def setUp(self):
        super().setUp()
        (self.folder / "templates").mkdir()
        (self.folder / "templates" / "order.vm").write_text(TEMPLATE)
        (self.folder / "patchcord.yaml").write_text(MANIFEST)

    def tearDown(self):
        self.assertEqual(0, self.sandbox.stats()["total"], "it asked a service")
        super().tearDown()


class Lint(Offline):
    def test_a_template_that_is_not_there_is_one_problem(self):
        (self.folder / "templates" / "order.vm").unlink()
        (self.folder / "patchcord.yaml").write_text(MANIFEST.replace("          template: |\n            {\"status\": ${Status}}\n", "          template: file(templates/nope.vm)\n"))
        document = self.patchcord("lint", "--env", "live", "--json", expect=2).json()
        told = [(each["severity"], each["line"]) for each in document["diagnostics"]]
        self.assertEqual([("error", 12), ("error", 15), ("error", 16)], told, document)

    def test_each_problem_is_shown_where_it_stands(self):
        run = self.patchcord("lint", expect=2)
        self.assert_golden("lint", run.stdout + run.stderr)
        self.assertIn("error[L02]: patchcord.yaml:17:24: `$Status` is never set", run.stdout)
        self.assertIn("warning[L22]: templates/order.vm:2:10:", run.stdout)
        self.assertIn("warning[L38]: patchcord.yaml:8:19:", run.stdout)
        self.assertIn("(environment test)", run.stdout)
        self.assertNotIn("L38", self.patchcord("lint", "--env", "live", expect=2).stdout)

    def test_json_has_one_record_for_each_problem(self):
        for option in (("--json",), ("--format", "json")):
            document = self.patchcord("lint", *option, expect=2).json()
            self.assertEqual(1, document["format"])
            self.assertEqual([], document["errors"])
            found = {(one["code"], one["file"], one["line"]) for one in document["diagnostics"]}
            self.assertIn(("L02", "patchcord.yaml", 17), found)
            self.assertIn(("L26", "templates/order.vm", 3), found)
            self.assertEqual(len(document["diagnostics"]), sum(document["counts"].values()))
        missing = self.patchcord("lint", "none.yaml", "--json", expect=2).json()
        self.assertEqual("invalid", missing["errors"][0]["code"])

    def test_warnings_are_errors_when_told_so(self):
        manifest = self.folder / "one.yaml"
        manifest.write_text(
            "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n  - name: n\n    actions:\n"
            "      - { name: a, function: 'arn:aws:lambda:us-east-1:123456789012:function:f:live' }\n"
        )
        self.assertIn("warning[L61]", self.patchcord("lint", "one.yaml").stdout)
        self.assertIn("error[L61]", self.patchcord("lint", "one.yaml", "--strict", expect=2).stdout)

    def test_github_gets_annotations(self):
        lines = self.patchcord("lint", "--format", "github", expect=2).stdout.splitlines()
        self.assertIn("::error file=patchcord.yaml,line=17,col=24,title=L02::", "\n".join(lines))
        self.assertTrue(all(re.match("::(error|warning|notice) file=", line) for line in lines), lines)

    def test_github_gets_no_more_than_it_shows(self):
        actions = "".join(f"      - {{ name: a{i}, function: f }}\n" for i in range(13))
        (self.folder / "many.yaml").write_text(
            "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n  - name: n\n    actions:\n" + actions
        )
        lines = self.patchcord("lint", "many.yaml", "--format", "github", expect=2).stdout.splitlines()
        self.assertEqual(10, sum(line.startswith("::error") for line in lines))
        self.assertEqual(10, sum(line.startswith("::warning") for line in lines))
        self.assertIn("3 more errors are not shown as annotations", lines)

    def test_sarif_and_junit_are_well_formed(self):
        sarif = json.loads(self.patchcord("lint", "--format", "sarif", expect=2).stdout)
        self.assertEqual("2.1.0", sarif["version"])
        (run,) = sarif["runs"]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            self.assertEqual(result["ruleId"], rules[result["ruleIndex"]])
            place = result["locations"][0]["physicalLocation"]
            self.assertTrue((self.folder / place["artifactLocation"]["uri"]).exists())
        junit = ElementTree.fromstring(self.patchcord("lint", "--format", "junit", expect=2).stdout)
        (suite,) = junit.findall("testsuite")
        self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))
        self.assertEqual(int(suite.get("failures")), len(suite.findall("testcase/failure")))

    def test_an_exported_action_can_be_looked_at_alone(self):
        exported = {
            "name": "a",
            "integrationType": "aws-lambda-data-actions",
            "config": {
                "request": {
                    "requestUrlTemplate": "arn:aws:lambda:us-east-1:123456789012:function:f",
                    "requestType": "GET",
                    "requestTemplate": '{\n  "n": $!{input.n}\n}',
                }
            },
            "contract": {
                "input": {"inputSchema": {"type": "object", "properties": {"n": {"type": "number"}}}},
                "output": {"successSchema": {"type": "object"}},
            },
        }
        file = self.folder / "a.custom.json"
        file.write_text("\ufeff" + json.dumps(exported, indent=2))
        found = self.patchcord("lint", "--action", file.name, "--json", expect=2).json()["diagnostics"]
        lines = file.read_text().splitlines()
        by_code = {one["code"]: one for one in found}
        self.assertEqual({"L21", "L39", "L40"}, set(by_code))
        place = by_code["L21"]
        self.assertTrue(lines[place["line"] - 1][place["column"] - 1 :].startswith("$!{input.n}"), place)
        self.assertIn('"GET"', lines[by_code["L40"]["line"] - 1])

    def test_the_example_is_clean(self):
        run = self.patchcord("lint", EXAMPLE, "--strict")
        self.assertEqual("", run.stdout)
        self.assertIn("no problems in 5 actions", run.stderr)


class Explain(Offline):
    def test_one_rule_is_told_with_its_examples(self):
        self.assert_golden("explain", self.patchcord("explain", "L05").stdout)
        self.assertEqual(self.patchcord("explain", "L05").stdout, self.patchcord("explain", "l5").stdout)

    def test_an_unknown_rule_is_an_error_with_a_guess(self):
        run = self.patchcord("explain", "L666", expect=2)
        self.assertIn("there is no rule `L666`", run.stderr)
        self.assertIn("Did you mean `L66`?", run.stderr)
        self.assertEqual([], self.patchcord("explain", "nonsense", "--json", expect=2).json()["rules"])

    def test_the_document_lists_the_rules(self):
        rules = self.patchcord("explain", "--json").json()["rules"]
        table = "| code | severity | finds |\n| --- | --- | --- |\n"
        table += "".join(
            f"| {rule['code']} | {rule['severity']} | {rule['title']} |\n" for rule in rules if not rule["unchecked"]
        )
        unchecked = "| code | finds | why not |\n| --- | --- | --- |\n"
        unchecked += "".join(
            f"| {rule['code']} | {rule['title']} | {rule['unchecked']} |\n" for rule in rules if rule["unchecked"]
        )
        path = ROOT / "docs" / "lint.md"
        text = path.read_text()
        parts = re.split(r"(<!-- rules -->\n|<!-- unchecked -->\n|<!-- end -->\n)", text)
        parts[2], parts[6] = table, unchecked
        if os.environ.get("PATCHCORD_ACCEPT") == "1":
            path.write_text("".join(parts))
        self.assertEqual(path.read_text(), "".join(parts), "PATCHCORD_ACCEPT=1 writes the tables")


class Schema(Offline):
    def test_it_is_json_and_wrapped_for_programs(self):
        schema = json.loads(self.patchcord("schema").stdout)
        self.assertEqual("http://json-schema.org/draft-07/schema#", schema["$schema"])
        self.assertEqual(schema, self.patchcord("schema", "--json").json()["schema"])


class Policy(Offline):
    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        aws = self.folder / "bin" / "aws"
        aws.write_text(AWS)
        aws.chmod(0o755)

    def calls_of(self, script):
        """What the AWS CLI is asked for when a shell runs the script."""
        calls = self.folder / "calls"
        environment = {"PATH": f"{self.folder / 'bin'}:/usr/bin:/bin", "CALLS": str(calls)}
        subprocess.run(["/bin/sh", "-eu"], input=script, text=True, env=environment, check=True)
        return [json.loads(line) for line in calls.read_text().splitlines()]

    def test_the_script_asks_for_exactly_what_the_manifest_says(self):
        script = self.patchcord("policy", "--env", "live", "--organization", ORGANIZATION).stdout
        self.assert_golden("policy", script)
        look, create, put = self.calls_of(script)
        self.assertEqual(["iam", "get-role", "--role-name", "GenesysCloud-shop"], look)
        self.assertEqual(["iam", "create-role", "--role-name", "GenesysCloud-shop", "--path", "/it's/cc/"], create[:6])
        tag = json.loads(create[create.index("--tags") + 1])
        self.assertEqual({"Key": "team", "Value": "contact centre"}, tag)
        trust = json.loads(create[create.index("--assume-role-policy-document") + 1])
        (statement,) = trust["Statement"]
        self.assertEqual({"StringEquals": {"sts:ExternalId": ORGANIZATION}}, statement["Condition"])
        permission = json.loads(put[put.index("--policy-document") + 1])
        self.assertEqual(
            "arn:aws:lambda:us-east-1:123456789012:function:order:live", permission["Statement"][0]["Resource"]
        )

    def test_the_same_as_json(self):
        document = self.patchcord("policy", "--env", "live", "--organization", ORGANIZATION, "--json").json()
        (role,) = document["roles"]
        self.assertTrue(role["managed"])
        (call,) = self.calls_of(role["commands"]["create"])
        self.assertEqual(role["trust"], json.loads(call[call.index("--assume-role-policy-document") + 1]))

    def test_a_role_of_another_team_has_its_documents_too(self):
        arn = "arn:aws:iam::123456789012:role/theirs/genesys"
        text = MANIFEST.replace(
            """{ name: GenesysCloud-shop, path: "/it's/cc/", tags: { team: contact centre } }""",
            f'{{ arn: "{arn}", managed: false }}',
        ).replace("region: us-east-1 }", f"region: us-east-1, organization: {ORGANIZATION} }}")
        (self.folder / "patchcord.yaml").write_text(text)
        (role,) = self.patchcord("policy", "--env", "live", "--json").json()["roles"]
        self.assertEqual((False, arn, "genesys", "/theirs/"), (role["managed"], role["arn"], role["role"], role["path"]))
        self.assertIn("--policy-name patchcord-invoke", role["commands"]["put"])

    def test_without_an_organization_it_says_so(self):
        run = self.patchcord("policy", "--env", "live", "--json", expect=2)
        self.assertIn("nothing says which", run.json()["errors"][0]["what"])
        self.assertEqual([], run.json()["roles"])
        run = self.patchcord("policy", "--env", "live", "--organization", "mine", expect=2)
        self.assertIn("`mine` is not the id of an organization", run.stderr)
        self.assertEqual("", run.stdout)


if __name__ == "__main__":
    main()
