"""patchcord against moto, a stand-in for AWS that others wrote; Genesys Cloud is our sandbox. boto3 looks at what came
of it. Exit 1 at the first surprise.
"""
import base64
import contextlib
import io
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import zipfile

import boto3
import botocore.config
import botocore.parsers
from botocore.exceptions import ClientError

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from aws_cli import invoke_permission, trust
from lives import BINARY, FUNCTIONS, LONGEST, NEUTRAL, Sandbox, keep_voucher, same

ROLE, POLICY = "GenesysCloudLambdaRole", "GenesysLambdaInvokePolicy"
SHOP_ROLE = "GenesysCloud-shop"  # of the manifest
ORDER_STATUS = "arn:aws:lambda:us-east-1:123456789012:function:order-status"
ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
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
        return self.patchcord("deploy", expect=expect, **env).stderr

    def patchcord(self, *arguments, expect=0, **env):
        environment = {**NEUTRAL, **self.sandbox.env, "HOME": str(self.sandbox.folder), **self.keys, **env}
        environment |= {"AWS_ENDPOINT_URL": self.url, "PATCHCORD_WAIT_LISTING_MS": "0"}
        environment = {name: value for name, value in environment.items() if value is not None}
        done = subprocess.run(
            [BINARY, *arguments], env=environment, cwd=self.sandbox.folder, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=LONGEST,
        )  # fmt: skip
        same(expect, done.returncode, f"exit of {arguments}\n{done.stdout}{done.stderr}")
        return done

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
    iam.put_user_policy(UserName="operator", PolicyName="all", PolicyDocument=json.dumps(ALL))
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


def functions(world):
    """order-status with the alias `live`, which needs a role to run with; moto runs nothing, it answers what it was told."""
    world.control("config", json.dumps({"lambda": {"use_docker": False}}).encode())
    trusting = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}  # fmt: skip
    runner = world.client("iam").create_role(RoleName="Runner", AssumeRolePolicyDocument=json.dumps(trusting))["Role"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "def handler(event, context): return {}")
    client = world.client("lambda")
    made = client.create_function(
        FunctionName="order-status", Runtime="python3.12", Role=runner["Arn"], Handler="f.handler",
        Code={"ZipFile": code.getvalue()}, Publish=True,
    )  # fmt: skip
    client.create_alias(FunctionName="order-status", Name="live", FunctionVersion=made["Version"])


def write_manifest(world, alias="live"):
    contract = {"input": {"orderId": "string"}, "output": {"status": "string"}}
    action = {"name": "Get order", "function": f"{ORDER_STATUS}:{alias}", **contract}
    content = {"deployment": "shop", "genesys": {"region": "us-east-1"}, "integrations": [{"name": "Shop", "actions": [action]}]}
    (world.sandbox.folder / "patchcord.yaml").write_text(json.dumps(content))


def manifests(world):
    """plan, apply, verify, list, destroy, and a role that is adopted and given back."""
    world.fresh()
    functions(world)
    write_manifest(world)
    iam = world.client("iam")
    world.patchcord("plan", "--exit-code", expect=3)
    world.patchcord("apply", "--yes")
    world.patchcord("plan", "--exit-code")
    world.patchcord("verify")
    role = iam.get_role(RoleName=SHOP_ROLE)["Role"]
    assert role["Arn"] in world.patchcord("list", "--json").stdout
    wide = iam.create_policy(PolicyName="Wide", PolicyDocument=json.dumps(ALL))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=SHOP_ROLE, PolicyArn=wide)
    assert f"attached policy {wide}" in world.patchcord("verify", expect=4).stderr
    iam.detach_role_policy(RoleName=SHOP_ROLE, PolicyArn=wide)
    world.patchcord("verify")
    write_manifest(world, alias="gone")
    assert "its alias or version \"gone\" is not" in world.patchcord("apply", "--yes", expect=2).stderr
    write_manifest(world)
    world.patchcord("destroy", "--yes")
    same(["Runner"], [each["RoleName"] for each in iam.list_roles()["Roles"]], "roles after destroy")

    env = world.sandbox.env
    document = json.dumps(trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"]))
    by_hand = iam.create_role(RoleName=SHOP_ROLE, AssumeRolePolicyDocument=document)["Role"]["RoleId"]
    world.patchcord("apply", "--yes", expect=1)
    world.patchcord("apply", "--yes", "--adopt")
    marks = {tag["Key"] for tag in iam.list_role_tags(RoleName=SHOP_ROLE)["Tags"]}
    assert {"patchcord:deployment", "patchcord:organization"} <= marks, marks
    world.patchcord("verify")
    world.patchcord("destroy", "--yes")
    role = iam.get_role(RoleName=SHOP_ROLE)["Role"]
    same((by_hand, []), (role["RoleId"], role.get("Tags", [])), "the role that was there before")
    same([], iam.list_role_policies(RoleName=SHOP_ROLE)["PolicyNames"], "its policies")


def role_profile(world):
    """A role that may do everything, and a file whose profile `ops` leads to it with the keys of now."""
    iam = world.client("iam")
    trusting = json.dumps(trust("123456789012", "ex"))
    role = iam.create_role(RoleName="Deployer", AssumeRolePolicyDocument=trusting)["Role"]["Arn"]
    iam.put_role_policy(RoleName="Deployer", PolicyName="all", PolicyDocument=json.dumps(ALL))
    keys = "\n".join(f"{name.lower()} = {value}" for name, value in world.keys.items())
    config = world.sandbox.folder / "config"
    config.write_text(
        f"[profile ops]\nrole_arn = {role}\nexternal_id = ex\nsource_profile = base\n[profile base]\n{keys}\n"
    )
    return role, str(config)


def sessions(world):
    """A role by a profile, with an external id, and one by a web identity."""
    world.fresh()
    functions(world)
    write_manifest(world)
    world.patchcord("apply", "--yes")
    deployer, config = role_profile(world)
    nothing = dict.fromkeys(world.keys)
    world.patchcord("verify", "--profile", "ops", AWS_CONFIG_FILE=config, **nothing)
    token = world.sandbox.folder / "token"
    token.write_text("the.web.token")
    world.patchcord("verify", AWS_WEB_IDENTITY_TOKEN_FILE=str(token), AWS_ROLE_ARN=deployer, **nothing)


def invocations(world):
    """`simulate --invoke`; without Docker moto gives the answer that it was told to, and does not look for the alias."""
    world.fresh()
    functions(world)
    write_manifest(world)
    answer = {"results": ['{"status": "shipped"}'], "region": "us-east-1"}
    world.control("static/lambda-simple/response", json.dumps(answer).encode())
    ran = world.patchcord("simulate", "--invoke", "--yes", "--input", '{"orderId": "42"}', "--json")
    same({"status": "shipped"}, json.loads(ran.stdout)["result"]["finalResult"], "what the function answered")
    write_manifest(world, alias="gone")
    ran = world.patchcord("simulate", "--invoke", "--yes", "--input", '{"status": "echoed", "orderId": "42"}', "--json")
    same("echoed", json.loads(ran.stdout)["result"]["finalResult"]["status"], "what moto gives for an alias that is missing")


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


VERSIONS = {"2010-05-08": "iam", "2011-06-15": "sts"}
LAMBDA = {("GET", "configuration"): "GetFunctionConfiguration", ("POST", "invocations"): "Invoke"}


def called_by_patchcord(recording):
    """ "iam CreateRole" and its like, from moto's own recording."""
    for line in recording.read_text().splitlines():
        entry = json.loads(line)
        headers = {name.lower(): value for name, value in entry["headers"].items()}
        if not headers.get("user-agent", "").startswith("patchcord"):
            continue
        path = urllib.parse.urlsplit(entry["url"]).path
        if path.startswith("/2015-03-31/functions/"):
            yield f"lambda {LAMBDA[entry['method'], path.rsplit('/', 1)[-1]]}"
        else:
            form = urllib.parse.parse_qs(base64.b64decode(entry["body"] or "").decode())
            yield f"{VERSIONS[form['Version'][0]]} {form['Action'][0]}"


def main():
    with Sandbox(FUNCTIONS) as sandbox, moto(sandbox.folder) as url:
        world = World(sandbox, url)
        life(world)
        others(world)
        manifests(world)
        sessions(world)
        invocations(world)
        signatures(world)
        world.keys = World(sandbox, url).keys
        exceptions(world)
        keep_voucher("moto", set(called_by_patchcord(sandbox.folder / "recording")))
    print("patchcord passes against moto, with its exceptions as they were")


if __name__ == "__main__":
    main()
