#include "patchcord/model/marks.h"

#include <gtest/gtest.h>

namespace patchcord::marks {
namespace {

const Mark mark{.deployment = "orders", .key = "order-services"};

TEST(Marks, ReadWhatTheyWrite) {
  EXPECT_EQ(mark.text(), "patchcord:orders/order-services");
  EXPECT_EQ(parse(mark.text()), mark);
  EXPECT_EQ(in_unfinished_name(unfinished_name("Order services", mark, "0badcafe99")), mark);
  EXPECT_EQ(unfinished_name("O", mark, "0badcafe99"),
            "O [patchcord:orders/order-services:0badcafe]");
}

TEST(Marks, NothingElseIsAMark) {
  for (const std::string text : {"",
                                 "patchcord:",
                                 "patchcord:a",
                                 "patchcord:/k",
                                 "patchcord:a/",
                                 "patchcord:A/b",
                                 "x patchcord:a/b",
                                 "patchcord:a/b/c",
                                 "patchcord:a/b c"}) {
    EXPECT_FALSE(parse(text).has_value()) << text;
  }
  EXPECT_FALSE(in_unfinished_name("Orders").has_value());
  EXPECT_FALSE(in_unfinished_name("Orders [patchcord:a/b:123]").has_value());
  EXPECT_FALSE(in_unfinished_name("Orders [other]").has_value());
}

TEST(Marks, LiveInTheLastLineOfTheNotes) {
  EXPECT_EQ(with_mark("", mark), mark.text());
  EXPECT_EQ(with_mark("Ask the orders team.", mark), "Ask the orders team.\n" + mark.text());
  EXPECT_EQ(in_notes("Ask the orders team.\n" + mark.text() + "\n"), mark);
  EXPECT_EQ(without_mark("Ask.\n" + mark.text()), "Ask.");
  EXPECT_EQ(without_mark("Ask."), "Ask.");
  EXPECT_FALSE(in_notes(mark.text() + "\nAnother line").has_value());
  EXPECT_EQ(with_mark(with_mark("Ask.", {.deployment = "a", .key = "b"}, Adoption{}), mark),
            "Ask.\n" + mark.text());
}

TEST(Marks, SayWhenSomebodyElseMadeTheObject) {
  const auto notes = with_mark("Ask.", mark, Adoption{});
  EXPECT_EQ(notes, "Ask.\npatchcord:orders/order-services (adopted)");
  EXPECT_EQ(in_notes(notes), mark);
  ASSERT_TRUE(adoption_in(notes).has_value());
  EXPECT_EQ(adoption_in(notes)->credential, "");
  EXPECT_FALSE(adoption_in(with_mark("Ask.", mark)).has_value());
  EXPECT_FALSE(adoption_in("we have (adopted)").has_value());
  EXPECT_EQ(without_mark(notes), "Ask.");
}

TEST(Marks, RememberTheCredentialToGiveBack) {
  const auto notes = with_mark("Ask.", mark, Adoption{.credential = "7a2f-1"});
  EXPECT_EQ(notes, "Ask.\npatchcord:orders/order-services (adopted, before: 7a2f-1)");
  EXPECT_EQ(in_notes(notes), mark);
  EXPECT_EQ(adoption_in(notes)->credential, "7a2f-1");
  EXPECT_EQ(with_mark(notes, mark, *adoption_in(notes)), notes);
  EXPECT_EQ(without_mark(notes), "Ask.");
}

TEST(Marks, NameWhatHasBeenReplaced) {
  EXPECT_EQ(replaced_name("Get order", "2026-11-22"), "Get order (replaced 2026-11-22)");
  EXPECT_EQ(name_before_replacement("Get order (replaced 2026-11-22)"), "Get order");
  EXPECT_EQ(replaced_name("Get order", "2026-11-22", 2), "Get order (replaced 2026-11-22, 2)");
  std::string longest;
  while (longest.size() < max_action_name)
    longest += "ä";
  const auto cut = replaced_name(longest, "2026-11-22");
  EXPECT_LE(cut.size(), max_action_name);
  EXPECT_TRUE(cut.ends_with("ä (replaced 2026-11-22)")) << cut;
  EXPECT_EQ(name_before_replacement("Get order (replaced 2026-11-22, 12)"), "Get order");
  EXPECT_FALSE(name_before_replacement("Get order").has_value());
  EXPECT_FALSE(name_before_replacement("Get order (replaced today)").has_value());
}

TEST(Marks, KeysAreMadeOfNames) {
  EXPECT_EQ(key_of("Order services"), "order-services");
  EXPECT_EQ(key_of("  AWS -- Lambda! "), "aws-lambda");
  EXPECT_EQ(key_of("注文"), "x");
  EXPECT_EQ(key_of(std::string(60, 'a')).size(), 40U);
}

}  // namespace
}  // namespace patchcord::marks
