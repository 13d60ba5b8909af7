"""AWS apart from the large partition: GovCloud and China have ARNs, principals and signing regions of their own."""
from deployment import ROLE, TEST_INPUT, AwsCli, DeployCase, main


class Partition:
    def test_a_deployment(self):
        function = self.sandbox.env["LAMBDA_FUNCTION_ARN"]
        self.assertTrue(function.startswith(f"arn:{self.partition}:lambda:{self.region}:"), function)
        self.deploy("--test-input", TEST_INPUT)
        self.assert_one_of_each()
        self.assert_nothing_to_do()
        (role,) = self.found()["roles"]
        self.assertEqual(f"arn:{self.partition}:iam::123456789012:role/{ROLE}", role["arn"])
        env = self.sandbox.env
        principal = {"AWS": f"arn:{self.partition}:iam::{env['GENESYS_AWS_ACCOUNT_ID']}:root"}
        self.assertEqual(principal, role["trust"]["Statement"][0]["Principal"])
        (policy,) = role["policies"].values()
        self.assertEqual(function, policy["Statement"][0]["Resource"])

    def test_only_its_own_signatures_count(self):
        caller = AwsCli(self.sandbox)("sts", "get-caller-identity")
        self.assertTrue(caller["Arn"].startswith(f"arn:{self.partition}:iam::123456789012:"), caller)
        elsewhere = AwsCli(self.sandbox, AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1")
        self.assertEqual("SignatureDoesNotMatch", elsewhere.refusal("sts", "get-caller-identity"))

    def test_a_function_of_another_partition_is_refused(self):
        before = self.sandbox.writes()
        run = self.deploy(expect=1, LAMBDA_FUNCTION_ARN="arn:aws:lambda:us-east-1:123456789012:function:architect-lookup")
        self.assertIn("SignatureDoesNotMatch", run.stderr)
        self.assertEqual(before, self.sandbox.writes())


class GovCloud(Partition, DeployCase):
    partition, region = "aws-us-gov", "us-gov-west-1"
    sandbox_options = ("--aws-region", region)


class China(Partition, DeployCase):
    # IAM is signed for cn-north-1, STS for the function's region.
    partition, region = "aws-cn", "cn-northwest-1"
    sandbox_options = ("--aws-region", region)


if __name__ == "__main__":
    main()
