#include "patchcord/policy/equivalent.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Document parse(const std::string& text) {
  return parse_document(text).value();
}

Document statement(const std::string& elements) {
  return parse(fmt::format(R"({{"Version":"2012-10-17","Statement":{{{}}}}})", elements));
}

const std::string trust =
    R"("Effect":"Allow","Principal":{"AWS":"arn:aws:iam::765628985471:root"},"Action":"sts:AssumeRole",)"
    R"("Condition":{"StringEquals":{"sts:ExternalId":"id"}})";

TEST(Equivalent, WhatAwsRewritesMakesNoDifference) {
  const std::pair<std::string, std::string> pairs[] = {
      {trust,
       R"("Sid":"X","Condition":{"StringEquals":{"STS:externalid":["id","id"]}},"Action":["STS:assumerole"],)"
       R"("Principal":{"AWS":["765628985471"]},"Effect":"Allow")"},
      {R"("Action":["a:b","c:d"],"Resource":["x","y"])",
       R"("Resource":["y","x","y"],"Action":["C:D","A:B"])"},
      {R"("NotAction":"A:b","NotResource":"x")", R"("NotAction":["a:B"],"NotResource":["x"])"},
      {R"("Condition":{"Bool":{"k":true},"NumericEquals":{"n":5}})",
       R"("Condition":{"NumericEquals":{"n":"5"},"Bool":{"k":"true"}})"},
      {R"("Effect":"Deny")", R"("Effect":"Deny","Condition":{})"},
      {R"("Principal":"*")", R"("Principal":{"AWS":"*"})"},
      {R"("Principal":{"Service":["b","a"]})", R"("Principal":{"Service":["a","b"],"AWS":[]})"},
  };
  for (const auto& [a, b] : pairs) {
    EXPECT_THAT(differences(statement(a), statement(b)), IsEmpty()) << a;
    EXPECT_TRUE(equivalent(statement(b), statement(a))) << b;
  }
}

TEST(Equivalent, WhatChangesADecisionIsADifference) {
  const std::pair<std::string, std::string> pairs[] = {
      {"StringEquals", "StringLike"},
      {"StringEquals", "stringequals"},
      {"sts:ExternalId", "sts:External"},
      {R"("id")", R"("ID")"},
      {R"("id")", R"(["id","id2"])"},
      {R"("id")", R"([])"},
      {"Allow", "Deny"},
      {"Allow", "allow"},
      {"765628985471", "765628985472"},
      {"arn:aws:", "arn:aws-cn:"},
      {R"("AWS")", R"("Service")"},
      {"Principal", "NotPrincipal"},
      {"Action", "NotAction"},
      {"sts:AssumeRole", "sts:*"},
      {R"("Action")", R"("Resource":"*","Action")"},
      {R"("Action")", R"("Unknown":1,"Action")"},
  };
  for (const auto& [from, to] : pairs) {
    auto changed = trust;
    changed.replace(changed.find(from), from.size(), to);
    EXPECT_FALSE(equivalent(statement(trust), statement(changed))) << to;
    EXPECT_FALSE(equivalent(statement(changed), statement(trust))) << to;
  }
}

TEST(Equivalent, AnAccountIdStandsForTheRootOfTheGivenPartition) {
  const auto id = statement(R"("Principal":{"AWS":"765628985471"})");
  const auto gov = statement(R"("Principal":{"AWS":"arn:aws-us-gov:iam::765628985471:root"})");
  EXPECT_FALSE(equivalent(id, gov));
  EXPECT_TRUE(equivalent(id, gov, "aws-us-gov"));
}

TEST(Equivalent, VersionIdAndUnknownElementsOfTheDocumentCount) {
  const auto base = parse(R"({"Version":"2012-10-17","Statement":[]})");
  EXPECT_THAT(differences(base, parse(R"({"Statement":[]})")),
              ElementsAre(R"(Version is "2008-10-17" instead of "2012-10-17")"));
  EXPECT_TRUE(equivalent(parse(R"({"Version":"2008-10-17"})"), parse(R"({"Statement":[]})")));
  EXPECT_FALSE(equivalent(base, parse(R"({"Version":"2012-10-17","Id":"x","Statement":[]})")));
  EXPECT_FALSE(equivalent(base, parse(R"({"Version":"2012-10-17","Owner":"x","Statement":[]})")));
}

TEST(Equivalent, StatementsAreCountedAndTheirOrderIsNot) {
  const auto with = [](const std::string& statements) {
    return parse(fmt::format(R"({{"Statement":[{}]}})", statements));
  };
  const std::string a = R"({"Effect":"Allow","Action":"a:a"})";
  const std::string b = R"({"Effect":"Allow","Action":"b:b"})";
  EXPECT_TRUE(equivalent(with(a + "," + b), with(b + "," + a)));
  EXPECT_FALSE(equivalent(with(a + "," + a), with(a)));
  EXPECT_FALSE(equivalent(with(a + "," + a + "," + b), with(a + "," + b + "," + b)));
}

TEST(Equivalent, DifferencesAreReadable) {
  const auto expected = statement(R"("Sid":"Assume",)" + trust);
  auto text = trust;
  text.replace(text.find(R"("id")"), 4, R"("other")");
  EXPECT_THAT(
      differences(expected, statement(R"("Sid":"Assume",)" + text)),
      ElementsAre(
          R"(statement Assume: Condition is {"StringEquals":{"sts:externalid":["other"]}} instead of )"
          R"({"StringEquals":{"sts:externalid":["id"]}})"));
  EXPECT_THAT(differences(expected, parse(R"({"Version":"2012-10-17","Statement":[]})")),
              ElementsAre(testing::StartsWith("statement Assume is missing: {")));
  EXPECT_THAT(differences(parse(R"({"Version":"2012-10-17","Statement":[]})"), expected),
              ElementsAre(testing::StartsWith("statement Assume is additional: {")));
}

class Shuffler {
 public:
  explicit Shuffler(unsigned seed) : random_(seed) {}

  Document operator()(Document document) {
    for (auto& statement : document.statements) {
      for (auto* list : {&statement.actions, &statement.resources}) {
        if (*list) shuffle(**list);
      }
      if (statement.principal) shuffle(statement.principal->aws);
      for (auto& condition : statement.conditions)
        shuffle(condition.values);
      shuffle(statement.conditions);
    }
    shuffle(document.statements);
    return document;
  }

 private:
  template <typename T>
  void shuffle(std::vector<T>& list) {
    std::shuffle(list.begin(), list.end(), random_);
  }

  std::mt19937 random_;
};

TEST(Equivalent, IsReflexiveAndSymmetricUnderAnyOrder) {
  const auto document = parse(
      R"({"Version":"2012-10-17","Statement":[)"
      R"({"Sid":"A","Effect":"Allow","Principal":{"AWS":["1","2","3"]},"Action":["x:1","x:2","x:3"],"Resource":["r","s","t"],)"
      R"("Condition":{"StringEquals":{"k":["1","2"],"l":"3"},"Null":{"m":"true"}}},)"
      R"({"Effect":"Deny","Action":"x:*","Resource":"*"},{"Effect":"Allow","Action":["y:1","y:2"],"Resource":"u"}]})");
  EXPECT_TRUE(equivalent(document, document));
  for (unsigned seed = 0; seed < 100; ++seed) {
    const auto shuffled = Shuffler(seed)(document);
    EXPECT_TRUE(equivalent(document, shuffled)) << to_text(shuffled);
    EXPECT_TRUE(equivalent(shuffled, document)) << to_text(shuffled);
    auto changed = shuffled;
    changed.statements[seed % 3].actions->push_back("z:z");
    EXPECT_FALSE(equivalent(document, changed));
    EXPECT_FALSE(equivalent(changed, document));
  }
}

}  // namespace
}  // namespace patchcord::policy
