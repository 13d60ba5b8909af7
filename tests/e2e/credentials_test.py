"""AWS credentials as people have them, in the whole program: profiles, roles, programs; and what is said of failures.

What each configuration means is compared with the AWS CLI in tests/oracle/credentials.
"""
import hashlib
import http.server
import json
import pathlib
import shutil
import signal
import tempfile
import threading
import time

from deployment import DeployCase, main, trust

NO_KEYS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
ROLE = "Deployer"


class Container(http.server.BaseHTTPRequestHandler):
    """A container's endpoint that gives the credentials of its server, or takes its time."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = json.dumps(self.server.credentials).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Credentials(DeployCase):
    def setUp(self):
        super().setUp()
        # Not in the folder whose files are searched for secrets.
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="patchcord home "))
        self.addCleanup(shutil.rmtree, self.home)
        env = self.sandbox.env
        self.keys = {
            "Version": 1,
            "AccessKeyId": env["AWS_ACCESS_KEY_ID"],
            "SecretAccessKey": env["AWS_SECRET_ACCESS_KEY"],
        }
        self.write("keys.json", json.dumps(self.keys))
        self.environ = NO_KEYS | {"HOME": str(self.home)}

    def write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)

    def config(self, text):
        self.write(".aws/config", text.replace("~", str(self.home)))

    def deploys(self, *options, **env):
        self.deploy(*options, **(self.environ | env))
        self.assertEqual(1, len(self.found()["actions"]))

    def fails(self, golden, *options, **env):
        run = self.run_deploy(*options, **(self.environ | env))
        self.assertIn(run.exit, (1, 2), run.stdout + run.stderr)
        self.assert_golden(golden, run.stderr.replace(str(self.home), "<home>"))

    def make_role(self):
        account = self.sandbox.env["LAMBDA_FUNCTION_ARN"].split(":")[4]
        arn = self.aws(
            "iam", "create-role", "--role-name", ROLE, "--assume-role-policy-document", trust(account, "ex")
        )["Role"]["Arn"]
        allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}
        self.aws("iam", "put-role-policy", "--role-name", ROLE, "--policy-name", "p", "--policy-document", allow)
        return arn

    def test_a_role_by_a_program(self):
        self.config(
            f"[profile ops]\nrole_arn = {self.make_role()}\nsource_profile = vault\nexternal_id = ex\n"
            "[profile vault]\ncredential_process = cat '~/keys.json'\n"
        )
        self.deploys("--profile", "ops", "-vv", "--log-file", "log")
        log = (self.folder / "log").read_text()
        self.assertIn("AssumeRole", log)

    def test_a_web_identity(self):
        provider = "arn:aws:iam::123456789012:oidc-provider/token.example.com"
        self.sandbox.knobs(aws={"webIdentity": {"token": "the.web.token", "provider": provider, "subject": "me"}})
        role = self.make_role()
        allow = {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": provider}}
        document = {"Version": "2012-10-17", "Statement": [allow]}
        self.aws("iam", "update-assume-role-policy", "--role-name", ROLE, "--policy-document", document)
        self.write("token", "the.web.token\n")
        self.deploys(AWS_WEB_IDENTITY_TOKEN_FILE=str(self.home / "token"), AWS_ROLE_ARN=role)
        self.assertEqual(1, self.sandbox.stats()["sts"]["AssumeRoleWithWebIdentity"])

    def test_a_container(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Container)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        server.credentials = self.keys
        url = f"http://127.0.0.1:{server.server_address[1]}/x"
        self.deploys("-vv", AWS_CONTAINER_CREDENTIALS_FULL_URI=url)

    def test_a_profile_that_does_not_exist(self):
        self.config("[default]\nregion = us-east-1\n[profile staging]\n[profile production]\n")
        self.fails("aws_unknown_profile", "--profile", "prodution")

    def test_a_circle(self):
        self.config(
            "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = b\n"
            "[profile b]\nrole_arn = arn:aws:iam::123456789012:role/B\nsource_profile = a\n"
        )
        self.fails("aws_circle", AWS_PROFILE="a")

    def test_a_line_that_is_no_setting(self):
        self.config("[default]\nregion = us-east-1\nfoo\n")
        self.fails("aws_bad_config")

    def test_a_role_that_does_not_trust_us(self):
        self.config(
            f"[profile ops]\nrole_arn = {self.make_role()}\nsource_profile = vault\nexternal_id = wrong\n"
            "[profile vault]\ncredential_process = cat '~/keys.json'\n"
        )
        self.fails("aws_role_denied", "--profile", "ops")

    def test_a_session_that_has_expired(self):
        self.config(
            "[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n"
            "[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\n"
        )
        name = hashlib.sha1(b"corp").hexdigest()
        cached = {"accessToken": "x", "expiresAt": "2020-01-01T00:00:00Z"}
        self.write(f".aws/sso/cache/{name}.json", json.dumps(cached))
        self.fails("aws_sso_expired", "--profile", "sso")

    def test_an_mfa_code_without_a_terminal(self):
        self.config(
            "[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = vault\n"
            "mfa_serial = arn:aws:iam::123456789012:mfa/me\n"
            "[profile vault]\ncredential_process = cat '~/keys.json'\n"
        )
        self.fails("aws_mfa_no_terminal", "--profile", "ops")

    def test_a_program_that_shows_a_secret(self):
        """The search for secrets after each test is the test."""
        self.write("leak", 'echo "refused: $(cat "$1")" >&2; cat "$1"; exit 4')
        self.config("[default]\ncredential_process = sh '~/leak' '~/keys.json'\n")
        self.fails("aws_program_failed", "-vv")
        self.config("[default]\ncredential_process = sh -c 'cat \"$0\"; echo x' '~/keys.json'\n")
        self.fails("aws_program_not_json", "-vv")

    def test_a_program_that_does_not_end(self):
        self.config("[default]\ncredential_process = sleep 1000\n")
        self.fails("aws_program_hangs", PATCHCORD_WAIT_CREDENTIAL_PROCESS_MS="1")

    def test_an_interruption_ends_the_program_too(self):
        self.config("[default]\ncredential_process = sh -c 'touch \"$0\"; exec sleep 1000' '~/begun'\n")
        process = self.start_deploy(**self.environ)
        while not (self.home / "begun").exists() and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        self.assertEqual(130, self.finish(process).exit)

    def test_endpoints_are_told_as_they_are_used(self):
        url = self.sandbox.url
        keys = {name: self.sandbox.env[name] for name in NO_KEYS}
        self.config(f"[default]\nendpoint_url = {url}\nregion = us-east-1\n[profile own]\nservices = here\n"
                    f"[services here]\niam =\n  endpoint_url = {url}/\n")  # fmt: skip
        self.assertIn(f"note: both clouds are at {url}\n", self.deploy(**keys).stderr)
        by_profile = {"HOME": str(self.home), "AWS_ENDPOINT_URL": None} | keys
        self.assertIn(f"note: both clouds are at {url}\n", self.deploy(**by_profile).stderr)
        two = by_profile | {"AWS_ENDPOINT_URL_STS": url.replace("127.0.0.1", "localhost")}
        said = self.deploy(**two).stderr
        self.assertIn(f"IAM and Lambda at {url} (profile default ({self.home}/.aws/config:2))", said)
        self.assertIn(f"STS at {two['AWS_ENDPOINT_URL_STS']} (AWS_ENDPOINT_URL_STS)", said)
        own = self.run_deploy(**by_profile, AWS_PROFILE="own", AWS_ENDPOINT_URL_STS=url)
        self.assertIn(f"IAM at {url} (the services section of profile own ({self.home}/.aws/config:", own.stderr)
        # Nothing answers for AWS itself here: what is told must not be what is set and ignored.
        ignored = self.run_deploy(**keys, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true", https_proxy="http://127.0.0.1:9")
        self.assertNotIn("AWS at", ignored.stderr)
        self.assertIn(f"its login at {url}\n", ignored.stderr)

    def test_a_password_in_an_address_is_not_shown(self):
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "PATCHCORD_GENESYS_API_URL", "PATCHCORD_GENESYS_LOGIN_URL"):
            with self.subTest(name):
                run = self.run_deploy(**{name: self.sandbox.url.replace("http://", "http://u:secretpw@")})
                self.assertNotIn("secretpw", run.stdout + run.stderr)
                if name != "AWS_ENDPOINT_URL_LAMBDA":  # is asked for nothing here
                    self.assertEqual(2, run.exit)
                    self.assertIn("it has a user name", run.stderr)

    def test_two_regions(self):
        run = self.deploy(AWS_DEFAULT_REGION="eu-west-1")
        self.assertIn("AWS_REGION is us-east-1 and AWS_DEFAULT_REGION is eu-west-1", run.stderr)


if __name__ == "__main__":
    main()
