"""`patchcord sandbox` as scripts rely on it: its names, its end, its door."""
import http.client
import json
import signal
import stat
import subprocess
import urllib.parse

from harness import BINARY, LONGEST, NEUTRAL, FUNCTIONS, Sandbox, SandboxCase, main, session_members

NAMES = {
    "PATCHCORD_GENESYS_API_URL", "PATCHCORD_GENESYS_LOGIN_URL", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET",
    "GENESYS_ORGANIZATION_ID", "GENESYS_AWS_ACCOUNT_ID", "EXTERNAL_ID", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "LAMBDA_FUNCTION_ARN",
}  # fmt: skip


class TheSandbox(SandboxCase):
    def test_the_variables_have_their_fixed_names(self):
        self.assertLessEqual(NAMES, set(self.sandbox.env))
        others = set(self.sandbox.env) - NAMES
        self.assertTrue(all(name.startswith("PATCHCORD_WAIT_") for name in others), others)
        self.assertEqual(self.sandbox.env["GENESYS_ORGANIZATION_ID"], self.sandbox.env["EXTERNAL_ID"])

    def test_a_shell_can_read_them(self):
        script = f". '{self.sandbox.env_file}' && printf %s \"$LAMBDA_FUNCTION_ARN\""
        out = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(self.sandbox.env["LAMBDA_FUNCTION_ARN"], out.stdout)

    def test_only_its_owner_can_read_them(self):
        self.assertEqual(0o600, stat.S_IMODE(self.sandbox.env_file.stat().st_mode))

    def test_two_sandboxes_have_nothing_in_common(self):
        with Sandbox() as other:
            for name in ("GENESYS_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY", "EXTERNAL_ID", "PATCHCORD_GENESYS_API_URL"):
                self.assertNotEqual(self.sandbox.env[name], other.env[name], name)

    def raw(self, headers):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.sandbox.url).netloc, timeout=LONGEST)
        connection.request("GET", "/_sandbox/state", headers=headers)
        return connection.getresponse().status

    def test_a_foreign_host_or_origin_is_refused(self):
        self.assertEqual(200, self.raw({}))
        self.assertEqual(403, self.raw({"Host": "attacker.example"}))
        self.assertEqual(403, self.raw({"Origin": "https://attacker.example"}))

    def test_the_state_holds_no_secret(self):
        self.patchcord("deploy", "--test-input", '{"customerId": "C-1001"}')
        text = json.dumps(self.sandbox.state()) + json.dumps(self.sandbox.stats())
        self.assertEqual([], self.secrets_in(text))

    def test_every_signal_that_people_send_ends_it_and_its_functions(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                sandbox = Sandbox(FUNCTIONS)
                self.addCleanup(sandbox.stop)
                environment = {**NEUTRAL, **sandbox.env, "HOME": str(self.folder)}
                subprocess.run(
                    [BINARY, "deploy", "--test-input", "{}"], env=environment, cwd=self.folder, capture_output=True
                )
                sandbox.process.send_signal(number)
                sandbox.process.wait(LONGEST)
                self.assertEqual([], session_members(sandbox.process.pid))
                self.assertFalse(sandbox.env_file.exists(), "the secrets are gone with it")
                self.clear_folder()

    def test_a_port_that_is_taken_is_an_error(self):
        port = urllib.parse.urlsplit(self.sandbox.url).port
        run = self.patchcord("sandbox", "--env-file", "env", "--port", port, expect=1)
        self.assertIn(str(port), run.stderr)

    def test_a_functions_file_that_is_wrong_is_an_error_with_its_line(self):
        path = self.folder / "functions.yaml"
        path.write_text("functions:\n  - nmae: x\n")
        run = self.patchcord("sandbox", "--env-file", "env", "--functions", path, expect=2)
        self.assertIn("functions.yaml:2", run.stderr)


if __name__ == "__main__":
    main()
