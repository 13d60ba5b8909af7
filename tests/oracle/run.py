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


def script(path, *arguments):
    """The command of a script that Debian's Python runs; {build} in an argument is the build folder."""

    def command(build):
        return [PYTHON, "-B", HERE / path, *(str(a).format(build=build) for a in arguments)]

    return command


def pypi(name, path, *arguments):
    """An oracle that runs in a virtual environment: what its folder's requirements.txt pins, and no more."""
    requirements = HERE / pathlib.Path(path).parent / "requirements.txt"

    def command(build):
        bin_folder = virtual_environment(requirements)[0] / "bin"
        return [
            bin_folder / "python", "-B", "-W", "ignore::DeprecationWarning", HERE / path, *(str(a).format(build=build, bin=bin_folder) for a in arguments)
        ]  # fmt: skip

    return Oracle(name, "PyPI", command, lambda build: virtual_environment(requirements)[1], pypi_answers)


def npm_answers(folder):
    return ["npm", "ping", "--cache", folder]


def npm(name, *arguments):
    """An oracle with the packages that its folder's package-lock.json pins; they follow the arguments."""
    source, folder = HERE / name, PACKAGES / name

    def prepare(_build):
        if same(source / "package-lock.json", folder / "ready"):
            return []
        return [
            ["mkdir", "-p", folder],
            ["cp", source / "package.json", source / "package-lock.json", folder],
            ["npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            ["cp", source / "package-lock.json", folder / "ready"],
        ]

    return Oracle(name, "npm", script(f"{name}/run.py", "{build}", folder, *arguments), prepare, npm_answers)


def same(one, other):
    return other.exists() and one.read_bytes() == other.read_bytes()


def java_packages(build):
    """What velocity/run.sh would do the first time; from then on it needs no registry."""
    return [[HERE / "velocity" / "build.sh", build / "oracle" / "java"]]


def maven_answers(folder):
    return ["mvn", "-q", "-B", f"-Dmaven.repo.local={folder}", "dependency:get", "-Dartifact=junit:junit:4.13.2"]


ORACLES = [
    pypi("openapi", "openapi/validate.py", ROOT / "specs" / "genesys-openapi.yaml", "{build}/exchanges"),
    pypi("schema", "openapi/manifest_schema.py"),
    Oracle("sigv4", "Debian", script("sigv4/run.py", "{build}")),
    pypi("credentials", "credentials/run.py", "{build}"),
    Oracle("signatures", "Debian", script("signatures/run.py")),
    Oracle("awscli-debian", "Debian", script("awscli/life.py", "awscli-debian", "/usr/bin/aws", "argument")),
    pypi("awscli", "awscli/life.py", "awscli", "{bin}/aws", "variables", "services"),
    Oracle("boto3-debian", "Debian", script("boto/run.py", "boto3-debian", "argument")),
    pypi("boto3", "boto/run.py", "boto3", "variables", "services"),
    Oracle("terraform", "Debian", script("terraform/run.py")),
    pypi("moto", "moto/run.py"),
    pypi("python", "python/life.py"),
    npm("js"),
    npm("iam"),
    Oracle("velocity", "Maven Central", lambda build: [HERE / "velocity" / "run.sh"], java_packages, maven_answers),
    Oracle("fidelity", "Debian", script("fidelity/check.py", "{build}")),  # reads what the others left
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
