"""One whole life of a role, lived by Debian's AWS CLI on the sandbox; exit 1 at the first surprise."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "e2e")]
from aws_cli import AwsCli, invoke_permission, trust
from harness import FUNCTIONS, Sandbox

ROLE = "GenesysCloud-smoke"
POLICY = "InvokeFunctions"


def same(expected, actual, what):
    assert expected == actual, f"{what}: expected {expected}, got {actual}"


def the_caller(aws, sandbox):
    identity = aws("sts", "get-caller-identity")
    same(sandbox.env["LAMBDA_FUNCTION_ARN"].split(":")[4], identity["Account"], "account")
    stranger = AwsCli(sandbox, AWS_SECRET_ACCESS_KEY="0" * 40)
    same("SignatureDoesNotMatch", stranger.refusal("sts", "get-caller-identity"), "wrong secret")
    same(
        "InvalidClientTokenId",
        AwsCli(sandbox, AWS_ACCESS_KEY_ID="AKIAUNKNOWNUNKNOWN00").refusal("sts", "get-caller-identity"),
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
    same(
        function,
        aws("lambda", "get-function-configuration", "--function-name", function)["FunctionArn"],
        "function ARN",
    )
    same(
        "ResourceNotFoundException",
        aws.refusal("lambda", "get-function-configuration", "--function-name", "nobody"),
        "no such function",
    )
    out = sandbox.folder / "answer.json"
    invoke = ["lambda", "invoke", "--function-name", function, "--cli-binary-format", "raw-in-base64-out"]
    answer = aws(*invoke, "--payload", '{"customerId": "C-1001"}', out)
    same(200, answer["StatusCode"], "invocation")
    json.loads(out.read_text())


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


def main():
    with Sandbox(FUNCTIONS) as sandbox:
        aws = AwsCli(sandbox)
        function = sandbox.env["LAMBDA_FUNCTION_ARN"]
        the_caller(aws, sandbox)
        role_arn = birth(aws, sandbox)
        permissions(aws, function, role_arn)
        the_function(aws, sandbox, function)
        change(aws, sandbox)
        death(aws)
        calls = sandbox.stats()
    print(
        f"the AWS CLI lived one life of a role in {sum(sum(calls[s].values()) for s in ('iam', 'sts', 'lambda'))} calls"
    )


if __name__ == "__main__":
    main()
