"""What is not ours stays as it is, and what flows call keeps its id."""
import json

from manifests import OTHER_FUNCTION, ROLE, ManifestCase, Sandbox, action, main, manifest, trust
from signed import Iam

DELETE_INTEGRATION = "DELETE /api/v2/integrations/{integrationId}"


class ThingsOfOthers(ManifestCase):
    def integration_id(self):
        return self.found()["integrations"][0]["id"]

    def add_by_hand(self, name="By hand"):
        return self.sandbox.seed(actions=[{"name": name, "integrationId": self.integration_id()}])["actions"][0]

    def test_a_hand_made_action_under_our_integration_survives_everything(self):
        self.write()
        self.apply()
        made = self.found()
        by_hand = self.add_by_hand()
        for lost in (False, True):
            if lost:
                self.forget()
            self.assertIn(by_hand, json.dumps(self.plan("--exit-code")["notes"]))
            self.assertEqual([], self.apply("--prune", "--retire", "--adopt")["steps"])
        refused = self.destroy(expect=1)
        self.assertIn(by_hand, refused["errors"][0]["detail"])
        found = self.found()
        self.assertEqual([by_hand], [each["id"] for each in found["actions"]])
        for kind in ("integrations", "credentials", "roles"):
            self.assertEqual(made[kind], found[kind], f"{kind} stay")
        self.destroy(expect=1)
        self.delete_by_hand(by_hand)
        self.destroy()
        self.assertEqual({"integrations": [], "credentials": [], "actions": [], "roles": []}, self.found())

    def test_an_action_that_appears_while_destroy_runs_is_seen_before_the_integration_goes(self):
        self.write()
        self.apply()
        identity = self.integration_id()
        self.sandbox.faults({"match": "DELETE /api/v2/integrations/actions/{actionId}", "then": "delay 1500"})
        running = self.start("destroy", "--yes", **self.quick({}))
        self.wait_for_call("genesys", "DELETE /api/v2/integrations/actions/{actionId}")
        by_hand = self.sandbox.seed(actions=[{"name": "Just now", "integrationId": identity}])["actions"][0]
        run = self.finish(running)
        self.assertEqual(1, run.exit, run.stderr)
        self.assertIn(by_hand, run.stderr)
        self.assertNotIn(DELETE_INTEGRATION, self.sandbox.stats()["genesys"])
        self.assertEqual([by_hand], [each["id"] for each in self.found()["actions"]])

    def test_two_organizations_in_one_account_cannot_take_each_others_role(self):
        self.write()
        self.apply()
        role = self.found()["roles"]
        with Sandbox(self.functions) as second:
            other = self.environment_of(second)
            self.write(folder="second")
            for options in ([], ["--adopt"], ["--adopt", "--prune", "--allow-replace"]):
                refused = self.apply(self.subfolder("second"), *options, expect=1, **other)
                self.assertIn(ROLE, json.dumps(refused["errors"]))
            self.destroy(self.subfolder("second"), **other)
            self.assertEqual(role, self.found()["roles"])
            alive = [each for each in second.state()["genesys"]["integrations"] if each["name"].startswith("Shop")]
            self.assertEqual([], alive, "refused before anything was made")
        self.assert_plan_empty()

    def test_an_integration_of_another_deployment_is_refused_even_with_adopt(self):
        self.write(manifest(deployment="theirs"))
        self.apply()
        before = self.found()
        self.write()
        self.apply("--adopt", expect=1)
        self.destroy()
        self.assertEqual(before, self.found())

    def test_an_adopted_role_is_marked_and_given_back(self):
        env = self.sandbox.env
        document = json.dumps(trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"]))
        for lost in (False, True):
            with self.subTest(lost=lost):
                self.fresh()
                Iam(self.sandbox)("CreateRole", RoleName=ROLE, AssumeRolePolicyDocument=document)
                (theirs,) = self.found()["roles"]
                self.write()
                self.assertIn(ROLE, json.dumps(self.apply(expect=1)["errors"]))
                self.assertEqual([theirs], self.found()["roles"])
                self.apply("--adopt")
                (ours,) = self.found()["roles"]
                self.assertEqual(("shop", env["EXTERNAL_ID"]),
                                 (ours["tags"]["patchcord:deployment"], ours["tags"]["patchcord:organization"]))  # fmt: skip
                self.assert_plan_empty()
                if lost:
                    self.forget()
                self.destroy()
                (left,) = self.found()["roles"]
                self.assertEqual((theirs["id"], {}, {}), (left["id"], left["tags"], left["policies"]))
                calls = self.sandbox.stats()["iam"]
                self.assertEqual((1, 1), (calls["TagRole"], calls["UntagRole"]))

    def seed_adoptable(self):
        credential = self.sandbox.seed(
            credentials=[{"name": "by hand", "fields": {"ARN": "arn:aws:iam::123456789012:role/x"}}]
        )["credentials"][0]
        integration = self.sandbox.seed(
            integrations=[{"name": "Shop", "notes": "made by hand", "credentialId": credential, "enabled": True}]
        )["integrations"][0]
        return credential, integration, self.sandbox.seed(actions=[{"name": "Theirs", "integrationId": integration}])["actions"][0]

    def adopt_and_give_back(self, wanted, *options, lost):
        credential, integration, theirs = self.seed_adoptable()
        wanted = wanted(integration)
        self.write(wanted)
        if options:
            self.assertIn(integration, json.dumps(self.apply(expect=1)["errors"]))
        self.apply(*options)
        self.assertEqual([integration], [each["id"] for each in self.found()["integrations"]])
        self.assertEqual(2, len(self.found()["credentials"]), "the old one stays")
        self.assert_plan_empty()
        if lost:
            self.forget()
        self.destroy()
        found = self.found()
        self.assertEqual([], found["roles"])
        self.assertEqual([credential], [each["id"] for each in found["credentials"]])
        given_back = found["integrations"][0]
        self.assertEqual(
            (integration, "Shop", "made by hand", [credential]),
            (given_back["id"], given_back["name"], given_back["notes"], list(given_back["credentials"].values())),
        )
        self.assertIn(theirs, [each["id"] for each in found["actions"]])
        return found

    def test_an_integration_adopted_by_its_name_is_given_back(self):
        found = self.adopt_and_give_back(lambda _: manifest(), "--adopt", lost=False)
        self.assertEqual(["Theirs"], [each["published"]["name"] for each in found["actions"]], "what we made in it is gone")

    def test_an_integration_adopted_by_its_id_is_given_back_even_without_a_record(self):
        def wanted(integration):
            content = manifest()
            content["integrations"][0]["adopt"] = integration
            return content

        self.adopt_and_give_back(wanted, lost=True)

    def test_an_id_that_does_not_exist_is_not_adopted(self):
        content = manifest()
        content["integrations"][0]["adopt"] = "7d2f9a44-0000-4222-8333-444444444444"
        self.write(content)
        self.apply(expect=1)
        self.assertEqual([], self.found()["integrations"])


class WhatFlowsCall(ManifestCase):
    def use(self, action_id, name="Main menu"):
        self.sandbox.seed(dependencies=[{"consumed": action_id, "id": "f-1", "name": name, "type": "INBOUNDCALLFLOW"}])

    def test_a_renamed_action_keeps_its_id_with_the_record_and_without(self):
        self.write()
        self.apply()
        before = self.ids()["Get order"]
        name = "Get order"
        for lost, new in ((False, "Find order"), (True, "Look up order")):
            with self.subTest(lost=lost):
                if lost:
                    self.forget()
                self.write(manifest(action(new, was=name)))
                self.assertEqual(["update_action"], [each["operation"] for each in self.apply()["steps"]])
                self.assertEqual({new: before}, self.ids())
                self.assert_plan_empty()
                name = new
        self.write(manifest(action(name)))  # `was` has done its work
        self.assert_plan_empty()

    def test_a_renamed_integration_keeps_its_id_and_its_actions(self):
        self.write()
        self.apply()
        before = self.found()
        name = "Shop"
        for lost, new in ((False, "Store"), (True, "Warehouse")):
            with self.subTest(lost=lost):
                if lost:
                    self.forget()
                content = manifest(action("Get order", category="Shop"), integration=new)
                content["integrations"][0]["was"] = name
                self.write(content)
                self.apply()
                found = self.found()
                self.assertEqual([before["integrations"][0]["id"]], [each["id"] for each in found["integrations"]])
                self.assertEqual([new], [each["name"] for each in found["integrations"]])
                self.assertEqual([before["actions"][0]["id"]], [each["id"] for each in found["actions"]])
                self.assertEqual(1, len(found["credentials"]), found["credentials"])
                self.assert_plan_empty()
                name = new
        self.destroy()
        self.assertEqual({"integrations": [], "credentials": [], "actions": [], "roles": []}, self.found())

    def test_a_frozen_contract_is_replaced_only_when_allowed_and_the_old_action_stays(self):
        self.write()
        self.apply()
        old = self.ids()["Get order"]
        self.use(old)
        before = self.found()
        self.write(manifest(action("Get order", output={"status": "string"})))
        refused = self.apply(expect=1)
        self.assertIn("Main menu", json.dumps(refused["errors"]))
        self.assertEqual(before, self.found())
        planned = self.plan("--allow-replace", "--exit-code", expect=3)
        self.assertIn("Main menu", json.dumps(planned["steps"]))
        self.apply("--allow-replace")
        ids = self.ids()
        self.assertEqual(2, len(ids))
        self.assertNotEqual(old, ids["Get order"])
        self.assertIn(old, ids.values())
        self.assert_plan_empty()
        self.retire_only_what_nobody_uses(old, ids["Get order"])

    def retire_only_what_nobody_uses(self, old, new):
        self.assertEqual([], self.apply("--retire")["steps"], "a flow still uses it")
        readings = (("403", "unknown"), ("building", "it reports BUILDING"), ("206", "only a part"), ("versioned", "Main menu"), ("ok", "Main menu"))
        for reading, says in readings:
            self.sandbox.knobs(dependencyTracking=reading)
            told = self.apply("--retire")
            self.assertEqual([], told["steps"], "flows that are not known are not none")
            self.assertIn(says, json.dumps(told["notes"]))
        self.forget()
        self.assertEqual([], self.apply("--retire", "--prune")["steps"], "--prune is no way around it")
        self.assertEqual({old, new}, set(self.ids().values()))

    def test_a_replaced_action_that_no_flow_uses_is_retired(self):
        for lost in (False, True):
            with self.subTest(lost=lost):
                self.fresh()
                self.write()
                self.apply()
                self.write(manifest(action("Get order", output={"status": "string"})))
                self.apply("--allow-replace")
                new = self.ids()["Get order"]
                if lost:
                    self.forget()
                self.assertEqual([], self.apply()["steps"])
                self.assertEqual(["delete_action"], [each["operation"] for each in self.apply("--retire")["steps"]])
                self.assertEqual({"Get order": new}, self.ids())
                self.assert_plan_empty()
                self.destroy()
                self.assertEqual({"integrations": [], "credentials": [], "actions": [], "roles": []}, self.found())

    def test_a_dropped_action_is_noted_and_pruned_with_its_flows_named(self):
        self.write(manifest(action("Get order"), action("Get eta", function=OTHER_FUNCTION)))
        self.apply()
        before = self.ids()
        self.use(before["Get eta"])
        self.write()
        noted = self.plan()
        self.assertIn("Get eta", json.dumps(noted["notes"]))
        self.assertNotIn("delete_action", [each["operation"] for each in noted["steps"]])
        pruned = self.apply("--prune")
        self.assertIn("Main menu", json.dumps(pruned["steps"]))
        self.assertEqual({"Get order": before["Get order"]}, self.ids())
        self.assert_plan_empty()

    def times_asked_for_flows(self):
        return sum(n for name, n in self.sandbox.stats()["genesys"].items() if "consumingresources" in name)

    def test_destroy_names_the_flows_to_who_has_to_agree(self):
        self.write(manifest(action("Get order"), action("Get eta", function=OTHER_FUNCTION)))
        self.apply()
        self.use(self.ids()["Get eta"])
        told = self.document("destroy", "--dry-run")
        reasons = {each["address"]: each["because"] for each in told["steps"] if each["operation"] == "delete_action"}
        self.assertIn('used by flow "Main menu" (INBOUNDCALLFLOW)', reasons["action/Shop/Get eta"])
        self.assertIn("no flow is known to use it", reasons["action/Shop/Get order"])
        self.assertIn("one of these actions is used by flows, which fail where they call it", told["notes"])
        self.sandbox.knobs(dependencyTracking="403")
        self.assertIn("which flows use it is unknown", json.dumps(self.document("destroy", "--dry-run")["steps"]))
        self.sandbox.knobs(dependencyTracking="ok")
        asked = self.times_asked_for_flows()
        self.assertLess(0, asked)
        self.destroy()
        self.assertEqual(asked, self.times_asked_for_flows(), "with --yes nobody reads it")

    def test_a_dropped_action_keeps_its_permission_until_it_is_pruned(self):
        self.write(manifest(action("Get order"), action("Get eta", function=OTHER_FUNCTION)))
        self.apply()
        self.write()
        for lost in (False, True):
            if lost:
                self.forget()
            self.assert_plan_empty()
            self.assertIn(OTHER_FUNCTION, json.dumps(self.found()["roles"]))
            self.apply()
        self.delete_by_hand(self.ids()["Get eta"])
        self.apply()
        self.assertNotIn(OTHER_FUNCTION, json.dumps(self.found()["roles"]))

    def test_actions_of_other_integrations_do_not_keep_a_permission(self):
        self.write(manifest(action("Get order"), action("Get eta", function=OTHER_FUNCTION)))
        self.apply()
        integration = self.sandbox.seed(integrations=[{"name": "By hand"}])["integrations"][0]
        config = {"request": {"requestUrlTemplate": OTHER_FUNCTION, "requestType": "POST"}}
        self.sandbox.seed(actions=[{"name": "Theirs", "integrationId": integration, "config": config}])
        self.write()
        self.apply("--prune")
        self.assertNotIn(OTHER_FUNCTION, json.dumps(self.found()["roles"]))
        self.assert_plan_empty()

    def test_a_rename_that_was_forgotten_is_proposed(self):
        self.write(manifest(action("Get order"), action("Get eta")))
        self.apply()
        before = self.ids()
        self.write(manifest(action("Get order"), action("Get arrival")))
        refused = self.plan(expect=1)
        self.assertIn("was: Get eta", json.dumps(refused["errors"]))
        self.apply(expect=1)
        self.assertEqual(before, self.ids())
        self.write(manifest(action("Get order"), action("Get arrival", was="Get eta")))
        self.apply()
        self.assertEqual(before["Get eta"], self.ids()["Get arrival"])

    def test_a_dropped_integration_is_noted_and_pruned_with_everything_in_it(self):
        both = manifest()
        both["integrations"].append({"name": "Store", "actions": [action("Get stock")]})
        self.write(both)
        self.apply()
        self.write()
        noted = self.plan()
        self.assertIn("Store", json.dumps(noted["notes"]))
        self.assertEqual([], noted["steps"])
        self.apply("--prune")
        self.assertEqual((["Shop"], {"Get order"}), ([each["name"] for each in self.found()["integrations"]], set(self.ids())))
        self.assertEqual(1, len(self.found()["credentials"]))
        self.assert_plan_empty()

    def test_pruning_an_integration_with_a_hand_made_action_keeps_it_and_says_so(self):
        both = manifest()
        both["integrations"].append({"name": "Store", "actions": [action("Get stock")]})
        self.write(both)
        self.apply()
        store = next(each["id"] for each in self.found()["integrations"] if each["name"] == "Store")
        by_hand = self.sandbox.seed(actions=[{"name": "By hand", "integrationId": store}])["actions"][0]
        self.write()
        for _ in range(2):
            refused = self.apply("--prune", expect=1)
            self.assertIn(by_hand, json.dumps(refused["errors"]))
            self.assertIn(store, [each["id"] for each in self.found()["integrations"]])
            self.assertIn(by_hand, [each["id"] for each in self.found()["actions"]])

    def test_another_role_is_a_new_credential_and_the_old_role_goes_with_prune(self):
        self.write()
        self.apply()
        content = manifest()
        content["integrations"][0]["role"] = "GenesysCloud-other"
        self.write(content)
        self.apply("--prune")
        found = self.found()
        self.assertEqual(["GenesysCloud-other"], [each["name"] for each in found["roles"]])
        self.assertEqual([{"ARN": found["roles"][0]["arn"]}], [each["fields"] for each in found["credentials"]])
        self.assert_plan_empty()


if __name__ == "__main__":
    main()
