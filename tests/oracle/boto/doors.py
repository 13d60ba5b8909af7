"""Three ways to lead boto3 to a sandbox: the argument, the variables, and the services section of a profile."""
import os

import boto3
import botocore.config

ONCE = botocore.config.Config(retries={"max_attempts": 0})
NOWHERE = "http://127.0.0.1:9"  # the discard port: a client that asks here has not read its settings


class Door:
    def __init__(self, kind, sandbox):
        self.kind, self.sandbox = kind, sandbox
        self.url = sandbox.env["AWS_ENDPOINT_URL"]
        for name in [name for name in os.environ if name.startswith(("AWS_", "BOTO"))]:
            del os.environ[name]
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        self.settings = {}
        getattr(self, kind)()

    def argument(self):
        self.settings["endpoint_url"] = self.url

    def variables(self):
        """One service by the variable of all services, the others by their own."""
        os.environ["AWS_ENDPOINT_URL"] = self.url
        os.environ["AWS_ENDPOINT_URL_IAM"] = self.url + "/"
        os.environ["AWS_ENDPOINT_URL_LAMBDA"] = self.url.replace("127.0.0.1", "localhost")

    def services(self):
        path = self.sandbox.folder / "aws.config"
        path.write_text(
            f"[default]\nservices = sandbox\nendpoint_url = {NOWHERE}\n\n[services sandbox]\n"
            + "".join(f"{name} =\n  endpoint_url = {self.url}\n" for name in ("iam", "sts", "lambda"))
        )
        os.environ["AWS_CONFIG_FILE"] = str(path)

    def client(self, service, credentials=None):
        """A client with the sandbox's keys, or with those that AssumeRole answered."""
        env = self.sandbox.env
        session = boto3.Session(
            aws_access_key_id=credentials["AccessKeyId"] if credentials else env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=credentials["SecretAccessKey"] if credentials else env["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=credentials["SessionToken"] if credentials else None,
            region_name=env["AWS_REGION"],
        )
        return session.client(service, config=ONCE, **self.settings)
