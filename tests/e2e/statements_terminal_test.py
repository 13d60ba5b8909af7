"""Statements 13 to 20, 44 and 45 of docs/cli.md: colours, widths, symbols, prompts, shells, manual pages."""
import os
import re
import signal
import subprocess

from harness import BINARY, LONGEST
from statements import COLOR, StatementCase, Terminal, main, without_color

NARROW = 40


class OnATerminal(StatementCase):
    def test_13_no_colour_where_nobody_wants_it(self):
        self.assertRegex(self.on_terminal("plan").stdout, COLOR)
        self.assertRegex(self.on_terminal("plan", NO_COLOR="").stdout, COLOR)
        for options, env in (
            ([], {"NO_COLOR": "1"}),
            ([], {"TERM": "dumb"}),
            ([], {"TERM": None}),
            (["--no-color"], {}),
            (["--color=never"], {}),
        ):
            with self.subTest(options=options, env=env):
                self.assertNotIn("\x1b", self.on_terminal("plan", *options, **env).stdout)
        self.assertNotIn("\x1b", self.on_terminal("--no-color", "plan").stdout, "in front of the command, too")
        run = self.patchcord("plan", TERM="xterm")
        self.assertNotIn("\x1b", run.stdout + run.stderr)

    def test_13_nothing_moves_where_nobody_wants_it(self):
        moving = re.compile(r"\r(?!\n)|\x1b\[K")
        self.assertRegex(self.on_terminal("apply", "--yes").stdout, moving)
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.fresh()
            self.assertNotRegex(self.on_terminal("apply", "--yes", **env).stdout, moving)
        self.fresh()
        run = self.apply(TERM="xterm")
        self.assertNotRegex(run.stdout + run.stderr, moving)

    def test_14_colour_can_be_forced(self):
        self.assertRegex(self.patchcord("plan", "--color=always").stdout, COLOR)
        self.assertRegex(self.patchcord("plan", "--color=always", TERM="dumb", NO_COLOR="1").stdout, COLOR)

    def test_15_meaning_never_depends_on_colour_alone(self):
        self.apply()
        self.write_manifest(("timeout: 5s\n        tests", "timeout: 6s\n        tests"), ("name: Get tier", "name: Other"))
        plain = self.patchcord("plan", "--prune").stdout
        self.assertEqual({"+", "-", "~"}, {line[0] for line in plain.splitlines() if line[0] in "+-~"})
        self.assertEqual(plain, without_color(self.patchcord("plan", "--prune", "--color=always").stdout))

    def assert_fits(self, text):
        """No line is wider than the terminal, but for a word that is."""
        for line in re.split(r"\n|\r\x1b\[K", without_color(text)):
            if len(line) > NARROW and not line.startswith(("  patchcord ", "  # ")):  # to be copied in one piece
                self.assertNotIn(" ", line.strip(), f"{len(line)} columns: {line}")

    def test_16_works_at_40_columns(self):
        narrow = Terminal(columns=NARROW)
        for command in self.commands():
            with self.subTest(command):
                self.assert_fits(self.on_terminal(command, "--help", terminal=narrow).stdout)
        for arguments in (
            [],
            ["--help"],
            ["plan"],
            ["apply", "--yes"],
            ["plan"],
            ["list"],
            ["verify"],
            ["destroy", "--yes"],
            ["plan", "missing.yaml"],
        ):
            with self.subTest(arguments):
                self.assert_fits(self.on_terminal(*arguments, terminal=narrow).stdout)

    def test_16_a_caret_stays_below_its_character(self):
        self.write_manifest(("timeout: 5s\n        tests", "timeout: 5s\n        request: { template: x }\n        tests"))
        self.write_manifest(("        timeout: 5s\n        tests", "        timeouts_that_nobody_knows_of_here: 5s\n        tests"))
        wide = self.on_terminal("plan", terminal=Terminal(200)).stdout
        narrow = self.on_terminal("plan", terminal=Terminal(NARROW)).stdout
        self.assert_fits(narrow)
        for shown in (wide, narrow):
            lines = without_color(shown).splitlines()
            caret = next(n for n, line in enumerate(lines) if line.strip() == "^")
            self.assertTrue(lines[caret - 1][lines[caret].index("^") :].startswith("timeouts"), shown)

    def test_17_a_c_locale_gets_ascii(self):
        c = {"LC_ALL": "C", "LANG": None}
        texts = [self.patchcord(command, "--help", **c) for command in self.commands()]
        texts += [self.patchcord("plan", **c), self.apply(**c), self.patchcord("list", **c)]
        self.write_manifest(("timeout: 5s\n        tests", "timeout: 6s\n        tests"))
        texts += [self.patchcord("plan", **c), self.patchcord("verify", **c, expect=4)]
        for run in texts:
            self.assertTrue((run.stdout + run.stderr).isascii(), run.stdout + run.stderr)
        self.assertIn(" -> ", texts[-2].stdout)
        self.assertIn(" → ", self.patchcord("plan").stdout)
        self.assertIn(" → ", self.patchcord("plan", LANG="C", LC_CTYPE="de_DE.utf8").stdout)

    def test_18_something_is_shown_before_the_first_answer(self):
        self.sandbox.faults({"match": "*", "nth": 1, "then": "stall"})
        master, process = self.start_on_terminal(["plan"], 100, {})
        self.addCleanup(os.close, master)
        self.watch(master, process, [], until="Looking at both clouds")
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        self.assertIn("interrupted", self.watch(master, process, []))
        self.assertEqual(130, process.wait(LONGEST))

    def test_18_a_step_is_named_while_it_is_done(self):
        self.sandbox.faults({"match": "CreateRole", "nth": 1, "then": "stall"})
        master, process = self.start_on_terminal(["apply", "--yes"], 100, {})
        self.addCleanup(os.close, master)
        self.watch(master, process, [], until="1/8 create role/GenesysCloud-orders")
        process.send_signal(signal.SIGINT)
        self.watch(master, process, [])
        self.assertEqual(130, process.wait(LONGEST))

    def test_19_progress_in_ci_is_plain_lines(self):
        run = self.apply(CI="true", TERM="xterm")
        self.assertNotRegex(run.stderr, r"[\r\x1b\x08]")
        self.assertTrue(run.stderr.endswith("\n"))
        steps = re.findall(r"^  ✓ (\d+)/(\d+) ", run.stderr, re.M)
        self.assertEqual([(str(n), steps[0][1]) for n in range(1, int(steps[0][1]) + 1)], steps)

    def test_20_nobody_is_asked_without_a_terminal_or_with_no_input(self):
        for run in (
            self.patchcord("apply", expect=2),
            self.on_terminal("apply", "--no-input"),
            self.on_terminal("--no-input", "destroy"),
        ):
            shown = run.stdout + run.stderr
            self.assertEqual(2, run.exit, shown)
            self.assertIn("--yes", shown)
            self.assertNotIn("Go on?", shown)
        self.assertEqual(0, self.sandbox.stats()["total"], "nothing was sent")

    def test_20_no_input_leaves_data_that_comes_through_a_pipe(self):
        self.apply()
        run = subprocess.run(
            [BINARY, "test", "--no-input", "--action", "Get order", "--input", "@-"],
            input='{"customerId": "C-1001"}',
            env=self.environment({}),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)


class ShellsAndPages(StatementCase):
    COMPLETIONS = {
        "bash": '. ./script; COMP_WORDS=(patchcord {}); COMP_CWORD={}; _patchcord; printf "%s\\n" "${{COMPREPLY[@]}}"',
        "fish": 'source ./script; complete -C "patchcord {}" | string split -f1 \\t',
    }

    def script(self, shell):
        (self.folder / "script").write_text(self.patchcord("completion", shell).stdout)

    def run_shell(self, shell, *arguments):
        run = subprocess.run(
            [self.needs(shell), *arguments],
            env=self.environment({}),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        self.assertEqual((0, ""), (run.returncode, run.stderr))
        return run.stdout.split()

    def bash_completes(self, *words):
        quoted = " ".join(f"'{word}'" for word in words)
        return self.run_shell("bash", "-uc", self.COMPLETIONS["bash"].format(quoted, len(words)))

    def test_44_bash_completes_commands_and_options(self):
        self.script("bash")
        self.assertEqual(["plan"], self.bash_completes("pla"))
        self.assertLessEqual(set(self.commands()), set(self.bash_completes("")))
        for command in self.commands():
            with self.subTest(command):
                self.assertEqual(
                    set(self.options_of(command)), set(self.bash_completes(command, "--")), "offline, from the same source"
                )
        self.assertEqual(["--exit-code"], self.bash_completes("plan", "patchcord.yaml", "--ex"))

    def test_44_fish_completes_commands_and_options(self):
        self.needs("fish")
        self.script("fish")
        completes = self.COMPLETIONS["fish"]
        self.assertLessEqual(set(self.commands()), set(self.run_shell("fish", "-c", completes.format(""))))
        found = set(self.run_shell("fish", "-c", completes.format("plan --")))
        self.assertLessEqual(set(self.options_of("plan")), found)

    def test_44_zsh_loads_the_script_and_completes(self):
        self.needs("zsh")
        self.script("zsh")
        script = (
            "autoload -Uz compinit && compinit -u -d ./dump && . ./script && "
            'compadd() {{ shift; print -l -- "$@"; }}; _files() {{ print files; }}; '
            "words=(patchcord {}); CURRENT={}; PREFIX={}; _patchcord"
        )
        commands = self.run_shell("zsh", "-fc", script.format("p", 2, "p"))
        self.assertLessEqual(set(self.commands()), set(commands))
        options = self.run_shell("zsh", "-fc", script.format("plan --", 3, "--"))
        self.assertEqual(set(self.options_of("plan")), set(options))
        self.assertEqual(["files"], self.run_shell("zsh", "-fc", script.format("plan x", 3, "x")))

    def test_44_another_shell_is_refused(self):
        run = self.patchcord("completion", "tcsh", expect=2)
        self.assertIn("bash", run.stderr)

    def test_45_each_command_has_a_manual_page_that_is_lint_clean(self):
        groff = self.needs("groff")
        for command in ["", *self.commands()]:
            with self.subTest(command):
                page = self.patchcord("help", "--man", *([command] if command else [])).stdout
                run = subprocess.run(
                    [groff, "-Kutf8", "-man", "-Tutf8", "-ww", "-P-c"],
                    input=page,
                    capture_output=True,
                    text=True,
                    env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                    timeout=LONGEST,
                )
                self.assertEqual((0, ""), (run.returncode, run.stderr))
                text = re.sub(".\x08", "", run.stdout)  # bold is written twice
                self.assertEqual([], [line for line in text.splitlines() if len(line) > 80])
                for option in self.options_of(command) if command else ():
                    self.assertIn(option, text)


if __name__ == "__main__":
    main()
