// Java's methods as templates call them; the comparison with the real engine has the rest.
#include <gtest/gtest.h>

#include "patchcord/template/java_method.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {
namespace {

std::string render(const std::string& text, Strictness strictness = Strictness::lenient) {
  const auto parsed = Template::parse(text, "T", Dialect::velocity_2);
  if (!parsed) return parsed.error().what;
  Context context;
  context.set("s", Value("a,b"));
  context.set("n", Value(5));
  RenderOptions options;
  options.strictness = strictness;
  const auto rendered = parsed->render(context, options);
  return rendered ? *rendered : rendered.error().what;
}

struct Row {
  std::string call{};
  std::string shown{};
};

TEST(Methods, GiveWhatJavaGives) {
  const std::vector<Row> rows{
      {"$s.format('%05.2f|%-4s|%,d|%x', 3.14159, 'ab', 1234567, 255)", "03.14|ab  |1,234,567|ff"},
      {"$s.join('-', [1..2].toString().split(', '))", "[1-2]"},
      {"$n.parseInt('12') $n.toHexString(255) $n.valueOf('7')", "12 ff 7"},
      {"#foreach($c in $s.toCharArray())<$c>#end", "<a><,><b>"},
      {"#foreach($x in ['p', 'q'].iterator())$x;#end", "p;q;"},
      {"#set($l = [3, 1, 2])$l.sort($null)$l", "[1, 2, 3]"},
      {"#set($m = {'a': 1})$m.remove('a', 2) $m.replace('a', 1, 9) $m", "false true {a=9}"},
      {"$s.valueOf(1.5) $s.bytes.size() $s.charAt(0).isLetter($s.charAt(0))", "1.5 3 true"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(render(row.call), row.shown) << row.call;
}

TEST(Methods, ThrowWithJavasWords) {
  const std::vector<Row> rows{
      {"$s.format('%d', 'x')", "java.util.IllegalFormatConversionException: d != java.lang.String"},
      {"$s.format('%s')", "java.util.MissingFormatArgumentException: Format specifier '%s'"},
      {"$n.parseInt('1x')", "java.lang.NumberFormatException: For input string: \"1x\""},
      {"[].iterator().next()", "[].iterator().next()"},
  };
  for (const Row& row : rows)
    EXPECT_NE(render(row.call).find(row.shown), std::string::npos) << render(row.call);
}

TEST(Methods, AreRefusedByNameAndNotTakenForUnknown) {
  for (const auto strictness : {Strictness::lenient, Strictness::strict}) {
    const std::string text = render("$s.chars()", strictness);
    EXPECT_NE(text.find("patchcord does not run java.lang.String.chars()"), std::string::npos)
        << text;
  }
  EXPECT_EQ(render("$s.nope()"), "$s.nope()");
}

TEST(Overloads, TheMostSpecificThatFitsIsTaken) {
  const std::vector<JavaMethod> methods{{"f", "O"}, {"f", "T"}, {"f", "i"}, {"f", "d"}};
  EXPECT_EQ(best_match(methods, "T", true)->parameters, "T");
  EXPECT_EQ(best_match(methods, "M", true)->parameters, "O");
  EXPECT_EQ(best_match(methods, "TT", true), nullptr);
  const std::vector<JavaMethod> equal{{"g", "iR"}, {"g", "ii"}};
  EXPECT_EQ(best_match(equal, "iT", true), nullptr) << "neither is better";
}

}  // namespace
}  // namespace patchcord::simulator
