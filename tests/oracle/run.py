"""Runs the oracles: clients, engines and validators that others wrote, against what this build makes and records.

usage: run.py <build folder> [name …]

An oracle whose packages cannot be had is skipped only if their registry does not answer either; if it does, the
failure is ours. Writes `oracles run n, skipped m` into <build folder>/oracles.txt; exit 1 if one disagreed.
"""
import dataclasses
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = ROOT / "build" / "oracle"  # what registries gave us; kept between runs
PYTHON = "/usr/bin/python3"


@dataclasses.dataclass
class Oracle:
    name: str
    registry: str
    command: Callable[[pathlib.Path], list]  # from the build folder
    prepare: Callable[[pathlib.Path], list] = lambda build: []  # commands that fetch its packages
    answers: Callable[[pathlib.Path], list] = lambda folder: ["true"]  # succeeds if the registry answers


def virtual_environment(requirements):
    """The environment of these pinned packages, and the commands that make it."""
    key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    venv = PACKAGES / f"venv-{key}"
    ready = venv / "ready"
    if ready.exists():
        return venv, []
    pip = [venv / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    return venv, [
        [PYTHON, "-m", "venv", "--clear", venv],
        [*pip, "install", "--require-hashes", "--only-binary=:all:", "-r", requirements],
        ["touch", ready],
    ]


def pypi_answers(folder):
    return [PYTHON, "-m", "pip", "download", "--no-cache-dir", "--no-deps", "--dest", folder, "six==1.17.0"]


OPENAPI = HERE / "openapi"


def openapi_command(build):
    python = virtual_environment(OPENAPI / "requirements.txt")[0] / "bin" / "python"
    return [python, "-B", OPENAPI / "validate.py", ROOT / "specs" / "genesys-openapi.yaml", build / "exchanges"]


CREDENTIALS = HERE / "credentials"


def credentials_command(build):
    python = virtual_environment(CREDENTIALS / "requirements.txt")[0] / "bin" / "python"
    return [python, "-B", CREDENTIALS / "run.py", build]


def node_packages(_build):
    folder = PACKAGES / "js"
    if same(HERE / "js" / "package-lock.json", folder / "ready"):
        return []
    return [
        ["mkdir", "-p", folder],
        ["cp", HERE / "js" / "package.json", HERE / "js" / "package-lock.json", folder],
        ["npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        ["cp", HERE / "js" / "package-lock.json", folder / "ready"],
    ]


def same(one, other):
    return other.exists() and one.read_bytes() == other.read_bytes()


def java_packages(build):
    """What velocity/run.sh would do the first time; from then on it needs no registry."""
    target = build / "oracle" / "java"
    if (target / "dependency").exists():
        return []
    goals = ["compile", "dependency:copy-dependencies", f"-DoutputDirectory={target / 'dependency'}"]
    return [["mvn", "-q", "-B", "-f", HERE / "velocity" / "pom.xml", f"-Doracle.build={target}", *goals]]


def maven_answers(folder):
    return ["mvn", "-q", "-B", f"-Dmaven.repo.local={folder}", "dependency:get", "-Dartifact=junit:junit:4.13.2"]


ORACLES = [
    Oracle(
        "openapi",
        "PyPI",
        openapi_command,
        lambda build: virtual_environment(OPENAPI / "requirements.txt")[1],
        pypi_answers,
    ),
    Oracle("sigv4", "Debian", lambda build: [PYTHON, "-B", HERE / "sigv4" / "run.py", build]),
    Oracle(
        "credentials",
        "PyPI",
        credentials_command,
        lambda build: virtual_environment(CREDENTIALS / "requirements.txt")[1],
        pypi_answers,
    ),
    Oracle("awscli", "Debian", lambda build: [PYTHON, "-B", HERE / "awscli" / "life.py", build]),
    Oracle(
        "js",
        "npm",
        lambda build: [PYTHON, "-B", HERE / "js" / "run.py", build, PACKAGES / "js"],
        node_packages,
        lambda folder: ["npm", "ping", "--cache", folder],
    ),
    Oracle("velocity", "Maven Central", lambda build: [HERE / "velocity" / "run.sh"], java_packages, maven_answers),
]


def run(command, **options):
    return subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, **options)


def obstacle(oracle, build):
    """Why its packages are not here: None, "silent" for a registry that does not answer, or a client's own words."""
    for command in oracle.prepare(build):
        result = run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode != 0:
            with tempfile.TemporaryDirectory() as folder:
                answer = run(oracle.answers(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return result.stdout.decode(errors="replace") if answer.returncode == 0 else "silent"
    return None


def verdict(oracle, build):
    """ "agrees", "skipped" or "DISAGREES"; prints what a person should read."""
    stopped = obstacle(oracle, build)
    if stopped == "silent":
        print(f"{oracle.registry} does not answer")
        return "skipped"
    if stopped is not None:
        print(stopped, f"{oracle.registry} answers, and yet the packages cannot be had", sep="\n")
        return "DISAGREES"
    environment = os.environ | {"PATCHCORD_BUILD": str(build), "PATCHCORD_BINARY": str(build / "apps" / "patchcord")}
    result = run(oracle.command(build), cwd=build, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = result.stdout.decode(errors="replace").splitlines()
    for line in lines[-1:] if result.returncode == 0 else lines:
        print(line)
    return "agrees" if result.returncode == 0 else "DISAGREES"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    chosen = sys.argv[2:]
    PACKAGES.mkdir(parents=True, exist_ok=True)
    verdicts = []
    for oracle in ORACLES:
        if not chosen or oracle.name in chosen:
            since = time.monotonic()
            verdicts.append(verdict(oracle, build))
            print(f"oracle {oracle.name}: {verdicts[-1]}, {time.monotonic() - since:.0f} s", flush=True)
    skipped = verdicts.count("skipped")
    (build / "oracles.txt").write_text(f"oracles run {len(verdicts) - skipped}, skipped {skipped}\n")
    return 1 if "DISAGREES" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
