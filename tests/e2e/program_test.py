"""The program itself: help, version, wrong commands, streams."""
import re

from harness import ROOT, SandboxCase, main


class Program(SandboxCase):
    def test_help_is_on_stdout_and_names_the_commands(self):
        run = self.patchcord("--help")
        self.assertEqual("", run.stderr)
        for command in ("deploy", "sandbox"):
            self.assertIn(command, run.stdout)
        self.assertEqual(0, self.sandbox.stats()["total"])

    def test_each_command_has_its_help(self):
        for command in ("deploy", "sandbox"):
            run = self.patchcord(command, "--help")
            self.assertIn("--env-file", run.stdout)
            self.assertLessEqual(max(map(len, run.stdout.splitlines())), 120)

    def test_the_version_is_the_projects(self):
        version = re.search(r"project\(patchcord VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())[1]
        self.assertIn(version, self.patchcord("--version").stdout)

    def test_an_unknown_command_or_option_is_an_error(self):
        self.assertIn("deplyo", self.patchcord("deplyo", expect=2).stderr)
        self.assertIn("--no-such-option", self.patchcord("deploy", "--no-such-option", expect=2).stderr)

    def test_help_reads_no_settings_and_opens_no_connection(self):
        run = self.patchcord("--help", HOME="/nonexistent", AWS_PROFILE="nobody", PATCHCORD_WAIT_POLL_MS="soon")
        self.assertEqual(0, run.exit)


if __name__ == "__main__":
    main()
