"""The built program as a person runs it, against its own sandbox. Standard library only.

PATCHCORD_BINARY     the program (default: build/dev/apps/patchcord)
PATCHCORD_EXCHANGES  a folder; what was recorded goes into it, for the OpenAPI oracle
PATCHCORD_ACCEPT=1   rewrites tests/golden/*.txt instead of comparing
"""
import base64
import dataclasses
import json
import os
import pathlib
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("PATCHCORD_BINARY", ROOT / "build" / "dev" / "apps" / "patchcord")).resolve()
GOLDEN = ROOT / "tests" / "golden"
FUNCTIONS = ROOT / "examples" / "tutorial" / "functions.yaml"
LONGEST = 120  # seconds; only a hang takes that long

# A developer's own settings must not reach the program.
NEUTRAL = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "AWS_EC2_METADATA_DISABLED": "true",  # nobody asks the machine that the tests run on
    "ASAN_OPTIONS": "detect_leaks=1",
    "TSAN_OPTIONS": "halt_on_error=1",
}
# What the login service issues; nothing else here has so many letters in a row (secrets_test.py holds it to that).
ACCESS_TOKEN = re.compile(r"\b[A-Za-z0-9_-]{86}\b")
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclasses.dataclass
class Run:
    exit: int
    stdout: str
    stderr: str

    def json(self):
        return json.loads(self.stdout)


def session_members(session):
    """Commands of the processes of a session, zombies left out; a program that cleans up leaves none."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = re.fullmatch(r"\d+ \((.*)\) (.*)", stat.read_text().strip(), re.S).groups()
        except OSError:
            continue
        fields = rest.split()
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(f"{stat.parent.name} {name}")
    return found


def left_running(session):
    """What is still there after a while: a killed process of a process takes a moment to be gone."""
    deadline = time.monotonic() + 5
    while (members := session_members(session)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return members


class Sandbox:
    """`patchcord sandbox` on a free port, in a folder of its own; use it with `with`."""

    def __init__(self, functions=None, *options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="patchcord e2e "))
        self.env_file = self.folder / "env"
        self.log = open(self.folder / "sandbox.log", "w+")
        command = [BINARY, "sandbox", "--env-file", self.env_file]
        if functions is not None:
            command += ["--functions", functions]
        command += options
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**NEUTRAL, "HOME": str(self.folder)},
            cwd=self.folder,
            start_new_session=True,
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        self.env = dict(
            shlex.split(line)[1].split("=", 1) for line in self.env_file.read_text().splitlines() if line.strip()
        )
        self.url = self.env["PATCHCORD_GENESYS_API_URL"]
        self.record()

    def _wait(self):
        deadline = time.monotonic() + LONGEST
        while not self.env_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the sandbox did not start:\n{self.output()}")
            time.sleep(0.005)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def output(self):
        self.log.flush()
        return (self.folder / "sandbox.log").read_text()

    def stop(self):
        """Ends it as a person would. Returns its exit status and what it left running."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        left = session_members(self.process.pid)
        for line in left:
            os.kill(int(line.split()[0]), signal.SIGKILL)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return status, left

    # The control interface, docs/sandbox.md.

    def request(self, method, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, {"Content-Type": "application/json"} | (headers or {}), method=method
        )
        try:
            with _direct.open(request, timeout=LONGEST) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from None
        return json.loads(text) if text else None

    def state(self):
        return self.request("GET", "/_sandbox/state")

    def stats(self):
        return self.request("GET", "/_sandbox/stats")

    def faults(self, *table):
        self.request("POST", "/_sandbox/faults", list(table))

    def no_faults(self):
        self.request("DELETE", "/_sandbox/faults")

    def knobs(self, **changes):
        self.request("POST", "/_sandbox/knobs", changes)

    def seed(self, **objects):
        return self.request("POST", "/_sandbox/seed", objects)

    def record(self):
        self.knobs(record=True, rateLimit=0)

    def reset(self):
        self.request("POST", "/_sandbox/reset")
        self.record()

    def exchanges(self):
        """What was recorded since the last call."""
        recorded = self.request("GET", "/_sandbox/exchanges")
        self.request("DELETE", "/_sandbox/exchanges")
        return recorded

    def writes(self, stats=None):
        """How many calls changed something at Genesys or at AWS."""
        stats = stats or self.stats()
        harmless = re.compile(r"GET |POST .*/(test|execute)$")
        genesys = sum(n for name, n in stats.get("genesys", {}).items() if not harmless.match(name))
        iam = sum(n for name, n in stats.get("iam", {}).items() if not name.startswith(("Get", "List", "Simulate")))
        return genesys + iam


class SandboxCase(unittest.TestCase):
    """One sandbox for the tests of a class, put back to its beginning before each one."""

    functions = FUNCTIONS
    sandbox_options = ()

    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox(cls.functions, *cls.sandbox_options)

    @classmethod
    def tearDownClass(cls):
        output = cls.sandbox.output()
        leaks = cls.secrets_in(output)
        status, left = cls.sandbox.stop()
        assert not leaks, f"the sandbox printed {leaks}"
        assert not left, f"the sandbox left running: {left}"
        assert status == 0, f"the sandbox ended with {status}:\n{output}"

    def setUp(self):
        self.sandbox.reset()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="patchcord e2e "))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.captured = []

    def tearDown(self):
        self.keep_exchanges()
        self.keep_files()
        self.look_for_secrets()

    def look_for_secrets(self):
        for place, text in self.captured:
            self.assertEqual([], self.secrets_in(text), f"in {place}:\n{text}")

    def keep_files(self):
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.captured.append((str(path.relative_to(self.folder)), path.read_text(errors="replace")))

    def clear_folder(self):
        self.keep_files()
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def keep_exchanges(self):
        recorded = self.sandbox.exchanges()
        self.captured.append(("recorded exchanges", json.dumps(recorded)))
        folder = os.environ.get("PATCHCORD_EXCHANGES")
        if folder:
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, pathlib.Path(sys.argv[0]).stem + ".jsonl"), "a") as file:
                file.writelines(json.dumps(exchange) + "\n" for exchange in recorded)

    @classmethod
    def secrets(cls):
        """Everything that must never be seen, by name, in each spelling in which it could slip out."""
        env = cls.sandbox.env
        names = ["GENESYS_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
        secrets = {name: env[name] for name in names if env.get(name)}
        pair = f"{env['GENESYS_CLIENT_ID']}:{env['GENESYS_CLIENT_SECRET']}"
        secrets["basic credentials"] = base64.b64encode(pair.encode()).decode()
        return secrets

    @classmethod
    def secrets_in(cls, text):
        spellings = {name: {value, urllib.parse.quote(value, safe="")} for name, value in cls.secrets().items()}
        found = [name for name, values in spellings.items() if any(value in text for value in values)]
        return found + [f"access token {token}" for token in ACCESS_TOKEN.findall(text)]

    def environment(self, changes):
        """What the sandbox's env file exports; None takes a variable away."""
        merged = {**NEUTRAL, **self.sandbox.env, "HOME": str(self.folder), **changes}
        return {name: value for name, value in merged.items() if value is not None}

    def start(self, *arguments, **env):
        """The program, running, in this test's folder."""
        return subprocess.Popen(
            [str(BINARY), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(env),
            cwd=self.folder,
            start_new_session=True,
        )

    def finish(self, process):
        try:
            stdout, stderr = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            stdout, stderr = process.communicate()
            self.fail(f"the program hangs:\n{stdout}{stderr}")
        self.captured += [("stdout", stdout), ("stderr", stderr)]
        self.assertEqual([], left_running(process.pid), "left running")
        self.assertNotIn(process.returncode, (-signal.SIGSEGV, -signal.SIGABRT, 70), stdout + stderr)
        return Run(process.returncode, stdout, stderr)

    def run_program(self, *arguments, **env):
        return self.finish(self.start(*arguments, **env))

    def patchcord(self, *arguments, expect=0, **env):
        run = self.run_program(*arguments, **env)
        self.assertEqual(expect, run.exit, run.stdout + run.stderr)
        return run

    def normalised(self, text):
        """The same text on every run: ids by their order, no port, no folder, no durations."""
        text = text.replace(str(self.folder), "<folder>").replace(
            urllib.parse.urlsplit(self.sandbox.url).netloc, "<sandbox>"
        )
        text = text.replace(self.sandbox.env["EXTERNAL_ID"], "<organization>")
        text = re.sub(r"\b\d+(\.\d+)? ?(ms|s)\b", "<time>", text)
        text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "<date>", text)
        seen = {}

        def numbered(match):
            return f"<id {seen.setdefault(match[0], len(seen) + 1)}>"

        return re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b", numbered, text)

    def assert_golden(self, name, text):
        path = GOLDEN / f"{name}.txt"
        text = self.normalised(text)
        if os.environ.get("PATCHCORD_ACCEPT") == "1":
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text)
        self.assertTrue(path.exists(), f"{path.name} is missing; PATCHCORD_ACCEPT=1 writes it")
        self.maxDiff = None
        self.assertEqual(path.read_text(), text, "PATCHCORD_ACCEPT=1 accepts the new text")


def read_until(descriptor, text):
    """What a terminal shows, up to this text or its end."""
    shown = b""
    while text not in shown and select.select([descriptor], [], [], LONGEST)[0]:
        try:
            shown += os.read(descriptor, 4096)
        except OSError:
            break
    return shown


def main():
    """What each test file ends with; exit 1 when nothing was found to run."""
    program = unittest.main(module="__main__", exit=False, verbosity=1)
    ran = program.result.testsRun
    print(f"{ran} tests")
    sys.exit(0 if program.result.wasSuccessful() and ran else 1)
