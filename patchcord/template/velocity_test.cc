#include "patchcord/template/velocity.h"

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

constexpr const char* variables =
    R"({"x": 1, "s": "abc", "e": "", "z": 0, "d": 7.0, "t": true, "nul": null, "num": "10",
    "m": {"a": 1, "b": "z"}, "l": ["a", 2, true], "el": [], "em": {}})";

Context context() {
  Context made;
  const Value values = *read_json(variables, "the variables");
  for (const auto& entry : values.map().entries())
    made.set(entry.key.text(), entry.value);
  return made;
}

// The rendered text, or `!` and the first line of the error.
std::string render(std::string_view text,
                   Strictness strictness,
                   Dialect dialect = Dialect::velocity_2) {
  const auto parsed = Template::parse(text, "T", dialect);
  if (!parsed) return "!" + parsed.error().what.substr(0, parsed.error().what.find('\n'));
  RenderOptions options;
  options.strictness = strictness;
  auto rendered = parsed->render(context(), options);
  return rendered ? *std::move(rendered) : "!" + rendered.error().what;
}

std::string lenient(std::string_view text) {
  return render(text, Strictness::lenient);
}
std::string strict(std::string_view text) {
  return render(text, Strictness::strict);
}

using Rows = std::vector<std::pair<const char*, const char*>>;

void check(const Rows& rows, std::string (*run)(std::string_view)) {
  for (const auto& [text, expected] : rows)
    EXPECT_EQ(run(text), expected) << text;
}

TEST(Velocity, ReferencesTakeAsMuchAsTheyCan) {
  check({{"$x ${x} $!x $!{x}", "1 1 1 1"},
         {"$5 $ $$x", "$5 $ $1"},
         {"$", "$"},
         {"#", "#"},
         {"$m.a.b $m.a. x", "$m.a.b 1. x"},
         {"${m.a}.b ${s}X $sX", "1.b abcX $sX"},
         {"$m['b'] $m.get('a') $l[0] $l[-1] $l.get(1)", "z 1 a true 2"},
         {"$l $m", "[a, 2, true] {a=1, b=z}"},
         {"${u|'d'} ${e|'d'} ${x|'d'}", "d d 1"}},
        lenient);
}

TEST(Velocity, WhatResolvesToNothingPrintsItsSourceWhenLenient) {
  check({{"$u ${u} ${u.nope.foo(1)} $esc.url($nul)", "$u ${u} ${u.nope.foo(1)} $esc.url($nul)"},
         {"[$!u$!{u}$!{u.a}]", "[]"},
         {"#set($v = $u)[$v]", "[$v]"},
         {"$s.nope() $s.nope", "$s.nope() $s.nope"}},
        lenient);
}

TEST(Velocity, WhatResolvesToNothingIsAnErrorWhenStrict) {
  check(
      {{"ab $u", "!Variable $u has not been set at T[line 1, column 4]"},
       {"\n  $!u", "!Variable $u has not been set at T[line 2, column 3]"},
       {"\t$u", "!Variable $u has not been set at T[line 1, column 9]"},
       {"${nul}",
        "!Reference ${nul} evaluated to null when attempting to render at T[line 1, column 1]"},
       {"[$!nul]", "[]"},
       {"$m.nope",
        "!Reference $m.nope evaluated to null when attempting to render at T[line 1, column 1]"},
       {"$m.nope.bar", "!Attempted to access 'bar' on a null value at T[line 1, column 9]"},
       {"$s.foo()",
        "!Object 'java.lang.String' does not contain method foo() at T[line 1, column 4]"},
       {"$!s.foo(1, 'a')",
        "!Object 'java.lang.String' does not contain method foo(java.lang.Integer, "
        "java.lang.String) at T[line 1, "
        "column 5]"},
       {"#foo()", "!Macro '#foo' is not defined at T[line 1, column 1]"},
       {"#if($u)a#{else}b#end#if(!$u || $u)c#end", "bc"},
       {"#if($u == 1)a#end", "!Variable $u has not been set at T[line 1, column 5]"},
       {"#if($x < $nul)a#end",
        "!Right side ($nul) of comparison operation has null value at T[line 1, column 9]"},
       {"#set($v = \"a$u\")", "!Variable $u has not been set at StringLiteral[line 1, column 13]"}},
      strict);
}

TEST(Velocity, DirectivesOnLinesOfTheirOwnVanish) {
  check({{"{\n#if(true)\n \"k\": 1\n#end\n}", "{\n \"k\": 1\n}"},
         {"{ #if(true) \"k\": 1 #end }", "{  \"k\": 1  }"},
         {"a\n  #set($v = 1)  \nb", "a\nb"},
         {"a ## comment\nb #* gone *# c", "a b  c"},
         {"#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end", "1,2,3"},
         {"#foreach($i in $el)a#{else}none#end", "none"},
         {"#foreach($i in $l)$foreach.index$foreach.count$foreach.first$foreach.last #end",
          "01truefalse 12falsefalse 23falsetrue "},
         {"#foreach($i in [1..9])#if($i == 3)#break#end$i#end.", "12."},
         {"a#stop b", "a"},
         {"#define($b)<$x>#end$b$b", "<1><1>"},
         {"#evaluate('a$x')", "a1"},
         {"#macro(hi $who)Hi $who!#end#hi('Ann') #hi($s)", "Hi Ann! Hi abc!"},
         {"#[[ $x #if( ]]#", " $x #if( "},
         {"#foo bar a#b", "#foo bar a#b"},
         {"#if(false)a#elseb#end", ""}},
        lenient);
}

TEST(Velocity, BackslashesEscapeWhatWouldMeanSomething) {
  check({{"\\$x \\\\$x \\$u", "$x \\1 \\$u"},
         {"\\#if \\#nope", "#if \\#nope"},
         {"\\\\#if(true)a#end", "\\a"}},
        lenient);
}

TEST(Velocity, IncludesAreRefused) {
  EXPECT_EQ(lenient("#include('a')").substr(0, 1), "!");
  EXPECT_EQ(lenient("#parse('a')").substr(0, 1), "!");
}

TEST(Velocity, ArithmeticHasJavasTypes) {
  check({{"#set($v = 7/2)$v #set($v = 7.0/2)$v #set($v = 7%4)$v #set($v = 1/0)$v", "3 3.5 3 $v"},
         {"#set($v = 2147483647+1)$v #set($v = 0.1+0.2)$v", "2147483648 0.30000000000000004"},
         {"#set($v = 9223372036854775807+1)$v", "9223372036854775808"},
         {"#set($v = 1+'x')$v #set($v = '1'+2)$v #set($v = '5'*2)$v", "1x 12 10.0"},
         {"#set($v = -$x)$v #set($v = 2*(3+4))$v", "-1 14"}},
        lenient);
}

TEST(Velocity, ComparisonsReadNumericText) {
  check({{"#if(5 == 5.0)a#end#if(5 == '5')b#end#if('10' == 10.0)c#end#if('true' == true)d#end#if(1 "
          "== true)e#end",
          "abcd"},
         {"#if('5' > 1)a#end#if('a' < 'b')b#end#if($nul < 1)c#end#if($nul == $u)d#end", "ad"},
         {"#if(1 lt 2 and 2 ge 2 or false)a#end#if(not false && 1 != 2)b#end", "ab"}},
        lenient);
}

TEST(Velocity, EmptyAndZeroAreFalse) {
  check(
      {{"#if($e)a#end#if($z)b#end#if($el)c#end#if($em)d#end#if(0.0)e#end#if('0')f#end#if($s)g#end",
        "fg"}},
      lenient);
}

TEST(Velocity, Version17DiffersWhereItsRulesDo) {
  const auto old = [](std::string_view text) {
    return render(text, Strictness::lenient, Dialect::velocity_1_7);
  };
  EXPECT_EQ(old("#if($e)a#end#if($z)b#end#if($el)c#end"), "abc");
  EXPECT_EQ(old("#if('10' == 10.0)c#end"), "");
  EXPECT_EQ(old("#foreach($i in $l)$velocityCount#end"), "123");
  EXPECT_EQ(old("a #set($v = 1)\nb"), "a b");
  EXPECT_EQ(old("$x-y"), "$x-y");
  EXPECT_EQ(old("${u|'d'}").substr(0, 1), "!");
  EXPECT_EQ(old("#set($s = $u)$s"), "abc");
  EXPECT_EQ(old("$nope.a## c\nn"), "$nope.a## c\nn");
  EXPECT_EQ(old("$m.size()## c\nn"), "2n");
}

TEST(Velocity, StringsHaveJavasMethods) {
  check(
      {{"$s.length() $s.toUpperCase() $s.substring(1) $s.substring(0, 2) $s.indexOf('c') "
        "$s.charAt(1)",
        "3 ABC bc ab 2 b"},
       {"$s.contains('b') $s.startsWith('ab') $s.replace('b', 'X') $s.concat('d') $s.equals('abc')",
        "true true aXc abcd true"},
       {"#set($p = 'a,b,,'.split(','))$p.size()", "#set($p = 'a,b,,'.split(','))$p.size()"},
       {"#set($t = 'a,b,,')#set($p = $t.split(','))$p[1] $p.size() $t.replaceAll('[ab]', '<$0>') "
        "$s.matches('a.*')",
        "b 2 <a>,<b>,, true"},
       {"$num.length() $x.intValue() $d.intValue() $m.size() $m.keySet() $m.containsKey('a') "
        "$l.contains(2)",
        "2 1 7 2 [a, b] true true"}},
      [](std::string_view text) {
        auto rendered = lenient(text);
        return rendered.starts_with("!") ? std::string(text) : rendered;
      });
  EXPECT_EQ(
      lenient("$s.substring(9)"),
      "!Invocation of method 'substring' in  class java.lang.String threw exception "
      "java.lang.StringIndexOutOfBoundsException: begin 9, end 3, length 3 at T[line 1, column 4]");
}

TEST(Velocity, MacrosEscapeEncodeAndCalculate) {
  check(
      {{"$esc.quote$esc.q$esc.singleQuote$esc.dollar$esc.hash$esc.backslash$esc.exclamation",
        "\"\"'$#\\!"},
       {"$esc.jsonEncode('a\"b\\c\n/é')|$esc.jsonString('x')|$esc.jsonDecode('a\\u0041')",
        "a\\\"b\\\\c\\n/é|x|aA"},
       {"$esc.url('a b&c/é') $esc.uriEncode('a b/~')", "a+b%26c%2F%C3%A9 a%20b%2F~"},
       {"$esc.html(\"<a>'\") $esc.xml(\"<a>'\") $esc.java('a\"b') $esc.sql(\"a'b\")",
        "&lt;a&gt;' &lt;a&gt;&apos; a\\\"b a''b"},
       {"$math.add(1,2) $math.div(7,2) $math.idiv(7,2) $math.roundTo(2,3.14159) $math.add('1', "
        "2) $math.add('x', 1)",
        "3 3.5 3 3.14 3 $math.add('x', 1)"},
       {"#set($s = 'ß')#set($k = 'ä')$s.equalsIgnoreCase('ss') $s.compareToIgnoreCase('') "
        "$k.equalsIgnoreCase('Ä')",
        "false 1 true"},
       {"$math.getTotal([1, 2, 3]) $math.getAverage([1, 2]) $math.getTotal([{'a': 1}, {}], 'a') "
        "$math.bitwiseOr(1, 2) $math.toLong('7.9')",
        "6 1.5 1 3 7"},
       {"$esc.getD() $esc.propertyKey('a b') $esc.velocity('$#') $math.add(1, 2).class.simpleName",
        "$ a\\ b ${esc.d}${esc.h} Integer"},
       {"$encoding.base64('ann:pw') $urlTool.optionalQueryParam('q', 'a "
        "b')|$urlTool.optionalQueryParam('q', '')",
        "YW5uOnB3 q=a%20b|"}},
      lenient);
}

TEST(Velocity, JsonDecodeUnescapesAndKeepsEverythingElse) {
  const std::pair<const char*, const char*> rows[] = {
      {R"(plain)", "plain"},
      {R"("Ann \"A\"")", R"("Ann "A"")"},  // a mapped text has the quotes of JSON
      {R"(a\n\\\/\t)", "a\n\\/\t"},
      {R"(\u00e9\ud83d\ude00|\ud83d)", "\u00e9\U0001F600|?"},
      {R"(\q \u00 \)", R"(\q \u00 \)"},
      {"", ""},
  };
  for (const auto& [text, decoded] : rows) {
    Context with_text;
    with_text.set("x", Value(text));
    EXPECT_EQ(Template::parse("$esc.jsonDecode($x)", "T")->render(with_text).value(), decoded)
        << text;
  }
}

TEST(Velocity, ParseErrorsHaveTheEnginesTextAndPlace) {
  check(
      {{"#if(true", "!Encountered \"\\u001c\" at T[line 1, column 9]"},
       {"ab\n#end", "!Encountered \"#end\" at T[line 2, column 1]"},
       {"#set($x = \"a\\\"b\")", "!Encountered \"b\" at T[line 1, column 15]"},
       {"${x-y}", "!Encountered \"-y}\" at T[line 1, column 4]"},
       {"#foreach($i)#end", "!Too few arguments to the #foreach directive at T[line 1, column 9]"}},
      lenient);
  const auto parsed = Template::parse("${x", "T");
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().what.find("\nWas expecting one of:\n    \"[\" ...\n    \"|\" ..."),
            std::string::npos);
  EXPECT_EQ(parsed.error().at, "T[line 1, column 4]");
}

TEST(Velocity, TextWithoutSignsRendersAsItself) {
  std::uint32_t state = 1;
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) {
      state = state * 1664525 + 1013904223;
      constexpr std::string_view alphabet = "ab {}[]()\"'\\\n\r\t.,:!|=<>*&-+/%@0123456789é";
      text += alphabet[(state >> 16) % (alphabet.size() - 2)];
    }
    ASSERT_EQ(lenient(text), text);
    ASSERT_EQ(strict("#[[" + text + "]]#"), text);
  }
}

}  // namespace
}  // namespace patchcord::simulator
