"""What people read: causes before symptoms, all of a difference, and commands that run as they are printed."""
import re
import shlex

from manifests import ADVICE, FUNCTION, ROLE, ManifestCase, action, main, manifest

POLICY = "patchcord-invoke"


def suggested(text):
    return re.findall(r"`(patchcord [^`]+)`", text)


class WhatPeopleRead(ManifestCase):
    def setUp(self):
        super().setUp()
        self.file = "my orders.yaml"
        tests = [ADVICE, {"input": {"orderId": "43"}}]
        self.write(
            manifest(action("Get order", tests=tests), action("Get status", tests=tests), environments={"dev": {}}), name=self.file
        )
        self.place = (self.file, "--env", "dev")

    def remove_role(self):
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        self.aws("iam", "delete-role", "--role-name", ROLE)

    def test_verify_tells_a_missing_role_once_and_before_what_follows(self):
        self.apply(*self.place)
        self.remove_role()
        run = self.command("verify", *self.place, expect=4, PATCHCORD_WAIT_PROPAGATION_MS="0")
        drift = [line for line in run.stderr.splitlines() if "is not as the manifest says" in line]
        self.assertEqual([f"error: role/{ROLE} is not as the manifest says: it is missing: removed outside patchcord"], drift)
        self.assertIn(f"with it: write role policy/{ROLE}/{POLICY}, create credential/Shop", run.stderr)
        self.assertLess(run.stderr.index(drift[0]), run.stderr.index("Running the declared tests"))
        self.assertEqual(1, run.stdout.count("it failed at"), run.stdout)
        self.assertIn("the same in 3 other tests; 2 actions in all", run.stdout)
        self.assertNotIn("no test succeeded", run.stdout)

    def test_verify_tells_what_differs_although_it_may_not_run_the_tests(self):
        self.apply(*self.place)
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        everything_but_running = [
            "integrations:integration:view", "integrations:action:view", "directory:organization:view", "organization:view",
        ]  # fmt: skip
        self.addCleanup(self.sandbox.knobs, permissions=None)
        self.sandbox.knobs(permissions=everything_but_running)
        run = self.command("verify", *self.place, expect=1)
        self.assertIn("is not as the manifest says", run.stderr)
        self.assertIn("needs one of the permissions integrations:action:execute, bridge:actions:execute", run.stderr)
        self.assertIn("Not verified", run.stdout)

    def test_commands_that_are_suggested_name_the_manifest_and_run(self):
        applied = self.command("apply", "--yes", *self.place)
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        verified = self.command("verify", *self.place, expect=4)
        commands = suggested(applied.stdout + applied.stderr + verified.stdout + verified.stderr)
        self.assertGreater(len(commands), 2)
        for command in commands:
            with self.subTest(command):
                _, name, *rest = shlex.split(command)
                self.assertEqual([self.file, "--env", "dev"], rest)
                if name != "apply":
                    self.assertIn(self.command(name, *rest, expect=4 if name == "verify" else 0).exit, (0, 4))

    def test_a_saved_plan_knows_what_to_verify(self):
        saved = self.command("plan", "-o", "saved", *self.place)
        self.assertIn("patchcord apply saved", saved.stderr)
        run = self.command("apply", "--yes", "saved")
        self.assertRegex(suggested(run.stdout)[-1], rf"^patchcord (plan|verify) '{self.file}' --env dev$")

    def test_plan_shows_each_resource_that_comes_or_goes(self):
        self.apply(*self.place)
        wider = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*","Resource":"*"}]}'
        self.aws("iam", "put-role-policy", "--role-name", ROLE, "--policy-name", POLICY, "--policy-document", wider)
        shown = self.command("plan", *self.place).stdout
        for line in (
            "      - action lambda:* (covers more than lambda:InvokeFunction)\n",
            "      + action lambda:InvokeFunction\n",
            f"      + resource {FUNCTION}\n",
        ):
            self.assertIn(line, shown)

    def test_plan_shows_the_lines_of_a_template(self):
        self.apply(*self.place)
        changed = action("Get order", request={"template": '{\n"orderId": "${input.orderId}"\n}\n'})
        self.write(manifest(changed, action("Get status"), environments={"dev": {}}), name=self.file)
        shown = self.command("plan", *self.place).stdout
        self.assertIn('      + "orderId": "${input.orderId}"\n', shown)

    def test_destroy_counts_its_steps_once(self):
        self.apply(*self.place)
        run = self.command("destroy", "--yes", *self.place)
        counts = re.findall(r" (\d+)/(\d+) remove", run.stderr)
        self.assertEqual([str(i + 1) for i in range(len(counts))], [number for number, _ in counts])
        self.assertEqual({str(len(counts))}, {of for _, of in counts})

    def test_nothing_to_do_is_said_once(self):
        self.apply(*self.place)
        run = self.command("apply", "--yes", *self.place)
        self.assertEqual(1, (run.stdout + run.stderr).count("Nothing to do"))

    def test_input_that_is_no_json_is_wrong_input_everywhere(self):
        self.apply(*self.place)
        for command, text in (("simulate", "orderId=42"), ("test", "orderId=42"), ("test", "[1]")):
            with self.subTest((command, text)):
                run = self.command(command, *self.place, "--action", "Get order", "--input", text, expect=2)
                self.assertIn("--input '{\"orderId\": \"42\"}'", run.stderr)

    def test_an_unknown_action_names_those_that_there_are(self):
        run = self.command("simulate", *self.place, "--action", "something else", expect=2)
        self.assertIn('It has "Get order", "Get status".', run.stderr)

    def test_the_ids_of_a_list_stand_below_each_other(self):
        self.apply(*self.place)
        lines = self.command("list", *self.place).stdout.splitlines()
        self.assertGreater(len(lines), 3)
        self.assertEqual(1, len({line.rindex("  ") for line in lines}), lines)

    def test_deploy_names_the_endpoints_that_it_uses(self):
        self.assertIn(f"note: both clouds are at {self.sandbox.url}\n", self.command("deploy").stderr)
        run = self.command("deploy", AWS_ENDPOINT_URL_STS=self.sandbox.url.replace("127.0.0.1", "localhost"))
        self.assertIn("not the clouds' own endpoints: ", run.stderr)
        self.assertIn("(AWS_ENDPOINT_URL)", run.stderr)
        self.assertIn("(AWS_ENDPOINT_URL_STS)", run.stderr)

    def test_half_a_pair_of_keys_is_wrong_input(self):
        run = self.command("plan", *self.place, expect=2, AWS_SECRET_ACCESS_KEY="", GENESYS_CLIENT_ID="")
        self.assertIn("the secret access key is missing", run.stderr)
        self.assertIn("a variable is not set: GENESYS_CLIENT_ID", run.stderr)

    def test_a_misspelled_key_has_no_other_consequences(self):
        self.write('deployment: shop\ngenesys: {region: us-east-1}\nintergrations: []\nenvironments:\n  dev: {values: {alias: dev}}\n')
        run = self.command("lint", expect=2)
        self.assertIn("Did you mean `integrations`?", run.stdout)
        self.assertNotIn("is not used", run.stdout)


if __name__ == "__main__":
    main()
