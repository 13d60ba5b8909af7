"""Starts a sandbox with a role in it, and lets Genesys' JavaScript SDK live one life of an integration (life.cjs).

usage: run.py <build folder> <folder with node_modules>
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent))
from aws_cli import AwsCli, invoke_permission, trust
from lives import FUNCTIONS, Sandbox, vouch


def main():
    packages = pathlib.Path(sys.argv[2]).resolve() / "node_modules"
    with Sandbox(FUNCTIONS) as sandbox:
        aws, env = AwsCli(sandbox), sandbox.env
        role = aws("iam", "create-role", "--role-name", "GenesysCloud-sdk", "--assume-role-policy-document",
                   trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"]))  # fmt: skip
        aws("iam", "put-role-policy", "--role-name", "GenesysCloud-sdk", "--policy-name", "invoke", "--policy-document",
            invoke_permission(env["LAMBDA_FUNCTION_ARN"]))  # fmt: skip
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(sandbox.folder),
            "NODE_PATH": str(packages),
            "ROLE_ARN": role["Role"]["Arn"],
            **env,
        }
        status = subprocess.run(["node", HERE / "life.cjs"], env=environment, stdin=subprocess.DEVNULL).returncode
        vouch(sandbox, "js", ("genesys", "login"))
        return status


if __name__ == "__main__":
    sys.exit(main())
