"""IAM answers from several hosts that learn of a change one after another; and roles that others use stay whole."""
from deployment import AwsCli
from manifests import ADVICE, ROLE, ManifestCase, action, main, manifest

LAG_MS = 150
CONFLICT = {"match": "DeleteRole", "status": 409, "code": "DeleteConflict", "times": 0,
            "message": "Cannot delete entity, must delete policies first."}  # fmt: skip
NO_PROFILES = (
    "<ListInstanceProfilesForRoleResponse><ListInstanceProfilesForRoleResult><InstanceProfiles/>"
    "</ListInstanceProfilesForRoleResult></ListInstanceProfilesForRoleResponse>"
)
SHORT = {"PATCHCORD_WAIT_PROPAGATION_MS": "300"}


class IamLag(ManifestCase):
    def setUp(self):
        super().setUp()
        self.write(manifest(action("Get order", tests=[ADVICE])))

    def lag(self, **knobs):
        self.sandbox.knobs(aws=knobs)

    def roles(self):
        return {each["name"]: each for each in self.sandbox.state()["aws"]["roles"]}

    def calls(self, name):
        return self.sandbox.stats()["iam"].get(name, 0)

    def aws(self, *command):
        return AwsCli(self.sandbox)(*command)

    def test_a_whole_life_while_each_change_spreads_slowly(self):
        for knobs in (
            {"writeDelayMs": LAG_MS},
            {"readDelayMs": LAG_MS},
            {"readDelayMs": LAG_MS, "earlyReads": "alternating"},
            {"writeDelayMs": 2 * LAG_MS, "readDelayMs": LAG_MS, "earlyReads": "alternating"},
        ):
            with self.subTest(**knobs):
                self.fresh()
                self.write(manifest(action("Get order", tests=[ADVICE])))
                self.lag(**knobs)
                self.apply()
                self.assertEqual(["patchcord-invoke"], list(self.roles()[ROLE]["policies"]))
                self.destroy()
                self.assertNotIn(ROLE, self.roles())

    def test_a_write_to_a_role_that_was_just_made_is_repeated(self):
        self.lag(writeDelayMs=LAG_MS)
        run = self.command("apply", "--yes", "-v")
        self.assertGreater(self.calls("PutRolePolicy"), 1)
        self.assertIn("what was just changed to be known everywhere in IAM", run.stderr)

    def test_a_write_to_a_role_that_somebody_removed_is_not(self):
        self.apply()
        self.write(manifest(action("Get order"), action("Other", function="arn:aws:lambda:us-east-1:123456789012:function:x")))
        self.sandbox.faults({"match": "PutRolePolicy", "status": 404, "code": "NoSuchEntity", "message": "no role"})
        before = self.calls("PutRolePolicy")
        self.apply(expect=1)
        self.assertEqual(1, self.calls("PutRolePolicy") - before)

    def test_a_role_whose_policy_was_just_removed_is_deleted_in_the_end(self):
        self.apply()
        self.sandbox.knobs(advanceSeconds=60, aws={"writeDelayMs": LAG_MS})
        run = self.command("destroy", "--yes", "-v")
        self.assertGreater(self.calls("DeleteRole"), 1)
        self.assertIn("what was just changed to be known everywhere in IAM", run.stderr)
        self.assertNotIn(ROLE, self.roles())

    def test_a_deletion_that_finds_nothing_is_believed_when_a_read_agrees(self):
        for call in ("DeleteRolePolicy", "DeleteRole"):
            with self.subTest(call):
                self.apply()
                missing = {"match": call, "status": 404, "code": "NoSuchEntity", "message": "It cannot be found."}
                self.sandbox.faults(missing | {"times": 2})
                self.destroy()
                self.assertNotIn(ROLE, self.roles())
        self.apply()
        self.sandbox.faults(missing | {"afterEffect": True})
        before = self.calls("DeleteRole")
        self.destroy()
        self.assertEqual(1, self.calls("DeleteRole") - before)

    def test_a_conflict_that_does_not_pass_ends_with_the_words_of_iam(self):
        self.apply()
        self.sandbox.faults(CONFLICT)
        run = self.command("destroy", "--yes", expect=1, **SHORT)
        self.assertIn("must delete policies first", run.stderr)
        self.sandbox.no_faults()
        self.destroy()
        self.assertNotIn(ROLE, self.roles())

    def test_a_conflict_without_a_removal_of_ours_is_not_waited_for(self):
        self.apply()
        self.aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", "patchcord-invoke")
        self.sandbox.faults(CONFLICT)
        self.command("destroy", "--yes", expect=1)
        self.assertEqual(1, self.calls("DeleteRole"))

    def in_profile(self):
        self.aws("iam", "create-instance-profile", "--instance-profile-name", "web")
        self.aws("iam", "add-role-to-instance-profile", "--instance-profile-name", "web", "--role-name", ROLE)

    def test_a_role_in_an_instance_profile_stays_whole(self):
        self.apply()
        self.in_profile()
        run = self.command("destroy", "--yes", expect=1)
        self.assertIn(f"role {ROLE} stays: it is in an instance profile", run.stderr)
        self.assertIn("instance profile web", run.stderr)
        self.assertEqual(["patchcord-invoke"], list(self.roles()[ROLE]["policies"]))
        self.aws("iam", "remove-role-from-instance-profile", "--instance-profile-name", "web", "--role-name", ROLE)
        self.destroy()
        self.assertNotIn(ROLE, self.roles())

    def test_a_profile_that_comes_while_we_destroy_is_named(self):
        self.apply()
        self.sandbox.faults({"match": "ListInstanceProfilesForRole", "status": 200, "contentType": "text/xml",
                             "body": NO_PROFILES})  # fmt: skip
        self.in_profile()
        run = self.command("destroy", "--yes", expect=1)
        self.assertIn("must remove roles from instance profile first", run.stderr)
        self.assertIn("instance profile web", run.stderr)
        self.assertEqual(1, self.calls("DeleteRole"), "that does not pass by itself")


if __name__ == "__main__":
    main()
