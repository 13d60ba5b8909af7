"""Statements 1 to 12, 44, 45, 48, 50 and 52 of docs/cli.md: how the program is called, and what it says of itself."""
import json
import mmap
import os
import re
import resource
import shlex
import signal
import subprocess

from harness import BINARY, LONGEST, NEUTRAL, ROOT
from statements import StatementCase, main

# The same word for two things: what an action takes and gives (deploy), and an event or a file elsewhere.
TWO_MEANINGS = {"--input", "--output"}
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def misspelt(word):
    """The last two letters in the wrong order."""
    return word[:-2] + word[-1] + word[-2]


class Basics(StatementCase):
    def bare(self, *arguments):
        """With no variable but those that every program has."""
        return subprocess.run(
            [BINARY, *arguments], env=BARE, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )

    def examples(self):
        return re.findall(r"^  (patchcord .*)$", self.patchcord().stdout, re.M)

    def test_01_no_arguments_print_at_most_25_lines_with_two_examples(self):
        run = self.patchcord(expect=0)
        self.assertLessEqual(len(run.stdout.splitlines()), 25, run.stdout)
        self.assertEqual(2, len(self.examples()), run.stdout)
        for command in self.commands():
            self.assertRegex(run.stdout, rf"\b{command}\b")

    def test_02_all_ways_to_help_give_the_same_text_without_network_or_settings(self):
        self.assertEqual(self.patchcord("-h").stdout, self.patchcord("--help").stdout)
        self.assertEqual(self.patchcord("help").stdout, self.patchcord("--help").stdout)
        for command in self.commands():
            with self.subTest(command):
                text = self.bare(command, "--help")
                self.assertEqual((0, ""), (text.returncode, text.stderr))
                self.assertTrue(text.stdout.startswith(f"patchcord {command}: "), text.stdout)
                self.assertEqual(text.stdout, self.bare(command, "-h").stdout)
                self.assertEqual(text.stdout, self.bare("help", command).stdout)
        self.assertEqual(0, self.sandbox.stats()["total"])

    def test_03_the_version_names_commit_and_target(self):
        text = self.bare("--version").stdout
        told = json.loads(self.bare("--version", "--json").stdout)
        self.assertEqual({"version", "commit", "target", "format"}, set(told))
        self.assertEqual(f"patchcord {told['version']} ({told['commit']}, {told['target']})\n", text)

    def test_04_a_misspelt_command_or_option_gets_the_nearest_one(self):
        seen = set()
        for command in self.commands():
            run = self.bare(misspelt(command))
            self.assertEqual(2, run.returncode)
            self.assertIn(f"Did you mean `{command}`?", run.stderr)
            self.assertIn(f"Did you mean `{command}`?", self.bare("help", misspelt(command)).stderr)
            for option in self.options_of(command):
                if option == misspelt(option) or option in seen:
                    continue
                seen.add(option)
                with self.subTest(command=command, option=option):
                    run = self.bare(command, misspelt(option))
                    self.assertEqual(2, run.returncode)
                    self.assertIn(f"Did you mean `{option}`?", run.stderr)

    def test_05_every_option_has_a_long_form_and_the_same_name_takes_the_same_value(self):
        kinds = {}
        for command in self.commands():
            text = self.patchcord(command, "--help").stdout
            options = self.options_of(command)
            self.assertEqual(len(re.findall(r"^  -", text, re.M)), len(options), text)
            for name, (short, kind) in options.items():
                kinds.setdefault(name, {}).setdefault((short, kind), []).append(command)
        differing = {name: uses for name, uses in kinds.items() if len(uses) > 1}
        self.assertLessEqual(set(differing), TWO_MEANINGS, differing)

    def test_06_results_are_on_stdout_and_all_else_on_stderr(self):
        run = self.patchcord("plan")
        self.assertTrue(all(line[0] in "+~- " or "to create" in line or "apply takes" in line
                            for line in run.stdout.splitlines()), run.stdout)  # fmt: skip
        self.assertIn("Organization", run.stderr)
        run = self.patchcord("plan", "missing.yaml", expect=2)
        self.assertEqual("", run.stdout)
        self.assertIn("error: ", run.stderr)
        run = self.apply()
        self.assertIn("1/", run.stderr, "progress")
        self.assertNotIn("1/", run.stdout)

    def test_07_json_is_exactly_one_document_also_on_failure(self):
        empty = self.folder / "empty"
        empty.mkdir()
        for command in self.commands():
            for arguments in (["--json"], ["--json", "--no-such-option"], ["--json", "missing.yaml"]):
                with self.subTest(command=command, arguments=arguments):
                    run = subprocess.run(
                        [BINARY, command, *arguments],
                        env=BARE,
                        cwd=empty,
                        stdin=subprocess.DEVNULL,
                        capture_output=True,
                        text=True,
                        timeout=LONGEST,
                    )
                    self.assertIn(run.returncode, (0, 1, 2), run.stderr)
                    document = json.loads(run.stdout)
                    self.assertEqual(1, document["format"])
                    if run.returncode != 0:
                        self.assertTrue(document["errors"] or document.get("diagnostics"), run.stdout)
        run = self.patchcord("sandbox", "--json", "--env-file", "env", "--functions", "missing.yaml", expect=2)
        self.assertEqual(1, run.json()["format"])

    def test_08_every_document_carries_its_format(self):
        for run in (self.patchcord("plan", "--json"), self.apply("--json"), self.patchcord("list", "--json")):
            self.assertEqual(1, run.json()["format"])

    def test_09_exit_codes_are_those_of_the_documentation(self):
        documented = set(map(int, re.findall(r"^\| (\d+) \|", (ROOT / "docs/cli.md").read_text().split("\n## ")[0], re.M)))
        header = (ROOT / "patchcord/cli/exit_code.h").read_text()
        self.assertEqual(set(map(int, re.findall(r"exit_\w+ = (\d+)", header))), documented)
        self.patchcord("plan", "--exit-code", expect=3)
        self.patchcord("verify", expect=4)
        self.patchcord("apply", expect=2)
        self.apply()
        self.patchcord("plan", "--exit-code", expect=0)
        self.patchcord("verify", expect=0)
        self.patchcord("plan", GENESYS_CLIENT_SECRET="wrong", expect=1)

    def test_11_a_closed_pipe_ends_quietly(self):
        self.apply()
        for arguments in (["plan"], ["plan", "--json"], ["list"], ["--help"], ["help", "plan"], ["completion", "bash"]):
            with self.subTest(arguments):
                reader, writer = os.pipe()
                os.close(reader)
                process = subprocess.Popen(
                    [str(BINARY), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=writer,
                    stderr=subprocess.PIPE,
                    text=True,
                    env=self.environment({}),
                    cwd=self.folder,
                )
                os.close(writer)
                stderr = process.communicate(timeout=LONGEST)[1]
                self.assertIn(process.returncode, (0, -signal.SIGPIPE), stderr)
                self.assertNotRegex(stderr, "error|bug|ipe")

    def test_11_a_result_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "w") as full:
            run = subprocess.run(
                [BINARY, "--version"], env=BARE, stdout=full, stderr=subprocess.PIPE, text=True, timeout=LONGEST
            )
        self.assertEqual(1, run.returncode)
        self.assertIn("could not be written", run.stderr)

    def test_12_an_option_counts_more_than_a_file_and_a_file_more_than_the_environment(self):
        url, nowhere = self.sandbox.url, "http://127.0.0.1:1"
        name = "PATCHCORD_GENESYS_API_URL"
        self.patchcord("plan", "--genesys-api-url", url, **{name: nowhere})
        variables = self.folder / "variables"
        variables.write_text(f"{name}={url}\n")
        self.patchcord("plan", "--env-file", variables, **{name: nowhere})
        variables.write_text(f"{name}={nowhere}\n")
        self.patchcord("plan", "--env-file", variables, "--genesys-api-url", url)
        self.patchcord("plan", "--env-file", variables, PATCHCORD_WAIT_BACKOFF_MS="0", expect=1)

    def test_48_it_works_without_a_home_and_with_one_that_cannot_be_written(self):
        for home in (None, "/nonexistent", "/proc/self"):
            with self.subTest(home):
                self.fresh()
                self.apply(HOME=home)
                self.patchcord("plan", "--exit-code", HOME=home)

    def test_50_help_starts_with_few_instructions(self):
        """20 ms are 40 million instructions for a slow core at one a cycle and 2 GHz."""
        self.skip_sanitized()
        valgrind = self.needs("valgrind")
        run = subprocess.run(
            [valgrind, "--tool=none", "--version"], capture_output=True, text=True, env=BARE, timeout=LONGEST
        )
        self.assertEqual(0, run.returncode, run.stderr)
        run = subprocess.run(
            [valgrind, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", BINARY, "--help"],
            capture_output=True,
            text=True,
            env=BARE,
            timeout=LONGEST,
        )
        count = int(re.search(r"I\s+refs:\s+([\d,]+)", run.stderr)[1].replace(",", ""))
        self.assertLess(count, 40_000_000)

    def test_50_a_thousand_actions_need_at_most_100_mb(self):
        self.skip_sanitized()
        arn = self.sandbox.env["LAMBDA_FUNCTION_ARN"]
        path = self.folder / "patchcord.yaml"
        path.write_text(path.read_text() + "".join(
            f"      - {{ name: Action {n}, function: '{arn}', input: {{ id: string }} }}\n" for n in range(1000)
        ))  # fmt: skip
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        run = self.patchcord("plan", "--json")
        self.assertGreater(len(run.json()["steps"]), 1000)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(used, max(before, 100 * 1024), "KiB")

    def skip_sanitized(self):
        with open(BINARY, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
            if image.find(b"__asan_init") >= 0 or image.find(b"__tsan_init") >= 0:
                self.skipTest("a sanitizer's own cost is not the program's")

    def test_52_the_examples_of_the_help_work(self):
        sandbox, deploy = self.examples()
        script = f"{sandbox} & pid=$!; while [ ! -e sandbox.env ]; do sleep 0.05; done\n{deploy}; code=$?; kill $pid; wait $pid; exit $code"
        run = subprocess.run(
            ["bash", "-c", script],
            env={**NEUTRAL, "PATH": f"{BINARY.parent}:/usr/bin:/bin"},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)
        self.assertEqual(["patchcord", "sandbox"], shlex.split(sandbox)[:2])


if __name__ == "__main__":
    main()
