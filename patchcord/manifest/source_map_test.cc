#include "patchcord/manifest/source_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using testing_manifest::parse;

constexpr const char* head =
    "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: n\n  actions:\n  - "
    "name: "
    "a\n    function: arn:aws:lambda:us-east-1:123456789012:function:f\n    request:\n";

// The character of the file at the place of `needle` in the template, with the text behind it.
std::string shown(const Manifest& manifest, std::string_view needle) {
  const auto& text = *manifest.integrations.at(0).actions.at(0).request_template;
  const auto offset = text.value.find(needle);
  EXPECT_NE(offset, std::string::npos) << text.value;
  const auto span = place_in(manifest.files, text, offset);
  const auto& source = manifest.files.at(span.file);
  return source.substr(offset_at(source, span), needle.size());
}

TEST(SourceMap, FindsAPlaceOfATemplateHoweverItIsWritten) {
  const std::pair<std::string, std::string> rows[] = {
      {"      template: plain NEEDLE\n", "NEEDLE"},
      {"      template: 'it''s a NEEDLE'\n", "NEEDLE"},
      {"      template: \"a \\\"quoted\\\"\\n\\u00e9 NEEDLE\"\n", "NEEDLE"},
      {"      template: \"folded\n        here NEEDLE\"\n", "NEEDLE"},
      {"      template: \"é€ NEEDLE\"\n", "NEEDLE"},
      {"      template: |\n        first\n\n          second NEEDLE\n", "NEEDLE"},
      {"      template: |-\n          deep NEEDLE\n", "NEEDLE"},
      {"      template: |2\n          deep NEEDLE\n", "NEEDLE"},
      {"      template: | # note\n        x\n        NEEDLE\n", "NEEDLE"},
      {"      template: >\n        folded\n        twice NEEDLE\n\n        more\n", "NEEDLE"},
      {"      template: |\r\n        one\r\n        NEEDLE\r\n", "NEEDLE"},
  };
  for (const auto& [text, needle] : rows) {
    const auto parsed = parse(head + text);
    ASSERT_TRUE(parsed.manifest) << text;
    EXPECT_EQ(shown(*parsed.manifest, needle), needle) << text;
  }
}

TEST(SourceMap, FindsAPlaceOfATemplateInAFileOfItsOwn) {
  const auto parsed = parse(std::string(head) + "      template: file(t/a.vm)\n",
                            {{"t/a.vm", "one\n  two NEEDLE"}});
  ASSERT_TRUE(parsed.manifest);
  const auto& text = *parsed.manifest->integrations.at(0).actions.at(0).request_template;
  EXPECT_EQ(place_in(parsed.manifest->files, text, text.value.find("NEEDLE")),
            (Span{.file = "t/a.vm", .line = 2, .column = 7}));
}

TEST(SourceMap, FindsMembersOfJson) {
  const std::string json = R"( {"a": [{"b": 1}, "}"], "b": {"x\"": 1, "c": {"d": "e"}}, "f": -1})";
  const auto at = [&](const std::vector<std::string>& path) {
    const auto offset = find_in_json(json, path);
    return offset ? json.substr(*offset) : "nothing";
  };
  EXPECT_TRUE(at({"b", "c", "d"}).starts_with("\"e\""));
  EXPECT_TRUE(at({"f"}).starts_with("-1"));
  EXPECT_EQ(at({"a", "b"}), "nothing");
  EXPECT_EQ(at({"b", "g"}), "nothing");
}

TEST(SourceMap, StaysInsideBrokenJson) {
  const std::string json = R"({"a": {"b": "c\"d", "e": [1, {"f": 2}]}})";
  for (std::size_t length = 0; length <= json.size(); ++length) {
    const auto part = std::string_view(json).substr(0, length);
    const auto found = find_in_json(part, {"a", "e"});
    EXPECT_LE(found.value_or(0), length);
  }
}

TEST(SourceMap, FindsKeysByTheirColon) {
  const SourceFiles files{{"f", "id\ninput: { idx: string, id : string }\n"}};
  EXPECT_EQ(place_of_key(files, {.file = "f", .line = 1, .column = 1}, "id"),
            (Span{.file = "f", .line = 2, .column = 23}));
  EXPECT_EQ(place_of_key(files, {.file = "f", .line = 2, .column = 8}, "none"),
            (Span{.file = "f", .line = 2, .column = 8}));
}

}  // namespace
}  // namespace patchcord
