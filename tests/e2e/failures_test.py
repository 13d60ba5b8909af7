"""Every failure that the tutorial lists, and the whole text that a person sees."""
from deployment import ROLE, TEST_INPUT, DeployCase, main, trust

CREATE_ACTION = "POST /api/v2/integrations/actions"
GET_ACTION = "GET /api/v2/integrations/actions/{actionId}"
IMPATIENT = {"PATCHCORD_WAIT_OPERATION_MS": "60", "PATCHCORD_WAIT_BACKOFF_MS": "1", "PATCHCORD_WAIT_LISTING_MS": "20"}


class TheTutorialsFailures(DeployCase):
    def assert_fails(self, golden, *options, code=1, **env):
        run = self.deploy(*options, expect=code, **env)
        self.assertEqual("", run.stdout)
        self.assert_golden(golden, run.stderr)
        return run

    def assert_recovers(self):
        self.sandbox.no_faults()
        self.assert_converges()

    def test_400_on_create(self):
        self.sandbox.faults(
            {
                "match": CREATE_ACTION,
                "times": 0,
                "status": 400,
                "code": "bad.request",
                "message": "The request template cannot be parsed.",
            }
        )
        self.assert_fails("create_action_400", **IMPATIENT)
        self.assert_recovers()

    def test_403_on_create_names_the_permission(self):
        everything = ["integrations:integration:view", "integrations:integration:add", "integrations:integration:edit",
                      "integrations:action:view", "integrations:integration:delete"]  # fmt: skip
        self.sandbox.knobs(permissions=everything)
        run = self.assert_fails("create_action_403")
        self.assertIn("integrations:action:add", run.stderr)
        self.sandbox.knobs(permissions=None)
        self.assert_recovers()

    def test_a_client_that_may_do_nothing(self):
        self.sandbox.knobs(permissions=[])
        self.assert_fails("no_permissions")

    def test_429_is_waited_for_as_long_as_the_service_asks(self):
        self.sandbox.faults({"match": CREATE_ACTION, "times": 2, "status": 429, "retryAfter": 0})
        run = self.deploy("-v")
        self.assertEqual(2, run.stderr.count("retry"), run.stderr)
        self.assertEqual(3, self.sandbox.stats()["genesys"][CREATE_ACTION])
        self.assert_one_of_each()

    def test_429_for_longer_than_anybody_waits(self):
        self.sandbox.faults({"match": CREATE_ACTION, "times": 0, "status": 429, "retryAfter": 100000})
        self.assert_fails("too_many_requests")
        self.assertEqual(1, self.sandbox.stats()["genesys"][CREATE_ACTION])
        self.assert_recovers()

    def test_access_denied_at_aws(self):
        for action, golden in [
            ("iam:CreateRole", "create_role_denied"),
            ("iam:PutRolePolicy", "put_role_policy_denied"),
        ]:
            with self.subTest(action):
                self.fresh()
                self.sandbox.knobs(aws={"operatorPolicy": everything_but(action)})
                run = self.assert_fails(golden)
                self.assertIn(action, run.stderr)
                self.sandbox.knobs(aws={"operatorPolicy": None})
                self.assert_recovers()

    def test_a_malformed_policy_document_is_shown_as_it_was_sent(self):
        self.sandbox.faults(
            {
                "match": "CreateRole",
                "times": 0,
                "status": 400,
                "code": "MalformedPolicyDocument",
                "message": "Has prohibited field Resource",
            }
        )
        run = self.assert_fails("malformed_policy_document")
        self.assertIn("sts:ExternalId", run.stderr)
        self.assert_recovers()

    def test_a_role_that_appears_while_we_create_it(self):
        self.sandbox.faults(
            {
                "match": "GetRole",
                "status": 404,
                "code": "NoSuchEntity",
                "message": "The role with name X cannot be found.",
            }
        )
        env = self.sandbox.env
        self.aws("iam", "create-role", "--role-name", ROLE, "--assume-role-policy-document",
                 trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"]))  # fmt: skip
        self.assert_fails("role_exists")

    def test_401_in_a_long_run_is_one_new_login(self):
        for n in self.each_request():
            with self.subTest(request=n):
                self.sandbox.faults({"match": "genesys *", "nth": n, "then": "expired_token"})
                run = self.run_deploy("--test-input", TEST_INPUT)
                self.assertEqual(0, run.exit, run.stdout + run.stderr)
                self.assertLessEqual(self.sandbox.stats()["login"]["POST /oauth/token"], 2)
                self.assert_one_of_each()

    def test_401_that_stays_is_an_error_after_one_new_login(self):
        self.sandbox.faults({"match": "genesys *", "times": 0, "then": "expired_token"})
        self.assert_fails("unauthorized")
        self.assertEqual(2, self.sandbox.stats()["login"]["POST /oauth/token"])

    def test_404_when_the_action_is_read_back(self):
        self.sandbox.faults(
            {
                "match": GET_ACTION,
                "times": 0,
                "status": 404,
                "code": "not.found",
                "message": "The requested resource was not found.",
            }
        )
        self.assert_fails("read_back_404", **IMPATIENT)
        self.assert_recovers()

    def test_a_wrong_client_secret(self):
        self.assert_fails("wrong_client_secret", GENESYS_CLIENT_SECRET="not-the-secret")

    def test_an_unknown_client(self):
        self.assert_fails("unknown_client", GENESYS_CLIENT_ID="00000000-1111-4222-8333-444444444444")

    def test_wrong_keys_at_aws(self):
        self.assert_fails("wrong_aws_secret", AWS_SECRET_ACCESS_KEY="x" * 40)
        self.assert_fails("unknown_aws_key", AWS_ACCESS_KEY_ID="AKIAUNKNOWNUNKNOWN00")

    def test_no_keys_for_aws(self):
        run = self.run_deploy(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None)
        self.assertIn(run.exit, (1, 2))
        self.assert_golden("no_aws_keys", run.stderr)
        self.assertEqual(0, self.sandbox.writes())

    def test_nobody_listens(self):
        self.assert_fails("nobody_listens", PATCHCORD_GENESYS_LOGIN_URL="http://127.0.0.1:9", **IMPATIENT)


def everything_but(action):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": action, "Resource": "*"},
        ],
    }


if __name__ == "__main__":
    main()
