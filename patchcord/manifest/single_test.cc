#include "patchcord/manifest/single.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SingleFunction tutorial() {
  SingleFunction single;
  single.function_arn = "arn:aws:lambda:us-east-1:123456789012:function:lookup:live";
  single.trusted_account = "765628985471";
  return single;
}

std::vector<std::string> places(const CompiledSingle& compiled) {
  std::vector<std::string> places;
  for (const auto& problem : compiled.problems) {
    places.push_back(problem.at);
  }
  return places;
}

TEST(Single, HasTheNamesOfTheTutorial) {
  const auto compiled = compile(tutorial());
  EXPECT_THAT(compiled.problems, IsEmpty());
  const auto& desired = compiled.desired;
  EXPECT_EQ(desired.roles[0].name, "GenesysCloudLambdaRole");
  EXPECT_EQ(desired.roles[0].policy_name, "GenesysLambdaInvokePolicy");
  EXPECT_EQ(desired.integrations[0].name, "AWS Lambda");
  EXPECT_EQ(desired.integrations[0].key, "aws-lambda");
  EXPECT_EQ(desired.integrations[0].actions[0].name, "Architect-Lambda-Invoke");
  EXPECT_EQ(desired.integrations[0].actions[0].category, "AWS Lambda");
  EXPECT_EQ(desired.integrations[0].actions[0].config.at("request").at("requestUrlTemplate"),
            tutorial().function_arn);
  EXPECT_FALSE(desired.integrations[0].actions[0].config.contains("timeoutSeconds"))
      << "unset must be left out, never 0";
}

TEST(Single, KeepsTheContractThatIsThereUnlessOneIsGiven) {
  const auto keeps = [](const SingleFunction& single) {
    return compile(single).desired.integrations.at(0).actions.at(0).keeps_contract;
  };
  EXPECT_TRUE(keeps(tutorial()));
  auto single = tutorial();
  single.inputs = {"orderId:string"};
  EXPECT_FALSE(keeps(single));
  single = tutorial();
  single.outputs = {"status:string"};
  EXPECT_FALSE(keeps(single));
  single = tutorial();
  single.contract = {{"input", {{"type", "object"}}}, {"output", {{"type", "object"}}}};
  EXPECT_FALSE(keeps(single));
}

TEST(Single, ReportsEveryProblemAtOnce) {
  auto single = tutorial();
  single.function_arn = "lookup";
  single.trusted_account = "12";
  single.deployment = "Not Good";
  single.role = "no blanks allowed";
  single.policy = "";
  single.integration = " x";
  single.action = std::string(300, 'a');
  single.timeout_seconds = 61;
  single.inputs = {"noType", "orgId:string"};
  single.outputs = {"a:string", "a:string"};
  EXPECT_THAT(places(compile(single)),
              ElementsAre("LAMBDA_FUNCTION_ARN",
                          "GENESYS_AWS_ACCOUNT_ID",
                          "--deployment",
                          "--role",
                          "--policy",
                          "--integration",
                          "--action",
                          "--timeout",
                          "--input",
                          "--input",
                          "--output"));
}

TEST(Single, TakesBothFormsOfAContractFile) {
  auto single = tutorial();
  const Json schema = {{"type", "object"}};
  single.contract = Json{{"input", schema}, {"output", schema}};
  const auto plain = compile(single);
  single.contract =
      Json{{"input", {{"inputSchema", schema}}}, {"output", {{"successSchema", schema}}}};
  const auto exported = compile(single);
  EXPECT_THAT(plain.problems, IsEmpty());
  EXPECT_EQ(plain.desired, exported.desired);
  single.contract = Json::array();
  EXPECT_THAT(places(compile(single)), ElementsAre("--contract"));
}

TEST(Single, RefusesAContractFileWithWhatGenesysCloudRefuses) {
  auto single = tutorial();
  const Json nested = Json::parse(
      R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"string"}}}}})");
  const Json misspelt = Json::parse(R"({"type":"object","properties":{"id":{"type":"sting"}}})");
  single.contract = Json{{"input", nested}, {"output", misspelt}};
  const auto problems = compile(single).problems;
  EXPECT_THAT(places(compile(single)), ElementsAre("--contract", "--contract"));
  EXPECT_THAT(problems.front().what, HasSubstr("`a`"));
  EXPECT_THAT(problems.back().what, HasSubstr("at `properties.id.type`"));
}

}  // namespace
}  // namespace patchcord
