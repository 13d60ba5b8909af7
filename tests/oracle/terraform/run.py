"""The calls of Terraform's AWS provider and of Genesys' provider, in their order, on a sandbox.

The providers themselves come from a registry of their own, so others stand in: Debian's boto3 for the first, plain
requests with the bodies that the second sends. Source of the order and the bodies: the published code of both.
Exit 1 at the first surprise.
"""
import base64
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent), str(HERE.parent / "boto")]
from aws_cli import invoke_permission, trust
from doors import Door
from expect import refused
from lives import FUNCTIONS, Sandbox, same, vouch

ROLE = "GenesysCloud-terraform"
POLICY = "invoke"
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def aws_provider(sandbox):
    """aws_iam_role with an aws_iam_role_policy, and the data sources of a function and its alias."""
    door = Door("argument", sandbox)
    sts, iam, functions = (door.client(name) for name in ("sts", "iam", "lambda"))
    env = sandbox.env
    account = sts.get_caller_identity()["Account"]
    assert iam.list_account_aliases()["AccountAliases"] == [], "an account without alias"

    document = json.dumps(trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"]))
    made = iam.create_role(RoleName=ROLE, Path="/", AssumeRolePolicyDocument=document, MaxSessionDuration=3600,
                           Tags=[{"Key": "team", "Value": "orders"}])["Role"]  # fmt: skip
    iam.put_role_policy(
        RoleName=ROLE, PolicyName=POLICY, PolicyDocument=json.dumps(invoke_permission(env["LAMBDA_FUNCTION_ARN"]))
    )
    for _ in range(5):  # until the ARN has been an ARN five times in a row
        role = iam.get_role(RoleName=ROLE)["Role"]
        same(f"arn:aws:iam::{account}:role/{ROLE}", role["Arn"], "ARN")
    same(made["RoleId"], role["RoleId"], "unique id")
    same([POLICY], iam.list_role_policies(RoleName=ROLE)["PolicyNames"], "inline policies")
    same([], iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"], "attached policies")
    iam.get_role_policy(RoleName=ROLE, PolicyName=POLICY)

    other = json.dumps(trust(env["GENESYS_AWS_ACCOUNT_ID"], "another-id"))
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=other)
    iam.update_role(RoleName=ROLE, MaxSessionDuration=7200)  # each by a call of its own
    iam.update_role(RoleName=ROLE, Description="changed")
    same(7200, iam.get_role(RoleName=ROLE)["Role"]["MaxSessionDuration"], "what the second call did not name")
    iam.tag_role(RoleName=ROLE, Tags=[{"Key": "team", "Value": "calls"}])
    iam.untag_role(RoleName=ROLE, TagKeys=["team"])

    name = env["LAMBDA_FUNCTION_ARN"].rpartition(":")[2]
    same(env["LAMBDA_FUNCTION_ARN"], functions.get_function(FunctionName=name)["Configuration"]["FunctionArn"], "ARN")
    same("", functions.get_function_code_signing_config(FunctionName=name)["CodeSigningConfigArn"], "signed code")
    versions = functions.list_versions_by_function(FunctionName=name, MaxItems=50)["Versions"]
    same("$LATEST", versions[0]["Version"], "versions")
    refused(functions, "ResourceNotFoundException", functions.get_policy, FunctionName=name)
    same("1", functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"], "alias")

    # What `terraform destroy` sends, and how its reads learn that something is gone.
    refused(iam, "DeleteConflictException", iam.delete_role, RoleName=ROLE)
    iam.delete_role_policy(RoleName=ROLE, PolicyName=POLICY)
    same([], iam.list_instance_profiles_for_role(RoleName=ROLE)["InstanceProfiles"], "instance profiles")
    iam.delete_role(RoleName=ROLE)
    refused(iam, "NoSuchEntityException", iam.get_role, RoleName=ROLE)


class Genesys:
    """Requests as the provider's SDK writes them."""

    def __init__(self, env):
        self.env = env
        pair = base64.b64encode(f"{env['GENESYS_CLIENT_ID']}:{env['GENESYS_CLIENT_SECRET']}".encode()).decode()
        form = urllib.parse.urlencode({"grant_type": "client_credentials"}).encode()
        headers = {"Authorization": "Basic " + pair, "Content-Type": "application/x-www-form-urlencoded"}
        request = urllib.request.Request(env["PATCHCORD_GENESYS_LOGIN_URL"] + "/oauth/token", form, headers)
        with direct.open(request, timeout=30) as answer:
            self.token = json.loads(answer.read())["access_token"]

    def __call__(self, method, path, body=None, accept="application/json"):
        headers = {"Authorization": "Bearer " + self.token, "Accept": accept, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.env["PATCHCORD_GENESYS_API_URL"] + path, data, headers, method=method)
        with direct.open(request, timeout=30) as answer:
            text = answer.read().decode()
            is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return json.loads(text) if text and is_json else text

    def status(self, method, path, body=None):
        try:
            self(method, path, body)
        except urllib.error.HTTPError as error:
            return error.code
        return 200


def genesys_provider(sandbox):
    """genesyscloud_integration_credential, _integration and _integration_action: create, read, change, remove."""
    env, base = sandbox.env, "/api/v2/integrations"
    for _ in range(3):  # a pool of tokens; the last one is used
        call = Genesys(env)
    same(env["EXTERNAL_ID"], call("GET", "/api/v2/organizations/me")["id"], "organization")
    same(1, call("GET", "/api/v2/authorization/products")["total"], "products")

    credential = call("POST", base + "/credentials", {
        "name": "tf", "type": {"name": "amazonWebServicesARN"},
        "credentialFields": {"ARN": "arn:aws:iam::123456789012:role/tf"}})  # fmt: skip
    same("tf", call("GET", f"{base}/credentials/{credential['id']}")["name"], "credential")

    made = call("POST", base, {"name": "tf", "integrationType": {"id": "aws-lambda-data-actions"}})
    path = f"{base}/{made['id']}"
    config = call("GET", path + "/config/current")
    whole = config | {"name": "tf services", "notes": "tf", "credentials": {"AmazonWebServicesARN": credential}}
    same(config["version"] + 1, call("PUT", path + "/config/current", whole)["version"], "whole entities are accepted")
    call("PATCH", path, made | {"intendedState": "ENABLED"})
    same("ENABLED", call("GET", path + "?expand=config.current")["intendedState"], "state")
    same("tf", call("GET", path + "/config/current")["notes"], "notes")

    action(call, base, made["id"], env["LAMBDA_FUNCTION_ARN"])
    listed = call("GET", base + "?pageSize=100&pageNumber=1")
    assert "tf services" in [each["name"] for each in listed["entities"]], "the integration is listed"
    same([], call("GET", base + "?pageSize=100&pageNumber=2")["entities"], "its loop ends at an empty page")

    call("PATCH", path, {"intendedState": "DISABLED"})
    call("DELETE", path)
    same(404, call.status("GET", path), "deleted integration")
    call("DELETE", f"{base}/credentials/{credential['id']}")
    same(404, call.status("GET", f"{base}/credentials/{credential['id']}"), "deleted credential")


def action(call, base, integration_id, function):
    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {}}
    made = call("POST", base + "/actions", {
        "name": "tf", "category": "tf", "integrationId": integration_id, "secure": False,
        "contract": {"input": {"inputSchema": schema}, "output": {"successSchema": schema}},
        "config": {
            "request": {"requestUrlTemplate": function, "requestType": "POST", "requestTemplate": "${input.rawRequest}"},
            "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}}})  # fmt: skip
    path = f"{base}/actions/{urllib.parse.quote(made['id'], safe='')}"

    def read():
        seen = call("GET", path + "?expand=contract&includeConfig=true")
        same("${input.rawRequest}", call("GET", path + "/templates/requesttemplate.vm", accept="*/*"), "template")
        same("${rawResult}", call("GET", path + "/templates/successtemplate.vm", accept="*/*"), "template")
        return seen

    seen = read()
    same(schema, seen["contract"]["input"]["inputSchema"], "contract")
    changed = call("PATCH", path, {"name": "tf 2", "category": "tf", "version": seen["version"], "config": {
        "request": {"requestUrlTemplate": function, "requestType": "POST", "requestTemplate": "${input.rawRequest}"},
        "response": {"successTemplate": "${rawResult}"}}})  # fmt: skip
    same(seen["version"] + 1, changed["version"], "version")
    same("tf 2", read()["name"], "name")
    found = call("GET", base + "/actions?pageSize=100&pageNumber=1&name=tf%202&sortBy=name")
    same([made["id"]], [each["id"] for each in found["entities"]], "data source by name")
    call("DELETE", path)
    same(404, call.status("GET", path), "deleted action")


def main():
    with Sandbox(FUNCTIONS) as sandbox:
        aws_provider(sandbox)
        genesys_provider(sandbox)
        calls = vouch(sandbox, "terraform", ("iam", "sts", "lambda", "genesys", "login"))
    print(f"the calls of both Terraform providers work, {calls} of them")


if __name__ == "__main__":
    main()
