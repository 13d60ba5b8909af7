"""Holds docs/fidelity.md to what was recorded: who calls what, and who vouches for it.

usage: check.py <build folder> [--write]

The operations are those of the sandbox's sources. Who calls them comes from the exchanges that the end-to-end tests
recorded and from the vouchers that the oracles before this one left. Exit 1 if the table of the document says something
else (--write puts the right one there), or if its readings are not those that tests/e2e/readings_test.py plays.
"""
import importlib.util
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
DOCUMENT = ROOT / "docs" / "fidelity.md"
SANDBOX = ROOT / "patchcord" / "sandbox"
CLIENTS = ROOT / "patchcord" / "aws"
BEGIN, END = "<!-- calls: begin -->\n", "<!-- calls: end -->\n"
# The oracles whose client somebody else wrote; terraform/run.py writes requests of its own.
STRANGERS = ["awscli", "awscli-debian", "boto3", "boto3-debian", "credentials", "js", "moto", "python"]
WHERE = {"genesys": "Genesys Cloud", "iam": "IAM", "lambda": "Lambda", "login": "Genesys Cloud login", "sts": "STS"}


def answered():
    """Every operation that the sandbox has, as it names them in statistics and recordings."""
    found = {"login POST /oauth/token"}
    for file, service, pattern in (
        ("genesys/routes.cc", "genesys", r'Route\{"([A-Z]+)", "(/api[^"]+)"'),
        ("aws/iam.cc", "iam", r'^    \{"([A-Z]\w+)"'),
        ("aws/sts.cc", "sts", r'if \(action == "(\w+)"\)'),
        ("aws/lambda.cc", "lambda", r'Route\{"[A-Z]+", "[^"]*", "(\w+)"\}'),
        ("aws/lambda.cc", "lambda", r'code_signing = "(\w+)"'),
        ("aws/lambda.cc", "lambda", r'\.operation = "(\w+)"'),
    ):
        text = (SANDBOX / file).read_text()
        hits = re.findall(pattern, text, re.MULTILINE)
        assert hits, f"{file}: no operation found by {pattern}"
        found |= {f"{service} {' '.join(hit) if isinstance(hit, tuple) else hit}" for hit in hits}
    return found


def recorded(folder):
    """(what patchcord called, what the OpenAPI validator judged) in the end-to-end tests."""
    ours, judged = set(), set()
    files = sorted(folder.glob("*.jsonl"))
    assert files, f"{folder} has no recordings: run the end-to-end tests first"
    for file in files:
        for line in file.read_text().splitlines():
            exchange = json.loads(line)
            headers = {name.lower(): value for name, value in exchange["request"]["headers"].items()}
            if headers.get("user-agent", "").startswith("patchcord/"):
                ours.add(exchange["operation"])
            if exchange["operation"].startswith(("genesys ", "login ")):
                judged.add(exchange["operation"])
    return ours, judged


def made_by_the_clients():
    """Every call that the sources of the clients for AWS can make."""
    found = set()
    for file, service, pattern in (
        ("iam_client.cc", "iam", r'\.action = "(\w+)"'),
        ("sts_client.cc", "sts", r'\.action = [^;,]*'),
        ("lambda_client.cc", "lambda", r'\.operation = "(\w+)"'),
    ):
        for hit in re.finditer(pattern, (CLIENTS / file).read_text()):
            found |= {f"{service} {name}" for name in re.findall(r'"(\w+)"', hit[0])}
    assert len({each.split(" ")[0] for each in found}) == 3, found
    return found


def vouchers(folder):
    """{client: operations}, and whether every client is there: an oracle whose registry is silent leaves nothing."""
    found = {name: folder / f"{name}.json" for name in [*STRANGERS, "terraform"]}
    return {name: set(json.loads(file.read_text())) for name, file in found.items() if file.exists()}


def table(build, ours, judged):
    by_client = vouchers(build / "vouchers")
    called = answered()
    for operations in (ours, judged, *by_client.values()):
        unknown = {each for each in operations if not each.endswith("?")} - called
        assert not unknown, f"not in the sources of the sandbox: {sorted(unknown)}"
    lines = ["| service | call | patchcord | Terraform | vouched for by |\n", "| --- | --- | --- | --- | --- |\n"]
    for each in sorted(called):
        service, _, name = each.partition(" ")
        strangers = [client for client in STRANGERS if each in by_client.get(client, ())]
        if each in judged:
            strangers.append("openapi")
        cells = [WHERE[service], f"`{name}`", "yes" if each in ours else "", "yes" if each in by_client.get("terraform", ()) else "",
                 ", ".join(strangers) or "**nobody**"]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |\n".replace("|  |", "| |").replace("|  |", "| |"))
    missing = sorted(set([*STRANGERS, "terraform"]) - set(by_client))
    return "".join(lines), missing


def readings():
    path = ROOT / "tests" / "e2e" / "readings_test.py"
    sys.path.insert(0, str(path.parent))
    specification = importlib.util.spec_from_file_location("readings", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return set(module.READINGS)


def main():
    build = pathlib.Path(sys.argv[1])
    text = DOCUMENT.read_text()
    head, rest = text.split(BEGIN)
    found, tail = rest.split(END)
    ours, judged = recorded(build / "exchanges")
    wanted, missing = table(build, ours, judged)
    wrong = [f"patchcord/aws can call {each}, and no end-to-end test does" for each in sorted(made_by_the_clients() - ours)]
    if "--write" in sys.argv:
        DOCUMENT.write_text(head + BEGIN + wanted + END + tail)
    elif missing:
        print(f"no vouchers of {', '.join(missing)}: the table of calls is not compared")
    elif found != wanted:
        have, want = set(found.splitlines()), set(wanted.splitlines())
        wrong += [f"docs/fidelity.md says:  {line}" for line in sorted(have - want)]
        wrong += [f"it should say:          {line}" for line in sorted(want - have)]
        wrong += [f"correct it with {' '.join(sys.argv[:2])} --write"]
    named = set(re.findall(r"^\|[^|]*\|[^|]*\| `([\w.]+)`", tail, re.MULTILINE))
    unexplained = readings() - set(re.findall(r"`([\w.]+)(?:=[^`]*)?`", tail))
    wrong += [f"docs/fidelity.md does not explain the reading {name}" for name in sorted(unexplained)]
    wrong += [f"docs/fidelity.md names {name}, which no test plays" for name in sorted(named - readings())]
    print(*wrong, sep="\n")
    nobody = wanted.count("**nobody**")
    print(f"calls {wanted.count(chr(10)) - 2}, without a voucher {nobody}, disagreements {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
