"""A plan in a file: applied as it was shown, or refused with what has changed."""
import json

from manifests import ManifestCase, Sandbox, action, main, manifest

OTHER = "arn:aws:lambda:us-east-1:123456789012:function:opening-hours:live"


class SavedPlans(ManifestCase):
    def save(self, *options):
        document = self.plan("-o", "plan.json", *options)
        return document, json.loads((self.folder / "plan.json").read_text())

    def apply_saved(self, expect=0, **env):
        return self.document("apply", "plan.json", "--yes", expect=expect, **env)

    def refused(self, says):
        before = self.sandbox.writes()
        document = self.apply_saved(expect=1)
        self.assertEqual(before, self.sandbox.writes())
        error = document["errors"][0]
        self.assertIn(says, f"{error['what']} {error['detail']}")
        self.assertIn("patchcord plan -o", error["hint"])

    def test_it_does_exactly_what_was_shown_though_the_manifest_is_another_by_now(self):
        self.write()
        shown, saved = self.save()
        self.assertEqual(shown["steps"], saved["steps"])
        (self.folder / "patchcord.yaml").unlink()
        done = self.apply_saved()
        self.assertEqual(self.operations(shown), self.operations(done))
        self.write()
        self.assert_plan_empty()

    def test_options_travel_with_it(self):
        self.write(manifest(action("Get order"), action("Get eta", function=OTHER)))
        self.apply()
        self.write()
        self.save("--prune")
        self.assertIn("delete_action", [each["operation"] for each in self.apply_saved()["steps"]])
        self.assertEqual({"Get order"}, set(self.ids()))

    def test_it_is_refused_when_something_of_this_deployment_has_changed(self):
        self.write()
        self.apply()
        self.write(manifest(action("Get order", category="Other")))
        identity = self.ids()["Get order"]
        changes = {
            f"actions/{identity}/version": lambda: self.edit_by_hand(identity),
            "roles/GenesysCloud-shop/policies": lambda: self.aws(
                "iam", "delete-role-policy", "--role-name", "GenesysCloud-shop", "--policy-name", "patchcord-invoke"),
            "actions/": lambda: self.sandbox.seed(
                actions=[{"name": "New", "integrationId": self.found()["integrations"][0]["id"]}]),
            "roles/GenesysCloud-shop/tags": lambda: self.aws(
                "iam", "tag-role", "--role-name", "GenesysCloud-shop", "--tags", "Key=patchcord:deployment,Value=other"),
        }  # fmt: skip
        for says, change in changes.items():
            with self.subTest(says):
                self.save()
                change()
                self.refused(says)

    def test_it_is_refused_when_the_record_would_make_other_steps_of_it(self):
        self.write()
        self.apply()
        content = manifest(action("Get order", category="Other"))
        content["integrations"][0]["role"] = "GenesysCloud-new"
        self.write(content)
        self.apply()
        content["integrations"][0]["role"] = "GenesysCloud-shop"
        self.write(content)
        self.save()
        self.forget()  # without it nobody knows which role the credential names
        self.refused("out of date")

    def test_a_change_elsewhere_does_not_matter(self):
        self.write()
        self.apply()
        self.write(manifest(action("Get order", category="Other")))
        self.save()
        integration = self.sandbox.seed(integrations=[{"name": "By hand"}])["integrations"][0]
        self.sandbox.seed(actions=[{"name": "New", "integrationId": integration}], credentials=[{"name": "theirs"}])
        self.write(manifest(deployment="other", integration="Other"), name="other.yaml")
        self.apply("other.yaml")
        self.assertEqual([("update_action", "action/Shop/Get order")], self.operations(self.apply_saved()))

    def test_applied_twice_it_is_refused(self):
        self.write()
        self.save()
        self.apply_saved()
        self.refused("integrations/")

    def test_a_damaged_file_is_refused_before_anything_is_sent(self):
        self.write()
        _, saved = self.save()
        whole = (self.folder / "plan.json").read_text()
        function = saved["desired"]["integrations"][0]["actions"][0]["function"]
        for name, text in {
            "cut": whole[: len(whole) // 2],
            "edited": whole.replace(function, OTHER),
            "of another format": whole.replace('"patchcordPlan": 1', '"patchcordPlan": 2'),
            "without its digest": json.dumps({**saved, "digest": None}),
            "nothing but a marker": '{"patchcordPlan": 1}',
            "wrong types": json.dumps({**saved, "desired": [], "steps": 7, "basis": "x", "tests": {}}),
            "empty": "",
        }.items():
            with self.subTest(name):
                (self.folder / "plan.json").write_text(text)
                before = self.sandbox.stats()
                self.document("apply", "plan.json", "--yes", expect=2)
                self.assertEqual(before, self.sandbox.stats())

    def test_of_another_organization_it_is_refused(self):
        self.write()
        self.save()
        with Sandbox(self.functions) as second:
            document = self.apply_saved(expect=1, **self.environment_of(second))
            self.assertIn("organization", document["errors"][0]["detail"])
            self.assertEqual(0, self.sandbox.writes() + second.writes())


if __name__ == "__main__":
    main()
