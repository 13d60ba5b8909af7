"""The life of a deployment: apply, plan, verify, test, list, show, destroy; and what each costs."""
import json
import shutil

from manifests import ADVICE, OTHER_FUNCTION, Budget, ManifestCase, action, main, manifest, many, trust


class TheLifeOfADeployment(ManifestCase):
    def seed_others(self):
        """Things of somebody else, beside and among which ours are made."""
        credential = self.sandbox.seed(
            credentials=[{"name": "by hand", "fields": {"ARN": "arn:aws:iam::123456789012:role/x"}}]
        )["credentials"][0]
        integration = self.sandbox.seed(
            integrations=[{"name": "By hand", "notes": "do not touch", "credentialId": credential, "enabled": True}]
        )["integrations"][0]
        self.sandbox.seed(actions=[{"name": "Get order", "integrationId": integration}])
        self.aws("iam", "create-role", "--role-name", "by-hand", "--assume-role-policy-document", trust("1" * 12, "x-1"))
        return self.found()

    def test_the_example_in_each_environment_leaves_nothing_behind(self):
        before = self.seed_others()
        self.copy_orders()
        for environment in ("prod", "dev"):
            with self.subTest(environment):
                self.apply("--env", environment)
                self.assert_plan_empty("--env", environment)
                verified = self.document("verify", "--strict", "--env", environment)
                self.assertEqual([], verified["proof"]["unproven"])
                self.assertEqual(8, len(verified["proof"]["tests"]))
                self.forget()
                self.assert_plan_empty("--env", environment)
                self.destroy("--env", environment)
                self.assertEqual([], self.destroy("--env", environment)["steps"], "nothing is left")
                self.assertEqual(before, self.found())

    def test_both_environments_of_the_example_live_in_one_organization(self):
        self.copy_orders()
        for environment in ("prod", "dev"):
            self.apply("--env", environment)
        for environment in ("prod", "dev"):
            self.assert_plan_empty("--env", environment)
        self.destroy("--env", "dev")
        self.assert_plan_empty("--env", "prod")

    def test_environments_that_are_one_deployment_are_refused_also_by_destroy(self):
        self.write(manifest(environments={"prod": {}, "dev": {}}))
        for command in (("plan",), ("apply", "--yes"), ("destroy", "--yes")):
            self.assert_refused(*command, "--env", "dev", expect=2, says=["L67", "`deployment: shop-dev`"])

    def test_two_deployments_live_side_by_side(self):
        for name in ("first", "second"):
            self.write(manifest(deployment=name, integration=f"Shop {name}"), folder=name)
            self.apply(self.subfolder(name))
        for name in ("first", "second"):
            self.assert_plan_empty(self.subfolder(name))
        before = self.found()
        self.destroy(self.subfolder("first"))
        self.assert_plan_empty(self.subfolder("second"))
        for kind, objects in self.found().items():
            self.assertEqual(1, len(objects), kind)
            self.assertIn(objects[0], before[kind])

    def test_a_second_apply_writes_nothing(self):
        self.write()
        self.apply()
        before = self.sandbox.writes()
        self.assertEqual([], self.apply()["steps"])
        self.assertEqual(before, self.sandbox.writes())

    def test_a_lost_record_is_learned_again_by_apply(self):
        self.write(many(12))
        self.apply()
        budget = Budget(1, 1, 12)
        self.forget()
        _, first = self.counted(self.apply)
        _, second = self.counted(self.plan)
        self.assert_within(second, budget.nothing_to_do())
        self.assertLess(second["genesys"], first["genesys"])

    def test_a_changed_template_is_one_step_and_keeps_the_id(self):
        self.write(manifest(action("Get order"), action("Get status")))
        self.apply()
        before = self.ids()
        changed = action("Get order", request={"template": '{"orderId": "${input.orderId}"}'})
        self.write(manifest(changed, action("Get status")))
        plan = self.plan("--exit-code", expect=3)
        self.assertEqual([("update_action", "action/Shop/Get order")], self.operations(plan))
        self.assertEqual(["config.request.requestTemplate"], [each["field"] for each in plan["steps"][0]["changes"]])
        self.apply()
        self.assertEqual(before, self.ids())
        self.assert_plan_empty()

    def test_a_change_from_outside_is_found_with_the_record_and_without(self):
        self.write()
        self.apply()
        before = self.found()
        for lost in (False, True):
            with self.subTest(lost=lost):
                self.aws("iam", "delete-role-policy", "--role-name", "GenesysCloud-shop", "--policy-name", "patchcord-invoke")
                if lost:
                    self.forget()
                plan = self.plan("--exit-code", expect=3)
                self.assertEqual(["put_role_policy"], [each["operation"] for each in plan["steps"]])
                self.assertEqual(4, self.patchcord("verify", expect=4).exit)
                self.apply()
        self.assertEqual(before["actions"], self.found()["actions"])

    def test_exit_codes(self):
        self.write(manifest(action("Get order", tests=[{"input": {"orderId": "42"}, "expect": {"order": {"state": "lost"}}, "safe": True}])))
        self.command("plan", expect=0)
        self.command("plan", "--exit-code", expect=3)
        self.command("verify", expect=4)
        self.command("apply", expect=2)
        self.command("apply", "--yes", "--no-such-option", expect=2)
        self.apply(expect=4)  # applied, but its test says otherwise
        self.assert_plan_empty()
        self.sandbox.faults({"match": "GET /api/v2/integrations", "times": 0, "status": 403, "code": "missing.permissions", "message": "No."})
        self.command("plan", expect=1)

    def test_without_safe_tests_links_are_unproven_and_only_strict_minds(self):
        self.write()
        self.assertNotEqual([], self.apply()["proof"]["unproven"])
        self.document("verify")
        self.command("verify", "--strict", expect=4)

    def test_verify_writes_nothing_not_even_a_record(self):
        self.write(manifest(action("Get order", tests=[ADVICE])))
        self.apply()
        self.forget()
        before = self.sandbox.writes()
        self.document("verify")
        self.assertEqual(before, self.sandbox.writes())
        self.assertFalse((self.folder / ".patchcord").exists())

    def test_a_read_only_folder_means_working_without_a_record(self):
        self.write()
        (self.folder / ".patchcord").write_text("a file where the folder would be")
        warned = self.apply()
        self.assertNotEqual([], warned["warnings"])
        self.assert_plan_empty()


class LookingAtADeployment(ManifestCase):
    def setUp(self):
        super().setUp()
        self.write(manifest(action("Get order", tests=[ADVICE]), action("Get status"), action("Get eta")))
        self.apply()

    def pages(self, size):
        token, objects = [], []
        while True:
            page = self.document("list", "--page-size", size, *token)
            self.assertLessEqual(len(page["objects"]), size)
            objects += page["objects"]
            if page["nextPage"] is None:
                return page["total"], objects
            token = ["--page", page["nextPage"]]

    def test_pages_of_every_size_together_are_the_whole_list(self):
        whole = self.document("list")["objects"]
        self.assertEqual(6, len(whole))
        for size in (1, 2, 5, 6, 7):
            with self.subTest(size):
                self.assertEqual((6, whole), self.pages(size))

    def test_a_token_of_another_size_or_list_is_refused(self):
        token = self.document("list", "--page-size", 2)["nextPage"]
        first, seal = token.split("-")
        for page, size in [(token, 3), (f"4-{seal}", 2), ("x", 2), (f"{first}-", 2), ("ffffffffffffffffff-" + seal, 2)]:
            with self.subTest(page=page, size=size):
                self.document("list", "--page-size", size, "--page", page, expect=2)
        for size in (0, -1, 1001, "many"):
            self.command("list", "--page-size", size, expect=2)

    def test_show_finds_by_name_address_and_id_and_suggests(self):
        identity = self.ids()["Get order"]
        for name in ("Get order", "Shop/Get order", "action/Shop/Get order", identity):
            shown = self.document("show", "--object", name)["object"]
            self.assertEqual((identity, "as wanted"), (shown["id"], shown["state"]))
        text = self.command("show", "--object", "Get order").stdout
        self.assertRegex(text, r"\Aaction/Shop/Get order: as wanted\nid: ")
        self.assertRegex(text, r"(?m)^    requestUrlTemplate: arn:aws:lambda:")
        refused = self.document("show", "--object", "Get ordre", expect=2)
        self.assertIn("Get order", refused["errors"][0]["hint"])

    def test_what_is_not_as_wanted_is_said(self):
        self.sandbox.seed(actions=[{"name": "By hand", "integrationId": self.found()["integrations"][0]["id"]}])
        self.write(manifest(action("Get order", category="Other"), action("Get eta"), action("Get more")))
        states = {each["name"]: each["state"] for each in self.document("list")["objects"] if each["kind"] == "action"}
        self.assertEqual(
            {"Shop/Get order": "differs", "Shop/Get eta": "as wanted", "Shop/Get more": "missing",
             "Shop/By hand": "not in the manifest", "Shop/Get status": "not in the manifest"}, states)  # fmt: skip

    def test_an_action_runs_with_an_input(self):
        ran = self.document("test", "--action", "Get order", "--input", '{"orderId": "42"}')
        self.assertTrue(ran["passed"])
        failed = self.command("test", "--action", "Get order", "--input", '{"orderId": "99"}', "--json", expect=4).json()
        self.assertFalse(failed["passed"])
        for arguments, says in [
            (["--action", "Get ordre"], "Get order"),
            ([], "which of the 3 actions"),
            (["--action", "Get order", "--input", "{"], "--input"),
        ]:
            refused = self.document("test", *arguments, expect=2)
            self.assertIn(says, json.dumps(refused["errors"]))


class WhatItCosts(ManifestCase):
    def life(self, content, budget):
        """Each run within its budget, and the forecast of the plan is what apply uses."""
        self.write(content)
        _, used = self.counted(self.plan)
        document, used = self.counted(self.apply)
        self.assertEqual(used, document["forecast"])
        self.assert_within(used, budget.create())
        document, used = self.counted(self.plan)
        self.assertEqual((used, []), (document["forecast"], document["steps"]))
        self.assert_within(used, budget.nothing_to_do())
        shutil.rmtree(self.folder / ".patchcord")
        document, used = self.counted(self.plan)
        proving = {**used, "genesys": used["genesys"] + budget.t}  # apply runs the tests for the record
        self.assertEqual((proving, []), (document["forecast"], document["steps"]))
        self.assert_within(used, budget.record_lost())
        document, used = self.counted(self.destroy)
        self.assertEqual(used, document["forecast"])
        self.assert_within(used, budget.destroy())

    def test_calls_are_within_the_budget_and_as_forecast(self):
        for count in (1, 10, 100):
            with self.subTest(actions=count):
                self.fresh()
                self.life(many(count), Budget(1, 1, count))

    def as_forecast(self, *options):
        document, used = self.counted(lambda: self.apply(*options))
        self.assertEqual(used, document["forecast"], document["steps"])
        return document["steps"]

    def test_changes_and_repairs_cost_what_was_forecast(self):
        self.write()
        self.apply()
        other = manifest()
        other["integrations"][0]["role"] = {"name": "GenesysCloud-other"}
        self.write(other)
        self.assertIn("create_credential", [each["operation"] for each in self.as_forecast()])
        self.assertEqual(["delete_role_policy", "delete_role"], [each["operation"] for each in self.as_forecast("--prune")])
        self.edit_by_hand(self.ids()["Get order"])
        self.assertEqual(1, len(self.as_forecast()))
        self.write(manifest(action("Get order", output={"status": "string"})))
        self.assertIn("create_action", [each["operation"] for each in self.as_forecast("--allow-replace", "--prune")])
        self.as_forecast("--retire")
        self.delete_by_hand(self.ids()["Get order"])
        self.assertEqual(1, len(self.as_forecast()))
        self.write(manifest(action("Get order", output={"status": "string"}), action("Get eta", function=OTHER_FUNCTION)))
        self.as_forecast()
        self.write(manifest(action("Get order", output={"status": "string"}, function=OTHER_FUNCTION)))
        self.as_forecast("--prune")

    def test_with_tests_several_integrations_and_roles(self):
        self.write()
        wanted = manifest()
        wanted["integrations"] = [
            {"name": f"Shop {i}", "role": f"GenesysCloud-{i % 2}", "actions": [action(f"Get {i}", tests=[ADVICE])]} for i in range(3)
        ]
        self.life(wanted, Budget(3, 2, 3, tests=3))

    def test_what_others_have_costs_pages_only(self):
        integration = self.sandbox.seed(integrations=[{"name": "By hand"}])["integrations"][0]
        self.sandbox.seed(actions=[{"name": f"Other {i}", "integrationId": integration} for i in range(250)])
        self.life(many(3), Budget(1, 1, 3, visible=253 + 3))


if __name__ == "__main__":
    main()
