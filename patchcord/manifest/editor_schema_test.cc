// The schema for editors against the parser: the same names in the same places.
#include "patchcord/manifest/editor_schema.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using testing_manifest::parse;

Json schema() {
  return Json::parse(manifest_schema());
}

std::set<std::string> names_of(const Json& object) {
  std::set<std::string> out;
  for (const auto& item : object.at("properties").items())
    out.insert(item.key());
  return out;
}

// The parser names what it knows when it meets what it does not know.
std::set<std::string> known_to_parser(const std::string& manifest) {
  for (const auto& one : parse(manifest).diagnostics) {
    const auto list = std::string_view(one.hint);
    constexpr std::string_view before = "Known here: ";
    if (one.message.find("zzzzzzzzzzzzzzzzzzzz") == std::string::npos || !list.starts_with(before))
      continue;
    std::set<std::string> out;
    for (auto begin = list.find('`'); begin != std::string_view::npos;) {
      const auto end = list.find('`', begin + 1);
      out.insert(std::string(list.substr(begin + 1, end - begin - 1)));
      begin = list.find('`', end + 1);
    }
    return out;
  }
  return {};
}

TEST(EditorSchema, HasTheNamesThatTheParserKnows) {
  constexpr const char* unknown = "zzzzzzzzzzzzzzzzzzzz: 1";
  const auto whole = schema();
  const auto integration = whole.at("properties").at("integrations").at("items");
  const auto action = integration.at("properties").at("actions").at("items");
  const auto definitions = whole.at("definitions");
  const auto environment = whole.at("properties").at("environments").at("additionalProperties");
  const auto in_integration = [](const std::string& text) {
    return "integrations:\n- { name: n, " + text + " }\n";
  };
  const auto in_action = [&](const std::string& text) {
    return in_integration("actions: [ { name: a, " + text + " } ]");
  };
  const auto braced = [&](const std::string& key) { return key + ": { " + unknown + " }"; };
  const std::pair<Json, std::string> rows[] = {
      {whole, unknown},
      {definitions.at("genesys"), braced("genesys")},
      {definitions.at("aws"), braced("aws")},
      {environment, "environments: { e: { " + std::string(unknown) + " } }"},
      {integration, in_integration(unknown)},
      {integration.at("properties").at("role").at("anyOf").at(1), in_integration(braced("role"))},
      {action, in_action(unknown)},
      {action.at("properties").at("request"), in_action(braced("request"))},
      {action.at("properties").at("response"), in_action(braced("response"))},
      {action.at("properties").at("tests").at("items"),
       in_action("tests: [ { " + std::string(unknown) + " } ]")},
  };
  for (const auto& [object, manifest] : rows) {
    EXPECT_FALSE(object.at("additionalProperties").get<bool>()) << manifest;
    EXPECT_EQ(names_of(object), known_to_parser(manifest)) << manifest;
  }
}

// Every object with properties is one of those above: a new one needs a row.
int count_objects(const Json& value) {
  if (!value.is_structured()) return 0;
  int objects =
      value.is_object() && value.contains("properties") && value.contains("additionalProperties")
          ? 1
          : 0;
  for (const auto& item : value)
    objects += count_objects(item);
  return objects;
}

TEST(EditorSchema, HasNoObjectThatNobodyCompares) {
  EXPECT_EQ(count_objects(schema()), 10);
}

}  // namespace
}  // namespace patchcord
