"""verify proves what the roles really allow: the documents that are at AWS, whoever wrote them."""
import json
import pathlib
import shutil
import tempfile

from manifests import ADVICE, FUNCTION, ROLE, ManifestCase, action, main, manifest, trust
from signed import Iam, arn_in

ACCOUNT = "123456789012"
GENESYS = "765628985471"
OTHER = "arn:aws:lambda:us-east-1:123456789012:function:opening-hours:live"
ELSEWHERE = "arn:aws:lambda:us-east-1:210987654321:function:order-status:live"


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action, resource, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def invoke(*functions):
    return document(allow("lambda:InvokeFunction", list(functions)))


class Proofs(ManifestCase):
    def setUp(self):
        super().setUp()
        self.organization = self.sandbox.env["EXTERNAL_ID"]
        self.iam = Iam(self.sandbox)
        self.write(manifest(action("Get order", tests=[ADVICE])))

    def set_trust(self, *statements):
        self.iam("UpdateAssumeRolePolicy", RoleName=ROLE, PolicyDocument=json.dumps(document(*statements)))

    def put(self, name, content, role=ROLE):
        self.iam("PutRolePolicy", RoleName=role, PolicyName=name, PolicyDocument=json.dumps(content))

    def remove(self, name):
        self.iam("DeleteRolePolicy", RoleName=ROLE, PolicyName=name)

    def managed_policy(self, name, content):
        return arn_in(self.iam("CreatePolicy", PolicyName=name, PolicyDocument=json.dumps(content)))

    def attach(self, arn):
        self.iam("AttachRolePolicy", RoleName=ROLE, PolicyArn=arn)

    def create_role(self, name, document_of_trust):
        return arn_in(self.iam("CreateRole", RoleName=name, AssumeRolePolicyDocument=json.dumps(document_of_trust)))

    def trusting(self, principal=f"arn:aws:iam::{GENESYS}:root", external_id=None, **changes):
        made = trust(GENESYS, external_id or self.organization)["Statement"][0]
        made["Principal"] = principal if isinstance(principal, dict) else {"AWS": principal}
        made.update(changes)
        return {name: value for name, value in made.items() if value is not None}

    def role(self, *options, expect=0, **env):
        """The proof of the only role."""
        run = self.document("verify", *options, expect=expect, **env)
        (proof,) = run["proof"]["roles"]
        return proof, run

    def codes(self, proof):
        return {each["code"] for each in proof["findings"]}


class WhatVerifyProves(Proofs):
    def test_the_role_that_apply_made(self):
        self.apply()
        proof, _ = self.role()
        self.assertEqual(("proven", "proven", []), (proof["trust"], proof["permission"], proof["findings"]))
        self.assertEqual((GENESYS, self.organization), (proof["trustedAccount"], proof["externalId"]))
        self.assertEqual([FUNCTION], proof["functions"])
        shown = self.command("verify").stdout
        self.assertIn(f"Genesys Cloud ({GENESYS}) can assume it with external id {self.organization}", shown)
        self.assertIn(f"it may invoke exactly:\n      {FUNCTION}\n", shown)

    def test_each_way_to_widen_the_trust(self):
        self.apply()
        ours = self.trusting()
        optional = {"StringEqualsIfExists": {"sts:ExternalId": self.organization}}
        pattern = {"StringLike": {"sts:ExternalId": self.organization[:8] + "*"}}
        several = {"StringEquals": {"sts:ExternalId": [self.organization, "another"]}}
        each = {
            "external_id_missing": [self.trusting(Condition=None)],
            "external_id_optional": [self.trusting(Condition=optional)],
            "external_id_pattern": [self.trusting(Condition=pattern)],
            "external_id_several": [self.trusting(Condition=several)],
            "external_id_other": [self.trusting(external_id="another-organization")],
            "assume_by_other_account": [self.trusting("*")],
            "assume_denied": [self.trusting("arn:aws:iam::111122223333:root")],
            "principal_additional": [ours, {**self.trusting("arn:aws:iam::111122223333:root", Condition=None), "Sid": "More"}],
            "assume_by_service": [ours, self.trusting({"Service": "events.amazonaws.com"}, Condition=None)],
            "action_additional": [self.trusting(Action=["sts:AssumeRole", "sts:TagSession"])],
            "assume_without_id": [ours, self.trusting(Condition={"Null": {"sts:ExternalId": "true"}})],
        }
        for code, statements in each.items():
            with self.subTest(code):
                self.set_trust(*statements)
                proof, run = self.role(expect=4)
                self.assertEqual(("wrong", "proven"), (proof["trust"], proof["permission"]))
                self.assertIn(code, self.codes(proof))
                said = " ".join(error["what"] + (error["detail"] or "") for error in run["errors"])
                self.assertRegex(said, f"role[ /]{ROLE}[: ].*(statement [01]|trust policy)")

    def test_each_way_to_widen_what_it_may_do(self):
        self.apply()
        name = self.found()["roles"][0]["policies"]
        self.assertEqual(1, len(name))
        ours = list(name)[0]
        right = invoke(FUNCTION)
        prefix = FUNCTION.rsplit(":", 1)[0]
        each = {
            "resource_wildcard": (ours, invoke(prefix + "*", FUNCTION)),
            "resource_additional": (ours, invoke(FUNCTION, OTHER)),
            "action_wildcard": (ours, document(allow("lambda:*", FUNCTION))),
            "invoke_denied": (ours, invoke(prefix)),  # the alias is not covered
            "invoke_other_qualifier": (ours, invoke(prefix + ":*")),
            "invoke_other_function": ("Extra", invoke("arn:aws:lambda:us-east-1:123456789012:function:*")),
            "action_additional": ("Extra", document(allow("s3:GetObject", "arn:aws:s3:::bucket/*"))),
            "not_action": ("Extra", document({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
            "not_resource": ("Extra", document({"Effect": "Allow", "Action": "lambda:InvokeFunction", "NotResource": OTHER})),
        }
        for code, (policy, content) in each.items():
            with self.subTest(code):
                self.put(policy, content)
                proof, run = self.role(expect=4)
                self.assertEqual(("proven", "wrong"), (proof["trust"], proof["permission"]))
                (finding,) = [one for one in proof["findings"] if one["code"] == code][:1]
                if code != "invoke_denied":
                    self.assertEqual((f"inline policy {policy}", 0), (finding["document"], finding["statement"]))
                if policy == "Extra":
                    self.assertEqual([], run["steps"], "the plan does not touch it")
                    self.assertIn("delete-role-policy", finding["hint"])
                    self.remove("Extra")
                else:
                    self.put(ours, right)
        self.assertEqual("proven", self.role()[0]["permission"])

    def test_what_only_repeats_or_narrows_is_not_a_problem(self):
        self.apply()
        self.put("Again", invoke(FUNCTION))
        self.put("Never", document({"Effect": "Deny", "Action": "iam:*", "Resource": "*"}))
        self.attach(self.managed_policy("TheSame", invoke(FUNCTION)))
        self.set_trust({**self.trusting(GENESYS), "Sid": "Reordered"})
        self.assertEqual([], self.role()[0]["findings"])

    def test_attached_policies(self):
        self.apply()
        arn = self.managed_policy("Wide", document(allow("lambda:InvokeFunction", "*", Sid="All")))
        self.attach(arn)
        proof, run = self.role(expect=4)
        self.assertEqual({f"attached policy {arn}"}, {each["document"] for each in proof["findings"]})
        self.assertIn("detach-role-policy", run["errors"][0]["hint"])
        self.assertIn("statement 0 (All)", run["errors"][0]["what"])

    def test_a_boundary_that_forbids(self):
        boundary = self.managed_policy("Boundary", invoke(OTHER))
        content = manifest(action("Get order"))
        content["integrations"][0]["role"] = {"name": ROLE, "boundary": boundary}
        self.write(content)
        self.apply()
        proof, run = self.role(expect=4)
        self.assertEqual({"invoke_denied"}, self.codes(proof))
        self.assertIn("boundary", run["errors"][0]["what"] + run["errors"][0]["hint"])

    def test_what_cannot_be_read_is_undetermined_and_named(self):
        self.apply()
        arn = self.managed_policy("Unknown", invoke(FUNCTION))
        self.attach(arn)
        self.put("Extra", invoke(FUNCTION))
        for denied, document_of in (
            ("iam:GetPolicyVersion", f"attached policy {arn}"),
            ("iam:ListAttachedRolePolicies", "the attached policies"),
            ("iam:ListRolePolicies", "the inline policies"),
        ):
            with self.subTest(denied):
                operator = document(allow("*", "*"), {"Effect": "Deny", "Action": denied, "Resource": "*"})
                self.sandbox.knobs(aws={"operatorPolicy": json.dumps(operator)})
                proof, _ = self.role()
                self.assertEqual("undetermined", proof["permission"])
                self.assertEqual([("unread", document_of)], [(each["code"], each["document"]) for each in proof["findings"]])
                run = self.command("verify", "--strict", expect=4)
                self.assertIn(f"unproven role {ROLE}: {document_of} cannot be read", run.stdout)

    def test_verify_needs_what_permissions_says_and_no_more(self):
        self.apply()
        needed = self.document("permissions", "--for", "verify")
        self.sandbox.knobs(permissions=needed["genesys"], aws={"operatorPolicy": json.dumps(needed["aws"])})
        self.assertEqual([], self.role("--strict")[0]["findings"])

    def test_what_permissions_says_is_enough_to_see_what_is_attached(self):
        self.apply()
        self.attach(self.managed_policy("Wide", document(allow("lambda:*", "*"))))
        needed = self.document("permissions", "--for", "verify")["aws"]
        self.sandbox.knobs(aws={"operatorPolicy": json.dumps(needed)})
        self.assertEqual("wrong", self.role(expect=4)[0]["permission"])
        for taken in ("iam:ListAttachedRolePolicies", "iam:GetPolicy", "iam:GetPolicyVersion"):
            with self.subTest(taken):
                left = [each | {"Action": [name for name in each["Action"] if name != taken]} for each in needed["Statement"]]
                left = needed | {"Statement": [each for each in left if each["Action"]]}
                self.sandbox.knobs(aws={"operatorPolicy": json.dumps(left)})
                proof, _ = self.role()
                self.assertEqual({"unread"}, self.codes(proof))
                self.assertIn(taken, " ".join(finding["message"] for finding in proof["findings"]))


class RolesOfOthers(Proofs):
    def setUp(self):
        super().setUp()
        self.arn = self.create_role(ROLE, trust(GENESYS, self.organization))
        self.put("Theirs", invoke(FUNCTION))
        content = manifest(action("Get order", tests=[ADVICE]))
        content["integrations"][0]["role"] = {"arn": self.arn, "managed": False}
        self.write(content)

    def test_another_teams_role_is_proven_where_it_can_be_read(self):
        self.apply()
        self.assertEqual([], self.role("--strict")[0]["findings"])
        self.put("Theirs", invoke(FUNCTION, OTHER))
        proof, run = self.role(expect=4)
        self.assertEqual({"resource_additional"}, self.codes(proof))
        self.set_trust(self.trusting(Condition=None))
        proof, run = self.role(expect=4)
        self.assertEqual("wrong", proof["trust"])
        self.assertIn("patchcord policy", run["errors"][0]["hint"])

    def test_another_teams_trust_is_right_in_their_words(self):
        self.apply()
        ours = {"sts:ExternalId": self.organization}
        self.set_trust(self.trusting(Condition={"StringEqualsIfExists": ours, "Null": {"sts:ExternalId": "false"}}))
        self.assertEqual([], self.role("--strict")[0]["findings"])
        self.set_trust(self.trusting("*", Condition={"StringEquals": {**ours, "aws:PrincipalAccount": GENESYS}}))
        proof, _ = self.role("--strict")
        self.assertEqual("proven", proof["trust"])
        self.assertEqual([("principal_everyone", "note")], [(each["code"], each["severity"]) for each in proof["findings"]])
        self.assertRegex(self.command("verify").stdout, "note: statement 0 .*names every AWS account")

    def test_another_teams_role_needs_no_aws_credentials(self):
        nobody = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
        self.apply(**nobody)
        proof, _ = self.role(**nobody)
        self.assertEqual(("undetermined", "undetermined"), (proof["trust"], proof["permission"]))
        self.assertEqual({"unread"}, self.codes(proof))

    def test_adopting_a_role_says_what_would_stay(self):
        self.write()
        self.put("Extra", document(allow("lambda:*", "*", Sid="Everything")))
        refused = self.plan(expect=1)
        self.assertIn("would stay: statement 0 (Everything) of inline policy Extra", refused["errors"][0]["detail"])
        notes = " ".join(self.plan("--adopt")["notes"])
        self.assertIn("statement 0 (Everything) of inline policy Extra allows more", notes)
        self.assertIn("aws iam delete-role-policy", notes)
        self.remove("Extra")
        self.assertNotIn("inline policy", " ".join(self.plan("--adopt")["notes"]))


class OtherAccounts(Proofs):
    def test_the_policy_of_a_function_in_another_account(self):
        """Who may not read it is told what has to be in it; what it decides is tested in plan/role_proof_test.cc."""
        self.write(manifest(action("Get order", function=ELSEWHERE), aws={"account": ACCOUNT, "cross_account": True}))
        grant = "add-permission --region us-east-1 --function-name order-status --qualifier live"
        (note,) = [each for each in self.document("lint")["diagnostics"] if each["code"] == "L63"]
        self.assertEqual("note", note["severity"])
        self.assertIn(grant, note["hint"])
        self.apply()
        proof, run = self.role()
        (finding,) = proof["findings"]
        self.assertEqual(("unread", f"policy of function {ELSEWHERE}"), (finding["code"], finding["document"]))
        self.assertIn(grant, finding["hint"])
        self.assertIn(f"--principal arn:aws:iam::{ACCOUNT}:role/{ROLE}", finding["hint"])


class SessionsOfTheOperator(Proofs):
    """Roles that the operator's own profile goes through cost requests at STS: they are in the forecast, too."""

    def setUp(self):
        super().setUp()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="patchcord home "))
        self.addCleanup(shutil.rmtree, self.home)
        env = self.sandbox.env
        keys = {"Version": 1, "AccessKeyId": env["AWS_ACCESS_KEY_ID"], "SecretAccessKey": env["AWS_SECRET_ACCESS_KEY"]}
        (self.home / "keys.json").write_text(json.dumps(keys))
        (self.home / ".aws").mkdir()
        self.env = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "HOME": str(self.home)}

    def make_role(self, name, document_of_trust):
        arn = self.create_role(name, document_of_trust)
        self.put("All", document(allow(["iam:*", "sts:*", "lambda:*"], "*")), role=name)
        return arn

    def assert_forecast_holds(self, sessions):
        env, each = self.env, self.sandbox.stats
        count = lambda: sum(n for name, n in each().get("sts", {}).items() if name.startswith("AssumeRole"))
        for _ in ("from nothing", "again"):
            before = count()
            forecast = self.plan(**env)["forecast"]
            self.assertEqual(sessions, count() - before)
            _, used = self.counted(self.apply, **env)
            self.assertEqual(forecast, used)
            self.assertEqual(2 * sessions, count() - before)

    def test_a_chain_of_two_roles(self):
        first, second = (self.make_role(name, trust(ACCOUNT, "ex")) for name in ("First", "Second"))
        (self.home / ".aws" / "config").write_text(
            f"[profile second]\nrole_arn = {second}\nsource_profile = first\nexternal_id = ex\n"
            f"[profile first]\nrole_arn = {first}\nsource_profile = keys\nexternal_id = ex\n"
            f"[profile keys]\ncredential_process = cat '{self.home}/keys.json'\n"
        )
        self.env["AWS_PROFILE"] = "second"
        self.assert_forecast_holds(2)

    def test_a_web_identity(self):
        provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com"
        self.sandbox.knobs(aws={"webIdentity": {"token": "the.web.token", "provider": provider, "subject": "me"}})
        statement = {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": provider}}
        (self.home / "token").write_text("the.web.token\n")
        self.env |= {
            "AWS_ROLE_ARN": self.make_role("Web", document(statement)),
            "AWS_WEB_IDENTITY_TOKEN_FILE": str(self.home / "token"),
        }
        self.assert_forecast_holds(1)


if __name__ == "__main__":
    main()
