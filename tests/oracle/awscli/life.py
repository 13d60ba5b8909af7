"""One whole life of a role, lived by an AWS CLI on the sandbox; exit 1 at the first surprise.

usage: life.py <name in the report> <program> <door> …

The doors are those of aws_cli.py. The whole life goes through the first one; the others only lead to each service.
"""
import base64
import json
import pathlib
import subprocess
import sys

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from aws_cli import AwsCli, invoke_permission, trust
from lives import FUNCTIONS, Sandbox, same, vouch

ROLE = "GenesysCloud-smoke"
POLICY = "InvokeFunctions"


def the_caller(aws, sandbox, again):
    identity = aws("sts", "get-caller-identity")
    same(sandbox.env["LAMBDA_FUNCTION_ARN"].split(":")[4], identity["Account"], "account")
    stranger = again(AWS_SECRET_ACCESS_KEY="0" * 40)
    same("SignatureDoesNotMatch", stranger.refusal("sts", "get-caller-identity"), "wrong secret")
    same(
        "InvalidClientTokenId",
        again(AWS_ACCESS_KEY_ID="AKIAUNKNOWNUNKNOWN00").refusal("sts", "get-caller-identity"),
        "unknown key",
    )


def birth(aws, sandbox):
    document = trust(sandbox.env["GENESYS_AWS_ACCOUNT_ID"], sandbox.env["EXTERNAL_ID"])
    tags = ["Key=owner,Value=smoke", "Key=note,Value=a b+c/ü"]
    create = [
        "iam",
        "create-role",
        "--role-name",
        ROLE,
        "--assume-role-policy-document",
        document,
        "--description",
        "x & <y>",
    ]
    role = aws(*create, "--tags", *tags)["Role"]
    same("EntityAlreadyExists", aws.refusal(*create), "the same name again")
    same(
        "MalformedPolicyDocument",
        aws.refusal(
            "iam", "create-role", "--role-name", "other", "--assume-role-policy-document", '{"Version": "2012-10-17"}'
        ),
        "no statement",
    )
    aws("iam", "wait", "role-exists", "--role-name", ROLE)
    read = aws("iam", "get-role", "--role-name", ROLE)["Role"]
    same(role["Arn"], read["Arn"], "ARN")
    same(document, read["AssumeRolePolicyDocument"], "trust policy read back")
    same("x & <y>", read["Description"], "description")
    same(
        ["a b+c/ü", "smoke"],
        sorted(tag["Value"] for tag in aws("iam", "list-role-tags", "--role-name", ROLE)["Tags"]),
        "tags",
    )
    assert ROLE in [r["RoleName"] for r in aws("iam", "list-roles")["Roles"]], "the role is not listed"
    return role["Arn"]


def permissions(aws, function, role_arn):
    document = invoke_permission(function)
    put = ["iam", "put-role-policy", "--role-name", ROLE, "--policy-name", POLICY, "--policy-document"]
    aws(*put, document)
    same("MalformedPolicyDocument", aws.refusal(*put, "{"), "a document that is no JSON")
    read = aws("iam", "get-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
    same(document, read["PolicyDocument"], "inline policy read back")
    same([POLICY], aws("iam", "list-role-policies", "--role-name", ROLE)["PolicyNames"], "inline policies")
    for resource, decision in [(function, "allowed"), (function + "-other", "implicitDeny")]:
        simulate = [
            "iam",
            "simulate-principal-policy",
            "--policy-source-arn",
            role_arn,
            "--action-names",
            "lambda:InvokeFunction",
        ]
        result = aws(*simulate, "--resource-arns", resource)["EvaluationResults"][0]
        same(decision, result["EvalDecision"], f"simulation for {resource}")


def the_function(aws, sandbox, function):
    name = ["--function-name", function]
    aws("lambda", "wait", "function-active-v2", *name)
    same(function, aws("lambda", "get-function", *name)["Configuration"]["FunctionArn"], "function ARN")
    same(function, aws("lambda", "get-function-configuration", *name)["FunctionArn"], "function ARN")
    same("1", aws("lambda", "get-alias", *name, "--name", "live")["FunctionVersion"], "version of the alias")
    same(["live"], [each["Name"] for each in aws("lambda", "list-aliases", *name)["Aliases"]], "aliases")
    same(2, len(aws("lambda", "list-functions", "--page-size", "1")["Functions"]), "functions, paged")
    for command in (["get-function-configuration", "--function-name", "nobody"], ["get-policy", *name]):
        same("ResourceNotFoundException", aws.refusal("lambda", *command), "what is not there")


def invoke(aws, out, function, *options):
    """(the CLI's answer, what the function returned)"""
    answer = aws("lambda", "invoke", "--function-name", function, *options, out)
    text = out.read_text()
    return answer, json.loads(text) if text else None


def invocations(aws, sandbox, function, payload):
    out = sandbox.folder / "answer.json"
    answer, value = invoke(aws, out, function, *payload, '{"orderId": "42"}', "--log-type", "Tail")
    same((200, "$LATEST"), (answer["StatusCode"], answer["ExecutedVersion"]), "invocation")
    same({"orderId": "42"}, value["event"], "what the function saw")
    assert "looking for" in base64.b64decode(answer["LogResult"]).decode(), "the tail of the log"
    same("1", invoke(aws, out, function + ":live")[0]["ExecutedVersion"], "invocation of the alias")
    same({"StatusCode": 204}, invoke(aws, out, function, "--invocation-type", "DryRun")[0], "dry run")
    failed, error = invoke(aws, out, function.rpartition(":")[0] + ":broken")
    same(("Unhandled", "ValueError"), (failed["FunctionError"], error["errorType"]), "a function that fails")
    same("ResourceNotFoundException", aws.refusal("lambda", "invoke", "--function-name", "nobody", out), "no function")


def sessions(aws, sandbox, function, again):
    external_id = sandbox.env["EXTERNAL_ID"]
    document = trust(function.split(":")[4], external_id)
    aws("iam", "update-assume-role-policy", "--role-name", ROLE, "--policy-document", document)
    role = aws("iam", "get-role", "--role-name", ROLE)["Role"]["Arn"]
    assume = ["sts", "assume-role", "--role-arn", role, "--role-session-name", "smoke"]
    same("AccessDenied", aws.refusal(*assume), "no external id")
    same("AccessDenied", aws.refusal(*assume, "--external-id", "another-id"), "another external id")
    given = aws(*assume, "--external-id", external_id)["Credentials"]
    session = again(
        AWS_ACCESS_KEY_ID=given["AccessKeyId"],
        AWS_SECRET_ACCESS_KEY=given["SecretAccessKey"],
        AWS_SESSION_TOKEN=given["SessionToken"],
    )
    assert ":assumed-role/" + ROLE in session("sts", "get-caller-identity")["Arn"], "the session's own name"
    out = sandbox.folder / "answer.json"
    same(200, invoke(session, out, function)[0]["StatusCode"], "what the role allows")
    same(
        "AccessDeniedException",
        session.refusal("lambda", "invoke", "--function-name", function + ":live", out),
        "what the role does not allow",
    )
    same("AccessDenied", session.refusal("iam", "list-roles"), "IAM, which the role does not allow")


def change(aws, sandbox):
    other = trust(sandbox.env["GENESYS_AWS_ACCOUNT_ID"], "another id")
    aws("iam", "update-assume-role-policy", "--role-name", ROLE, "--policy-document", other)
    same(other, aws("iam", "get-role", "--role-name", ROLE)["Role"]["AssumeRolePolicyDocument"], "changed trust policy")
    aws("iam", "update-role", "--role-name", ROLE, "--description", "changed", "--max-session-duration", "7200")
    aws("iam", "tag-role", "--role-name", ROLE, "--tags", "Key=owner,Value=somebody")
    aws("iam", "untag-role", "--role-name", ROLE, "--tag-keys", "note")
    same(
        [{"Key": "owner", "Value": "somebody"}],
        aws("iam", "list-role-tags", "--role-name", ROLE)["Tags"],
        "changed tags",
    )


def death(aws):
    same("DeleteConflict", aws.refusal("iam", "delete-role", "--role-name", ROLE), "deleting a role that has a policy")
    aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)
    same(
        "NoSuchEntity",
        aws.refusal("iam", "get-role-policy", "--role-name", ROLE, "--policy-name", POLICY),
        "deleted policy",
    )
    aws("iam", "delete-role", "--role-name", ROLE)
    same("NoSuchEntity", aws.refusal("iam", "get-role", "--role-name", ROLE), "deleted role")


def knock(sandbox, program, door):
    aws = AwsCli(sandbox, program, door)
    aws("sts", "get-caller-identity")
    aws("iam", "list-roles")
    aws("lambda", "list-functions")


def live(sandbox, program, door, version):
    def again(**credentials):
        return AwsCli(sandbox, program, door, **credentials)

    aws = again()
    function = sandbox.env["LAMBDA_FUNCTION_ARN"]
    # Version 2 reads binary values as base64 unless told otherwise; version 1 has no such question.
    payload = ["--cli-binary-format", "raw-in-base64-out", "--payload"] if version.startswith("2") else ["--payload"]
    the_caller(aws, sandbox, again)
    role_arn = birth(aws, sandbox)
    permissions(aws, function, role_arn)
    the_function(aws, sandbox, function)
    invocations(aws, sandbox, function, payload)
    change(aws, sandbox)
    sessions(aws, sandbox, function, again)
    death(aws)


def main():
    name, program, *doors = sys.argv[1:]
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    version = (said.stdout or said.stderr).split()[0].split("/")[1]
    with Sandbox(FUNCTIONS) as sandbox:
        live(sandbox, program, doors[0], version)
        for door in doors[1:]:
            knock(sandbox, program, door)
        calls = vouch(sandbox, name, ("iam", "sts", "lambda"))
    print(f"the AWS CLI {version} lived one life of a role in {calls} calls, through {' and '.join(doors)}")


if __name__ == "__main__":
    main()
