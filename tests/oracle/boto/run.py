"""boto3 on a sandbox: the life of a role, sessions, functions. Exit 1 at the first surprise.

usage: run.py <name in the report> <door> …; the doors are those of doors.py
"""
import pathlib
import sys

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
import boto3
from doors import Door
from lives import FUNCTIONS, Sandbox, vouch
from role import Role
from session import Session


def main():
    name, doors = sys.argv[1], sys.argv[2:]
    calls = 0
    with Sandbox(FUNCTIONS) as sandbox:
        for kind in doors:
            sandbox.reset()
            door = Door(kind, sandbox)
            Role(door).live()
            Session(door).live()
            calls += vouch(sandbox, name, ("iam", "sts", "lambda"))
    print(f"boto3 {boto3.__version__} lived the life of a role in {calls} calls, through {' and '.join(doors)}")


if __name__ == "__main__":
    main()
