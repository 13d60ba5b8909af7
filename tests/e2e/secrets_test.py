"""Secrets never appear: in no output, log, record or recording, at any verbosity. Every other test looks too."""
import re
import urllib.request

from deployment import TEST_INPUT, DeployCase, main
from harness import ACCESS_TOKEN

VERBOSITIES = [[], ["-v"], ["-vv"], ["--json"], ["--json", "-vv"]]


class Secrets(DeployCase):
    def test_at_every_verbosity_and_in_the_log_file(self):
        for options in VERBOSITIES:
            with self.subTest(options):
                self.fresh()
                self.deploy(*options, "--log-file", "log", "--test-input", TEST_INPUT)
                log = self.folder / "log"
                self.assertEqual(0o600, log.stat().st_mode & 0o777)
                lines = log.read_text().splitlines()
                self.assertGreater(len(lines), 10)
                for line in lines:
                    self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ")

    def test_in_failures_too(self):
        for fault in (
            {"then": "html_502"},
            {"then": "truncated_body"},
            {"status": 400},
        ):
            with self.subTest(fault):
                self.fresh()
                self.sandbox.faults({"match": "*", "nth": 1, "times": 0, **fault})
                quick = {"PATCHCORD_WAIT_OPERATION_MS": "20", "PATCHCORD_WAIT_BACKOFF_MS": "1"}
                run = self.run_deploy("-vv", "--log-file", "log", **quick)
                self.assertNotEqual(0, run.exit)

    def test_a_token_that_is_echoed_back_is_not_shown(self):
        self.sandbox.faults(
            {"match": "POST /oauth/token", "times": 0, "status": 400, "body": self.sandbox.env["GENESYS_CLIENT_SECRET"]}
        )
        run = self.run_deploy("-vv", "--log-file", "log")
        self.assertEqual(1, run.exit)
        self.sandbox.exchanges()  # the fault put the secret there itself

    def make_role(self, name, account):
        may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        assume = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"}
        document = {"Version": "2012-10-17", "Statement": [assume]}
        self.aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", document)
        self.aws("iam", "put-role-policy", "--role-name", name, "--policy-name", "all", "--policy-document", may)

    def test_temporary_keys_of_a_session(self):
        account = self.sandbox.env["LAMBDA_FUNCTION_ARN"].split(":")[4]
        self.make_role("deployer", account)
        session = self.aws(
            "sts", "assume-role", "--role-arn", f"arn:aws:iam::{account}:role/deployer", "--role-session-name", "canary"
        )
        keys = session["Credentials"]
        self.addCleanup(self.sandbox.env.pop, "AWS_SESSION_TOKEN")
        before = dict(self.sandbox.env)
        self.addCleanup(self.sandbox.env.update, before)
        self.sandbox.env.update(
            AWS_ACCESS_KEY_ID=keys["AccessKeyId"],
            AWS_SECRET_ACCESS_KEY=keys["SecretAccessKey"],
            AWS_SESSION_TOKEN=keys["SessionToken"],
        )
        self.deploy("-vv", "--log-file", "log")
        self.look_for_secrets()

    def test_the_scan_would_see_a_token(self):
        """What the login service issues has the shape that every test looks for."""
        env = self.sandbox.env
        request = urllib.request.Request(
            env["PATCHCORD_GENESYS_LOGIN_URL"] + "/oauth/token",
            b"grant_type=client_credentials",
            {
                "Authorization": "Basic " + self.secrets()["basic credentials"],
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            issued = re.search(r'"access_token": ?"([^"]+)"', answer.read().decode())[1]
        self.assertEqual([f"access token {issued}"], self.secrets_in(f'{{"token": "{issued}"}}'))
        self.assertTrue(ACCESS_TOKEN.fullmatch(issued))
        self.assertEqual(["GENESYS_CLIENT_SECRET"], self.secrets_in(env["GENESYS_CLIENT_SECRET"]))


if __name__ == "__main__":
    main()
