"""Where the published documentation leaves a question open, `deploy` must do its work under each reading.

READINGS has the questions of docs/fidelity.md that a client can meet; each value of each knob gets the same life.
"""
import json

from deployment import ACTION, INTEGRATION, ROLE, TEST_INPUT, AwsCli, DeployCase, main

# (knob, the readings other than the default); `aws` knobs have a dot in their name.
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
    "dependencyTracking": ["ok", "403", "building"],
    "schemaNames": ["brief", "full"],
    "slotKey": ["AmazonWebServicesARN", "amazonWebServicesARN", "aws"],
    "slotCaseMatters": [True, False],
    "credentialType": ["amazonWebServicesARN", "AmazonWebServicesARN", "awsRole"],
    "credentialField": ["ARN", "roleArn"],
    "staticPrefix": ["static_-_", "static-"],
    "typeProperties": ["none", "kept"],
    "operationNames": ["published", "others"],
    "maxInstancesStatus": ["400", "409"],
    "retryAfter": [True, False],
    "limitObject": [True, False],
    "requestBytesMax": [512000, 20000],
    "aws.simulationShape": ["pair", "action"],
    "aws.accountPrincipals": ["root", "typed"],
    "aws.earlyReads": ["old", "alternating"],
    "aws.updateRoleOmitted": ["kept", "erased"],
    "aws.skewMinutes": [5, 15],
    "aws.unsignedContentType": ["accepted", "refused"],
    "aws.latestQualifier": ["qualified", "unqualified"],
    "aws.pageSizeMax": [1000, 0],
}
CONTRACT = ["--input", "customerId:string", "--output", "customer:optional string"]


def knobs_of(name, value):
    return {"aws": {name[4:]: value}} if name.startswith("aws.") else {name: value}


class Readings(DeployCase):
    def each_reading(self, *names):
        for name in names or READINGS:
            for value in READINGS[name]:
                with self.subTest(name, value=value):
                    self.fresh()
                    self.sandbox.knobs(**knobs_of(name, value))
                    yield name, value

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
                           "activationError", "permissions", "lambdaTypeInstalled", "aws", "aws.readDelayMs",
                           "aws.enforcementDelayMs", "aws.arnDelayMs", "aws.clockOffsetSeconds",
                           "aws.sessionSecondsMax", "aws.operatorPolicy"}  # fmt: skip
        knobs = self.sandbox.request("GET", "/_sandbox/knobs")
        known = set(knobs) | {f"aws.{name}" for name in knobs["aws"]}
        self.assertEqual(known - times_and_sizes, set(READINGS))
        for name, values in READINGS.items():
            default = knobs["aws"][name[4:]] if name.startswith("aws.") else knobs[name]
            self.assertEqual(default, values[0], f"the first reading of {name} is the default")

    def test_a_life_under_each_reading(self):
        """From nothing, again, after a lost record, with changes of others, and with a new function."""
        for name, value in self.each_reading():
            self.deploy("--test-input", TEST_INPUT)
            first = self.credential()
            self.assert_nothing_to_do()
            self.clear_folder()
            self.deploy()
            self.assert_nothing_to_do()
            self.spoil()
            self.deploy("--test-input", TEST_INPUT)
            self.credential()
            self.deploy("--test-input", TEST_INPUT, LAMBDA_FUNCTION_ARN=self.sandbox.env["LAMBDA_FUNCTION_ARN"] + ":live")
            self.assertEqual(first, self.credential(), "nothing gave a reason for a new credential")

    def spoil(self):
        """What somebody may do in the two consoles."""
        aws = AwsCli(self.sandbox)
        aws("iam", "update-role", "--role-name", ROLE, "--description", "changed by hand", "--max-session-duration", "7200")
        aws("iam", "delete-role-policy", "--role-name", ROLE, "--policy-name", "GenesysLambdaInvokePolicy")


if __name__ == "__main__":
    main()
