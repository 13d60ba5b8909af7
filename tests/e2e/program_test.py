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

    def test_a_wrong_command_line_is_explained_in_sentences(self):
        table = (
            (("--color", "maybe"), "--color cannot be `maybe`: it is one of auto, always, never"),
            (("permissions", "--for", "destory"), "Did you mean `destroy`?"),
            (("deploy", "--timeout", "9s"), "--timeout cannot be `9s`: it is a whole number"),
            (("sandbox", "--env-file", "x", "--port", "99999"), "--port cannot be `99999`: it is a number from 0 to 65535"),
            (("sandbox",), "--env-file FILE is missing"),
            (("completion",), "SHELL is missing"),
            (("plan", "--env"), "--env needs a value: --env NAME"),
            (("plan", "--env", "a", "--env", "b"), "--env is given 2 times"),
            (("plan", "a.yaml", "extra"), "`extra` is not expected here"),
            (("deploy", "one", "two words"), "`one` is not expected here"),
            (("--env-file", "x", "deploy"), "`--env-file` stands after the command: `patchcord deploy --env-file x`"),
            (("--env-file=x", "deploy"), "`--env-file` stands after the command: `patchcord deploy --env-file=x`"),
            (("-y", "apply"), "`-y` stands after the command: `patchcord apply -y`"),
            (("plan", "a.yaml", "extra"), "Usage: patchcord plan [options] [MANIFEST]"),
            (("simulate", "--diff", "a"), "--diff needs 2 values: --diff OLD NEW"),
            (("lint", "--action", "a.json", "--env", "dev"), "do not go together"),
            (("plan", "--prnue"), "Did you mean `--prune`?"),
            (("help", "nope"), "`patchcord help` lists them"),
        )
        for words, text in table:
            with self.subTest(words):
                self.assertIn(text, self.patchcord(*words, expect=2).stderr)

    def test_help_fits_a_page_where_there_is_no_terminal(self):
        for columns, widest in ((None, 80), ("60", 60), ("200", 100), ("many", 80)):
            for command in ("deploy", "simulate", "apply"):
                with self.subTest(columns=columns, command=command):
                    lines = self.patchcord(command, "--help", COLUMNS=columns).stdout.splitlines()
                    prose = [line for line in lines if not line.startswith("  patchcord ")]
                    self.assertLessEqual(max(map(len, prose)), widest)
                    self.assertGreater(max(map(len, prose)), widest - 15)

    def test_help_and_completion_have_examples_of_their_own(self):
        for command in ("help", "completion"):
            with self.subTest(command):
                text = self.patchcord(command, "--help").stdout
                self.assertIn(f"patchcord {command}", text.partition("Examples:")[2])
                self.assertNotIn("sandbox --env-file", text)

    def test_manual_pages_fit_the_page(self):
        page = self.patchcord("help", "--man", "apply").stdout
        self.assertNotIn(".nf", page.partition(".SH DESCRIPTION")[2].partition(".SH")[0])
        self.assertIn("ARN...", self.patchcord("init", "--help").stdout)
        self.assertNotIn("ARN....", self.patchcord("init", "--help").stdout)

    def test_help_reads_no_settings_and_opens_no_connection(self):
        run = self.patchcord("--help", HOME="/nonexistent", AWS_PROFILE="nobody", PATCHCORD_WAIT_POLL_MS="soon")
        self.assertEqual(0, run.exit)


if __name__ == "__main__":
    main()
