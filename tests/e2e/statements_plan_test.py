"""Statements 21 to 32 and 49 of docs/cli.md: what plan tells, and what apply and destroy do with it."""
import json
import re

from statements import StatementCase, Terminal, main

LONGER = ("timeout: 5s\n        tests", "timeout: 6s\n        tests")
CONTRACT = ("output: { tier: string }", "output: { tier: string, points: integer }")


class Plan(StatementCase):
    def summary(self, *options):
        """The line that says how much there is to do, and nothing but the forecast after it."""
        lines = self.patchcord("plan", *options).stdout.splitlines()
        self.assertTrue(lines[-1].startswith("apply takes "), lines)
        self.assertFalse(lines[-2].startswith(("+", "-", "~", " ")), lines)
        return lines[-2]

    def test_21_one_line_sums_it_up(self):
        self.assertRegex(self.summary(), r"^\d+ to create, in \d+ steps\.$")
        self.apply()
        self.write_manifest(LONGER)
        self.assertEqual("1 to change.", self.summary())
        self.write_manifest(LONGER, ("name: Get tier", "name: Other"), ("timeout: 5s\n", "timeout: 7s\n"))
        self.assertRegex(self.summary("--prune"), r"^1 to create, \d+ to change, 1 to remove\.$")
        self.write_manifest(CONTRACT)
        self.assertEqual("1 to replace, in 2 steps.", self.summary("--allow-replace"))

    def test_22_only_changed_fields_are_shown(self):
        self.apply()
        self.write_manifest(LONGER)
        fields = re.findall(r"^    (.*)$", self.patchcord("plan").stdout, re.M)
        self.assertEqual(1, len(fields), fields)
        self.assertIn("5", fields[0])
        self.assertIn("6", fields[0])

    def test_23_a_replacement_names_the_field_that_forces_it_and_the_flows(self):
        self.apply()
        action = next(each for each in self.sandbox.state()["genesys"]["actions"] if "Get order" in json.dumps(each))
        self.sandbox.seed(dependencies=[{"consumed": action["id"], "name": "Main menu", "type": "INBOUNDCALLFLOW"}])
        self.write_manifest(CONTRACT)
        run = self.patchcord("plan", expect=1)
        self.assertIn("contract", run.stderr)
        self.assertIn("--allow-replace", run.stderr)
        shown = self.patchcord("plan", "--allow-replace").stdout
        self.assertIn("contract is frozen", shown)
        self.assertIn("Main menu", shown)

    def test_24_the_number_of_requests_is_forecast_and_true(self):
        genesys, aws = map(int, re.search(r"takes (\d+) requests? to Genesys Cloud, (\d+) to AWS", self.patchcord("plan").stdout).groups())
        before = self.sandbox.stats()["total"]
        self.apply()
        self.assertEqual(genesys + aws, self.sandbox.stats()["total"] - before)

    def test_24_the_time_under_the_rate_limit_is_told(self):
        arn = self.sandbox.env["LAMBDA_FUNCTION_ARN"]
        path = self.folder / "patchcord.yaml"
        path.write_text(path.read_text() + "".join(
            f"      - {{ name: Action {n}, function: '{arn}' }}\n" for n in range(400)
        ))  # fmt: skip
        self.assertRegex(self.patchcord("plan").stdout, r"at 300 a minute, about 1 min \d\d s")

    def test_25_a_plan_without_changes_is_one_line(self):
        self.apply()
        run = self.patchcord("plan")
        self.assertEqual(1, len(run.stdout.splitlines()), run.stdout)
        self.assertIn("Nothing to do", run.stdout)

    def test_26_who_is_asked_sees_organization_region_account_and_counts(self):
        for answer, exit_code in (("y\n", 0), ("n\n", 1), ("\n", 1)):
            with self.subTest(answer):
                self.fresh()
                run = self.on_terminal("apply", terminal=Terminal(400, (("Go on?", answer),)))
                self.assertEqual(exit_code, run.exit, run.stdout)
                lines = run.stdout.splitlines()
                question = "".join(lines[at - 1] + lines[at] for at, line in enumerate(lines) if "Go on?" in line)
                for part in (self.sandbox.env["EXTERNAL_ID"], "123456789012", "mypurecloud.com", "to create"):
                    self.assertIn(part, question)
                self.assertEqual(exit_code == 0, self.sandbox.writes() > 0)
        self.fresh()
        self.apply()
        before = self.sandbox.writes()
        run = self.on_terminal("destroy", terminal=Terminal(400, (("Go on?", "no\n"),)))
        self.assertRegex(run.stdout, r"\d+ to remove\. Go on\?")
        self.assertEqual((1, before), (run.exit, self.sandbox.writes()))

    def test_28_a_saved_plan_is_refused_when_the_world_has_changed(self):
        self.apply()
        self.write_manifest(LONGER)
        self.patchcord("plan", "-o", "saved")
        self.write_manifest(("timeout: 5s\n        tests", "timeout: 9s\n        tests"))
        self.apply()
        before = self.sandbox.writes()
        run = self.apply_saved(expect=1)
        self.assertEqual(before, self.sandbox.writes())
        self.assertIn("has changed", run.stderr)
        self.assertRegex(run.stderr, r"detail +actions/\S+: 1, now 2")

    def test_28_a_saved_plan_does_exactly_what_it_says(self):
        self.patchcord("plan", "-o", "saved")
        (self.folder / "patchcord.yaml").unlink()
        self.apply_saved()
        self.write_manifest()
        self.patchcord("plan", "--exit-code", expect=0)

    def apply_saved(self, expect=0):
        return self.patchcord("apply", "--yes", "saved", expect=expect)

    def test_29_apply_tells_what_changed_the_ids_and_what_comes_next(self):
        run = self.apply()
        self.assertRegex(run.stdout, r"\d+ to create, in \d+ steps: done\.")
        for action in self.sandbox.state()["genesys"]["actions"]:
            if not action["id"].startswith("static"):
                self.assertIn(action["id"], run.stdout)
        command = re.search(r"^Next: .*`patchcord ([a-z]+)", run.stdout, re.M)[1]
        self.assertIn(command, self.commands())

    def test_30_looking_writes_nothing(self):
        self.patchcord("plan")
        self.patchcord("plan", "-o", "saved")
        self.patchcord("list")
        self.assertEqual(0, self.sandbox.writes())
        self.apply()
        before = self.sandbox.writes()
        self.patchcord("destroy", "--dry-run")
        self.patchcord("verify")
        self.assertEqual(before, self.sandbox.writes())

    def test_31_and_49_equal_input_gives_the_same_bytes(self):
        self.assertEqual(self.patchcord("plan").stdout, self.patchcord("plan").stdout)
        self.assertEqual(self.patchcord("plan", "--json").stdout, self.patchcord("plan", "--json").stdout)
        self.apply()
        self.write_manifest(LONGER, ("name: Get tier", "name: Other"))
        options = ["--json", "--prune"]
        first = self.patchcord("plan", *options).stdout
        self.assertEqual(first, self.patchcord("plan", *options, HOME="/", TZ="Asia/Tokyo", LC_ALL="C").stdout)
        self.assertEqual(self.patchcord("list").stdout, self.patchcord("list").stdout)

    def test_32_destroy_leaves_what_it_does_not_own(self):
        self.apply()
        state = self.sandbox.state()["genesys"]
        integration = next(each for each in state["integrations"] if each["name"] == "Order services")
        made = self.sandbox.seed(actions=[{"name": "By hand", "integrationId": integration["id"]}])["actions"][0]
        run = self.patchcord("destroy", "--yes", expect=1)
        self.assertIn("By hand", run.stderr)
        state = self.sandbox.state()["genesys"]
        alive = [each["id"] for each in state["actions"] if not each["deleted"] and not each["id"].startswith("static")]
        self.assertEqual([made], alive)
        self.assertFalse(next(each for each in state["integrations"] if each["id"] == integration["id"])["deleted"])


if __name__ == "__main__":
    main()
