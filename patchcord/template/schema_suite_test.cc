// The draft-04 part of JSON-Schema-Test-Suite, as Debian's package json-schema-test-suite has it.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"
#include "patchcord/template/schema.h"

namespace patchcord::simulator {
namespace {

namespace fs = std::filesystem;

const fs::path suite = "/usr/share/json-schema-test-suite/tests/draft4";

// What contracts do not have: $ref (with what needs it) is refused, formats are not looked at.
constexpr std::array left_out{std::string_view("ref"),
                              std::string_view("refRemote"),
                              std::string_view("definitions"),
                              std::string_view("format")};

struct Exception {
  std::string_view group{};
  std::string_view reason{};
};
constexpr std::array exceptions{
    Exception{"ECMA 262 regex non-compliance", "patterns are Java's, and Java has \\Z"},
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const Value& member(const Value& object, std::string_view name) {
  return *object.map().find(name);
}

bool is_exception(std::string_view group) {
  return std::any_of(exceptions.begin(), exceptions.end(), [&](const Exception& exception) {
    return exception.group == group;
  });
}

std::vector<fs::path> files() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(suite)) {
    const std::string name = entry.path().stem().string();
    const bool wanted = std::find(left_out.begin(), left_out.end(), name) == left_out.end();
    if (entry.path().extension() == ".json" && wanted) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Checks the tests of one group; answers how many there were.
int check_group(const Value& group) {
  const std::string_view name = member(group, "description").text();
  const auto schema = Schema::compile(member(group, "schema"));
  EXPECT_TRUE(schema) << name << ": " << (schema ? "" : schema.error().what);
  if (!schema) return 0;
  const auto tests = member(group, "tests").list().items();
  for (const auto& test : tests) {
    const bool valid = schema->check(member(test, "data"), NullPolicy::refuse).empty();
    EXPECT_EQ(valid, member(test, "valid").boolean())
        << name << ": " << member(test, "description").text();
  }
  return static_cast<int>(tests.size());
}

TEST(SchemaSuite, EveryTestOfDraft4WithoutReferencesAndFormatsPasses) {
  if (!fs::exists(suite)) GTEST_SKIP() << "the package json-schema-test-suite is not installed";
  int tests = 0;
  for (const auto& file : files()) {
    SCOPED_TRACE(file.filename().string());
    const auto groups = read_json(text_of(file), file.filename().string());
    ASSERT_TRUE(groups) << groups.error().what;
    for (const auto& group : groups->list().items()) {
      const bool refers = write_json(member(group, "schema")).find("\"$ref\"") != std::string::npos;
      if (refers || is_exception(member(group, "description").text())) continue;
      tests += check_group(group);
    }
  }
  EXPECT_GT(tests, 250);
}

}  // namespace
}  // namespace patchcord::simulator
