"""What the commands say of one cause: once, by its name, again at the end, and with what helps."""
import json
import re

from manifests import ADVICE, FUNCTION, OTHER_FUNCTION, ROLE, ManifestCase, action, main, manifest

POLICY = "patchcord-invoke"
DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "lambda:*", "Resource": "*"}]}
WIDE = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}]}
NO_WAIT = {"PATCHCORD_WAIT_PROPAGATION_MS": "0"}


class Causes(ManifestCase):
    def setUp(self):
        super().setUp()
        self.write(self.two())

    def two(self, *functions):
        one, other = functions or (FUNCTION, OTHER_FUNCTION)
        return manifest(action("Get order", function=one, tests=[ADVICE]), action("Get hours", function=other))

    def put(self, name, document):
        self.aws("iam", "put-role-policy", "--role-name", ROLE, "--policy-name", name, "--policy-document", json.dumps(document))

    def errors_in(self, text):
        return re.findall(r"^error: .*", text, re.M)

    def lines_after(self, text, word):
        lines = text.splitlines()
        return [line.strip() for line in lines[lines.index(word) + 1 :]]


class OneCause(Causes):
    def test_an_alias_that_is_not_there_is_one_error_of_verify_and_of_plan(self):
        self.apply()
        self.write(self.two(FUNCTION.replace(":live", ":lvie"), OTHER_FUNCTION.replace(":live", ":lvie")))
        for command, code in (("verify", 4), ("plan", 2)):
            with self.subTest(command):
                run = self.command(command, expect=code)
                (error,) = self.errors_in(run.stderr)
                self.assertIn('its alias or version "lvie" is not', error)
                self.assertRegex(run.stderr, r"detail +the same: function \S+:lvie\n")
                self.assertNotIn("corrects", run.stderr)
                self.assertNotIn("`patchcord apply`", run.stderr)

    def test_what_somebody_else_changed_is_told_beside_a_wrong_alias(self):
        self.apply()
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        self.write(self.two(FUNCTION.replace(":live", ":lvie"), OTHER_FUNCTION))
        run = self.command("verify", expect=4, **NO_WAIT)
        self.assertEqual(2, len(self.errors_in(run.stderr)), run.stderr)
        self.assertIn(f"{POLICY} is not as the manifest says: it is missing", run.stderr)

    def test_our_policy_made_wider_is_one_error_with_what_is_wrong_in_it(self):
        self.apply()
        self.put(POLICY, WIDE)
        run = self.command("verify", expect=4)
        (error,) = self.errors_in(run.stderr)
        self.assertIn("changed outside patchcord", error)
        self.assertIn("allows more than lambda:InvokeFunction", run.stderr)
        self.assertIn(f"✗ role {ROLE}: it may do more than invoke:", run.stdout)

    def test_a_policy_that_forbids_is_told_once(self):
        self.apply()
        self.put("Never", DENY)
        self.assertIn("`patchcord verify` proves that the chain works", self.command("plan").stdout)
        run = self.command("verify", expect=4, **NO_WAIT)
        self.assertEqual(1, len(self.errors_in(run.stderr)), run.stderr)
        self.assertNotIn("as it would be then", run.stderr)
        self.assertIn(f"✗ role {ROLE}: it may not invoke:\n      {OTHER_FUNCTION}\n", run.stdout)

    def test_who_may_not_come_in_is_told_as_that(self):
        self.apply()
        trust = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole",
        }]}  # fmt: skip
        self.aws("iam", "update-assume-role-policy", "--role-name", ROLE, "--policy-document", json.dumps(trust))
        run = self.command("verify", expect=4, **NO_WAIT)
        self.assertEqual(1, len(self.errors_in(run.stderr)), run.stderr)
        self.assertRegex(run.stdout, r"cannot assume it with external id \S+, and its trust policy allows what it should not\n")


class TheEnd(Causes):
    def test_verify_ends_with_what_is_broken(self):
        self.apply()
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        run = self.command("verify", expect=4, **NO_WAIT)
        self.assertEqual(
            [f"role policy/{ROLE}/{POLICY} is not as the manifest says: it is missing", "1 of 1 test failed"],
            self.lines_after(run.stdout, "Broken:"),
        )

    def test_tests_that_fail_without_another_cause_are_named(self):
        wrong = {**ADVICE, "expect": {"order": {"state": "lost"}}}
        self.write(manifest(action("Get order", tests=[wrong])))
        applied = self.command("apply", "--yes", expect=4)
        told = "1 of 1 test failed: test 1 of action/Shop/Get order"
        self.assertIn(f"\nDone, but {told}.\n", applied.stdout)
        verified = self.command("verify", expect=4)
        self.assertEqual([told], self.lines_after(verified.stdout, "Broken:"))

    def test_strict_says_why_it_is_a_failure(self):
        self.apply()
        self.assertIn("not all of it was proven", self.command("verify").stdout)
        run = self.command("verify", "--strict", expect=4)
        self.assertIn("1 link is unproven, which --strict does not accept", run.stdout.splitlines()[-1])

    def test_a_run_that_stopped_names_only_what_is_not_done(self):
        self.sandbox.faults({"match": "POST /api/v2/integrations/actions", "nth": 2, "then": "status", "status": 400})
        run = self.command("apply", "--yes", expect=1)
        steps = int(re.search(r"in (\d+) steps", run.stderr)[1])
        self.assertIn(f"{steps - 1} of {steps} steps are done:\n  failed   create action/Shop/Get", run.stderr)
        self.assertEqual(1, len(re.findall("create role/", run.stderr.split("steps are done")[0].split("in ")[-1])), run.stderr)


class WhatHelps(Causes):
    def test_what_verify_suggests_is_an_option_of_apply(self):
        self.apply()
        changed = self.two()
        changed["integrations"][0]["actions"][1]["output"] = {"order": {"id": "integer", "state": "string"}}
        self.write(changed)
        run = self.command("verify", expect=4)
        self.assertIn("output.order.id: string becomes integer\n", run.stderr)
        self.assertIn("hint    Run `patchcord apply --allow-replace`: the old action", run.stderr)
        changes = [step["changes"] for step in self.plan("--allow-replace")["steps"] if step["operation"] == "create_action"]
        self.assertEqual([[{"field": "contract.output.order.id", "before": "string", "after": "integer"}]], changes)

    def test_each_option_that_verify_suggests_is_one_of_apply(self):
        self.apply()
        self.write(manifest(action("Find order", tests=[ADVICE]), action("Get hours", function=OTHER_FUNCTION)))
        self.assertIn("run `patchcord apply --prune`.", self.command("verify", expect=4).stderr)
        self.assertIn("run again with --prune.", self.command("plan", expect=1).stderr)

    def test_who_may_not_be_asked_is_told_how_to_look(self):
        for command, look in (("apply", "patchcord plan"), ("destroy", "patchcord destroy --dry-run")):
            with self.subTest(command):
                self.assertIn(f"Look at `{look}` first", self.command(command, expect=2).stderr)

    def test_a_saved_plan_is_for_apply_only(self):
        self.command("plan", "-o", "saved")
        for command in ("verify", "plan", "list", "destroy", "lint", "policy", "permissions"):
            with self.subTest(command):
                run = self.command(command, "saved", expect=2)
                self.assertEqual(["error: saved is a saved plan; only `apply` takes one"], self.errors_in(run.stderr))
                self.assertIn("patchcord.yaml", run.stderr)

    def test_commands_that_look_say_where(self):
        self.apply()
        for arguments in (["verify"], ["list"], ["show", "--object", "Get order"], ["test", "--action", "Get order", "--input", '{"orderId": "42"}']):
            with self.subTest(arguments[0]):
                run = self.command(*arguments)
                self.assertIn(f'Organization {self.sandbox.env["EXTERNAL_ID"]} ("Sandbox"), deployment shop\n', run.stderr)


class TheRecord(Causes):
    def test_apply_records_the_credential_that_a_test_ran_through(self):
        self.apply()
        self.forget()
        self.assertIn("unproven until `apply` ran a `safe` test", self.command("plan").stderr)
        again = self.apply()
        self.assertEqual(([], [True]), (again["steps"], [test["passed"] for test in again["proof"]["tests"]]))
        self.assertEqual(again["used"], again["forecast"])
        self.assertNotIn("unproven", self.command("plan").stderr)
        self.assertEqual([], self.apply()["proof"]["tests"], "once is enough")
        moved = self.two()
        moved["integrations"][0]["role"] = "GenesysCloud-other"
        self.write(moved)
        self.assertIn("create_credential", [step["operation"] for step in self.plan()["steps"]])

    def test_a_credential_that_no_test_ran_through_stays_unproven(self):
        self.write(manifest(action("Get order")))
        self.apply()
        self.forget()
        self.apply()
        self.assertIn("unproven until `apply` ran a `safe` test", self.command("plan").stderr)

    def test_a_credential_changed_outside_is_found_after_the_record_was_lost(self):
        self.apply()
        self.forget()
        self.apply()
        record = next((self.folder / ".patchcord").glob("*.json"))
        other, count = re.subn(r'("modifiedDate": )"[^"]*"', r'\1"2001-01-01T00:00:00.000Z"', record.read_text())
        self.assertEqual(1, count)
        self.assert_plan_empty()
        record.write_text(other)
        self.assertIn("create_credential", [step["operation"] for step in self.plan()["steps"]])

    def test_apply_names_the_objects_also_with_nothing_to_do(self):
        first = self.apply()["objects"]
        self.assertEqual(first, self.apply()["objects"])
        self.assertEqual(self.ids()["Get order"], first["action/Shop/Get order"])


if __name__ == "__main__":
    main()
