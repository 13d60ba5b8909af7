// The chain: Genesys assumes the role, the role invokes the function.
#include "patchcord/sandbox/aws/aws.h"

#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/signed_client.h"

namespace patchcord::sandbox::aws {
namespace {

using namespace std::chrono_literals;

constexpr const char* role_name = "GenesysCloud-orders";
constexpr const char* role = "arn:aws:iam::123456789012:role/GenesysCloud-orders";

ChainRequest chain_request() {
  return {.genesys_account = genesys_account,
          .role_arn = role,
          .external_id = organization,
          .function_arn = echo_arn,
          .payload = R"({"orderId":"42"})"};
}

void make_role(World& world,
               const std::string& trust = genesys_trust(),
               const std::string& policy = invoke_policy()) {
  const QueryAnswer created =
      world.iam("CreateRole", {{"RoleName", role_name}, {"AssumeRolePolicyDocument", trust}});
  ASSERT_EQ(created.outcome(), "200") << created.body;
  const QueryAnswer put = world.iam(
      "PutRolePolicy", {{"RoleName", role_name}, {"PolicyName", "p"}, {"PolicyDocument", policy}});
  ASSERT_EQ(put.outcome(), "200") << put.body;
}

// "replied …", "failed …", "timed out", "not assumed", "403 AccessDeniedException"
std::string chain_outcome(const ChainOutcome& result) {
  if (const auto* reply = std::get_if<FunctionReplied>(&result)) return "replied " + reply->payload;
  if (const auto* failed = std::get_if<FunctionFailed>(&result)) return "failed " + failed->payload;
  if (std::holds_alternative<FunctionTimedOut>(result)) return "timed out";
  if (std::holds_alternative<NotAssumed>(result)) return "not assumed";
  const auto& refused = std::get<NotInvoked>(result);
  return std::to_string(refused.status) + " " + refused.code;
}

int invocations(const World& world, std::size_t index = 0) {
  return world.cloud.state()["functions"][index]["invocations"].get<int>();
}

TEST(Chain, TheRightRoleInvokesTheFunction) {
  World world;
  make_role(world);
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), R"(replied {"orderId":"42"})");
  EXPECT_EQ(invocations(world), 1);
}

struct Trust {
  const char* name;
  std::string trust;
  std::string external_id;
  std::string expected;
};

class ChainTrust : public testing::TestWithParam<Trust> {};

TEST_P(ChainTrust, IsReallyEvaluated) {
  World world;
  make_role(world, GetParam().trust);
  ChainRequest request = chain_request();
  request.external_id = GetParam().external_id;
  const ChainOutcome result = world.cloud.run(request);
  EXPECT_EQ(chain_outcome(result), GetParam().expected);
  if (const auto* refused = std::get_if<NotAssumed>(&result)) {
    EXPECT_EQ(refused->message,
              "User: arn:aws:sts::765628985471:assumed-role/genesys-cloud/data-actions is not "
              "authorized to perform: "
              "sts:AssumeRole on resource: arn:aws:iam::123456789012:role/GenesysCloud-orders");
    EXPECT_FALSE(refused->why.empty());
    EXPECT_EQ(invocations(world), 0);
  }
}

std::string with_condition(const std::string& condition) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::765628985471:root"},)"
         R"("Action":"sts:AssumeRole","Condition":)" +
         condition + "}]}";
}

const std::string replied = R"(replied {"orderId":"42"})";

INSTANTIATE_TEST_SUITE_P(
    Table,
    ChainTrust,
    testing::Values(
        Trust{"TheRightId", genesys_trust(), organization, replied},
        Trust{"AnotherId", genesys_trust(), "5f8a3a52-1111-4222-8333-444455556667", "not assumed"},
        Trust{"TheIdInCapitals",
              genesys_trust(),
              "5F8A3A52-1111-4222-8333-444455556666",
              "not assumed"},
        Trust{"NoId", genesys_trust(), "", "not assumed"},
        Trust{"NoIdAndNoneWanted", with_condition("{}"), "", replied},
        Trust{"AnIdThatNobodyWants", with_condition("{}"), organization, replied},
        Trust{"NoIdUnderIfExists",
              with_condition(R"({"StringEqualsIfExists":{"sts:ExternalId":"x"}})"),
              "",
              replied},
        Trust{"TheKeyInAnotherCase",
              with_condition(R"({"StringEquals":{"STS:externalid":"x"}})"),
              "x",
              replied},
        Trust{"AnotherAccount",
              trust_of("arn:aws:iam::111111111111:root"),
              organization,
              "not assumed"},
        Trust{"TheBareAccountId", trust_of(genesys_account), organization, replied},
        Trust{"Everybody", trust_of("*"), organization, replied},
        Trust{"AnAddressThatGenesysDoesNotHave",
              with_condition(R"({"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}})"),
              organization,
              "not assumed"},
        Trust{"AnOrganizationThatGenesysIsNotIn",
              with_condition(R"({"StringEquals":{"aws:PrincipalOrgID":"o-1"}})"),
              organization,
              "not assumed"},
        Trust{"ADateThatIsPast",
              with_condition(R"({"DateLessThan":{"aws:CurrentTime":"2025-01-01T00:00:00Z"}})"),
              organization,
              "not assumed"}),
    [](const auto& trust) { return trust.param.name; });

TEST(Chain, ARoleThatIsNotThereIsRefusedInTheSameWords) {
  World world;
  const ChainOutcome result = world.cloud.run(chain_request());
  EXPECT_EQ(chain_outcome(result), "not assumed");
  EXPECT_NE(
      std::get<NotAssumed>(result).message.find("is not authorized to perform: sts:AssumeRole"),
      std::string::npos);
  EXPECT_EQ(std::get<NotAssumed>(result).why, std::string("there is no role ") + role);
}

TEST(Chain, ARolesArnIsComparedWithItsCase) {
  World world;
  make_role(world);
  ChainRequest request = chain_request();
  request.role_arn = "arn:aws:iam::123456789012:role/genesyscloud-orders";
  EXPECT_EQ(chain_outcome(world.cloud.run(request)), "not assumed");
}

struct Permission {
  const char* name;
  std::string resource;   // of the policy
  std::string qualifier;  // of the invocation
  std::string expected;
};

class ChainPermission : public testing::TestWithParam<Permission> {};

// Source: Lambda Developer Guide, resources and conditions: the ARN is that of name and qualifier
// together
TEST_P(ChainPermission, IsAboutExactlyTheArnThatIsInvoked) {
  FunctionSpec function = default_functions({}).front();
  function.aliases = {{"live", "1"}};
  World world(test_options({function}));
  make_role(world, genesys_trust(), invoke_policy(GetParam().resource));
  ChainRequest request = chain_request();
  if (!GetParam().qualifier.empty()) request.function_arn += ":" + GetParam().qualifier;
  const ChainOutcome result = world.cloud.run(request);
  EXPECT_EQ(chain_outcome(result), GetParam().expected);
}

const std::string arn = echo_arn;
const std::string no = "403 AccessDeniedException";

INSTANTIATE_TEST_SUITE_P(
    Table,
    ChainPermission,
    testing::Values(
        Permission{"NameForName", arn, "", replied},
        Permission{"NameForAlias", arn, "live", no},
        Permission{"NameForVersion", arn, "1", no},
        Permission{"NameForLatest", arn, "$LATEST", no},
        Permission{"AliasForName", arn + ":live", "", no},
        Permission{"AliasForAlias", arn + ":live", "live", replied},
        Permission{"AliasForItsVersion", arn + ":live", "1", no},
        Permission{"QualifiersForName", arn + ":*", "", no},
        Permission{"QualifiersForAlias", arn + ":*", "live", replied},
        Permission{"QualifiersForLatest", arn + ":*", "$LATEST", replied},
        Permission{"PrefixForName", arn + "*", "", replied},
        Permission{
            "AnotherFunction", "arn:aws:lambda:us-east-1:123456789012:function:other", "", no},
        Permission{"AnotherRegion", "arn:aws:lambda:eu-west-1:123456789012:function:echo", "", no},
        Permission{
            "UnknownAliasThatIsAllowed", arn + ":*", "nobody", "404 ResourceNotFoundException"},
        Permission{"UnknownAliasThatIsNot", arn, "nobody", no}),
    [](const auto& permission) { return permission.param.name; });

TEST(Chain, ABoundaryHoldsTheRoleBack) {
  World world;
  make_role(world);
  const std::string boundary =
      world
          .iam("CreatePolicy",
               {{"PolicyName", "b"},
                {"PolicyDocument",
                 invoke_policy("arn:aws:lambda:us-east-1:123456789012:function:x")}})
          .at("Arn");
  world.iam("PutRolePermissionsBoundary",
            {{"RoleName", role_name}, {"PermissionsBoundary", boundary}});
  const ChainOutcome refused = world.cloud.run(chain_request());
  EXPECT_EQ(chain_outcome(refused), no);
  EXPECT_NE(std::get<NotInvoked>(refused).message.find("because no permissions boundary allows"),
            std::string::npos);
  world.iam("DeleteRolePermissionsBoundary", {{"RoleName", role_name}});
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), replied);
}

TEST(Chain, AnAttachedPolicyCountsLikeAnInlineOne) {
  World world;
  make_role(world, genesys_trust(), invoke_policy(arn + ":live"));
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), no);
  world.iam("AttachRolePolicy",
            {{"RoleName", role_name},
             {"PolicyArn", "arn:aws:iam::aws:policy/service-role/AWSLambdaRole"}});
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), replied);
}

TEST(Chain, EnforcementFollowsAChangeAfterTheKnobsDelay) {
  World world;
  world.knob({{"enforcementDelayMs", 10'000}});
  make_role(world);
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", role_name}}).outcome(), "200");
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), "not assumed");
  world.time.advance(10s);
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), replied);
  world.iam("UpdateAssumeRolePolicy",
            {{"RoleName", role_name}, {"PolicyDocument", trust_of(genesys_account, "another id")}});
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), replied)
      << "the old trust still counts";
  world.time.advance(10s);
  EXPECT_EQ(chain_outcome(world.cloud.run(chain_request())), "not assumed");
}

TEST(Chain, AFunctionOfAnotherAccountMustAllowTheRoleItself) {
  FunctionSpec foreign = default_functions({.account = "210987654321"}).front();
  foreign.aliases = {{"live", "1"}};
  const std::string foreign_arn = arn_of(foreign);
  ChainRequest request = chain_request();
  request.function_arn = foreign_arn;
  World closed(test_options({foreign}));
  make_role(closed, genesys_trust(), invoke_policy(foreign_arn));
  EXPECT_EQ(chain_outcome(closed.cloud.run(request)), no);
  foreign.grants = {{.principal = "123456789012"}};
  World open(test_options({foreign}));
  make_role(open, genesys_trust(), invoke_policy(foreign_arn));
  EXPECT_EQ(chain_outcome(open.cloud.run(request)), replied);
  request.function_arn += ":live";  // a grant belongs to one qualifier
  EXPECT_EQ(chain_outcome(open.cloud.run(request)), no);
}

TEST(Chain, FunctionErrorsAndTimeoutsAreToldApart) {
  FunctionSpec broken{.name = "broken",
                      .region = "us-east-1",
                      .account = "123456789012",
                      .behaviour = FixedError{R"({"errorMessage":"no","errorType":"ValueError"})"}};
  FunctionSpec slow{
      .name = "slow", .region = "us-east-1", .account = "123456789012", .delay = Milliseconds{2}};
  World world(test_options({broken, slow}));
  make_role(
      world, genesys_trust(), invoke_policy("arn:aws:lambda:us-east-1:123456789012:function:*"));
  ChainRequest request = chain_request();
  request.function_arn = arn_of(broken);
  EXPECT_EQ(chain_outcome(world.cloud.run(request)),
            R"(failed {"errorMessage":"no","errorType":"ValueError"})");
  request.function_arn = arn_of(slow);
  request.timeout = Milliseconds{1};
  EXPECT_EQ(chain_outcome(world.cloud.run(request)), "timed out");
  request.function_arn = "arn:aws:lambda:us-east-1:123456789012:function:nobody";
  EXPECT_EQ(chain_outcome(world.cloud.run(request)), "404 ResourceNotFoundException");
  request.function_arn = "nonsense function";
  EXPECT_EQ(chain_outcome(world.cloud.run(request)), "400 ValidationException");
}

TEST(Cloud, OperationsHaveNamesForCountingAndFaults) {
  const auto lambda = [](const std::string& method, const std::string& path) {
    return AwsCloud::operation_of({.method = method, .path = path});
  };
  EXPECT_EQ(AwsCloud::operation_of(query_message("iam", "CreateRole", {})), "iam CreateRole");
  EXPECT_EQ(AwsCloud::operation_of(query_message("sts", "AssumeRole", {})), "sts AssumeRole");
  EXPECT_EQ(AwsCloud::operation_of(query_message("iam", "<script>", {})), "iam ?");
  EXPECT_EQ(lambda("POST", "/2015-03-31/functions/arn%3Aaws/invocations"), "lambda Invoke");
  EXPECT_EQ(lambda("GET", "/2015-03-31/functions/f"), "lambda GetFunction");
  EXPECT_EQ(lambda("GET", "/2015-03-31/functions/"), "lambda ListFunctions");
  EXPECT_EQ(lambda("DELETE", "/2015-03-31/functions/f/policy/s"), "lambda RemovePermission");
  EXPECT_EQ(lambda("PUT", "/2015-03-31/functions/f/code"), "lambda ?");
  EXPECT_EQ(lambda("GET", "/2020-06-30/functions/f/code-signing-config"),
            "lambda GetFunctionCodeSigningConfig");
  EXPECT_EQ(lambda("GET", "/2020-06-30/functions/"), "lambda ?");
}

TEST(Cloud, WhatIsNoOperationIsRefused) {
  World world;
  EXPECT_EQ(outcome(world.cloud.handle({.method = "GET", .path = "/"})),
            "404 UnknownOperationException");
  EXPECT_EQ(outcome(world.lambda("PUT", "/f/code")), "404 UnknownOperationException");
  EXPECT_EQ(
      QueryAnswer(world.cloud.handle(sign_message(query_message("sts", "GetSessionToken", {}),
                                                  world.key,
                                                  {.service = "sts", .now = world.time.now()})))
          .outcome(),
      "400 InvalidAction");
}

}  // namespace
}  // namespace patchcord::sandbox::aws
