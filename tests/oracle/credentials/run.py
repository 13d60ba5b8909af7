"""Compares who we are at AWS, and where AWS is, with what the AWS CLI and botocore make of the same environment.

usage: run.py <build folder>, with a Python that has awscli; prints `cases n, disagreements m`, exit 1 if they disagree
"""
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "e2e")]
import endpoints
from aws_cli import AwsCli
from cases import ACCOUNT, CODE, WEB_TOKEN, arn, cases
from lives import FUNCTIONS, Sandbox, keep_voucher
from stand_ins import StandIns

PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com"
CLI = pathlib.Path(sys.executable).parent / "aws"
PLAIN = ["Environment", "CredentialsFile", "ConfigFile", "Process", "Container", "Instance", "Portal", "Inner", "Outer"]


def statement(action, **parts):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action} | parts]}


def make_roles(aws, sandbox):
    """The roles of the cases; returns what AssumeRole gives for those that everybody in the account may assume."""
    ours = {"Principal": {"AWS": ACCOUNT}}
    trusts = {name: statement("sts:AssumeRole", **ours) for name in PLAIN}
    trusts["External"] = statement("sts:AssumeRole", **ours, Condition={"StringEquals": {"sts:ExternalId": "ex"}})
    trusts["Mfa"] = statement("sts:AssumeRole", **ours, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    trusts["Web"] = statement("sts:AssumeRoleWithWebIdentity", Principal={"Federated": PROVIDER})
    sandbox.knobs(aws={"webIdentity": {"token": WEB_TOKEN, "provider": PROVIDER, "subject": "me"}, "mfaCode": CODE})
    for name, trust in trusts.items():
        aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", trust)
        aws(
            "iam", "put-role-policy", "--role-name", name, "--policy-name", "p",
            "--policy-document", statement("sts:*", Resource="*"),
        )  # fmt: skip
    return {
        name: aws("sts", "assume-role", "--role-arn", arn(name), "--role-session-name", "setup")["Credentials"]
        for name in PLAIN
    }


def home_of(case):
    home = pathlib.Path(tempfile.mkdtemp(prefix="patchcord-home-"))
    files = {".aws/config": case.config, ".aws/credentials": case.credentials} | case.files
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("~/", f"{home}/"))
        path.chmod(0o600)
    return home


def environment_of(case, home, sandbox, stand_ins):
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL_STS": sandbox.url,
        "AWS_ENDPOINT_URL_SSO": stand_ins.url,
        "AWS_ENDPOINT_URL_SSO_OIDC": stand_ins.url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
        "PATCHCORD_WAIT_BACKOFF_MS": "1",
    } | {name: value.replace("~/", f"{home}/") for name, value in case.env.items()}


def on_terminal(command, environment, home, typed):
    """The command with a terminal of its own, stdout and stderr apart; types once it is asked."""
    out = home / "out"
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
        os.execve(command[0], [str(word) for word in command], environment)
    shown = b""
    while b": " not in shown:
        try:
            shown += os.read(terminal, 1000)
        except OSError:
            break  # it has ended without asking
    else:
        os.write(terminal, typed.encode() + b"\n")
    try:
        while rest := os.read(terminal, 1000):
            shown += rest
    except OSError:
        pass
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return subprocess.CompletedProcess(command, status, out.read_text(), shown.decode())


def run(command, case, home, environment):
    if case.typed:
        return on_terminal(command, environment, home, case.typed)
    return subprocess.run(
        command, env=environment, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        start_new_session=True,
    )  # fmt: skip


def identity(text):
    """(role, name of the session) of an ARN; ("", "") where it is none of a role's session."""
    match = re.fullmatch(rf"arn:aws:sts::{ACCOUNT}:assumed-role/([^/]+)/([^/]+)", text)
    return match.groups() if match else ("", "")


def in_a_home(case, sandbox, stand_ins, program, *arguments):
    home = home_of(case)
    try:
        profile = ["--profile", case.profile] if case.profile else []
        environment = environment_of(case, home, sandbox, stand_ins)
        return run([str(program), *profile, *arguments], case, home, environment)
    finally:
        shutil.rmtree(home)


def problems_of(case, sandbox, stand_ins, program):
    cli = in_a_home(case, sandbox, stand_ins, CLI, "sts", "get-caller-identity", "--output", "json")
    role, session = identity(json.loads(cli.stdout)["Arn"] if cli.returncode == 0 else "")
    said = cli.stderr.strip()
    filtered = in_a_home(case, sandbox, stand_ins, program)
    answer, errors = json.loads(filtered.stdout), filtered.stderr
    our_role, our_session = identity(answer.get("arn", ""))
    if role != case.role:
        yield f"the AWS CLI is {role or said!r}, not {case.role!r}"
    if our_role != case.role:
        yield f"patchcord is {our_role or answer!r}, not {case.role!r}"
    if case.session and (session, our_session) != (case.session, case.session):
        yield f"the sessions are {session!r} and {our_session!r}, not {case.session!r}"
    text = " ".join(str(answer.get(key, "")) for key in ("error", "at", "hint"))
    if not case.role and case.says not in text:
        yield f"{text!r} does not say {case.says!r}"
    for credentials in stand_ins.credentials.values():
        if any(credentials[name] in str(answer) + errors for name in ("SecretAccessKey", "SessionToken")):
            yield "a secret is shown"


def understood(exchanges):
    """The operations of the AWS CLI that were not refused."""
    return {
        each["operation"]
        for each in exchanges
        if each["response"]["status"] < 400
        and not any(value.startswith("patchcord/") for value in each["request"]["headers"].values())
    }


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    program = build / "tests" / "oracle" / "credentials" / "credentials_filter"
    total = disagreements = 0
    with Sandbox(FUNCTIONS) as sandbox:
        keys = make_roles(AwsCli(sandbox), sandbox)
        sandbox.exchanges()  # what set it up is Debian's AWS CLI, which vouches for itself
        stand_ins = StandIns(keys)
        for case in cases(keys, stand_ins):
            total += 1
            found = list(problems_of(case, sandbox, stand_ins, program))
            disagreements += bool(found)
            for problem in found:
                print(f"{case.name}: {problem}")
        stand_ins.stop()
        keep_voucher("credentials", understood(sandbox.exchanges()))
    for place, problem in endpoints.comparisons(program):
        total += 1
        disagreements += bool(problem)
        if problem:
            print(f"{place}: {problem}")
    print(f"cases {total}, disagreements {disagreements}")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
