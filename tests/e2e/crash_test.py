"""A deploy that dies at any of its requests, and the run after it: one object of each kind, whatever had happened."""
from deployment import DeployCase, main

# The requests after the last one find nobody: as if the machine had lost its network, or the program its life.
FOREVER = 0
IMPATIENT = {"PATCHCORD_WAIT_OPERATION_MS": "40", "PATCHCORD_WAIT_BACKOFF_MS": "1"}


class Crash(DeployCase):
    def test_the_network_ends_before_any_request(self):
        for n in self.each_request():
            self.sandbox.faults({"match": "*", "nth": n, "times": FOREVER, "then": "reset_before_effect"})
            self.interrupted_then_finished(n)

    def test_the_network_ends_after_the_effect_of_any_request(self):
        for n in self.each_request():
            self.sandbox.faults(
                {"match": "*", "nth": n, "then": "reset_after_effect"},
                {"match": "*", "nth": n + 1, "times": FOREVER, "then": "reset_before_effect"},
            )
            self.interrupted_then_finished(n)

    def interrupted_then_finished(self, n):
        with self.subTest(request=n):
            run = self.run_deploy(**IMPATIENT)
            self.assertEqual(1, run.exit, f"request {n} cannot have worked\n{run.stdout}{run.stderr}")
            self.assertIn("error: ", run.stderr)
            self.sandbox.no_faults()
            self.assert_converges()

    def test_one_lost_answer_heals_in_the_same_run(self):
        for then in ("reset_before_effect", "reset_after_effect"):
            for n in self.each_request():
                with self.subTest(request=n, then=then):
                    self.sandbox.faults({"match": "*", "nth": n, "then": then})
                    run = self.run_deploy()
                    self.assertEqual(0, run.exit, run.stdout + run.stderr)
                    self.assert_one_of_each()
                    self.assert_converges()

    def test_one_useless_answer_heals_in_the_same_run(self):
        for then in ("html_502", "status 503", "truncated_body"):
            for n in self.each_request():
                with self.subTest(request=n, then=then):
                    self.sandbox.faults({"match": "*", "nth": n, "then": then})
                    self.run_deploy()  # it may also end with an error, but never with a second object
                    self.sandbox.no_faults()
                    self.assert_converges()

    def test_a_killed_program_leaves_nothing_that_the_next_run_cannot_finish(self):
        for after in (False, True):
            for n in self.each_request():
                with self.subTest(request=n, after_effect=after):
                    self.sandbox.faults({"match": "*", "nth": n, "then": "stall", "afterEffect": after})
                    process = self.start_deploy()
                    self.wait_for_requests(n)
                    process.kill()
                    process.communicate()
                    self.sandbox.no_faults()
                    self.assert_converges()


if __name__ == "__main__":
    main()
