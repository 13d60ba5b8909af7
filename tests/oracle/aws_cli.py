"""The AWS CLI against a sandbox. It signs, encodes and reads by itself: a stranger to all of our code."""
import json
import subprocess

AWS = "/usr/bin/aws"  # Debian's
SERVICES = ("iam", "sts", "lambda")
NOWHERE = "http://127.0.0.1:9"  # the discard port: who asks here has not read its settings


class Refused(Exception):
    """What AWS answered; `code` as the CLI prints it."""

    def __init__(self, text):
        super().__init__(text)
        self.code = text.split("(", 1)[-1].split(")", 1)[0]


class AwsCli:
    """`door` says how it is led to the sandbox: by an argument, by variables, or by the services section of a profile."""

    def __init__(self, sandbox, program=AWS, door="argument", **changes):
        names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"]
        self.environment = {name: sandbox.env[name] for name in names} | changes
        self.environment |= {
            "PATH": "/usr/bin:/bin",
            "HOME": str(sandbox.folder),
            "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": "1",
        }
        self.command = [program, "--output", "json"]
        endpoint = sandbox.env["AWS_ENDPOINT_URL"]
        if door == "argument":
            self.command += ["--endpoint-url", endpoint]
        elif door == "variables":
            self.environment |= {"AWS_ENDPOINT_URL": endpoint, "AWS_ENDPOINT_URL_STS": endpoint + "/"}
        else:
            config = sandbox.folder / "aws.config"
            services = "".join(f"{name} =\n  endpoint_url = {endpoint}\n" for name in SERVICES)
            config.write_text(f"[default]\nservices = it\nendpoint_url = {NOWHERE}\n\n[services it]\n{services}")
            self.environment["AWS_CONFIG_FILE"] = str(config)

    def __call__(self, service, operation, *arguments):
        """The answer as JSON; None where there is none."""
        result = subprocess.run(
            [*self.command, service, operation, *map(text, arguments)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if result.returncode != 0:
            raise Refused(result.stderr.strip())
        return json.loads(result.stdout) if result.stdout.strip() else None

    def refusal(self, *command):
        """The code of the error that this command must end with."""
        try:
            answer = self(*command)
        except Refused as refused:
            return refused.code
        raise AssertionError(f"{command[:2]} was not refused: {answer}")


def text(argument):
    """A policy document as JSON, anything else as it is."""
    return json.dumps(argument) if isinstance(argument, dict) else str(argument)


def trust(account, external_id):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": external_id}},
            }
        ],
    }


def invoke_permission(function_arn):
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": function_arn}],
    }
