"""Where the published documentation leaves a question open, `deploy` must do its work under each reading.

Each value of each knob gets the same life. docs/fidelity.md has the questions.
"""
import json
import pathlib
import shutil
import tempfile

from deployment import ACTION, INTEGRATION, POLICY, ROLE, TEST_INPUT, AwsCli, DeployCase, main, trust
from manifests import ManifestCase, action, manifest
from signed import Iam, arn_in

# By knob, the default first; those of AWS have a dot in their name.
READINGS = {
    "versionMismatch": ["409", "400text"],
    "credentialInUse": ["409", "204", "400"],
    "enableWithoutCredential": ["error", "400"],
    "credentialTypesShape": ["array", "page"],
    "credentialRedaction": ["missing", "empty", "masked"],
    "secondDraft": ["409", "existing"],
    "frozenChange": ["patch", "publish", "allowed"],
    "draftOnlyGet": ["404", "draft"],
    "configPatch": ["replace", "merge"],
    "listingContracts": ["none", "uris", "schemas"],
    "includeConfig": [True, False],
    "integrationListFilters": [True, False],
    "largePages": ["clamp", "400"],
    "cursorEnd": ["when-more", "when-any"],
    "unknownSort": ["400", "ignored"],
    "rateWindow": ["first-call", "clock"],
    "createAnswersInline": [False, True],
    "publishedValidatesDraft": [True, False],
    "firstActionVersion": [1, 0, 7],
    "uniqueNames": [False, True],
    "emptyNotesMarker": [False, True],
    "arnCheck": ["none", "write"],
    "contractCheck": ["400", "none"],
    "dependencyTracking": ["ok", "403", "building", "206", "versioned"],
    "schemaNames": ["brief", "full"],
    "slotKey": ["AmazonWebServicesARN", "amazonWebServicesARN", "aws"],
    "slotCaseMatters": [True, False],
    "credentialType": ["amazonWebServicesARN", "AmazonWebServicesARN", "awsRole"],
    "credentialField": ["ARN", "roleArn"],
    "staticPrefix": ["static_-_", "static-"],
    "typeProperties": ["none", "kept"],
    "operationNames": ["published", "others"],
    "pageTotals": ["exact", "absent", "more"],
    "modifiedDates": ["shown", "absent", "seconds"],
    "patchAnswers": ["state", "none"],
    "contractMembers": ["as-sent", "added"],
    "templateAccept": ["checked", "any"],
    "duplicateCredential": ["made", "409"],
    "maxInstancesStatus": ["400", "409"],
    "retryAfter": [True, False],
    "limitObject": [True, False],
    "requestBytesMax": [512000, 20000],
    "nulls": ["accept", "refuse"],
    "velocity": ["2", "1.7"],
    "strictRequest": [False, True],
    "integerFraction": ["refused", "accepted"],
    "contractDefaults": ["ignored", "filled"],
    "successSeesInput": [True, False],
    "mappedNull": ["text", "missing"],
    "defaultOutsideMap": ["ignored", "defined"],
    "emptyBody": ["refused", "object"],
    "nullReply": ["refused", "missing"],
    "missingLeaf": ["null", "left-out"],
    "decimals": ["double", "exact"],
    "aws.simulationShape": ["pair", "action"],
    "aws.accountPrincipals": ["root", "typed"],
    "aws.earlyReads": ["old", "alternating"],
    "aws.updateRoleOmitted": ["kept", "erased"],
    "aws.skewMinutes": [5, 15],
    "aws.unsignedContentType": ["accepted", "refused"],
    "aws.latestQualifier": ["qualified", "unqualified"],
    "aws.pageSizeMax": [1000, 0],
}


def knobs_of(name, value):
    return {"aws": {name[4:]: value}} if name.startswith("aws.") else {name: value}


class Readings(DeployCase):
    def played(self):
        """Every reading but the defaults, which all other tests have; before each the sandbox is new."""
        for name, values in READINGS.items():
            for value in values[1:]:
                with self.subTest(name, value=value):
                    self.fresh()
                    self.sandbox.knobs(**knobs_of(name, value))
                    yield name

    def play(self, name, value):
        self.fresh()
        self.sandbox.knobs(**knobs_of(name, value))

    def credential(self):
        """The one credential that is bound, whatever its slot and field are called."""
        found = self.found()
        self.assertEqual({kind: 1 for kind in found}, {kind: len(objects) for kind, objects in found.items()}, found)
        integration, credential = found["integrations"][0], found["credentials"][0]
        self.assertEqual([credential["id"]], list(integration["credentials"].values()))
        self.assertEqual([found["roles"][0]["arn"]], list(credential["fields"].values()))
        self.assertEqual(INTEGRATION, integration["name"])
        self.assertEqual(ACTION, found["actions"][0]["published"]["name"])
        return credential["id"]

    def test_every_knob_that_has_readings_is_here(self):
        """A knob that is added and not listed here would never be played."""
        times_and_sizes = {"latencyMs", "listingLagMs", "creationLagMs", "deleteLagMs", "activationMs", "tokenSeconds",
                           "rateLimit", "rateWindowSeconds", "tokensPerMinute", "maxInstances", "record",
                           "activationError", "permissions", "lambdaTypeInstalled", "aws", "aws.readDelayMs", "aws.writeDelayMs",
                           "aws.enforcementDelayMs", "aws.arnDelayMs", "aws.clockOffsetSeconds",
                           "aws.sessionSecondsMax", "aws.operatorPolicy", "aws.mfaCode", "aws.webIdentity"}  # fmt: skip
        knobs = self.sandbox.request("GET", "/_sandbox/knobs")
        known = set(knobs) | {f"aws.{name}" for name in knobs["aws"]}
        self.assertEqual(known - times_and_sizes, set(READINGS))
        for name, values in READINGS.items():
            default = knobs["aws"][name[4:]] if name.startswith("aws.") else knobs[name]
            self.assertEqual(default, values[0], f"the first reading of {name} is the default")

    def test_a_life_under_each_reading(self):
        """From nothing; again; and without a record, with a new function and what others changed at AWS."""
        for name in self.played():
            self.deploy("--test-input", TEST_INPUT)
            first = self.credential()
            self.assert_nothing_to_do()
            if name.startswith("aws."):
                self.spoil()
            self.clear_folder()
            self.deploy("--test-input", TEST_INPUT, LAMBDA_FUNCTION_ARN=self.sandbox.env["LAMBDA_FUNCTION_ARN"] + ":live")
            self.assertEqual(first, self.credential(), "nothing gave a reason for a new credential")
            if name.startswith("aws."):
                self.assertEqual(7200, self.found()["roles"][0]["maxSessionSeconds"], "theirs, and it stays")

    def spoil(self):
        """What somebody may do in the console; the longest session is theirs, and stays."""
        aws = AwsCli(self.sandbox)
        aws("iam", "update-role", "--role-name", ROLE, "--description", "by hand", "--max-session-duration", "7200")
        aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", POLICY)

    def test_an_integration_that_is_busy_is_asked_again(self):
        """409 to the wish for another state; either it passes, or it ends with the service's words."""
        busy = {"match": "PATCH /api/v2/integrations/{integrationId}", "status": 409, "code": "general.conflict",
                "message": "The integration is being updated."}  # fmt: skip
        self.sandbox.faults(busy | {"times": 3})
        self.deploy("--test-input", TEST_INPUT)
        self.assert_one_of_each()
        self.fresh()
        self.sandbox.faults(busy | {"times": 0})
        run = self.deploy(expect=1, PATCHCORD_WAIT_ACTIVE_MS="100")
        self.assertIn("The integration is being updated.", run.stderr)
        self.sandbox.no_faults()
        self.assert_converges()

    def test_a_new_role_takes_a_new_credential_and_the_old_one_goes(self):
        for value in READINGS["credentialInUse"]:
            with self.subTest(value):
                self.play("credentialInUse", value)
                self.deploy("--test-input", TEST_INPUT)
                first = self.found()["credentials"][0]["id"]
                self.deploy("--test-input", TEST_INPUT, "--role", "Another")
                found = self.found()
                self.assertEqual([{"ARN": self.role_arn("Another")}], [each["fields"] for each in found["credentials"]])
                self.assertNotEqual(first, found["credentials"][0]["id"])

    def role_arn(self, name):
        return next(each["arn"] for each in self.found()["roles"] if each["name"] == name)

    def test_what_was_changed_meanwhile_is_not_overwritten(self):
        """409, or 400 with a text: either way it ends with the service's words, and the next run does the work."""
        text = "The version supplied, 1, does not match the current version 2"
        for status, code in ((409, "general.conflict"), (400, "bad.request")):
            with self.subTest(status):
                self.fresh()
                self.deploy()
                live = {"LAMBDA_FUNCTION_ARN": self.sandbox.env["LAMBDA_FUNCTION_ARN"] + ":live"}
                self.sandbox.faults({"match": "PATCH /api/v2/integrations/actions/{actionId}", "status": status,
                                     "code": code, "message": text})  # fmt: skip
                run = self.deploy(expect=1, **live)
                self.assertIn(text, run.stderr)
                self.deploy("--test-input", TEST_INPUT, **live)
                self.assert_one_of_each()

    def test_too_many_integrations_is_told_in_the_words_of_the_service(self):
        for status in READINGS["maxInstancesStatus"]:
            with self.subTest(status):
                self.play("maxInstancesStatus", status)
                self.sandbox.knobs(maxInstances=1)
                self.sandbox.seed(integrations=[{"name": "theirs", "type": "aws-lambda-data-actions"}])
                run = self.deploy(expect=1)
                self.assertIn("The maximum of 1 integrations", run.stderr)
                self.sandbox.knobs(maxInstances=0)
                self.deploy()

    def test_a_wrong_clock_is_put_right_whatever_the_window(self):
        for minutes in READINGS["aws.skewMinutes"]:
            for offset in (-3600, 3600):
                with self.subTest(minutes=minutes, offset=offset):
                    self.fresh()
                    self.sandbox.knobs(aws={"skewMinutes": minutes, "clockOffsetSeconds": offset})
                    self.deploy()
                    self.assert_one_of_each()

    def test_a_wrong_clock_is_put_right_for_the_session_of_a_role(self):
        for minutes in READINGS["aws.skewMinutes"]:
            for offset in (-7200, 7200):
                with self.subTest(minutes=minutes, offset=offset):
                    self.fresh()
                    variables = self.role_profile()
                    self.sandbox.knobs(aws={"skewMinutes": minutes, "clockOffsetSeconds": offset})
                    self.deploy("--profile", "ops", **variables)
                    self.assertEqual(1, len(self.found()["actions"]))
                    self.assertEqual(2, self.sandbox.stats()["sts"]["AssumeRole"], "the refused one, and one session")

    def role_profile(self):
        """The variable that leads to a profile `ops`, whose role the keys of the environment assume."""
        iam = Iam(self.sandbox)
        arn = arn_in(iam("CreateRole", RoleName="Deployer", AssumeRolePolicyDocument=json.dumps(trust("123456789012", "ex"))))
        allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}
        iam("PutRolePolicy", RoleName="Deployer", PolicyName="p", PolicyDocument=json.dumps(allow))
        home = pathlib.Path(tempfile.mkdtemp(prefix="patchcord-home-"))
        self.addCleanup(shutil.rmtree, home)
        (home / "config").write_text(
            f"[profile ops]\nrole_arn = {arn}\nexternal_id = ex\ncredential_source = Environment\n"
        )
        return {"AWS_CONFIG_FILE": str(home / "config")}

    def test_latest_by_name_is_invoked_however_policies_see_it(self):
        """Its own resource, or the unqualified function: the role covers both, and nothing else."""
        function = self.sandbox.env["LAMBDA_FUNCTION_ARN"]
        for value in READINGS["aws.latestQualifier"]:
            with self.subTest(value):
                self.play("aws.latestQualifier", value)
                latest = {"LAMBDA_FUNCTION_ARN": function + ":$LATEST"}
                self.deploy("--test-input", TEST_INPUT, **latest)
                self.assert_one_of_each()
                (document,) = self.found()["roles"][0]["policies"].values()
                self.assertEqual([function, function + ":$LATEST"], document["Statement"][0]["Resource"])
                before = self.sandbox.writes()
                self.assertIn("Nothing to do", self.deploy(**latest).stderr)
                self.assertEqual(before, self.sandbox.writes())
                self.deploy("--test-input", TEST_INPUT, LAMBDA_FUNCTION_ARN=function + ":live")
                (document,) = self.found()["roles"][0]["policies"].values()
                self.assertEqual(function + ":live", document["Statement"][0]["Resource"])

    def test_the_window_of_the_rate_limit_is_respected_whenever_it_starts(self):
        for window in READINGS["rateWindow"]:
            with self.subTest(window):
                self.play("rateWindow", window)
                self.sandbox.knobs(rateLimit=10, rateWindowSeconds=1)
                self.deploy()
                refused = [each for each in self.sandbox.exchanges() if each["response"]["status"] == 429]
                self.assertEqual([], refused, "what could be foreseen is not run into")


class Limits(ManifestCase):
    """What a small manifest never meets: bodies over the limit, and a 429."""

    def test_a_request_that_is_too_large_ends_with_the_services_words(self):
        template = json.dumps({"orderId": "${input.orderId}", "padding": "x" * 25_000})
        self.write(manifest(action("Get order", request={"template": template})))
        small, large = reversed(READINGS["requestBytesMax"])
        self.sandbox.knobs(requestBytesMax=small)
        (error,) = self.apply(expect=1)["errors"]
        self.assertEqual((413, "request.entity.too.large"), (error["answer"]["status"], error["answer"]["code"]))
        self.assertIn(str(small), error["answer"]["message"])
        self.sandbox.knobs(requestBytesMax=large)
        self.apply()
        self.assert_plan_empty()

    def test_a_429_is_obeyed_however_it_is_told(self):
        """By Retry-After, by the text alone, and with an object that says which limit it was."""
        create = "POST /api/v2/integrations/actions"
        told = {"message": "Rate limit exceeded the maximum. Retry the request in [1] seconds", "code": "too.many.requests", "status": 429}
        limit = {"key": "client.credentials.token.rate.per.minute", "namespace": "platform.api", "value": 300}
        for more in ({"retryAfter": 0}, {}, {"body": json.dumps(told | {"limit": limit})}):
            with self.subTest(more):
                self.fresh()
                self.write()
                self.sandbox.faults({"match": create, **told, **more})
                self.apply()
                self.assertEqual(2, self.sandbox.stats()["genesys"][create])
                self.assert_plan_empty()


if __name__ == "__main__":
    main()
