// Templates come from outside: whatever they say, rendering ends soon, in little memory, with an
// error that says why.
#include <gtest/gtest.h>

#include "patchcord/template/velocity.h"

namespace patchcord::simulator {
namespace {

std::string error_of(std::string_view text, const RenderOptions& options = {}) {
  const auto parsed = Template::parse(text, "T");
  if (!parsed) return parsed.error().what;
  const auto rendered = parsed->render(Context{}, options);
  return rendered ? "no error" : rendered.error().what;
}

std::string repeated(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += text;
  return out;
}

RenderOptions small() {
  RenderOptions options;
  options.limits.max_steps = 100'000;
  options.limits.max_output = 10'000;
  return options;
}

TEST(VelocityLimits, LoopsRunOutOfSteps) {
  EXPECT_EQ(
      error_of("#foreach($i in [1..1000])#foreach($j in [1..1000])#set($k = 1)#end#end", small()),
      "The template takes more than 100000 steps at T[line 1, column 51]");
}

TEST(VelocityLimits, OutputAndTextsOnTheWayHaveASize) {
  EXPECT_EQ(error_of("#foreach($i in [1..1000])0123456789abcdef#end", small()).substr(0, 42),
            "The template makes more than 10000 bytes a");
  EXPECT_NE(error_of("#set($s = 'x')#foreach($i in [1..60])#set($s = $s + $s)#end", small())
                .find("bytes"),
            std::string::npos);
  EXPECT_NE(error_of("#set($s = 'x')#set($r = $s.repeat(99999))", small()), "no error");
}

TEST(VelocityLimits, ListsHaveALength) {
  EXPECT_EQ(error_of("#set($l = [1])#foreach($i in [1..30])#set($z = $l.addAll($l))#end"),
            "A list may have at most 1000000 elements at T[line 1, column 51]");
  EXPECT_EQ(error_of("#set($l = [])#set($k = [1..600000])$l.addAll(0, $k)$l.addAll(0, $k)"),
            "A list may have at most 1000000 elements at T[line 1, column 55]");
}

// Whatever looks at a whole text, list or long number takes as many steps.
TEST(VelocityLimits, MethodsTakeTheStepsOfWhatTheyLookAt) {
  const std::string text = "#set($x = 'a ')#set($s = $x.repeat(1000))#set($t = $x.repeat(1000))";
  for (const char* call : {"$s.hashCode()",
                           "$s.isBlank()",
                           "$s.equals($t)",
                           "$s.compareTo($t)",
                           "$s.indexOf('b')",
                           "$s.lastIndexOf('b')",
                           "$s.matches('b')",
                           "$s.codePointAt(0)",
                           "$esc.html($s)",
                           "$esc.sql($s)",
                           "$math.max([1..1000])"}) {
    EXPECT_NE(error_of(text + "#foreach($i in [1..5000])#set($q = " + call + ")#end", small())
                  .find(" steps at "),
              std::string::npos)
        << call;
  }
  const std::string number =
      "#set($n = 9223372036854775807)#set($n = $n * $n)#set($n = $n * $n)"
      "#set($n = $n * $n)#set($n = $n * $n)";
  for (const char* operation : {"$n * $n", "$n + 1", "-$n", "$n.multiply($n)", "$n.toString()"}) {
    EXPECT_NE(
        error_of(number + "#foreach($i in [1..20000])#set($q = " + operation + ")#end", small())
            .find(" steps at "),
        std::string::npos)
        << operation;
  }
}

TEST(VelocityLimits, ALoopOverTheCharactersOfATextStaysLinear) {
  EXPECT_EQ(
      error_of("#set($x = 'a')#set($s = $x.repeat(10000))#foreach($i in [1..10000])"
               "#set($c = $s.charAt(9))#set($n = $s.length())#set($q = $s.substring(5, 7))#end",
               small()),
      "no error");
}

TEST(VelocityLimits, RangesHaveALength) {
  EXPECT_EQ(error_of("#set($r = [1..2147483647])"),
            "A range may have at most 1000000 elements at T[line 1, column 11]");
}

TEST(VelocityLimits, NestingHasADepth) {
  EXPECT_NE(error_of(repeated("#if(true)", 200) + repeated("#end", 200))
                .find("Nested deeper than 100 levels"),
            std::string::npos);
  EXPECT_NE(error_of("#set($x = " + repeated("(", 5000) + "1" + repeated(")", 5000) + ")")
                .find("Nested deeper"),
            std::string::npos);
  EXPECT_NE(error_of("#set($x = " + repeated("[", 5000)).find("Nested deeper"), std::string::npos);
  EXPECT_NE(error_of("$a" + repeated(".b($a", 5000)).find("Nested deeper"), std::string::npos);
  EXPECT_NE(error_of("#if(" + repeated("!", 5000) + "true)#end").find("Nested deeper"),
            std::string::npos);
}

TEST(VelocityLimits, MacrosThatCallThemselvesEnd) {
  EXPECT_NE(
      error_of("#macro(r)#r()#end#r()").find("Max calling depth of 20 was exceeded in macro 'r'"),
      std::string::npos);
  EXPECT_NE(error_of("#set($t = '#evaluate($t)')#evaluate($t)").find("nests deeper than"),
            std::string::npos);
}

TEST(VelocityLimits, ListsAsDeepAsTheStepsAllowAreFreedWithoutAStack) {
  EXPECT_EQ(error_of("#set($l = [])#foreach($i in [1..200000])#set($l = [$l])#end"), "no error");
  EXPECT_EQ(error_of("#set($m = {})#foreach($i in [1..500])#set($n = {'k': 1})#set($n.e = "
                     "$m.entrySet())#set($m = $n)#end"),
            "no error");
}

TEST(VelocityLimits, ListsThatHoldAnotherTwicePrintBoundedText) {
  EXPECT_NE(error_of("#set($l = ['x'])#foreach($i in [1..60])#set($l = [$l, $l])#end$l", small())
                .find("bytes"),
            std::string::npos);
  EXPECT_EQ(error_of("#set($a = ['x'])#set($b = ['x'])#foreach($i in [1..60])#set($a = [$a, "
                     "$a])#set($b = [$b, $b])#end"
                     "#if($a == $b)#end",
                     small())
                .find("crash"),
            std::string::npos);
}

TEST(VelocityLimits, NothingMayHoldItself) {
  EXPECT_EQ(error_of("#set($l = [])#set($x = $l.add($l))"),
            "A list or map may not hold itself at T[line 1, column 27]");
  EXPECT_NE(error_of("#set($m = {})#set($l = [$m])#set($m.l = $l)").find("may not hold itself"),
            std::string::npos);
  EXPECT_NE(error_of("#set($m = {'a': 1})#foreach($e in $m.entrySet())#set($m.b = $e)#end")
                .find("may not hold itself"),
            std::string::npos);
}

TEST(VelocityLimits, ARegularExpressionThatNeedsMoreThanLinearTimeIsNamed) {
  EXPECT_EQ(error_of("#set($s = 'aa')$s.matches('(a)\\1')"),
            "The regular expression (a)\\1 uses a back-reference, which this program does not "
            "have: its regular "
            "expressions run in linear time at T[line 1, column 19]");
  EXPECT_NE(error_of("#set($s = 'aa')$s.replaceAll('(?=a)', '')").find("look-around"),
            std::string::npos);
  EXPECT_NE(error_of("#set($s = 'aa')$s.replaceAll('a++', '')").find("possessive"),
            std::string::npos);
}

TEST(VelocityLimits, ManyBackslashesAndSignsAreReadInLinearTime) {
  for (const std::string_view piece :
       {"\\", "$", "#", "{", "$!", "\\$", "(", "\"", "#*", "$a.b", "\\\\#"}) {
    const auto parsed = Template::parse(repeated(piece, 200'000), "T");
    EXPECT_TRUE(!parsed || parsed->render(Context{})) << piece;
  }
}

}  // namespace
}  // namespace patchcord::simulator
