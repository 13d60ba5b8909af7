"""The examples of docs/simulate.md, run as they stand there. PATCHCORD_ACCEPT=1 writes what they print."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from harness import BINARY, LONGEST, NEUTRAL, ROOT, main

PAGE = ROOT / "docs" / "simulate.md"
BLOCK = re.compile(r"(```console\n)(.*?)(```\n)", re.S)


class Examples(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="patchcord e2e ")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copytree(ROOT / "examples" / "orders", self.folder, dirs_exist_ok=True)

    def printed(self, command):
        environment = NEUTRAL | {"PATH": f"{BINARY.parent}:{NEUTRAL['PATH']}", "HOME": self.folder}
        run = subprocess.run(
            ["sh", "-c", command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, env=environment, cwd=self.folder, timeout=LONGEST,
        )  # fmt: skip
        self.assertNotIn(run.returncode, (2, 70), run.stdout)
        return run.stdout

    def run_block(self, match):
        commands = [line for line in match[2].splitlines() if line.startswith("$ ")]
        self.assertTrue(commands)
        return match[1] + "".join(f"{line}\n{self.printed(line[2:])}" for line in commands) + match[3]

    def test_each_example_prints_what_the_page_says(self):
        page = PAGE.read_text()
        self.assertGreater(len(BLOCK.findall(page)), 5)
        run = BLOCK.sub(self.run_block, page)
        if os.environ.get("PATCHCORD_ACCEPT") == "1":
            PAGE.write_text(run)
        self.assertEqual(PAGE.read_text(), run, "PATCHCORD_ACCEPT=1 accepts the new text")


if __name__ == "__main__":
    main()
