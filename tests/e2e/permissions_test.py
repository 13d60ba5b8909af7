"""`patchcord permissions` says what is enough, and nothing of it can be left out."""
import json

from manifests import ADVICE, FUNCTION, OTHER_FUNCTION, ManifestCase, action, main, manifest

# What a run from nothing does not come to use: other runs of the same command do.
ONLY_SOMETIMES = {"integrations:integration:delete", "integrations:action:edit", "integrations:action:delete",
                  "architect:dependencyTracking:view", "iam:UpdateRole", "iam:UpdateAssumeRolePolicy",
                  "lambda:GetFunctionConfiguration"}  # fmt: skip


class Permissions(ManifestCase):
    def needed(self, task):
        return self.document("permissions", "--for", task)

    def grant(self, genesys, policy):
        self.sandbox.knobs(permissions=sorted(genesys), aws={"operatorPolicy": json.dumps(policy)})

    def without(self, policy, left_out):
        statements = [
            {**each, "Action": [name for name in each["Action"] if name != left_out]} for each in policy["Statement"]
        ]
        return {**policy, "Statement": [each for each in statements if each["Action"]]}

    def actions(self, policy):
        return {name for each in policy["Statement"] for name in each["Action"]}

    def setUp(self):
        super().setUp()
        self.write(manifest(action("Get order", tests=[ADVICE])))

    def test_they_are_enough_for_a_whole_life(self):
        for task, run in (("apply", self.apply), ("plan", self.plan), ("destroy", self.destroy)):
            needed = self.needed(task)
            self.grant(needed["genesys"], needed["aws"])
            run()

    def test_they_are_enough_where_actions_turn_to_other_functions(self):
        turned = FUNCTION.replace(":live", ":dev")
        for function in (FUNCTION, turned, OTHER_FUNCTION):
            self.write(manifest(action("Get order", function=function)))
            for task, run in (("plan", self.plan), ("apply", self.apply)):
                needed = self.needed(task)
                self.grant(needed["genesys"], needed["aws"])
                document = run()
                self.assertTrue(document["steps"])
                self.assertEqual([], [note for note in document["notes"] if "denied" in note or "not known" in note])
        self.write(manifest(action("Get order", function=turned + "-x")))
        needed = self.needed("plan")
        self.grant(needed["genesys"], needed["aws"])
        self.assertIn("is there, its alias or version", self.command("plan", expect=2).stderr)
        for task, run in (("prune", lambda: self.plan("--prune", expect=2)), ("destroy", self.destroy)):
            needed = self.needed(task)
            self.grant(needed["genesys"], needed["aws"])
            run()
        self.assertEqual([], self.found()["actions"])

    def test_destroy_asks_nothing_of_lambda(self):
        self.assertNotIn("lambda:GetFunctionConfiguration", self.actions(self.needed("destroy")["aws"]))

    def test_none_can_be_left_out_of_apply(self):
        needed = self.needed("apply")
        for name in set(needed["genesys"]) - ONLY_SOMETIMES:
            with self.subTest(name):
                self.sandbox.reset()
                self.forget()
                self.grant(set(needed["genesys"]) - {name}, needed["aws"])
                run = self.command("apply", "--yes", expect=1)
                self.assertIn(name, run.stderr)
        for name in self.actions(needed["aws"]) - ONLY_SOMETIMES:
            with self.subTest(name):
                self.sandbox.reset()
                self.forget()
                self.grant(needed["genesys"], self.without(needed["aws"], name))
                run = self.command("apply", "--yes", expect=1)
                self.assertIn(name, run.stderr)

    def test_nothing_is_sent(self):
        before = self.sent()
        self.needed("all")
        self.assertEqual(before, self.sent())


if __name__ == "__main__":
    main()
