"""`patchcord deploy` against moto, a stand-in for AWS that others wrote; Genesys Cloud is our sandbox. boto3 looks at
what came of it. Exit 1 at the first surprise.
"""
import base64
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import boto3
import botocore.config
import botocore.parsers
from botocore.exceptions import ClientError

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from aws_cli import invoke_permission, trust
from lives import BINARY, FUNCTIONS, LONGEST, NEUTRAL, Sandbox, keep_voucher, same

ROLE, POLICY = "GenesysCloudLambdaRole", "GenesysLambdaInvokePolicy"
ONCE = botocore.config.Config(retries={"max_attempts": 0})
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextlib.contextmanager
def moto(folder):
    """The address of a server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = open(folder / "moto.log", "w+")
    environment = {**os.environ, "MOTO_ENABLE_RECORDING": "true", "MOTO_RECORDER_FILEPATH": str(folder / "recording")}
    command = [pathlib.Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + LONGEST
        while True:
            with contextlib.suppress(OSError):
                direct.open(url + "/moto-api/", timeout=5).close()
                break
            assert process.poll() is None and time.monotonic() < deadline, (folder / "moto.log").read_text()
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()
        log.close()


class World:
    def __init__(self, sandbox, url):
        self.sandbox, self.url = sandbox, url
        self.keys = {"AWS_ACCESS_KEY_ID": "AKIAMOTO", "AWS_SECRET_ACCESS_KEY": "moto"}

    def client(self, service, **keys):
        env = self.keys | keys
        return boto3.client(
            service, endpoint_url=self.url, region_name="us-east-1", config=ONCE,
            aws_access_key_id=env["AWS_ACCESS_KEY_ID"], aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
        )  # fmt: skip

    def control(self, path, body=b""):
        request = urllib.request.Request(self.url + "/moto-api/" + path, body, {"Content-Type": "text/plain"})
        direct.open(request, timeout=LONGEST).close()

    def fresh(self):
        """A new account and organization, and no record of an earlier run."""
        self.control("reset")
        self.sandbox.reset()
        for path in self.sandbox.folder.glob(".patchcord/*"):
            path.unlink()

    def deploy(self, expect=0, **env):
        environment = {**NEUTRAL, **self.sandbox.env, "HOME": str(self.sandbox.folder), **self.keys, **env}
        environment |= {"AWS_ENDPOINT_URL": self.url}
        done = subprocess.run(
            [BINARY, "deploy"], env=environment, cwd=self.sandbox.folder, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=LONGEST,
        )  # fmt: skip
        same(expect, done.returncode, f"exit of deploy\n{done.stdout}{done.stderr}")
        return done.stderr

    def documents(self):
        iam = self.client("iam")
        role = iam.get_role(RoleName=ROLE)["Role"]
        policy = iam.get_role_policy(RoleName=ROLE, PolicyName=POLICY)["PolicyDocument"]
        return role, policy

    def check(self):
        """What boto3 finds is what must be there, and another run has nothing to do."""
        env = self.sandbox.env
        role, policy = self.documents()
        statement = role["AssumeRolePolicyDocument"]["Statement"][0]
        expected = trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"])["Statement"][0]
        same(expected, {name: value for name, value in statement.items() if name != "Sid"}, "trust policy")
        granted = invoke_permission(env["LAMBDA_FUNCTION_ARN"])["Statement"][0]
        same(granted, {name: value for name, value in policy["Statement"][0].items() if name != "Sid"}, "permission")
        tags = {tag["Key"]: tag["Value"] for tag in role["Tags"]}
        same(env["EXTERNAL_ID"], tags["patchcord:organization"], "tags")
        assert "Nothing to do" in self.deploy(), "a second run has something to do"


def life(world):
    """From nothing, and back to it from whatever somebody changed."""
    world.deploy()
    world.check()
    iam = world.client("iam")
    other = json.dumps(invoke_permission("arn:aws:lambda:us-east-1:123456789012:function:other"))
    changes = [
        lambda: iam.put_role_policy(RoleName=ROLE, PolicyName=POLICY, PolicyDocument=other),
        lambda: iam.delete_role_policy(RoleName=ROLE, PolicyName=POLICY),
        lambda: iam.update_role(RoleName=ROLE, Description="changed", MaxSessionDuration=7200),
        lambda: iam.update_assume_role_policy(
            RoleName=ROLE,
            PolicyDocument=json.dumps(trust("111122223333", world.sandbox.env["EXTERNAL_ID"])),
        ),
    ]
    for change in changes:
        change()
        world.deploy()
        world.check()
    # moto forgets what UpdateRole does not name; ours names both, and keeps what is not its own.
    same(7200, world.documents()[0]["MaxSessionDuration"], "longest session")


def others(world):
    """A role of that name which is somebody else's is left as it is."""
    world.fresh()
    document = json.dumps(trust("111122223333", "theirs"))
    made = world.client("iam").create_role(RoleName=ROLE, AssumeRolePolicyDocument=document)["Role"]
    said = world.deploy(expect=1)
    assert ROLE in said, said
    same(made["RoleId"], world.client("iam").get_role(RoleName=ROLE)["Role"]["RoleId"], "their role")
    same(json.loads(document), made["AssumeRolePolicyDocument"], "their trust policy")
    same([], world.client("iam").list_role_policies(RoleName=ROLE)["PolicyNames"], "its policies")


def signatures(world):
    """moto verifies signatures of IAM and STS when told so; ours must pass, and its refusals be understood."""
    world.fresh()
    world.deploy()
    iam = world.client("iam")
    iam.create_user(UserName="operator")
    allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="operator", PolicyName="all", PolicyDocument=json.dumps(allow))
    key = iam.create_access_key(UserName="operator")["AccessKey"]
    world.keys = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    world.control("reset-auth", b"0")
    try:
        world.check()
        other = json.dumps(invoke_permission("arn:aws:lambda:us-east-1:123456789012:function:other"))
        world.client("iam").put_role_policy(RoleName=ROLE, PolicyName=POLICY, PolicyDocument=other)
        world.deploy()
        world.check()
        wrong = world.deploy(expect=1, AWS_SECRET_ACCESS_KEY="wrong")
        assert "SignatureDoesNotMatch" in wrong, wrong
        unknown = world.deploy(expect=1, AWS_ACCESS_KEY_ID="AKIAUNKNOWNUNKNOWN00")
        assert "InvalidClientTokenId" in unknown, unknown
        deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:GetRole", "Resource": "*"}]}
        iam = world.client("iam")
        iam.put_user_policy(UserName="operator", PolicyName="no", PolicyDocument=json.dumps(deny))
        denied = world.deploy(expect=1)
        assert "AccessDenied" in denied and "iam:GetRole" in denied, denied
        iam.delete_user_policy(UserName="operator", PolicyName="no")
        exceptions_with_authorization(world)
    finally:
        world.control("reset-auth", b"inf")


def exceptions(world):
    """What moto is known not to imitate. Each is looked at, so that this list is of today.

    Where AWS refuses and moto does not, our sandbox is the judge of the client; where moto answers in another form, the
    client has read that form above.
    """
    world.fresh()
    iam = world.client("iam")
    made = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument="{")["Role"]
    assert "MaxSessionDuration" in made, "CreateRole no longer answers MaxSessionDuration"
    iam.delete_role(RoleName=ROLE)
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(trust("765628985471", "right")))
    sts = world.client("sts")
    role = f"arn:aws:iam::123456789012:role/{ROLE}"
    sts.assume_role(RoleArn=role, RoleSessionName="x1", ExternalId="wrong")  # the trust policy is not looked at
    try:
        iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=["lambda:InvokeFunction"])
    except botocore.parsers.ResponseParserError as error:
        assert "Internal Server Error" in str(error), error
    else:
        raise AssertionError("SimulatePrincipalPolicy is implemented now")
    long = json.dumps(invoke_permission(["arn:aws:lambda:us-east-1:123456789012:function:" + "x" * 60] * 200))
    iam.put_role_policy(RoleName=ROLE, PolicyName="long", PolicyDocument=long)  # no quota


def exceptions_with_authorization(world):
    """moto signs a form again after it has read it, with a blank as `+`; a `%20` is then another body than the one that
    was signed. A role's description has blanks. And it takes the query and headers of a GET for a body."""
    world.client("iam").update_role(RoleName=ROLE, Description="changed")
    said = world.deploy(expect=1)
    assert "UpdateRole" in said and "SignatureDoesNotMatch" in said, said
    try:
        world.client("lambda").list_functions()
    except ClientError as error:
        assert "SignatureDoesNotMatch" in str(error), error
    else:
        raise AssertionError("moto verifies the signature of GET requests now")


def called_by_patchcord(recording):
    """ "iam CreateRole" and its like, from moto's own recording."""
    for line in recording.read_text().splitlines():
        entry = json.loads(line)
        headers = {name.lower(): value for name, value in entry["headers"].items()}
        form = urllib.parse.parse_qs(base64.b64decode(entry["body"] or "").decode())
        if headers.get("user-agent", "").startswith("patchcord") and "Action" in form:
            yield f"{headers['authorization'].split('/')[3]} {form['Action'][0]}"


def main():
    with Sandbox(FUNCTIONS) as sandbox, moto(sandbox.folder) as url:
        world = World(sandbox, url)
        life(world)
        others(world)
        signatures(world)
        world.keys = World(sandbox, url).keys
        exceptions(world)
        keep_voucher("moto", set(called_by_patchcord(sandbox.folder / "recording")))
    print("patchcord deploy passes against moto, with its exceptions as they were")


if __name__ == "__main__":
    main()
