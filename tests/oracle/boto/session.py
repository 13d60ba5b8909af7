"""STS and Lambda as boto3 sees them: who calls, whose role can be assumed, what a session may do."""
import base64
import json

from aws_cli import invoke_permission, trust
from expect import refused
from lives import same

ROLE = "GenesysCloud-session"


class Session:
    def __init__(self, door):
        self.door = door
        self.sts, self.iam, self.functions = (door.client(name) for name in ("sts", "iam", "lambda"))
        self.function = door.sandbox.env["LAMBDA_FUNCTION_ARN"]
        self.broken = self.function.rpartition(":")[0] + ":broken"
        self.external_id = door.sandbox.env["EXTERNAL_ID"]

    def live(self):
        session = self.assume()
        self.limits(session)
        self.look()
        self.invoke(self.door.client("lambda", session))
        self.grants()

    def assume(self):
        """With the right external id, a wrong one and none; and by somebody who is not trusted."""
        caller = self.sts.get_caller_identity()
        account = self.function.split(":")[4]
        same(account, caller["Account"], "account")
        self.role = self.iam.create_role(
            RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(trust(account, self.external_id))
        )["Role"]["Arn"]
        self.iam.put_role_policy(
            RoleName=ROLE, PolicyName="Invoke", PolicyDocument=json.dumps(invoke_permission(self.function))
        )
        ask = {"RoleArn": self.role, "RoleSessionName": "boto3"}
        refusals = [
            self.denied(**ask, ExternalId="another-id"),
            self.denied(**ask, ExternalId=self.external_id.upper()),
            self.denied(**ask),
            self.denied(**ask | {"RoleArn": self.role + "-nobody"}, ExternalId=self.external_id),
        ]
        texts = {refusal["Error"]["Message"].replace("-nobody", "") for refusal in refusals}
        same(1, len(texts), f"AWS never says why; different texts {texts}")
        answer = self.sts.assume_role(**ask, ExternalId=self.external_id, DurationSeconds=900)
        assert "PackedPolicySize" not in answer, "no session policy was sent"
        session = answer["Credentials"]
        assert session["AccessKeyId"].startswith("ASIA"), session["AccessKeyId"]
        expected = f"arn:aws:sts::{account}:assumed-role/{ROLE}/boto3"
        same(expected, answer["AssumedRoleUser"]["Arn"], "session")
        same(expected, self.door.client("sts", session).get_caller_identity()["Arn"], "the session's own name")
        same(account, self.sts.get_access_key_info(AccessKeyId=session["AccessKeyId"])["Account"], "the key's account")
        return session

    def denied(self, **arguments):
        refusal = refused(self.sts, "AccessDenied", self.sts.assume_role, **arguments)
        same(403, refusal["ResponseMetadata"]["HTTPStatusCode"], "status of AccessDenied")
        return refusal

    def limits(self, session):
        """What the session may not, and what is not a question that STS answers."""
        iam = self.door.client("iam", session)
        text = refused(iam, "AccessDenied", iam.list_roles)["Error"]["Message"]
        assert "is not authorized to perform: iam:ListRoles" in text, text
        functions = self.door.client("lambda", session)
        refused(functions, "AccessDeniedException", functions.invoke, FunctionName=self.broken)
        ask = {"RoleArn": self.role, "RoleSessionName": "boto3", "ExternalId": self.external_id}
        for change in (
            {"RoleArn": "arn:aws:iam::123456789012:user/x"},
            {"DurationSeconds": 7200},
            {"RoleSessionName": "a b"},
        ):
            refused(self.sts, "ValidationError", self.sts.assume_role, **ask | change)
        refused(self.sts, "MalformedPolicyDocumentException", self.sts.assume_role, **ask, Policy="{")
        nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
        answer = self.sts.assume_role(**ask, Policy=json.dumps(nothing))
        assert answer["PackedPolicySize"] > 0, "a session policy was sent"
        bound = self.door.client("lambda", answer["Credentials"])
        refused(bound, "AccessDeniedException", bound.invoke, FunctionName=self.function)
        other = self.sts.assume_role(**ask)["Credentials"] | {"SessionToken": "x" * 300}
        refused(self.door.client("sts", other), "InvalidClientTokenId", self.door.client("sts", other).get_caller_identity)

    def look(self):
        functions = self.functions
        functions.get_waiter("function_active_v2").wait(FunctionName=self.function)
        functions.get_waiter("function_exists").wait(FunctionName="order-status")
        same(self.function, functions.get_function(FunctionName="order-status")["Configuration"]["FunctionArn"], "ARN")
        live = functions.get_function_configuration(FunctionName=self.function, Qualifier="live")
        same((self.function + ":live", "1"), (live["FunctionArn"], live["Version"]), "the alias")
        same(("Active", "Successful"), (live["State"], live["LastUpdateStatus"]), "its state")
        pages = functions.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1})
        names = [each["FunctionName"] for page in pages for each in page["Functions"]]
        same(["broken", "order-status"], sorted(names), "functions, paged")
        same(["live"], [a["Name"] for a in functions.list_aliases(FunctionName=self.function)["Aliases"]], "aliases")
        same("1", functions.get_alias(FunctionName=self.function, Name="live")["FunctionVersion"], "version of the alias")
        versions = functions.list_versions_by_function(FunctionName=self.function)["Versions"]
        same(["$LATEST", "1"], [each["Version"] for each in versions], "versions")
        signing = functions.get_function_code_signing_config(FunctionName=self.function)
        same("", signing["CodeSigningConfigArn"], "signed code")
        for call, arguments in (
            ("get_function", {"FunctionName": "nobody"}),
            ("get_function_configuration", {"FunctionName": self.function, "Qualifier": "dev"}),
            ("get_alias", {"FunctionName": self.function, "Name": "dev"}),
            ("get_policy", {"FunctionName": self.function}),
            ("invoke", {"FunctionName": "nobody"}),
        ):
            refusal = refused(functions, "ResourceNotFoundException", getattr(functions, call), **arguments)
            same(404, refusal["ResponseMetadata"]["HTTPStatusCode"], call)
        both = {"FunctionName": self.function + ":live", "Qualifier": "dev"}
        refused(functions, "InvalidParameterValueException", functions.get_function, **both)

    def invoke(self, functions):
        """By the session: only what its role allows, which is the function without a qualifier."""
        answer = functions.invoke(FunctionName=self.function, Payload=b'{"orderId": "42"}', LogType="Tail")
        same((200, "$LATEST"), (answer["StatusCode"], answer["ExecutedVersion"]), "invocation")
        same({"orderId": "42"}, json.loads(answer["Payload"].read())["event"], "what the function saw")
        log = base64.b64decode(answer["LogResult"]).decode()
        assert "looking for" in log and "REPORT RequestId" in log, f"the tail of the log: {log}"
        assert "FunctionError" not in answer, "the function did not fail"
        refused(functions, "AccessDeniedException", functions.invoke, FunctionName=self.function, Qualifier="live")
        functions = self.functions
        live = functions.invoke(FunctionName=self.function, Qualifier="live", Payload=b"{}")
        same("1", live["ExecutedVersion"], "invocation of the alias")
        before = self.door.sandbox.state()
        same(204, functions.invoke(FunctionName=self.function, InvocationType="DryRun")["StatusCode"], "dry run")
        same(before["aws"]["functions"], self.door.sandbox.state()["aws"]["functions"], "a dry run runs nothing")
        same(202, functions.invoke(FunctionName=self.function, InvocationType="Event")["StatusCode"], "event")
        failed = functions.invoke(FunctionName=self.broken, Payload=b"{}")
        same((200, "Unhandled"), (failed["StatusCode"], failed["FunctionError"]), "a function that fails")
        same("ValueError", json.loads(failed["Payload"].read())["errorType"], "its error")
        refused(
            functions, "InvalidRequestContentException", functions.invoke, FunctionName=self.function, Payload=b"{"
        )

    def grants(self):
        """The policy of one alias; it says nothing about the function without it."""
        functions, alias = self.functions, {"FunctionName": self.function, "Qualifier": "live"}
        permission = {"StatementId": "other", "Action": "lambda:InvokeFunction", "Principal": "210987654321"}
        made = functions.add_permission(**alias, **permission)
        same("other", json.loads(made["Statement"])["Sid"], "the new statement")
        refused(functions, "ResourceConflictException", functions.add_permission, **alias, **permission)
        document = json.loads(functions.get_policy(**alias)["Policy"])
        same(self.function + ":live", document["Statement"][0]["Resource"], "what it is about")
        refused(functions, "ResourceNotFoundException", functions.get_policy, FunctionName=self.function)
        functions.remove_permission(**alias, StatementId="other")
        refused(functions, "ResourceNotFoundException", functions.remove_permission, **alias, StatementId="other")

