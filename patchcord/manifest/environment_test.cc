#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using ::testing::HasSubstr;
using testing_manifest::build;

const std::string text = R"(deployment: orders
genesys: { region: us-east-1, organization: 5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11 }
integrations:
- name: Orders <alias>
  role: R-<alias>
  actions:
  - name: Get
    function: arn:aws:lambda:us-east-1:123456789012:function:f:<alias>
    input: {}
    output: {}
    request: { template: "<alias>" }
environments:
  prod:
    genesys: { domain: mypurecloud.de }
    values: { alias: live }
  dev:
    deployment: orders-dev
    aws: { account: "123456789012", cross_account: true }
    values: { alias: dev, spare: x }
  odd:
    values: { alais: dev }
)";

TEST(Environment, LaysItsSectionsOverTheManifest) {
  const auto [prod, problems] = build(text, "prod");
  EXPECT_THAT(problems,
              HasSubstr("warning 8:15 the function is in us-east-1, the organization in "
                        "eu-central-1"));
  EXPECT_EQ(prod.genesys.region, "eu-central-1") << "a domain replaces a region";
  EXPECT_EQ(prod.desired.organization_pin, "5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11");
  EXPECT_EQ(prod.desired.deployment, "orders");
  const auto dev = build(text, "dev").compiled;
  EXPECT_EQ(dev.genesys.region, "us-east-1");
  EXPECT_EQ(dev.desired.deployment, "orders-dev");
  EXPECT_EQ(dev.desired.account_pin, "123456789012");
  EXPECT_TRUE(dev.desired.cross_account);
}

TEST(Environment, PutsValuesIntoNamesAndFunctionsButNotIntoTemplates) {
  const auto dev = build(text, "dev").compiled.desired;
  EXPECT_EQ(dev.roles.at(0).name, "R-dev");
  EXPECT_EQ(dev.integrations.at(0).name, "Orders dev");
  const auto& action = dev.integrations[0].actions.at(0);
  EXPECT_EQ(action.function.qualifier, "dev");
  EXPECT_EQ(action.config.at("request").at("requestTemplate"), "<alias>");
}

TEST(Environment, WarnsOfUnusedValues) {
  EXPECT_EQ(
      build(text, "dev").problems,
      "warning 19:27 the value `spare` is not used | Write <spare> where it belongs, or remove "
      "it. Values are put into name, role, function, genesys and aws, never into templates.\n");
}

TEST(Environment, NamesWhatIsUnknown) {
  EXPECT_EQ(build(text, "prd").problems,
            "error 0:0 the manifest has no environment `prd` | Did you mean `prod`?\n");
  EXPECT_EQ(build(text, "staging").problems,
            "error 0:0 the manifest has no environment `staging` | It has `prod`, `dev`, `odd`.\n");
  EXPECT_EQ(
      build(text).problems,
      "error 4:9 `<alias>` has no value without an environment | Choose one: --env prod or --env "
      "dev or --env odd.\n");
  EXPECT_EQ(build(text, "odd").problems,
            "error 4:9 environment `odd` has no value for `<alias>` | Did you mean `alais`?\n")
      << "that `alais` is not used has the same cause";
  const auto alone = text.substr(0, text.find("environments:"));
  EXPECT_EQ(
      build(alone).problems,
      "error 4:9 `<alias>` has no value: the manifest has no environments | Add environments: { "
      "dev: { values: { alias: … } } }, and choose with --env dev.\n");
  EXPECT_EQ(build(alone, "dev").problems,
            "error 0:0 the manifest has no environment `dev` | Remove --env, or add it under "
            "`environments`.\n");
}

TEST(Environment, RefusesWhatDoesNotBelongThere) {
  EXPECT_THAT(build(text + "  e:\n    value: { a: b }\n", "prod").problems,
              HasSubstr("error 23:5 an environment has no `value` | Did you mean `values`?\n"));
  EXPECT_THAT(
      build(text + "  e:\n    values: { version: 3 }\n", "prod").problems,
      HasSubstr("error 23:24 `version` must be a text, and 3 without quotes is a number | Quote "
                "it: \"3\"\n"));
  EXPECT_THAT(build(text + "  e:\n    values: { \"a b\": x }\n", "prod").problems,
              HasSubstr("error 23:15 `a b` cannot name a value"));
}

TEST(Environment, LeavesOtherAngleBracketsAlone) {
  const auto [compiled, problems] = build(
      "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: a < b > c <\n  "
      "actions: [ { "
      "name: x, function: \"arn:aws:lambda:us-east-1:123456789012:function:f\", input: {}, output: "
      "{} } "
      "]\n");
  EXPECT_EQ(problems, "");
  EXPECT_EQ(compiled.desired.integrations.at(0).name, "a < b > c <");
}

}  // namespace
}  // namespace patchcord
