"""`patchcord deploy` where everything is as it should be, and where it is not."""
import pathlib

from deployment import ACTION, INTEGRATION, POLICY, ROLE, TEST_INPUT, DeployCase, main, trust

REQUIRED = [
    "GENESYS_CLIENT_ID",
    "GENESYS_CLIENT_SECRET",
    "LAMBDA_FUNCTION_ARN",
    "GENESYS_AWS_ACCOUNT_ID",
    "EXTERNAL_ID",
]
ALL_UNSET = dict.fromkeys(REQUIRED)


class TheTutorialsJob(DeployCase):
    def test_it_makes_the_chain_and_proves_it(self):
        run = self.deploy("--test-input", TEST_INPUT)
        self.assert_one_of_each()
        self.assert_golden("deploy_created.stdout", run.stdout)
        self.assert_golden("deploy_created.stderr", run.stderr)

    def test_json_is_the_tutorials_result_and_nothing_else(self):
        run = self.deploy("--json", "--test-input", TEST_INPUT)
        result = run.json()
        self.assertEqual({"format", "action", "steps", "errors", "warnings"}, set(result))
        self.assertEqual(1, result["format"])
        self.assertEqual([], result["errors"])
        found, env = self.found(), self.sandbox.env
        self.assertEqual(
            {
                "functionArn": env["LAMBDA_FUNCTION_ARN"],
                "roleArn": found["roles"][0]["arn"],
                "externalId": env["EXTERNAL_ID"],
                "region": env["LAMBDA_FUNCTION_ARN"].split(":")[3],
            },
            result["action"]["configuration"],
        )
        action = result["action"]
        self.assertEqual(
            (found["actions"][0]["id"], ACTION, "created", "aws.lambda.invoke"),
            (action["id"], action["name"], action["status"], action["type"]),
        )
        self.assertTrue(action["test"]["passed"])
        self.assertTrue(all(step["state"] == "done" for step in result["steps"]), result["steps"])

    def test_a_second_run_writes_nothing(self):
        self.deploy()
        before = self.sandbox.writes()
        run = self.deploy("--json")
        self.assertEqual(before, self.sandbox.writes())
        self.assertEqual(("unchanged", []), (run.json()["action"]["status"], run.json()["steps"]))
        text = self.deploy()
        self.assert_golden("deploy_unchanged.stdout", text.stdout)
        self.assert_golden("deploy_unchanged.stderr", text.stderr)

    def test_a_second_run_without_its_record_writes_nothing(self):
        self.deploy()
        self.clear_folder()
        self.assert_nothing_to_do()

    def test_a_read_only_folder_means_working_without_a_record(self):
        self.deploy("--record", "/proc/nowhere")
        self.assert_converges()

    def test_the_role_trusts_the_account_with_the_external_id_and_may_invoke_one_function(self):
        self.deploy()
        env = self.sandbox.env
        role = self.aws("iam", "get-role", "--role-name", ROLE)["Role"]
        statement = role["AssumeRolePolicyDocument"]["Statement"][0]
        self.assertEqual(env["EXTERNAL_ID"], statement["Condition"]["StringEquals"]["sts:ExternalId"])
        self.assertIn(env["GENESYS_AWS_ACCOUNT_ID"], statement["Principal"]["AWS"])
        policy = self.aws("iam", "get-role-policy", "--role-name", ROLE, "--policy-name", POLICY)["PolicyDocument"]
        actions = {action for each in policy["Statement"] for action in [each["Action"]] if isinstance(action, str)}
        self.assertEqual({"lambda:InvokeFunction"}, actions or {policy["Statement"][0]["Action"][0]})
        self.assertNotIn("*", str([each["Resource"] for each in policy["Statement"]]).replace(":*", ""))

    def test_inputs_and_outputs_become_the_contract(self):
        self.deploy("--input", "customerId:string", "--output", "tier:string")
        published = self.found()["actions"][0]["published"]
        self.assertEqual("string", published["inputSchema"]["properties"]["customerId"]["type"])
        self.assertEqual("string", published["successSchema"]["properties"]["tier"]["type"])

    def test_names_can_be_chosen(self):
        names = [
            "--role",
            "Other-role",
            "--policy",
            "Other-policy",
            "--action",
            "Other action",
            "--integration",
            "Other integration",
        ]
        self.deploy(*names, "--deployment", "other", "--role-description", "Another")
        found = self.found()
        self.assertEqual("Other action", found["actions"][0]["published"]["name"])
        self.assertEqual("Other integration", found["integrations"][0]["name"])
        self.assertEqual("Other-role", found["roles"][0]["name"])
        self.assertEqual(
            ["Other-policy"], self.aws("iam", "list-role-policies", "--role-name", "Other-role")["PolicyNames"]
        )


class Input(DeployCase):
    def assert_refused(self, golden, *options, **env):
        """Exit 2, the whole text, and nothing was written."""
        run = self.deploy(*options, expect=2, **env)
        self.assertEqual("", run.stdout)
        self.assertEqual(0, self.sandbox.writes())
        self.assert_golden(golden, run.stderr)

    def test_all_missing_variables_are_named_at_once(self):
        self.assert_refused("missing_variables", **ALL_UNSET)
        self.assertEqual(0, self.sandbox.stats()["total"], "nothing was sent")

    def test_an_empty_variable_is_a_missing_one(self):
        for name in REQUIRED:
            with self.subTest(name):
                run = self.deploy(expect=2, **{name: ""})
                self.assertIn(f"not set: {name}", run.stderr)

    def test_the_tutorials_variables_wait_to_be_filled_in(self):
        example = pathlib.Path(__file__).resolve().parents[2] / "examples/tutorial/variables.env"
        run = self.deploy("--env-file", example, expect=2)
        for name in ("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "LAMBDA_FUNCTION_ARN", "EXTERNAL_ID"):
            self.assertIn(name, run.stderr)
        self.assertNotIn("GENESYS_AWS_ACCOUNT_ID", run.stderr)

    def test_an_external_id_that_is_not_the_organizations_is_refused(self):
        self.assert_refused("wrong_external_id", EXTERNAL_ID="00000000-1111-4222-8333-444444444444")

    def test_it_can_be_overridden(self):
        self.deploy("--any-external-id", EXTERNAL_ID="00000000-1111-4222-8333-444444444444")
        trusted = self.aws("iam", "get-role", "--role-name", ROLE)["Role"]["AssumeRolePolicyDocument"]
        self.assertIn("00000000-1111-4222-8333-444444444444", str(trusted))

    def test_an_account_that_is_not_the_regions_is_refused(self):
        real = {"PATCHCORD_GENESYS_API_URL": None, "PATCHCORD_GENESYS_LOGIN_URL": None}
        self.assert_refused("wrong_account", GENESYS_AWS_ACCOUNT_ID="111122223333", **real)
        self.assertEqual(0, self.sandbox.stats()["total"], "nothing was sent")

    def test_an_unknown_genesys_region_is_refused(self):
        self.assert_refused("unknown_region", "--genesys-region", "us-eats-1")

    def test_a_function_that_is_no_arn_is_refused(self):
        self.assert_refused("no_function_arn", LAMBDA_FUNCTION_ARN="architect-lookup")

    def test_a_region_that_differs_warns_and_the_functions_counts(self):
        run = self.deploy("--json", AWS_REGION="eu-central-1", AWS_DEFAULT_REGION=None)
        self.assertEqual("us-east-1", run.json()["action"]["configuration"]["region"])
        self.assertIn("warning: AWS_REGION is eu-central-1", run.stderr)
        self.assertEqual(1, sum("AWS_REGION" in warning for warning in run.json()["warnings"]))

    def test_a_variable_file_counts_more_than_the_environment(self):
        path = self.folder / "variables"
        path.write_text("".join(f"export {name}='{self.sandbox.env[name]}'\n" for name in REQUIRED))
        self.deploy("--env-file", path, **ALL_UNSET)
        self.deploy("--env-file", path, **dict.fromkeys(REQUIRED, "wrong"))
        path.unlink()  # it holds the secret, and rightly so

    def test_a_variable_file_that_cannot_be_read_is_named(self):
        path = self.folder / "variables"
        self.assert_refused("no_env_file", "--env-file", path)
        path.write_text("GENESYS_CLIENT_ID=x\nthis is no assignment\n")
        self.assert_refused("bad_env_file", "--env-file", path)

    def test_json_that_is_none_is_refused(self):
        self.assert_refused("bad_test_input", "--test-input", "{customerId: 42}")

    def test_a_contract_that_cannot_be_used_is_explained_as_a_file(self):
        (self.folder / "list.json").write_text("[1]")
        for name, text in (("nope.json", "nope.json"), ("list.json", "not an object")):
            with self.subTest(name):
                run = self.deploy("--contract", name, expect=2)
                self.assertIn(text, run.stderr)
                self.assertIn('Write --contract FILE, and in the file {"input": ', run.stderr)
                self.assertNotIn("orderId", run.stderr)


class WhatIsThereAlready(DeployCase):
    def make_role(self, document=None, tags=()):
        env = self.sandbox.env
        document = document or trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"])
        create = ["iam", "create-role", "--role-name", ROLE, "--assume-role-policy-document", document]
        self.aws(*create, *(["--tags", *tags] if tags else []))

    def test_a_role_of_somebody_else_is_refused(self):
        self.make_role()
        before = self.sandbox.writes()
        run = self.deploy(expect=1)
        self.assertEqual(before, self.sandbox.writes())
        self.assert_golden("foreign_role", run.stderr)

    def test_a_role_of_another_deployment_is_refused_even_with_adopt(self):
        organization = self.sandbox.env["EXTERNAL_ID"]
        self.make_role(
            tags=["Key=patchcord:deployment,Value=other", f"Key=patchcord:organization,Value={organization}"]
        )
        before = self.sandbox.writes()
        run = self.deploy("--adopt", expect=1)
        self.assertEqual(before, self.sandbox.writes())
        self.assert_golden("role_of_another_deployment", run.stderr)

    def test_a_role_that_trusts_another_organization_is_refused_even_with_adopt(self):
        self.make_role(trust(self.sandbox.env["GENESYS_AWS_ACCOUNT_ID"], "00000000-1111-4222-8333-444444444444"))
        before = self.sandbox.writes()
        run = self.deploy("--adopt", expect=1)
        self.assertEqual(before, self.sandbox.writes())
        self.assert_golden("role_of_another_organization", run.stderr)

    def test_our_own_role_is_repaired(self):
        self.deploy()
        broken = trust("999999999999", "00000000-1111-4222-8333-444444444444")
        self.aws("iam", "update-assume-role-policy", "--role-name", ROLE, "--policy-document", broken)
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        run = self.deploy("--test-input", TEST_INPUT)
        self.assert_golden("own_role_repaired", run.stderr)
        self.assert_one_of_each()
        self.assert_nothing_to_do()

    def test_an_action_that_somebody_changed_is_repaired(self):
        self.deploy()
        before = self.found()["actions"][0]
        self.clear_folder()
        self.deploy("--input", "customerId:string", expect=1)  # a published contract is frozen
        self.assertEqual(before, self.found()["actions"][0])

    CONTRACT = ("--input", "customerId:string", "--output", "tier:string")

    def test_a_published_contract_that_is_not_given_again_is_kept(self):
        self.deploy(*self.CONTRACT)
        before = self.found()["actions"][0]
        for options in ((), ("--allow-replace",)):
            with self.subTest(options):
                run = self.deploy(*options, "--json")
                self.assertEqual(("unchanged", []), (run.json()["action"]["status"], run.json()["steps"]))
                self.assertNotIn("contract", run.stderr)
                self.assertEqual([before], self.found()["actions"])
        self.clear_folder()
        self.assertEqual([], self.deploy("--json").json()["steps"], "without the record, too")
        run = self.deploy(expect=2, EXTERNAL_ID="wrong")
        self.assertNotIn("contract", run.stderr)
        self.deploy("--timeout", "7")
        published = self.found()["actions"][0]["published"]
        self.assertEqual(7, published["timeoutSeconds"])
        self.assertEqual(before["published"]["inputSchema"], published["inputSchema"])

    def test_a_contract_that_is_given_still_needs_a_replacement(self):
        self.deploy(*self.CONTRACT)
        run = self.deploy("--input", "orderId:string", expect=1)
        self.assertIn("--allow-replace", run.stderr)

    def test_the_status_is_that_of_the_action(self):
        self.deploy()
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
        run = self.deploy()
        self.assertIn(f"{ACTION} unchanged, the chain to it updated\n", run.stdout)
        self.assertEqual("updated", self.deploy("--timeout", "9", "--json").json()["action"]["status"])
        self.assertEqual("unchanged", self.deploy("--timeout", "9", "--json").json()["action"]["status"])

    def test_an_action_in_an_adopted_integration_is_created(self):
        self.seed_integration(notes="made by hand", enabled=True)
        self.assertIn(f"{ACTION} created\n", self.deploy("--adopt").stdout)

    def test_it_says_that_nothing_was_run_and_that_the_function_is_not_there(self):
        missing = self.sandbox.env["LAMBDA_FUNCTION_ARN"] + "-x"
        run = self.deploy(LAMBDA_FUNCTION_ARN=missing)
        self.assertIn("test         not run (--test-input runs the action)\n", run.stdout)
        self.assertIn(f"warning: function {missing}: it does not exist", run.stderr)
        self.assertNotIn("does not exist", self.deploy(LAMBDA_FUNCTION_ARN=missing).stderr, "one request, when it is new")

    def seed_integration(self, **more):
        return self.sandbox.seed(integrations=[{"name": INTEGRATION, **more}])["integrations"][0]

    def test_a_hand_made_integration_of_the_same_name_is_refused(self):
        self.seed_integration()
        before = self.sandbox.writes()
        run = self.deploy(expect=1)
        self.assertEqual(before, self.sandbox.writes())
        self.assert_golden("hand_made_integration", run.stderr)

    def test_it_can_be_adopted_and_keeps_its_credential(self):
        credential = self.sandbox.seed(
            credentials=[{"name": "by hand", "fields": {"ARN": "arn:aws:iam::123456789012:role/x"}}]
        )
        made = self.seed_integration(credentialId=credential["credentials"][0], notes="made by hand", enabled=True)
        run = self.deploy("--adopt", "--json", "--test-input", TEST_INPUT)
        found = self.found()
        self.assertEqual([made], [each["id"] for each in found["integrations"]])
        self.assertIn("made by hand", found["integrations"][0]["notes"])
        self.assertIn(credential["credentials"][0], [each["id"] for each in found["credentials"]], "the old one stays")
        self.assertEqual(2, len(found["credentials"]))
        self.assertTrue(run.json()["action"]["test"]["passed"])
        self.assert_nothing_to_do()

    def test_two_integrations_of_the_same_name_are_an_error_that_names_both(self):
        ids = [self.seed_integration(), self.seed_integration()]
        run = self.deploy("--adopt", expect=1)
        for one in ids:
            self.assertIn(one, run.stderr)

    def test_a_function_that_fails_is_reported_after_everything_is_in_place(self):
        run = self.deploy("--test-input", '{"customerId": 42}', expect=4)
        self.assert_one_of_each()
        self.assertIn("error: ", run.stderr)


if __name__ == "__main__":
    main()
