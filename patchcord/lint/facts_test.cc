#include "patchcord/lint/facts.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::lint {
namespace {

std::string produced(const std::string& text) {
  const auto facts = facts_of(text, "t");
  if (!facts) return facts.error().what;
  std::string out;
  for (const auto& one : facts->produced) {
    constexpr const char* shapes[] = {
        "object", "array", "text", "number", "boolean", "null", "reference"};
    out += fmt::format(
        "{}{}:{} ", one.path, one.certain ? "" : "?", shapes[static_cast<std::size_t>(one.shape)]);
  }
  return out + (facts->opaque ? "opaque" : "");
}

TEST(Facts, KnowTheJsonThatATemplateMakes) {
  const std::pair<std::string, std::string> rows[] = {
      {"{\"a\": ${x}, \"b\": {\"c\": \"$x\", \"d\": [1, true]}}",
       ":object a:reference b:object b.c:text b.d:array b.d[]:number b.d[]:boolean "},
      {"${rawResult}", ":reference "},
      {"{\"a,\\\"}\": null}", ":object a,\"}:null "},
      {"{#if($x)\"a\": 1#end}", ":object a?:number "},
      {"{\"a\": #if($x)true#{else}false#end, \"b\": 2}", ":object a:boolean a:boolean b:number "},
      {"{#if($x)\"a\": 1, \"b\": 1#elseif($y)\"a\": 2#{else}\"a\": 3#end}",
       ":object a:number b?:number a:number a:number "},
      {"[#foreach($i in $l){\"a\": $i}#if($foreach.hasNext),#end#end]",
       ":array []?:object [].a?:reference "},
      {"{\"$k\": 1}", ":object :number opaque"},
      {"{$members}", ":object opaque"},
      {"#macro(m)\"a\": 1#end{#m()}", "\"a\":text "},
  };
  for (const auto& [text, expected] : rows) {
    if (text.starts_with("#macro")) {
      EXPECT_TRUE(facts_of(text, "t")->opaque);
    } else {
      EXPECT_EQ(produced(text), expected) << text;
    }
  }
}

const Use& use_of(const Facts& facts, std::string_view name) {
  for (const auto& use : facts.uses) {
    if (name_of(*use.reference) == name) return use;
  }
  ADD_FAILURE() << name;
  return facts.uses.front();
}

TEST(Facts, KnowHowEachReferenceIsUsed) {
  const std::string text =
      "{\"a\": \"${input.a}\", \"b\": \"x ${input.b}\", \"c\": ${input.c}, \"d\": ${input.d}0,\n"
      "#if(\"$!{input.e}\" != \"\" && $input.f)\"e\": \"$esc.jsonEncode(${input.g})\"#end,"
      "\"h\": \"$esc.url(\"${input.h}\")\"}#set($i = $input.i)";
  const auto facts = facts_of(text, "t");
  ASSERT_TRUE(facts.ok()) << facts.error().what;
  EXPECT_TRUE(use_of(*facts, "input.a").whole);
  EXPECT_TRUE(use_of(*facts, "input.a").in_string);
  EXPECT_FALSE(use_of(*facts, "input.b").whole);
  EXPECT_TRUE(use_of(*facts, "input.c").whole);
  EXPECT_FALSE(use_of(*facts, "input.c").in_string);
  EXPECT_FALSE(use_of(*facts, "input.d").whole);
  EXPECT_EQ(use_of(*facts, "input.e").role, Role::condition);
  EXPECT_FALSE(use_of(*facts, "input.e").alone);
  EXPECT_TRUE(use_of(*facts, "input.f").alone);
  EXPECT_EQ(use_of(*facts, "input.g").role, Role::argument);
  EXPECT_EQ(use_of(*facts, "input.g").call->root, "esc");
  EXPECT_THAT(use_of(*facts, "input.g").guards, testing::Contains("input.e"));
  EXPECT_EQ(use_of(*facts, "input.h").role, Role::interpolated);
  EXPECT_TRUE(use_of(*facts, "input.h").guards.empty());
  EXPECT_EQ(use_of(*facts, "input.i").role, Role::assigned);
  EXPECT_TRUE(facts->is_assigned("i"));
  for (const char* name : {"input.a", "input.c", "input.f", "input.g", "input.i"}) {
    const auto& use = use_of(*facts, name);
    EXPECT_TRUE(text.substr(use.offset).starts_with('$')) << name << " " << text.substr(use.offset);
  }
}

TEST(Facts, ReadNamesThroughGetAndIndexes) {
  const auto facts = facts_of("$input.get('a-b') $input['c'] $input.d.trim()", "t");
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(name_of(*facts->uses[0].reference), "input.a-b");
  EXPECT_EQ(name_of(*facts->uses[1].reference), "input.c");
  EXPECT_EQ(name_of(*facts->uses[2].reference), "input.d");
  EXPECT_TRUE(is_plain_property(facts->uses[0]));
  EXPECT_FALSE(is_plain_property(facts->uses[2]));
}

// The names that have a value where `$here` stands.
std::string guards_at(const std::string& text) {
  const auto facts = facts_of(text, "t");
  if (!facts) return facts.error().what;
  auto guards = use_of(*facts, "here").guards;
  std::sort(guards.begin(), guards.end());
  guards.erase(std::unique(guards.begin(), guards.end()), guards.end());
  return fmt::format("{}", fmt::join(guards, " "));
}

TEST(Facts, KnowWhatAConditionSaysAboutTheBranch) {
  const std::pair<std::string, std::string> rows[] = {
      {"#if($x)$here#end", "x"},
      {"#if($x)#else$here#end", ""},
      {"#if(!$x)$here#end", ""},
      {"#if(!$x)#else$here#end", "x"},
      {"#if($x)#elseif($y)$here#end", "y"},
      {"#if(!$x)#elseif($y)#else$here#end", "x"},
      {"#if(\"$!x\" == \"\")$here#end", ""},
      {"#if(\"$!x\" == \"\")#else$here#end", "x"},
      {"#if(\"$!x\" != \"\")$here#end", "x"},
      {"#if(\"\" != \"$!x\")$here#end", "x"},
      {"#if(\"$!x\" == \"a\")$here#end", "x"},
      {"#if(\"$!x\" != \"a\")$here#end", ""},
      {"#if(\"$!x\" != \"a\")#else$here#end", "x"},
      {"#if(\"$x\" != \"\")$here#end", ""},
      {"#if(\"$!x$!y\" != \"\")$here#end", ""},
      {"#if($x == 5)$here#end", "x"},
      {"#if($x == 5)#else$here#end", ""},
      {"#if($x != 5)$here#end", ""},
      {"#if($x != $null)$here#end", "x"},
      {"#if($x == $null)$here#end", ""},
      {"#if($x == $null)#else$here#end", "x"},
      {"#if($x.n > 0)$here#end", "x.n"},
      {"#if($x && !$y)$here#end", "x"},
      {"#if($x && !$y)#else$here#end", ""},
      {"#if($x || $y)$here#end", ""},
      {"#if(!$x || !$y)#else$here#end", "x y"},
      {"#if(!($x && $y))#else$here#end", "x y"},
      {"#if($x && $here.get(1))#end", "x"},
      {"#if(!$x || $here)#end", "x"},
      {"#if($x || $here)#end", ""},
      {"#if($x.length() > 2)$here#end", "x"},
      {"#if($input.containsKey('x'))$here#end", "input input.x"},
      {"#foreach($i in $x)$here#end", "x"},
      {"#set($v = $input.x)#if($v)$here#end", "input.x"},
      {"#if($x)#end$here", ""},
  };
  for (const auto& [text, expected] : rows)
    EXPECT_EQ(guards_at(text), expected) << text;
}

TEST(Facts, FollowAVariableThatIsSetOnce) {
  const std::pair<std::string, std::string> rows[] = {
      {"#set($v = $input.x)$v", "input.x"},
      {"#set($i = $input)$i.x", "input.x"},
      {"#set($i = $input)#set($v = $i.x)$v", "input.x"},
      {"#set($v = $input.x)#set($v = 1)$v", "v"},
      {"#set($v = $input.x.trim())$v", "v"},
      {"#set($v = $v)$v", "v"},
      {"#foreach($v in $l)#set($v = $input.x)#end$v", "v"},
  };
  for (const auto& [text, expected] : rows)
    EXPECT_EQ(facts_of(text, "t")->uses.back().name, expected) << text;
}

TEST(Facts, FindTheOffsetThatAnErrorNames) {
  const std::string text = "one\n\tt é $";
  EXPECT_EQ(offset_in_error(text, "x at t[line 1, column 2]"), 1U);
  EXPECT_EQ(offset_in_error(text, "x at t[line 2, column 9]"), 5U);
  EXPECT_EQ(offset_in_error(text, "x at t[line 9, column 9]"), text.size());
  EXPECT_EQ(offset_in_error(text, "no place"), 0U);
}

}  // namespace
}  // namespace patchcord::lint
