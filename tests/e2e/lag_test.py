"""Listings that lag behind: what was just made is not in them yet, and must not be made again."""
from deployment import TEST_INPUT, DeployCase, main

LAG_MS = 300
PATIENT = {"PATCHCORD_WAIT_LISTING_MS": "3000"}


class Lag(DeployCase):
    def setUp(self):
        super().setUp()
        self.sandbox.knobs(listingLagMs=LAG_MS)

    def test_a_run_waits_until_it_can_read_back_what_it_made(self):
        self.deploy("--test-input", TEST_INPUT, **PATIENT)
        self.assert_one_of_each()

    def test_a_new_integration_that_is_not_known_yet_is_waited_for(self):
        """It answers 404, and an action for it 400; the deployment is made all the same."""
        for lag in (LAG_MS, 2 * LAG_MS):
            with self.subTest(lag):
                self.fresh()
                self.sandbox.knobs(creationLagMs=lag)
                self.sandbox.exchanges()
                self.deploy("--test-input", TEST_INPUT, **PATIENT)
                refused = {each["response"]["status"] for each in self.sandbox.exchanges()} & {400, 404}
                self.assertTrue(refused, "nothing was late")
                self.assert_one_of_each()

    def test_a_run_right_after_another_makes_nothing_again(self):
        self.deploy(**PATIENT)
        self.sandbox.knobs(listingLagMs=3_600_000)
        self.run_deploy(**PATIENT)
        self.assert_one_of_each()

    def test_a_run_after_one_that_was_killed_in_a_create_looks_before_it_makes(self):
        for operation in (
            "POST /api/v2/integrations",
            "POST /api/v2/integrations/credentials",
            "POST /api/v2/integrations/actions",
        ):
            with self.subTest(operation):
                self.fresh()
                self.sandbox.knobs(listingLagMs=LAG_MS)
                self.sandbox.faults({"match": operation, "then": "stall", "afterEffect": True})
                process = self.start_deploy(**PATIENT)
                self.wait_for_call("genesys", operation)
                process.kill()
                process.communicate()
                self.sandbox.no_faults()
                self.deploy(**PATIENT)
                self.assert_one_of_each()


if __name__ == "__main__":
    main()
