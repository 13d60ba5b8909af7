// The example of the documentation, from its files.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"
#include "patchcord/manifest/yaml.h"

namespace patchcord {
namespace {

using ::testing::ElementsAre;

const std::filesystem::path folder = std::filesystem::path(PATCHCORD_EXAMPLES) / "orders";

Result<std::string> read(const std::string& path) {
  std::ifstream stream(folder / path, std::ios::binary);
  if (!stream) return Error{.code = Code::not_found, .what = path + " does not exist"};
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

testing_manifest::Built build(const std::string& text, const std::string& environment) {
  const auto parsed = parse_manifest(text, "patchcord.yaml", read);
  testing_manifest::Built out{.problems = testing_manifest::text_of(parsed.diagnostics)};
  out.compiled = compile(*parsed.manifest,
                         {.environment = environment, .find_place = testing_manifest::find_place});
  out.problems += testing_manifest::text_of(out.compiled.diagnostics);
  return out;
}

TEST(Example, CompilesWithoutAWord) {
  const auto text = read("patchcord.yaml");
  ASSERT_TRUE(text.ok());
  for (const std::string environment : {"dev", "prod"})
    EXPECT_EQ(build(*text, environment).problems, "") << environment;
}

TEST(Example, IsWhatTheDocumentationSays) {
  const auto compiled = build(*read("patchcord.yaml"), "dev").compiled;
  const auto& desired = compiled.desired;
  EXPECT_EQ(desired.deployment, "orders-dev");
  ASSERT_EQ(desired.roles.size(), 1U) << "the integrations share it";
  EXPECT_EQ(desired.roles[0].name, "GenesysCloud-orders-dev");
  const std::string arn = "arn:aws:lambda:us-east-1:123456789012:function:";
  std::vector<std::string> functions;
  for (const auto& function : desired.roles[0].functions)
    functions.push_back(function.text());
  EXPECT_THAT(
      functions,
      ElementsAre(arn + "opening-hours:dev", arn + "order-status:dev", arn + "shipping-quote:dev"));
  ASSERT_EQ(desired.integrations.size(), 2U);
  EXPECT_EQ(desired.integrations[0].key, "order-services-dev");
  EXPECT_EQ(desired.integrations[0].actions.size() + desired.integrations[1].actions.size(), 5U);
  const auto& status = desired.integrations[0].actions[1];
  EXPECT_EQ(status.config.at("timeoutSeconds"), 5);
  EXPECT_EQ(status.config.at("response").at("translationMapDefaults").at("status"), "\"unknown\"");
  const auto& quote = desired.integrations[1].actions[0];
  EXPECT_EQ(quote.category, "Shipping");
  EXPECT_EQ(quote.config.at("request").at("requestTemplate"), *read("templates/shipping-quote.vm"));
  const auto& tests =
      compiled.tests.at({.kind = Kind::action, .key = "Order services (dev)/Get order status"});
  ASSERT_EQ(tests.size(), 2U);
  EXPECT_TRUE(tests[0].safe && !tests[1].safe && tests[1].exact);
}

// JSON has its members sorted, so what a contract requires comes in another order.
void sort_required(Json& value) {
  if (!value.is_structured()) return;
  if (value.is_object() && value.contains("required"))
    std::sort(value["required"].begin(), value["required"].end());
  for (auto& item : value)
    sort_required(item);
}

Desired sorted(Desired desired) {
  for (auto& integration : desired.integrations) {
    for (auto& action : integration.actions)
      sort_required(action.contract);
  }
  return desired;
}

// What YAML says, JSON says: a manifest written again as JSON compiles to the same.
TEST(Example, IsTheSameAsJson) {
  const auto text = *read("patchcord.yaml");
  Problems problems;
  const auto root = parse_yaml(text, "patchcord.yaml", problems);
  ASSERT_TRUE(root);
  const auto as_json = to_text(json_of(*root, "patchcord.yaml", problems));
  EXPECT_EQ(build(as_json, "prod").problems, "");
  EXPECT_TRUE(sorted(build(as_json, "prod").compiled.desired) ==
              sorted(build(text, "prod").compiled.desired));
}

}  // namespace
}  // namespace patchcord
