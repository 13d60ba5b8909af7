"""The whole life of a role, as boto3 sees it."""
import json

from aws_cli import invoke_permission, trust
from expect import refused
from lives import same

ROLE = "GenesysCloud-boto3"
POLICY = "InvokeFunctions"


class Role:
    def __init__(self, door):
        self.env = door.sandbox.env
        self.iam = door.client("iam")
        self.function = self.env["LAMBDA_FUNCTION_ARN"]
        self.trust = trust(self.env["GENESYS_AWS_ACCOUNT_ID"], self.env["EXTERNAL_ID"])

    def live(self):
        self.birth()
        self.documents()
        self.reads()
        self.simulation()
        self.changes()
        self.death()

    def refused(self, exception, call, **arguments):
        return refused(self.iam, exception, getattr(self.iam, call), **arguments)

    def birth(self):
        self.refused("NoSuchEntityException", "get_role", RoleName=ROLE)
        create = {
            "RoleName": ROLE,
            "Path": "/genesys/",
            "Description": "x & <y>",
            "MaxSessionDuration": 7200,
            "Tags": [{"Key": "owner", "Value": "smoke"}, {"Key": "note", "Value": "a b+c/ü"}],
        }
        for bad in ("{", '{"Version": "2012-10-17"}'):
            self.refused("MalformedPolicyDocumentException", "create_role", AssumeRolePolicyDocument=bad, **create)
        document = json.dumps(self.trust)
        made = self.iam.create_role(AssumeRolePolicyDocument=document, **create)["Role"]
        assert "MaxSessionDuration" not in made, "CreateRole does not answer MaxSessionDuration"
        same(self.trust, made["AssumeRolePolicyDocument"], "trust policy of the new role")
        self.iam.get_waiter("role_exists").wait(RoleName=ROLE)
        role = self.iam.get_role(RoleName=ROLE)["Role"]
        same(made["Arn"], role["Arn"], "ARN")
        same(made["RoleId"], role["RoleId"], "unique id")
        same(made["CreateDate"], role["CreateDate"], "date")
        same("x & <y>", role["Description"], "description")
        same(7200, role["MaxSessionDuration"], "longest session")
        same({"owner": "smoke", "note": "a b+c/ü"}, {t["Key"]: t["Value"] for t in role["Tags"]}, "tags")
        self.refused("EntityAlreadyExistsException", "create_role", AssumeRolePolicyDocument=document, **create)
        self.refused(
            "EntityAlreadyExistsException", "create_role", RoleName=ROLE.upper(), AssumeRolePolicyDocument=document
        )
        self.arn = role["Arn"]

    def documents(self):
        self.refused("NoSuchEntityException", "get_role_policy", RoleName=ROLE, PolicyName=POLICY)
        document = invoke_permission(self.function)
        for bad in ("{", json.dumps(self.trust), json.dumps(invoke_permission("no ARN"))):
            self.refused(
                "MalformedPolicyDocumentException",
                "put_role_policy",
                RoleName=ROLE,
                PolicyName=POLICY,
                PolicyDocument=bad,
            )
        large = invoke_permission([f"{self.function}-{n:0100}" for n in range(100)])
        self.refused(
            "LimitExceededException",
            "put_role_policy",
            RoleName=ROLE,
            PolicyName=POLICY,
            PolicyDocument=json.dumps(large),
        )
        self.iam.put_role_policy(RoleName=ROLE, PolicyName=POLICY, PolicyDocument=json.dumps(document))
        read = self.iam.get_role_policy(RoleName=ROLE, PolicyName=POLICY)
        same(document, read["PolicyDocument"], "inline policy read back")
        self.iam.put_role_policy(RoleName=ROLE, PolicyName="Another", PolicyDocument=json.dumps(document))
        pages = self.iam.get_paginator("list_role_policies").paginate(
            RoleName=ROLE, PaginationConfig={"PageSize": 1}
        )
        same(["Another", POLICY], [name for page in pages for name in page["PolicyNames"]], "inline policies, paged")
        self.iam.delete_role_policy(RoleName=ROLE, PolicyName="Another")
        self.refused("NoSuchEntityException", "delete_role_policy", RoleName=ROLE, PolicyName="Another")

    def reads(self):
        pages = self.iam.get_paginator("list_roles").paginate(PathPrefix="/genesys/", PaginationConfig={"PageSize": 1})
        roles = {role["RoleName"]: role for page in pages for role in page["Roles"]}
        same(self.trust, roles[ROLE]["AssumeRolePolicyDocument"], "trust policy in the listing")
        same([], self.iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"], "attached policies")
        same([], self.iam.list_instance_profiles_for_role(RoleName=ROLE)["InstanceProfiles"], "instance profiles")
        assert self.iam.get_account_summary()["SummaryMap"]["Roles"] >= 1, "the summary does not count the role"
        same([], self.iam.list_account_aliases()["AccountAliases"], "account aliases")
        assert self.iam.get_user()["User"]["Arn"], "the caller has no ARN"

    def simulation(self):
        for resource, decision in ((self.function, "allowed"), (self.function + "-other", "implicitDeny")):
            results = self.iam.simulate_principal_policy(
                PolicySourceArn=self.arn, ActionNames=["lambda:InvokeFunction"], ResourceArns=[resource]
            )["EvaluationResults"]
            same([decision], [each["EvalDecision"] for each in results], f"simulation for {resource}")
        self.refused(
            "NoSuchEntityException",
            "simulate_principal_policy",
            PolicySourceArn=self.arn + "-nobody",
            ActionNames=["lambda:InvokeFunction"],
        )
        deny = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "lambda:*", "Resource": "*"}}
        results = self.iam.simulate_custom_policy(
            PolicyInputList=[json.dumps(invoke_permission(self.function)), json.dumps(deny)],
            ActionNames=["lambda:InvokeFunction"],
            ResourceArns=[self.function],
        )["EvaluationResults"]
        same("explicitDeny", results[0]["EvalDecision"], "simulation of documents")

    def changes(self):
        other = trust(self.env["GENESYS_AWS_ACCOUNT_ID"], "another id")
        self.refused(
            "MalformedPolicyDocumentException", "update_assume_role_policy", RoleName=ROLE, PolicyDocument="{}"
        )
        self.iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(other))
        self.iam.update_role(RoleName=ROLE, Description="changed")
        role = self.iam.get_role(RoleName=ROLE)["Role"]
        same(other, role["AssumeRolePolicyDocument"], "changed trust policy")
        same(("changed", 7200), (role["Description"], role["MaxSessionDuration"]), "what UpdateRole changed and kept")
        self.iam.tag_role(RoleName=ROLE, Tags=[{"Key": "owner", "Value": "somebody"}])
        self.iam.untag_role(RoleName=ROLE, TagKeys=["note", "never there"])
        same([{"Key": "owner", "Value": "somebody"}], self.iam.list_role_tags(RoleName=ROLE)["Tags"], "changed tags")
        boundary = self.iam.create_policy(
            PolicyName="Boundary", PolicyDocument=json.dumps(invoke_permission(self.function))
        )["Policy"]["Arn"]
        self.iam.get_waiter("policy_exists").wait(PolicyArn=boundary)
        version = self.iam.list_policy_versions(PolicyArn=boundary)["Versions"][0]["VersionId"]
        document = self.iam.get_policy_version(PolicyArn=boundary, VersionId=version)["PolicyVersion"]["Document"]
        same(invoke_permission(self.function), document, "managed policy read back")
        self.iam.put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=boundary)
        same(boundary, self.iam.get_role(RoleName=ROLE)["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"], "boundary")
        self.iam.delete_role_permissions_boundary(RoleName=ROLE)
        self.iam.attach_role_policy(RoleName=ROLE, PolicyArn=boundary)
        self.refused("DeleteConflictException", "delete_policy", PolicyArn=boundary)
        self.managed = boundary

    def death(self):
        """In an instance profile, with an attached policy, with an inline policy, and without any."""
        self.profile()
        self.refused("DeleteConflictException", "delete_role", RoleName=ROLE)
        self.iam.detach_role_policy(RoleName=ROLE, PolicyArn=self.managed)
        self.iam.delete_policy(PolicyArn=self.managed)
        self.refused("DeleteConflictException", "delete_role", RoleName=ROLE)
        self.iam.delete_role_policy(RoleName=ROLE, PolicyName=POLICY)
        self.iam.delete_role(RoleName=ROLE)
        for call in ("get_role", "delete_role", "list_role_policies", "list_role_tags"):
            self.refused("NoSuchEntityException", call, RoleName=ROLE)

    def profile(self):
        held = {"InstanceProfileName": "boto3", "RoleName": ROLE}
        self.refused("NoSuchEntityException", "add_role_to_instance_profile", **held)
        made = self.iam.create_instance_profile(InstanceProfileName="boto3")["InstanceProfile"]
        same([], made["Roles"], "roles of a new instance profile")
        self.refused("EntityAlreadyExistsException", "create_instance_profile", InstanceProfileName="boto3")
        self.iam.add_role_to_instance_profile(**held)
        self.refused("LimitExceededException", "add_role_to_instance_profile", **held)
        profile = self.iam.list_instance_profiles_for_role(RoleName=ROLE)["InstanceProfiles"][0]
        same((made["Arn"], self.arn), (profile["Arn"], profile["Roles"][0]["Arn"]), "the instance profile of the role")
        self.refused("DeleteConflictException", "delete_instance_profile", InstanceProfileName="boto3")
        self.iam.remove_role_from_instance_profile(**held)
        self.iam.delete_instance_profile(InstanceProfileName="boto3")
        same([], self.iam.list_instance_profiles_for_role(RoleName=ROLE)["InstanceProfiles"], "instance profiles")
