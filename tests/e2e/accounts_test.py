"""Genesys Cloud as people reach it: where the OAuth client comes from, regions, and what is said of missing permissions."""
import json
import pathlib
import shutil
import signal
import tempfile
import time

from manifests import ADVICE, ManifestCase, action, main, manifest

NO_CLIENT = {"GENESYS_CLIENT_ID": None, "GENESYS_CLIENT_SECRET": None}
# Nobody listens there: what is refused before anything is sent says something else than that.
NOWHERE = {"PATCHCORD_GENESYS_API_URL": "http://127.0.0.1:9", "PATCHCORD_GENESYS_LOGIN_URL": None}


class AccountCase(ManifestCase):
    def setUp(self):
        super().setUp()
        # Not in the folder whose files are searched for secrets.
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="patchcord home "))
        self.addCleanup(shutil.rmtree, self.home)
        self.id = self.sandbox.env["GENESYS_CLIENT_ID"]
        self.secret = self.sandbox.env["GENESYS_CLIENT_SECRET"]
        self.write(manifest())

    def put(self, name, text, mode=0o600):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def profile(self, name="default", mode=0o600, **changes):
        values = {
            "client_credentials": self.id,
            "client_secret": self.secret,
            "environment": "mypurecloud.com",
            "grant_type": "1",
            **changes,
        }
        lines = [f"  {key} = {json.dumps(value)}" for key, value in values.items()]
        return self.put(".gc/config.toml", "\n".join([f"[{name}]", *lines, ""]), mode)

    def looks(self, *options, expect=3, **env):
        """A plan that reached the organization; its messages."""
        return self.command("plan", "--exit-code", *options, expect=expect, HOME=str(self.home), **env)

    def refused(self, *options, expect=2, says, **env):
        before = self.sent()
        run = self.looks(*options, expect=expect, **env)
        self.assertEqual(before, self.sent(), "something was sent")
        for text in says:
            self.assertIn(text, run.stderr)
        return run


class Secrets(AccountCase):
    def test_from_a_file(self):
        path = self.put("secret", self.secret + "\n")
        self.looks(GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_FILE=str(path))
        self.looks(GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_FILE="~/secret")

    def test_a_file_that_others_may_read(self):
        path = self.put("secret", self.secret, mode=0o640)
        self.refused(
            GENESYS_CLIENT_SECRET=None,
            GENESYS_CLIENT_SECRET_FILE=str(path),
            says=["is open to others (mode 0640)", "GENESYS_CLIENT_SECRET_FILE", f"chmod 600 {path}"],
        )

    def test_files_that_hold_no_secret(self):
        self.put("empty", "\n")
        self.put("lines", "one\ntwo\n")
        self.put("large", "x" * 5000)
        cases = {"empty": "holds nothing", "lines": "more than one line", "large": "larger than", "none": "No such file"}
        for name, says in {**cases, ".": "directory"}.items():
            with self.subTest(name):
                path = self.home / name
                self.refused(GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_FILE=str(path), says=[says])

    def test_from_a_program(self):
        self.put("secret", self.secret + "\n")
        command = f"cat '{self.home}/secret'"
        self.looks(GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_COMMAND=command)

    def test_no_shell_runs_the_program(self):
        marker = self.home / "marker"
        run = self.looks(
            expect=1, GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_COMMAND=f"echo $(touch {marker}) ; `x`"
        )
        self.assertFalse(marker.exists())
        self.assertIn("login at", run.stderr)

    def test_a_program_runs_once_and_only_when_it_is_needed(self):
        self.put("secret", self.secret)
        self.put("count", "#!/bin/sh\necho x >> \"$0.log\"\ncat \"${0%/*}/secret\"\n", mode=0o700)
        env = {"GENESYS_CLIENT_SECRET": None, "GENESYS_CLIENT_SECRET_COMMAND": f"'{self.home}/count'"}
        self.refused("--env", "none", says=["none"], **env)
        self.assertFalse((self.home / "count.log").exists())
        self.sandbox.faults({"match": "genesys *", "nth": 2, "then": "expired_token"})
        self.looks(**env)
        self.assertEqual(2, self.sandbox.stats()["login"]["POST /oauth/token"])
        self.assertEqual("x\n", (self.home / "count.log").read_text())

    def test_a_program_that_fails(self):
        self.put("leak", f"echo 'vault is locked, token={self.secret}' >&2; echo {self.secret}; exit 7")
        run = self.looks(
            expect=1, GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_COMMAND=f"sh '{self.home}/leak'"
        )
        self.assertIn("GENESYS_CLIENT_SECRET_COMMAND: sh ended with 7: vault is locked, token=REDACTED", run.stderr)
        self.assertIn("by hand", run.stderr)
        for command, says in {
            "true": "the output of true holds nothing",
            "printf 'a\\nb'": "holds more than one line",
            "no-such-program": "no-such-program cannot be started",
            "sleep 1000": "did not end within",
        }.items():
            with self.subTest(command):
                run = self.looks(
                    expect=1,
                    GENESYS_CLIENT_SECRET=None,
                    GENESYS_CLIENT_SECRET_COMMAND=command,
                    PATCHCORD_WAIT_CREDENTIAL_PROCESS_MS="20" if "sleep" in command else "60000",
                )
                self.assertIn(says, run.stderr)
        self.refused(GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_COMMAND="x 'y", says=["a quote is not closed"])

    def test_an_interruption_ends_the_program_too(self):
        command = f"sh -c 'touch \"$0\"; exec sleep 1000' '{self.home}/begun'"
        process = self.start("plan", GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_COMMAND=command)
        while not (self.home / "begun").exists() and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        self.assertEqual(130, self.finish(process).exit)

    def test_two_at_once(self):
        self.refused(
            GENESYS_CLIENT_SECRET_FILE="/x", says=["more than once", "GENESYS_CLIENT_SECRET, GENESYS_CLIENT_SECRET_FILE"]
        )

    def test_an_env_file_counts_more(self):
        path = self.put("env", f"GENESYS_CLIENT_SECRET='{self.secret}'\n")
        self.looks("--env-file", path, GENESYS_CLIENT_SECRET=None, GENESYS_CLIENT_SECRET_FILE="/nowhere")

    def test_none_at_all(self):
        self.refused(**NO_CLIENT, says=["GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET"])


class Profiles(AccountCase):
    def test_of_gc_as_it_writes_them(self):
        self.profile("staging", mode=0o644)
        run = self.looks("--genesys-profile", "Staging", GENESYS_CLIENT_ID="of no use")
        self.assertIn("config.toml can be read by others: chmod 600", run.stderr)
        run = self.looks(**NO_CLIENT, GENESYS_PROFILE="staging")
        self.assertNotIn("note: the OAuth client", run.stderr)

    def test_the_default_is_used_and_told(self):
        self.profile()
        run = self.looks(**NO_CLIENT)
        self.assertIn("note: the OAuth client is the one of the profile DEFAULT of ", run.stderr)
        self.assertNotIn("can be read by others", run.stderr)
        self.assertNotIn("note: the OAuth client", self.looks().stderr)

    def test_the_names_of_gc_and_terraform(self):
        self.looks(**NO_CLIENT, GENESYSCLOUD_OAUTHCLIENT_ID=self.id, GENESYSCLOUD_OAUTHCLIENT_SECRET=self.secret)
        self.refused(**NO_CLIENT, GENESYSCLOUD_OAUTHCLIENT_ID="x", says=["not set: GENESYSCLOUD_OAUTHCLIENT_SECRET"])

    def test_that_do_not_exist_or_cannot_log_in(self):
        self.profile("staging")
        self.refused("--genesys-profile", "stagin", says=["does not exist", "Did you mean staging?"])
        self.profile("browser", grant_type="3")
        self.refused("--genesys-profile", "browser", says=["logs in by a browser"])
        self.put(".gc/config.toml", f"[default]\nclient_secret = {self.secret}\n")
        self.refused(**NO_CLIENT, says=["not TOML", "config.toml:2:"])

    def test_of_another_region_are_refused_before_their_secret_goes_there(self):
        self.profile(environment="mypurecloud.de")
        self.refused(
            **NO_CLIENT | NOWHERE,
            says=["belongs to mypurecloud.de, but this is for mypurecloud.com", "the profile DEFAULT of"],
        )

    def test_decide_the_region_of_deploy(self):
        self.profile(environment="eu_central_1")
        run = self.deploy(
            expect=2, HOME=str(self.home), GENESYS_AWS_ACCOUNT_ID="123456789012", PATCHCORD_GENESYS_API_URL=None, **NO_CLIENT
        )
        self.assertIn("calls from in mypurecloud.de", run.stderr)
        run = self.deploy(
            "--genesys-region", "us-west-2", expect=2, HOME=str(self.home), GENESYS_AWS_ACCOUNT_ID="765628985471",
            PATCHCORD_GENESYS_API_URL=None, PATCHCORD_GENESYS_LOGIN_URL=None, **NO_CLIENT,
        )  # fmt: skip
        self.assertIn("belongs to mypurecloud.de, but this is for usw2.pure.cloud", run.stderr)

    def test_json_is_one_document(self):
        self.profile()
        document = self.plan(HOME=str(self.home), **NO_CLIENT)
        self.assertEqual([], document["errors"])
        document = self.plan("--genesys-profile", "x", expect=2, HOME=str(self.home))
        self.assertIn("does not exist", document["errors"][0]["what"])


class Permissions(AccountCase):
    """What is missing is named, whichever call it is that is refused."""

    def all_of(self, task):
        return set(self.document("permissions", "--for", task)["genesys"])

    def grant(self, without, task="all"):
        self.sandbox.knobs(permissions=sorted(self.all_of(task) - {without}))

    def assert_names(self, permission, *arguments, **env):
        run = self.command(*arguments, expect=1, **env)
        self.assertRegex(run.stderr, f"the OAuth client (lacks the permission|needs one of the permissions) {permission}")
        others = [name for name in self.all_of("all") if name in run.stderr and name != permission]
        self.assertEqual([], others)
        self.assertIn("hint", run.stderr)

    def test_each_one_of_each_command(self):
        tested = manifest(action("Get order", tests=[ADVICE]))
        changed = manifest(action("Get order", tests=[ADVICE], timeout="9s"))
        smaller = manifest(action("Another"))
        view, execute = ["integrations:integration:view", "integrations:action:view"], "integrations:action:execute"
        commands = [
            (None, tested, ["apply", "--yes"], [*view, "integrations:integration:add", "integrations:integration:edit",
                                                "integrations:action:add", execute]),
            (tested, tested, ["plan"], view),
            (tested, tested, ["list"], view),
            (tested, tested, ["verify"], [*view, execute]),
            (tested, tested, ["test"], [*view, execute]),
            (tested, changed, ["apply", "--yes"], ["integrations:action:edit"]),
            (tested, smaller, ["apply", "--yes", "--prune"], ["integrations:action:delete"]),
            (tested, tested, ["destroy", "--yes"], [*view, "integrations:integration:delete",
                                                    "integrations:action:delete"]),
        ]  # fmt: skip
        for before, after, command, permissions in commands:
            for permission in permissions:
                with self.subTest(command=" ".join(command), permission=permission):
                    self.fresh()
                    if before is not None:
                        self.write(before)
                        self.apply()
                    self.write(after)
                    self.grant(without=permission)
                    self.assert_names(permission, *command)

    def test_flows_that_may_not_be_looked_up_are_unknown_and_the_permission_is_named(self):
        self.write(manifest(action("Get order"), action("Old")))
        self.apply()
        self.write(manifest(action("Get order")))
        self.grant(without="architect:dependencyTracking:view")
        run = self.command("plan", "--prune")
        self.assertIn("architect:dependencyTracking:view", run.stderr + run.stdout)

    def test_of_deploy(self):
        for permission in ["integrations:integration:view", "integrations:action:view", "integrations:integration:add",
                           "integrations:integration:edit", "integrations:action:add", "integrations:action:execute"]:  # fmt: skip
            with self.subTest(permission):
                self.fresh()
                self.write(manifest())
                self.grant(without=permission)
                self.assert_names(permission, "deploy", "--test-input", "{}")

    def test_a_denied_call_at_aws_names_action_object_and_caller(self):
        self.write(manifest(action("Get order")))
        for name in ("iam:GetRole", "iam:CreateRole", "iam:TagRole", "iam:PutRolePolicy", "iam:GetRolePolicy"):
            with self.subTest(name):
                self.sandbox.reset()
                self.forget()
                deny = [
                    {"Effect": "Allow", "Action": "*", "Resource": "*"},
                    {"Effect": "Deny", "Action": name, "Resource": "*"},
                ]
                self.sandbox.knobs(aws={"operatorPolicy": json.dumps({"Version": "2012-10-17", "Statement": deny})})
                run = self.command("apply", "--yes", expect=1)
                self.assertIn(name, run.stderr)
                self.assertIn("GenesysCloud-shop", run.stderr)
                self.assertIn("User: arn:aws:iam::123456789012:user/", run.stderr)


if __name__ == "__main__":
    main()
