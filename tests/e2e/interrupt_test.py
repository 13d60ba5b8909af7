"""Ctrl-C at any moment: exit 130, a summary that is true, and a next run that goes on from there."""
import signal

from deployment import DeployCase, main


class Interrupt(DeployCase):
    def interrupt_at(self, n, after_effect, *options):
        """The run that is interrupted while it waits for the answer to its n-th request."""
        self.sandbox.faults({"match": "*", "nth": n, "then": "stall", "afterEffect": after_effect})
        process = self.start_deploy(*options)
        self.wait_for_requests(n)
        process.send_signal(signal.SIGINT)
        run = self.finish(process)
        self.sandbox.no_faults()
        return run

    def test_at_any_request(self):
        for after_effect in (False, True):
            for n in self.each_request():
                with self.subTest(request=n, after_effect=after_effect):
                    run = self.interrupt_at(n, after_effect)
                    self.assertEqual(130, run.exit, run.stdout + run.stderr)
                    self.assert_converges()

    def test_the_summary_in_json_is_true(self):
        for n in self.each_request():
            with self.subTest(request=n):
                run = self.interrupt_at(n, False, "--json")
                self.assertEqual(130, run.exit, run.stdout + run.stderr)
                states = {step["operation"]: step["state"] for step in run.json()["steps"]}
                for operation, kind in (("create_role", "roles"), ("create_action", "actions")):
                    there, state = bool(self.found()[kind]), states.get(operation, "skipped")
                    self.assertTrue(there or state != "done", run.stdout)
                    self.assertTrue(not there or state != "skipped", run.stdout)

    def test_before_anything_was_sent(self):
        self.sandbox.faults({"match": "*", "nth": 1, "then": "stall"})
        process = self.start_deploy()
        self.wait_for_requests(1)
        process.send_signal(signal.SIGTERM)
        self.assertIn(self.finish(process).exit, (130, 143))

    def test_the_text_says_what_is_done(self):
        self.sandbox.faults({"match": "POST /api/v2/integrations/actions", "then": "stall"})
        process = self.start_deploy()
        self.wait_for_call("genesys", "POST /api/v2/integrations/actions")
        process.send_signal(signal.SIGINT)
        run = self.finish(process)
        self.assertEqual(130, run.exit)
        self.assert_golden("interrupted", run.stderr)


if __name__ == "__main__":
    main()
