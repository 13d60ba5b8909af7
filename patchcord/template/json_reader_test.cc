// Reading JSON: each way through the reader, and values that outlive their document.
#include <cstdlib>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

Value read(std::string_view text) {
  auto value = read_json(text, "it");
  EXPECT_TRUE(value) << text << ": " << value.error().what;
  return value ? *std::move(value) : Value();
}

TEST(JsonReader, AStringOfAnyLengthWithAnythingAtAnyPlaceIsReadAsItIsWritten) {
  const std::pair<std::string, std::string> pieces[] = {
      {"x", "x"}, {"\\n", "\n"}, {"\\\"", "\""}, {"é", "é"}, {"\\u20ac", "€"}, {"/", "/"}};
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      for (const auto& [written, meant] : pieces) {
        const std::string left(before, 'a');
        const std::string right(after, 'b');
        const Value value = read('"' + left + written + right + '"');
        EXPECT_EQ(value.text(), left + meant + right);
        // The same in the middle of a document, where more than sixteen bytes follow.
        const Value inner = read("[\"" + left + written + right + "\", 123456789012345678]");
        EXPECT_EQ(inner.list().items()[0].text(), left + meant + right);
      }
    }
  }
}

TEST(JsonReader, AControlCharacterInAStringIsRefusedAtAnyPlace) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string text = '"' + std::string(before, 'a') + '\x1f' + R"(bbbbbbbbbbbbbbbb")";
    const auto value = read_json(text, "it");
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().what,
              fmt::format("it is not JSON: a control character stands in a string at line 1, "
                          "column {}",
                          before + 2));
  }
}

TEST(JsonReader, DecimalsAreTheNearestDouble) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto digits = std::to_string(random() >> (random() % 60));
    const auto fraction = std::to_string(random() >> (random() % 60));
    const std::string text =
        (random() % 2 == 0 ? "-" : "") + digits + '.' + std::string(random() % 3, '0') + fraction;
    EXPECT_EQ(read(text).real(), std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(JsonReader, WholeNumbersKeepAllTheirDigits) {
  for (const char* text : {"0",
                           "-1",
                           "2147483647",
                           "-2147483649",
                           "999999999999999999",
                           "-1000000000000000000",
                           "9223372036854775807",
                           "-9223372036854775808",
                           "9223372036854775808",
                           "123456789012345678901234567890"}) {
    EXPECT_EQ(write_json(read(text)), text);
  }
}

TEST(JsonReader, OfEqualNamesTheLastCountsInSmallAndLargeObjects) {
  for (const int count : {2, 15, 16, 17, 40, 1000}) {
    std::string text = "{";
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < count; ++i) {
        // Every third name is too long to lie in a value.
        text += fmt::format(
            "\"{}{}\": {},", i % 3 == 0 ? "a name of some length " : "k", i, 1000 * round + i);
      }
    }
    text.back() = '}';
    const Value value = read(text);
    ASSERT_EQ(value.map().size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      const auto name = fmt::format("{}{}", i % 3 == 0 ? "a name of some length " : "k", i);
      const Value* found = value.map().find(name);
      ASSERT_NE(found, nullptr) << name;
      EXPECT_EQ(found->whole(), 1000 + i);
      EXPECT_EQ(value.map().find_key(Value(name)), found);
    }
    EXPECT_EQ(value.map().find("not there"), nullptr);
  }
}

TEST(JsonReader, ToldIsHowDeepADocumentNests) {
  const std::pair<const char*, int> rows[] = {
      {"1", 0}, {"[]", 1}, {R"({"a": [1, {"b": []}], "c": {}})", 4}, {"[[], [[]]]", 3}};
  for (const auto& [text, wanted] : rows) {
    int depth = -1;
    ASSERT_TRUE(read_json(text, "it", &depth));
    EXPECT_EQ(depth, wanted) << text;
  }
}

TEST(Document, APartOutlivesTheRest) {
  Value kept;
  Value list;
  {
    const Value document = read(
        R"({"long": "a text that is kept elsewhere", "list": [{"a": [1, "the same text again"]}]})");
    kept = *document.map().find("long");
    list = *document.map().find("list");
  }
  EXPECT_EQ(kept.text(), "a text that is kept elsewhere");
  EXPECT_EQ(write_json(list), R"([{"a":[1,"the same text again"]}])");
}

TEST(Document, ItsListsAndObjectsCanBeChangedUnderAllTheirNames) {
  const Value document = read(R"({"list": ["a", {"b": "some longer text than fits"}], "n": 1})");
  const Value list = *document.map().find("list");
  list.list().change().push_back(Value("c"));
  list.list().change().erase(list.list().change().begin());
  document.map().set(Value("n"), list);
  document.map().set(Value("new"), Value(2));
  EXPECT_TRUE(document.map().remove(Value("list")));
  EXPECT_EQ(write_json(document), R"({"n":[{"b":"some longer text than fits"},"c"],"new":2})");
}

TEST(Document, ALargeOneIsReadAndWrittenUnchanged) {
  std::string text = "[";
  for (int i = 0; i < 5000; ++i)
    text += fmt::format(R"({{"name":"Article number {}","tags":["x",{}.5,null,true]}},)", i, i);
  text.back() = ']';
  EXPECT_EQ(write_json(read(text)), text);
}

}  // namespace
}  // namespace patchcord::simulator
