"""What the tests of the numbered statements in docs/cli.md share: a manifest, a terminal, and what help knows."""
import dataclasses
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time

from harness import BINARY, LONGEST, Run, SandboxCase, main

__all__ = ["COLOR", "MANIFEST", "StatementCase", "Terminal", "main", "without_color"]

COLOR = re.compile(r"\x1b\[[0-9;]*m")
MANIFEST = """\
deployment: orders
genesys:
  region: us-east-1
integrations:
  - name: Order services
    actions:
      - name: Get order
        function: {arn}
        input: {{ customerId: string }}
        output: {{ tier: string }}
        timeout: 5s
        tests:
          - input: {{ customerId: C-1001 }}
            safe: true
      - name: Get tier
        function: {arn}
        input: {{ customerId: string }}
        timeout: 5s
"""


def without_color(text):
    return COLOR.sub("", text)


@dataclasses.dataclass
class Terminal:
    columns: int = 100
    answers: tuple = ()  # (what the program has to have asked, what is typed then)


class StatementCase(SandboxCase):
    def setUp(self):
        super().setUp()
        self.write_manifest()

    def write_manifest(self, *changes):
        """The manifest of this deployment, with texts exchanged."""
        text = MANIFEST.format(arn=self.sandbox.env["LAMBDA_FUNCTION_ARN"])
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        (self.folder / "patchcord.yaml").write_text(text)

    def fresh(self):
        """A new organization and account, and only the manifest in the folder."""
        self.keep_exchanges()
        self.sandbox.reset()
        self.clear_folder()
        self.write_manifest()

    def apply(self, *options, **env):
        return self.patchcord("apply", "--yes", *options, **env)

    def commands(self):
        """Every command that the help names, with those that other parts of the program add."""
        text = self.patchcord("--help").stdout
        names = re.findall(r"^  ([a-z]+) ", text.split("\nCommands:\n")[1].split("\n\n")[0], re.M)
        self.assertGreaterEqual(len(names), 11, text)
        return names

    def options_of(self, command):
        """{long name: (short name or "", type of its value or "")}"""
        rows = re.findall(
            r"^  (?:(-\w), )?(--[\w.-]+)(?: ([A-Z][\w:|]*(?: [A-Z]+)*))?(?:  |$)", self.patchcord(command, "--help").stdout, re.M
        )
        return {name: (short, kind) for short, name, kind in rows}

    def on_terminal(self, *arguments, terminal=Terminal(), **env):
        """The program with a terminal for all three streams. What it showed is `stdout`, as it came."""
        master, process = self.start_on_terminal(arguments, terminal.columns, env)
        try:
            shown = self.watch(master, process, list(terminal.answers))
            process.wait(LONGEST)
        finally:
            process.kill()
            process.wait()
            os.close(master)
        self.captured.append(("terminal", shown))
        return Run(process.returncode, shown, "")

    def start_on_terminal(self, arguments, columns, env):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
        process = subprocess.Popen(
            [str(BINARY), *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=self.environment({"TERM": "xterm", **env}),
            cwd=self.folder,
            start_new_session=True,
        )
        os.close(slave)
        return master, process

    def watch(self, master, process, answers, until=None):
        """What the program shows until it ends, or until `until` is there; its questions are answered."""
        shown, deadline = "", time.monotonic() + LONGEST
        while until is None or until not in shown:
            self.assertLess(time.monotonic(), deadline, f"the program hangs:\n{shown}")
            if not select.select([master], [], [], 0.1)[0]:
                continue
            try:
                part = os.read(master, 65536)
            except OSError:  # all ends of the terminal are closed
                break
            shown += part.decode(errors="replace").replace("\r\n", "\n")
            if answers and answers[0][0] in shown:
                os.write(master, answers.pop(0)[1].encode())
        return shown

    def wait_for(self, holds):
        deadline = time.monotonic() + LONGEST
        while not holds():
            self.assertLess(time.monotonic(), deadline, "what was waited for never came")
            time.sleep(0.005)

    def needs(self, program):
        found = shutil.which(program)
        if found is None:
            self.skipTest(f"{program} is not installed")
        return found
