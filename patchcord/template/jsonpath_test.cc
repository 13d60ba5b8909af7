#include "patchcord/template/jsonpath.h"

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

constexpr const char* document =
    R"({"a": {"b": 1, "n": null}, "arr": [{"k": "v", "n": 1}, {"k": "w"}, {"n": "1", "k": null}],
    "e": [], "s": "text", "a b": 7, "a-b": 8, "obj": {"x": 1, "y": [1, 2]}, "five": 5})";

// The value's JSON, `missing`, or `invalid`.
std::string read(std::string_view path, std::string_view text = document) {
  const auto compiled = JsonPath::compile(path);
  if (!compiled) return "invalid";
  const auto found = compiled->read(*read_json(text, "the document"));
  if (!found) return "failed";
  return *found ? write_json(**found) : "missing";
}

TEST(JsonPath, DefinitePathsGiveAValueOrNothing) {
  const std::pair<const char*, const char*> rows[] = {
      {"$.a.b", "1"},
      {"$['a b']", "7"},
      {"$.a['b']", "1"},
      {"$.['a']", R"({"b":1,"n":null})"},
      {"s", R"("text")"},
      {"$.a-b", "8"},
      {"$.arr[0].k", R"("v")"},
      {"$.arr[-1].n", R"("1")"},
      {"$.arr[9]", "missing"},
      {"$.A", "missing"},
      {"$.a.n", "null"},
      {"$.a.n.x", "missing"},
      {"$.five.x", "missing"},
      {"$.arr.k", "missing"},
      {"$['a','s']", R"({"a":{"b":1,"n":null},"s":"text"})"}};
  for (const auto& [path, expected] : rows)
    EXPECT_EQ(read(path), expected) << path;
}

TEST(JsonPath, IndefinitePathsAlwaysGiveAList) {
  const std::pair<const char*, const char*> rows[] = {{".b", "[1]"},
                                                      {"$.arr[0,2].n", R"([1,"1"])"},
                                                      {"$.arr[0:1].k", R"(["v"])"},
                                                      {"$.arr[-2:].k", R"(["w",null])"},
                                                      {"$.arr[*].k", R"(["v","w",null])"},
                                                      {"$.arr[*].n", R"([1,"1"])"},
                                                      {"$.obj.*", "[1,[1,2]]"},
                                                      {"$..k", R"(["v","w",null])"},
                                                      {"$..nope", "[]"},
                                                      {"$.nope[*].k", "missing"},
                                                      {"$..arr.k", "[]"},
                                                      {"$.arr[?(@.k=='v')][0]", "[]"},
                                                      {"$.e[*]", "[]"}};
  for (const auto& [path, expected] : rows) {
    EXPECT_EQ(read(path), expected) << path;
    EXPECT_FALSE(JsonPath::compile(path)->definite()) << path;
  }
}

TEST(JsonPath, FiltersCompareAsTheEngineDoes) {
  const std::pair<const char*, const char*> rows[] = {
      {"$.arr[?(@.k == 'v')].n", "[1]"},
      {"$.arr[?(@.n == 1)].k", R"(["v",null])"},
      {"$.arr[?(@.n == '1')].k", R"(["v",null])"},
      {"$.arr[?(@.n)].k", R"(["v",null])"},
      {"$.arr[?(!@.n)].k", R"(["w"])"},
      {"$.arr[?(@.n != 1)].k", R"(["w"])"},
      {"$.arr[?(@.k == null)].n", R"(["1"])"},
      {"$.arr[?(@.k in ['v', 'w'])].k", R"(["v","w"])"},
      {"$.arr[?(@.k =~ /V/i)].n", "[1]"},
      {"$.arr[?(@.k == 'v' && @.n == 1 || @.k == 'w')].k", R"(["v","w"])"},
      {"$.nope[?(@.k == 'v')]", "missing"},
      {"$.obj[?(@.size() > 1)].x", "[1]"},
      {"$.arr[?(@.n > 0)].n", "[1]"}};
  for (const auto& [path, expected] : rows)
    EXPECT_EQ(read(path), expected) << path;
}

TEST(JsonPath, FunctionsWorkOnLists) {
  const std::pair<const char*, const char*> rows[] = {{"$.arr.length()", "3"},
                                                      {"$.arr.size()", "3"},
                                                      {"$.obj.size()", "2"},
                                                      {"$.s.size()", "null"},
                                                      {"$.nope.size()", "missing"},
                                                      {"$.obj.keys()", R"(["x","y"])"},
                                                      {"$.obj.y.sum()", "3.0"},
                                                      {"$.obj.y.avg()", "1.5"},
                                                      {"$.obj.y.max()", "2.0"},
                                                      {"$..y.sum()", "failed"},
                                                      {"$.e.sum()", "failed"},
                                                      {"$.obj.y.first()", "1"},
                                                      {"$.obj.y.nope()", "failed"}};
  for (const auto& [path, expected] : rows)
    EXPECT_EQ(read(path), expected) << path;
}

TEST(JsonPath, WhatIsNoPathIsRefused) {
  for (const char* path : {"$.",
                           "$id",
                           "$$.id",
                           "$.with space",
                           "$.arr[(@.length-1)]",
                           "",
                           "$.arr[?(@.a ==)]",
                           "$['a",
                           "$.arr[?(@.a]",
                           "$.arr[1:2:3x]",
                           "$..",
                           "$...a",
                           "$.arr[?(@.k =~ /(?=a)/)]"}) {
    EXPECT_EQ(read(path), "invalid") << path;
  }
  EXPECT_EQ(read("$.a", "null"), "failed");
}

TEST(JsonPath, HostilePathsEnd) {
  std::string nested = "$";
  for (int i = 0; i < 200; ++i)
    nested += "[?(@";
  EXPECT_EQ(read(nested), "invalid");
  EXPECT_EQ(read("$.arr[?(" + std::string(5000, '(') + ")]"), "invalid");
  EXPECT_EQ(read(std::string(20'000, 'a')), "invalid");
  std::string wide = "[0";
  for (int i = 0; i < 400; ++i)
    wide += ",[1,2,3]";
  EXPECT_EQ(read("$..*..*..*..*..*", wide + "]"), read("$..*..*..*..*..*", wide + "]"));
  std::string deep;
  for (int i = 0; i < 200; ++i)
    deep += "[";
  for (int i = 0; i < 200; ++i)
    deep += "]";
  EXPECT_EQ(read("$..*..*..*..*..*", deep), "failed");
}

}  // namespace
}  // namespace patchcord::simulator
