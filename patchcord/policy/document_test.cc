#include "patchcord/policy/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Document, EveryElementIsReadIntoItsPlace) {
  const auto document = parse_document(R"({"Version":"2012-10-17","Id":"me","Statement":[{
    "Sid":"A","Effect":"Deny",
    "Principal":{"AWS":["1","2"],"Service":"s","Federated":"f","CanonicalUser":"c"},
    "Action":"a:b","Resource":["r"],
    "Condition":{"Bool":{"k":true},"NumericEquals":{"n":[1,"2"]},"StringEquals":{"x":"1","y":[]}}},
    {"Effect":"Allow","NotPrincipal":"*","NotAction":[],"NotResource":"r"}]})")
                            .value();
  EXPECT_EQ(document.version, "2012-10-17");
  EXPECT_EQ(document.id, "me");
  ASSERT_EQ(document.statements.size(), 2U);
  const auto& first = document.statements[0];
  EXPECT_EQ(first.sid, "A");
  EXPECT_EQ(first.effect, StatementEffect::deny);
  EXPECT_EQ(first.principal,
            (Principals{
                .aws = {"1", "2"}, .service = {"s"}, .federated = {"f"}, .canonical_user = {"c"}}));
  EXPECT_EQ(first.actions, Strings{"a:b"});
  EXPECT_EQ(first.resources, Strings{"r"});
  EXPECT_FALSE(first.not_actions || first.not_resources || first.not_principal);
  EXPECT_THAT(first.conditions,
              ElementsAre(Condition{.operation = "Bool", .key = "k", .values = {"true"}},
                          Condition{.operation = "NumericEquals", .key = "n", .values = {"1", "2"}},
                          Condition{.operation = "StringEquals", .key = "x", .values = {"1"}},
                          Condition{.operation = "StringEquals", .key = "y"}));
  const auto& second = document.statements[1];
  EXPECT_EQ(second.not_principal, (Principals{.aws = {"*"}, .anyone_short = true}));
  EXPECT_EQ(second.not_actions, Strings{});
  EXPECT_EQ(second.not_resources, Strings{"r"});
  EXPECT_TRUE(second.not_understood.empty());
}

TEST(Document, OneStatementNeedsNoArrayAndNoVersionIsTheFirst) {
  const auto document = parse_document(R"({"Statement":{"Effect":"Allow"}})").value();
  EXPECT_EQ(document.statements.size(), 1U);
  EXPECT_EQ(document.version, "2008-10-17");
}

TEST(Document, WhatIsNotUnderstoodIsKeptAsItCame) {
  const auto kept = [](const std::string& element) {
    return parse_document(R"({"Statement":[{)" + element + "}]}")
        .value()
        .statements.at(0)
        .not_understood;
  };
  for (const std::string element : {R"("effect":"Allow")",
                                    R"("Effect":"allow")",
                                    R"("Effect":1)",
                                    R"("Action":1)",
                                    R"("Action":["a",1])",
                                    R"("Resource":{})",
                                    R"("Principal":"me")",
                                    R"("Principal":["*"])",
                                    R"("Principal":{"Aws":"*"})",
                                    R"("Principal":{"AWS":1})",
                                    R"("Condition":[])",
                                    R"("Condition":{"Bool":true})",
                                    R"("Condition":{"Bool":{"k":null}})",
                                    R"("Condition":{"Bool":{"k":{"a":1}}})",
                                    R"("Sid":7)",
                                    R"("New":null)"}) {
    EXPECT_EQ(patchcord::to_text(kept(element)), "{" + element + "}");
  }
  EXPECT_TRUE(parse_document(R"({"Statement":[1]})")->not_understood.contains("Statement"));
  EXPECT_TRUE(parse_document(R"({"Version":1})")->not_understood.contains("Version"));
  EXPECT_TRUE(parse_document(R"({"Owner":"x"})")->not_understood.contains("Owner"));
}

TEST(Document, HostileTextIsRefused) {
  const auto refused = [](const std::string& text) {
    const auto result = parse_document(text);
    EXPECT_FALSE(result) << text;
    return result ? std::string() : result.error().what;
  };
  EXPECT_THAT(refused(""), HasSubstr("not JSON"));
  EXPECT_THAT(refused("{"), HasSubstr("not JSON"));
  EXPECT_THAT(refused("[]"), HasSubstr("not a JSON object"));
  EXPECT_THAT(refused("null"), HasSubstr("not a JSON object"));
  EXPECT_THAT(refused(std::string(max_document_bytes + 1, ' ')), HasSubstr("larger than"));
  EXPECT_THAT(refused(std::string(5000, '[')), HasSubstr("deeper"));
  EXPECT_THAT(refused("{\"a\":\"\xff\"}"), HasSubstr("not JSON"));
  EXPECT_EQ(parse_document("{").error().code, Code::invalid);
}

TEST(Document, AKeyThatIsThereTwiceIsRefusedAtAnyDepth) {
  for (const std::string text :
       {R"({"Statement":[],"Statement":[]})",
        R"({"Statement":[{"Effect":"Deny","Effect":"Allow"}]})",
        R"({"Statement":[{"Condition":{"StringEquals":{"k":"a","k":"b"}}}]})",
        R"({"Statement":[{"Condition":{"Null":{},"Null":{}}}]})"}) {
    const auto result = parse_document(text);
    ASSERT_FALSE(result) << text;
    EXPECT_THAT(result.error().what, HasSubstr("twice")) << text;
  }
  EXPECT_TRUE(parse_document(R"({"Statement":[{"Effect":"Deny"},{"Effect":"Deny"}],"Id":"Id"})"));
}

TEST(Document, ItsTextHasAFixedOrderAndNoWhiteSpace) {
  const auto document =
      parse_document(R"({"Statement": {"Zeta": {"b": [1]}, "Condition": {"Null": {"k": "true"}},
    "NotResource": "n", "Resource": ["r"], "NotAction": [], "Action": ["a", "b"], "NotPrincipal": {"Service": "s"},
    "Principal": {"Service": ["s"], "AWS": "*"}, "Effect": "Allow", "Sid": "S"}, "Id": "I", "Version": "2012-10-17"})")
          .value();
  EXPECT_EQ(
      to_text(document),
      R"({"Version":"2012-10-17","Id":"I","Statement":[{"Sid":"S","Effect":"Allow",)"
      R"("Principal":{"AWS":"*","Service":"s"},"NotPrincipal":{"Service":"s"},"Action":["a","b"],"NotAction":[],)"
      R"("Resource":"r","NotResource":"n","Condition":{"Null":{"k":"true"}},"Zeta":{"b":[1]}}]})");
}

TEST(Document, ParsingItsTextGivesTheSameDocument) {
  for (
      const std::string text :
      {R"({"Version":"2012-10-17","Statement":[]})",
       R"({"Statement":"odd","Version":3})",
       R"({"Statement":[{"Effect":"allow","Principal":"*","Condition":{"Bool":{"k":[true,"x"]}}}]})",
       R"({"Statement":[{"Principal":{"AWS":[]},"Action":[],"Resource":""},{"NotPrincipal":{"AWS":["a","b"]}}]})",
       R"({"Statement":[{"Action":7,"Sid":{"deep":[{}]},"Condition":{"X":{"é\u0001":"\u20ac"}}}],"Other":[1.5,null]})"}) {
    const auto document = parse_document(text);
    ASSERT_TRUE(document) << text;
    const auto printed = to_text(*document);
    const auto again = parse_document(printed);
    ASSERT_TRUE(again) << printed;
    EXPECT_EQ(*again, *document) << printed;
    EXPECT_EQ(to_text(*again), printed);
  }
}

}  // namespace
}  // namespace patchcord::policy
