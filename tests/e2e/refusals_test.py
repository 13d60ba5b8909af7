"""What a person reads when the manifest commands refuse: whole texts, tests/golden."""
import json

from manifests import FUNCTION, OTHER_FUNCTION, ManifestCase, action, main, manifest


class Refusals(ManifestCase):
    def refusal(self, golden, *arguments, expect=1, **env):
        before = self.sandbox.writes()
        run = self.command(*arguments, expect=expect, **env)
        self.assertEqual(before, self.sandbox.writes(), "something was written")
        self.assertEqual("", run.stdout)
        self.assert_golden(golden, run.stderr)

    def applied(self, content=None):
        self.write(content)
        self.apply()

    def test_a_frozen_contract(self):
        self.applied()
        identity = self.ids()["Get order"]
        self.write(manifest(action("Get order", output={"status": "string"})))
        self.refusal("manifest_frozen_contract", "apply", "--yes")
        self.sandbox.seed(dependencies=[{"consumed": identity, "id": "f-1", "name": "Main menu", "type": "INBOUNDCALLFLOW"}])
        self.refusal("manifest_frozen_contract_flows", "apply", "--yes")
        self.sandbox.knobs(dependencyTracking="403")
        self.refusal("manifest_frozen_contract_flows_unknown", "apply", "--yes")

    def test_a_frozen_flag(self):
        self.applied()
        self.write(manifest(action("Get order", secure=True)))
        self.refusal("manifest_frozen_secure", "apply", "--yes")

    def test_a_rename_that_was_forgotten(self):
        self.applied()
        self.write(manifest(action("Find order")))
        self.refusal("manifest_rename", "apply", "--yes")

    def test_a_function_that_is_not_there_gets_no_flows(self):
        self.applied()
        for golden, function in (
            ("manifest_missing_function", FUNCTION.replace("order-status", "order-state")),
            ("manifest_missing_alias", FUNCTION.replace(":live", ":lvie")),
        ):
            with self.subTest(golden):
                self.write(manifest(action("Get order", function=function)))
                self.refusal(golden, "apply", "--yes", expect=2)

    def test_a_function_that_may_not_be_looked_at_is_noted(self):
        self.applied()
        self.write(manifest(action("Get order", function=OTHER_FUNCTION)))
        deny = {"Effect": "Deny", "Action": "lambda:GetFunctionConfiguration", "Resource": "*"}
        allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        self.sandbox.knobs(aws={"operatorPolicy": json.dumps({"Version": "2012-10-17", "Statement": [allow, deny]})})
        self.assertIn(f"whether function {OTHER_FUNCTION} exists is not known", json.dumps(self.plan()["notes"]))
        self.assertIn("update_action", [each["operation"] for each in self.apply()["steps"]])

    def test_two_actions_of_the_wanted_name(self):
        self.applied()
        self.forget()
        self.sandbox.seed(actions=[{"name": "Get order", "integrationId": self.found()["integrations"][0]["id"]}])
        self.refusal("manifest_ambiguous_action", "apply", "--yes")

    def test_two_integrations_of_the_wanted_name(self):
        self.sandbox.seed(integrations=[{"name": "Shop"}, {"name": "Shop"}])
        self.write()
        # Their order is by their random ids.
        before = self.sandbox.writes()
        run = self.command("apply", "--yes", "--adopt", expect=1)
        self.assertEqual(before, self.sandbox.writes())
        self.assertIn('integration "Shop" is ambiguous: 2 of them could be meant', run.stderr)

    def test_an_integration_of_somebody_else(self):
        self.sandbox.seed(integrations=[{"name": "Shop"}])
        self.write()
        self.refusal("manifest_integration_of_somebody_else", "apply", "--yes")

    def test_an_integration_of_another_deployment(self):
        self.applied(manifest(deployment="theirs"))
        self.write()
        self.refusal("manifest_integration_of_another_deployment", "apply", "--yes", "--adopt")

    def test_roles_of_others(self):
        self.applied()
        organization = "7d2f9a44-0000-4222-8333-444444444444"
        for golden, key, value in (
            ("manifest_role_of_another_organization", "patchcord:organization", organization),
            ("manifest_role_of_another_deployment", "patchcord:deployment", "theirs"),
        ):
            self.aws("iam", "tag-role", "--role-name", "GenesysCloud-shop", "--tags", f"Key={key},Value={value}")
            self.refusal(golden, "apply", "--yes", "--adopt")
            was = self.sandbox.env["EXTERNAL_ID"] if key.endswith("organization") else "shop"
            self.aws("iam", "tag-role", "--role-name", "GenesysCloud-shop", "--tags", f"Key={key},Value={was}")

    def test_pins(self):
        organization = "7d2f9a44-0000-4222-8333-444444444444"
        self.write(manifest(genesys={"region": "us-east-1", "organization": organization}))
        self.refusal("manifest_wrong_organization", "apply", "--yes", expect=2)
        self.write(manifest(*[action("Get order", function=FUNCTION.replace("123456789012", "999999999999"))],
                            aws={"account": "999999999999"}))  # fmt: skip
        self.refusal("manifest_wrong_account", "apply", "--yes", expect=2)

    def test_no_terminal(self):
        self.write()
        self.refusal("manifest_no_terminal", "apply", expect=2)
        self.refusal("manifest_no_terminal_destroy", "destroy", expect=2)

    def test_a_saved_plan_that_is_out_of_date(self):
        self.applied()
        self.write(manifest(action("Get order", category="Other")))
        self.plan("-o", "plan.json")
        self.edit_by_hand(self.ids()["Get order"])
        self.refusal("manifest_saved_plan_outdated", "apply", "plan.json", "--yes")

    def test_destroy_keeps_what_holds_things_of_others(self):
        self.applied()
        self.sandbox.seed(actions=[{"name": "By hand", "integrationId": self.found()["integrations"][0]["id"]}])
        run = self.command("destroy", "--yes", expect=1)
        self.assert_golden("manifest_destroy_keeps", run.stderr)

    def test_a_dropped_action_and_what_pruning_means(self):
        self.applied(manifest(action("Get order"), action("Get hours", function=OTHER_FUNCTION)))
        self.write()
        self.assert_golden("manifest_dropped", self.command("plan").stderr)

    def test_unknown_objects(self):
        self.applied()
        self.refusal("manifest_unknown_object", "show", "--object", "Get ordre", expect=2)
        self.refusal("manifest_unknown_action", "test", "--action", "Get ordre", expect=2)
        self.refusal("manifest_unknown_page", "list", "--page", "7-0123456789abcdef", expect=2)


if __name__ == "__main__":
    main()
