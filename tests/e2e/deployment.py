"""What the tests of `patchcord deploy` share: one deployment, and what must have come of it."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracle"))
from aws_cli import AwsCli, trust
from harness import LONGEST, SandboxCase, main

__all__ = ["ACTION", "INTEGRATION", "POLICY", "ROLE", "TEST_INPUT", "DeployCase", "main", "trust"]

ROLE = "GenesysCloudLambdaRole"
POLICY = "GenesysLambdaInvokePolicy"
INTEGRATION = "AWS Lambda"
ACTION = "Architect-Lambda-Invoke"
TEST_INPUT = '{"customerId": "C-1001"}'


class DeployCase(SandboxCase):
    def run_deploy(self, *options, **env):
        return self.run_program("deploy", *options, **env)

    def start_deploy(self, *options, **env):
        return self.start("deploy", *options, **env)

    def deploy(self, *options, expect=0, **env):
        return self.patchcord("deploy", *options, expect=expect, **env)

    def aws(self, *command):
        return AwsCli(self.sandbox)(*command)

    def found(self):
        """Everything that is not the platform's own, as {kind: [object]}."""
        state = self.sandbox.state()
        alive = {
            kind: [each for each in state["genesys"][kind] if not each["deleted"]]
            for kind in ("integrations", "credentials", "actions")
        }
        alive["integrations"] = [each for each in alive["integrations"] if each["type"] == "aws-lambda-data-actions"]
        alive["actions"] = [each for each in alive["actions"] if not each["id"].startswith("static")]
        alive["roles"] = state["aws"]["roles"]
        return alive

    def assert_one_of_each(self):
        found = self.found()
        self.assertEqual(dict.fromkeys(found, 1), {kind: len(objects) for kind, objects in found.items()}, found)
        integration, credential = found["integrations"][0], found["credentials"][0]
        self.assertEqual(INTEGRATION, integration["name"])
        self.assertEqual("ENABLED", integration["intendedState"])
        self.assertEqual([credential["id"]], list(integration["credentials"].values()))
        self.assertEqual({"ARN": found["roles"][0]["arn"]}, credential["fields"])
        self.assertEqual(integration["id"], found["actions"][0]["integrationId"])
        self.assertEqual(ACTION, found["actions"][0]["published"]["name"])
        self.assertIsNone(found["actions"][0]["draft"])

    def assert_converges(self):
        """A run from here ends well, with one of each, and the run after it writes nothing."""
        run = self.run_deploy("--test-input", TEST_INPUT)
        self.assertEqual(0, run.exit, run.stdout + run.stderr)
        self.assert_one_of_each()
        self.assert_nothing_to_do()

    def assert_nothing_to_do(self):
        before = self.sandbox.writes()
        run = self.run_deploy()
        self.assertEqual(0, run.exit, run.stdout + run.stderr)
        self.assertEqual(0, self.sandbox.writes() - before, "a second run writes nothing")

    def each_request(self):
        """1, 2, … up to the number of requests of an undisturbed run; before each the sandbox is new."""
        self.fresh()
        self.deploy()
        count = self.sandbox.stats()["total"]
        self.assertGreater(count, 10)
        for n in range(1, count + 1):
            self.fresh()
            yield n
        self.fresh()

    def fresh(self):
        """A new organization and account, and a folder in which nothing was remembered."""
        self.keep_exchanges()
        self.sandbox.reset()
        self.clear_folder()

    def wait_for_requests(self, count):
        self.wait_until(lambda stats: stats["total"] >= count)

    def wait_for_call(self, service, operation):
        self.wait_until(lambda stats: stats.get(service, {}).get(operation))

    def wait_until(self, holds):
        deadline = time.monotonic() + LONGEST
        while not holds(self.sandbox.stats()):
            self.assertLess(time.monotonic(), deadline, "the awaited request never came")
            time.sleep(0.002)
