#include "patchcord/policy/evaluate.h"

#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Document document(const std::string& statements, std::string_view version = current_version) {
  return parse_document(fmt::format(R"({{"Version":"{}","Statement":[{}]}})", version, statements))
      .value();
}

const std::string orders = "arn:aws:lambda:eu-west-1:123456789012:function:orders";

Request invoke(const std::string& resource = orders) {
  return {.principal = {.kind = PrincipalKind::role,
                        .account = "123456789012",
                        .arn = "arn:aws:iam::123456789012:role/caller"},
          .action = "lambda:InvokeFunction",
          .resource = resource};
}

Decision decide(const std::string& statements,
                const Request& request = invoke(),
                Layer layer = Layer::identity_policy) {
  return evaluate(document(statements), request, layer).decision;
}

std::string allow(const std::string& resource, const std::string& rest = "") {
  return fmt::format(
      R"({{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"{}"{}}})", resource, rest);
}

std::string deny(const std::string& rest = "") {
  return fmt::format(R"({{"Sid":"Never","Effect":"Deny","Action":"lambda:*","Resource":"*"{}}})",
                     rest);
}

TEST(Evaluate, NothingIsAllowedByDefault) {
  const auto verdict = evaluate(std::span<const Document>{}, invoke(), Layer::identity_policy);
  EXPECT_EQ(verdict.decision, Decision::implicit_deny);
  EXPECT_EQ(verdict.reason, "no statement allows lambda:InvokeFunction");
  EXPECT_FALSE(verdict.statement);
}

TEST(Evaluate, AnAllowNamesItsStatement) {
  const auto verdict =
      evaluate(document(allow("other") + "," + allow(orders, R"(,"Sid":"Invoke")")),
               invoke(),
               Layer::identity_policy);
  EXPECT_EQ(verdict.decision, Decision::allowed);
  EXPECT_EQ(verdict.statement, (StatementPlace{.document = 0, .statement = 1, .sid = "Invoke"}));
  EXPECT_EQ(verdict.reason, "statement 1 (Invoke) allows lambda:InvokeFunction");
}

TEST(Evaluate, ADenyWinsWhereverItStands) {
  EXPECT_EQ(decide(allow(orders) + "," + deny()), Decision::explicit_deny);
  EXPECT_EQ(decide(deny() + "," + allow(orders)), Decision::explicit_deny);
  const std::vector<Document> documents{document(allow(orders)), document(deny())};
  const auto verdict = evaluate(documents, invoke(), Layer::identity_policy);
  EXPECT_EQ(verdict.decision, Decision::explicit_deny);
  EXPECT_EQ(verdict.statement, (StatementPlace{.document = 1, .statement = 0, .sid = "Never"}));
}

TEST(Evaluate, TheNearestMissExplainsAnImplicitDeny) {
  const auto verdict = evaluate(
      document(R"({"Sid":"Logs","Effect":"Allow","Action":"logs:*","Resource":"*"},)" +
               allow(orders,
                     R"(,"Sid":"Invoke","Condition":{"StringEquals":{"aws:RequestTag/a":"b"}})") +
               "," + allow("arn:aws:lambda:eu-west-1:123456789012:function:x")),
      invoke(),
      Layer::identity_policy);
  EXPECT_EQ(verdict.decision, Decision::implicit_deny);
  EXPECT_THAT(verdict.reason, HasSubstr("statement 1 (Invoke)"));
  EXPECT_THAT(verdict.reason, HasSubstr("aws:RequestTag/a"));
}

TEST(Evaluate, ActionsMatchWithoutCaseAndWithWildcards) {
  const auto with = [](const std::string& element) {
    return decide(R"({"Effect":"Allow","Resource":"*",)" + element + "}");
  };
  for (const std::string action : {"lambda:InvokeFunction",
                                   "LAMBDA:invokefunction",
                                   "lambda:*",
                                   "*",
                                   "lambda:Invoke?unction",
                                   "lam*:Invoke*",
                                   "*:*"}) {
    EXPECT_EQ(with(R"("Action":")" + action + "\""), Decision::allowed) << action;
    EXPECT_EQ(with(R"("NotAction":")" + action + "\""), Decision::implicit_deny) << action;
  }
  for (const std::string action :
       {"lambda:Invoke", "lambda:InvokeFunctionUrl", "s3:*", "lambda:?", ""}) {
    EXPECT_EQ(with(R"("Action":")" + action + "\""), Decision::implicit_deny) << action;
    EXPECT_EQ(with(R"("NotAction":")" + action + "\""), Decision::allowed) << action;
  }
  EXPECT_EQ(with(R"("Action":["s3:*","lambda:*"])"), Decision::allowed);
  EXPECT_EQ(with(R"("NotAction":["s3:*","lambda:*"])"), Decision::implicit_deny);
  EXPECT_EQ(with(R"("Action":"lambda:*","NotAction":"s3:*")"), Decision::undetermined);
  EXPECT_EQ(with(R"("Sid":"NoAction")"), Decision::undetermined);
}

struct ResourceRow {
  const char* pattern;
  const char* resource;
  Decision decision;
};

TEST(Evaluate, ResourcesMatchFieldByField) {
  const ResourceRow rows[] = {
      {"*", "arn:aws:s3:::b/k", Decision::allowed},
      {"arn:aws:s3:::b/*", "arn:aws:s3:::b/k/l:m", Decision::allowed},
      {"arn:aws:s3:::b/?", "arn:aws:s3:::b/k", Decision::allowed},
      {"arn:aws:s3:::b/?", "arn:aws:s3:::b/kk", Decision::implicit_deny},
      {"arn:aws:s3:::B/k", "arn:aws:s3:::b/k", Decision::implicit_deny},
      {"arn:aws:lambda:*:123456789012:function:orders",
       "arn:aws:lambda:eu-west-1:123456789012:function:orders",
       Decision::allowed},
      {"arn:aws:lambda:eu-*-1:123456789012:function:orders",
       "arn:aws:lambda:eu-west-1:123456789012:function:orders",
       Decision::allowed},
      {"arn:aws:lambda:*:function:orders",
       "arn:aws:lambda:eu-west-1:123456789012:function:orders",
       Decision::undetermined},
      {"arn:aws:lambda:*:function:cancel",
       "arn:aws:lambda:eu-west-1:123456789012:function:orders",
       Decision::implicit_deny},
      {"arn:aws:*:eu-west-1:123456789012:function:orders",
       "arn:aws:lambda:eu-west-1:123456789012:function:orders",
       Decision::undetermined},
      {"arn:*:s3:::b/k", "arn:aws-cn:s3:::b/k", Decision::allowed},
      {"arn:aws:sns:*:*:topic", "arn:aws:sns:eu-west-1:123456789012:topic", Decision::allowed},
      {"arn:aws:lambda:eu-west-1:*:function:orders",
       "arn:aws:lambda:eu-west-1:123456789012:function:orders",
       Decision::implicit_deny},
      {"arn:aws:sqs", "arn:aws:sqs:eu-west-1:123456789012:q", Decision::undetermined},
      {"*", "*", Decision::allowed},
      {"arn:aws:s3:::b", "*", Decision::implicit_deny},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(decide(allow(row.pattern), invoke(row.resource)), row.decision)
        << row.pattern << " for " << row.resource;
  }
}

// Source: Lambda Developer Guide, Resources and conditions for Lambda actions
TEST(Evaluate, ALambdaResourceCoversExactlyItsQualifierForm) {
  const auto plain = orders;
  const ResourceRow rows[] = {
      {"", "", Decision::allowed},
      {"", ":PROD", Decision::implicit_deny},
      {"", ":1", Decision::implicit_deny},
      {"", ":$LATEST", Decision::implicit_deny},
      {":PROD", "", Decision::implicit_deny},
      {":PROD", ":PROD", Decision::allowed},
      {":PROD", ":1", Decision::implicit_deny},
      {":PROD", ":$LATEST", Decision::implicit_deny},
      {":*", "", Decision::implicit_deny},
      {":*", ":PROD", Decision::allowed},
      {":*", ":1", Decision::allowed},
      {":*", ":$LATEST", Decision::allowed},
      {"*", "", Decision::allowed},
      {"*", ":PROD", Decision::allowed},
      {"*", "2", Decision::allowed},
      {"*", ":$LATEST", Decision::allowed},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(decide(allow(plain + row.pattern), invoke(plain + row.resource)), row.decision)
        << row.pattern << " for " << row.resource;
  }
}

TEST(Evaluate, NotResourceCoversEverythingElse) {
  const auto with = [](const std::string& resource) {
    return decide(
        fmt::format(R"({{"Effect":"Allow","Action":"*","NotResource":["{}"]}})", resource));
  };
  EXPECT_EQ(with(orders), Decision::implicit_deny);
  EXPECT_EQ(with(orders + "2"), Decision::allowed);
  EXPECT_EQ(with("*"), Decision::implicit_deny);
  for (const auto* open : {"arn:aws:lambda:eu-west-1:123456789012:function:${aws:username}",
                           "arn:aws:lambda:eu-*:function:orders",
                           "arn:aws:*:eu-west-1:123456789012:function:orders"})
    EXPECT_EQ(with(open), Decision::undetermined) << open;
}

TEST(Evaluate, ADenyOfAllServicesOfAnAccountIsApplied) {
  auto request = invoke();
  request.context.values["aws:PrincipalArn"] = {"arn:aws:iam::123456789012:role/caller"};
  const auto unless = [&](const std::string& op, const std::string& arn) {
    const auto condition =
        fmt::format(R"(,"Condition":{{"{}":{{"aws:PrincipalArn":"{}"}}}})", op, arn);
    return decide(allow(orders) + "," + deny(condition), request);
  };
  EXPECT_EQ(unless("ArnLike", "arn:aws:*::123456789012:*"), Decision::explicit_deny);
  EXPECT_EQ(unless("ArnNotLike", "arn:aws:*::123456789012:*"), Decision::allowed);
  EXPECT_EQ(unless("ArnEquals", "arn:aws:*::210987654321:*"), Decision::allowed);
}

TEST(Evaluate, VariablesWorkInTheResourceFieldOfANewDocumentOnly) {
  auto request = invoke("arn:aws:s3:::home/ann");
  request.context.values["aws:username"] = {"ann"};
  const auto statement = allow("arn:aws:s3:::home/${aws:username}");
  EXPECT_EQ(decide(statement, request), Decision::allowed);
  EXPECT_EQ(evaluate(document(statement, first_version), request, Layer::identity_policy).decision,
            Decision::implicit_deny);
  EXPECT_EQ(decide(allow("arn:aws:s3:::home/${aws:userid}"), request), Decision::implicit_deny);
  request.context.unknown.insert("aws:userid");
  const auto verdict =
      evaluate(document(allow("arn:aws:s3:::home/${aws:userid}")), request, Layer::identity_policy);
  EXPECT_EQ(verdict.decision, Decision::undetermined);
  EXPECT_THAT(verdict.reason, HasSubstr("aws:userid"));
  EXPECT_EQ(decide(allow("arn:aws:${aws:username}:::home/ann"), request), Decision::implicit_deny);
}

TEST(Evaluate, AllConditionsMustHold) {
  auto request = invoke();
  request.context.values["a"] = {"1"};
  request.context.values["b"] = {"2"};
  const auto with = [&](const std::string& conditions) {
    return decide(allow(orders, R"(,"Condition":)" + conditions), request);
  };
  EXPECT_EQ(with(R"({"StringEquals":{"a":"1","b":"2"}})"), Decision::allowed);
  EXPECT_EQ(with(R"({"StringEquals":{"a":"1","b":"3"}})"), Decision::implicit_deny);
  EXPECT_EQ(with(R"({"StringEquals":{"a":"1"},"NumericEquals":{"b":3}})"), Decision::implicit_deny);
  EXPECT_EQ(with(R"({"StringEquals":{"a":["9","1"]},"NumericEquals":{"b":2}})"), Decision::allowed);
  EXPECT_EQ(with("{}"), Decision::allowed);
  const auto both_fail = allow(orders, R"(,"Condition":{"StringEquals":{"a":"2","b":"1"}})");
  const auto reason = evaluate(document(both_fail), request, Layer::identity_policy).reason;
  EXPECT_THAT(reason, HasSubstr("StringEquals a is not met, and the condition StringEquals b"));
}

TEST(Evaluate, WhatIsNotKnownIsNeverGuessed) {
  auto request = invoke();
  request.context.unknown = {"aws:SourceIp"};
  const std::string from = R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})";
  EXPECT_EQ(decide(allow(orders, from), request), Decision::undetermined);
  EXPECT_EQ(decide(allow(orders, from) + "," + allow(orders), request), Decision::allowed);
  EXPECT_EQ(decide(allow(orders) + "," + deny(from), request), Decision::undetermined);
  EXPECT_EQ(decide(allow(orders) + "," + deny(from) + "," + deny(), request),
            Decision::explicit_deny);
  EXPECT_EQ(decide(deny(from), request), Decision::implicit_deny);
}

TEST(Evaluate, ElementsThatAreNotUnderstoodMakeItsStatementUndetermined) {
  EXPECT_EQ(decide(allow(orders, R"(,"Until":"2027")")), Decision::undetermined);
  EXPECT_EQ(decide(allow(orders + "2", R"(,"Until":"2027")")), Decision::implicit_deny);
  EXPECT_EQ(decide(allow(orders, R"(,"Condition":["StringEquals"])")), Decision::undetermined);
  EXPECT_EQ(decide(R"({"Effect":"allow","Action":"*","Resource":"*"})"), Decision::undetermined);
  EXPECT_EQ(decide(allow(orders) + R"(,{"Effect":"DENY","Action":"*","Resource":"*"})"),
            Decision::undetermined);
  EXPECT_EQ(decide(allow(orders, R"(,"Principal":"*")")), Decision::undetermined);
  EXPECT_EQ(
      evaluate(document(allow(orders), "2030-01-01"), invoke(), Layer::identity_policy).decision,
      Decision::undetermined);
  const auto odd = parse_document(R"({"Version":"2012-10-17","Statement":"all"})").value();
  EXPECT_EQ(evaluate(odd, invoke(), Layer::identity_policy).decision, Decision::undetermined);
}

TEST(Evaluate, ATrustPolicyNeedsAPrincipalAndNoResource) {
  Request request{.principal = {.kind = PrincipalKind::role,
                                .account = "111122223333",
                                .arn = "arn:aws:iam::111122223333:role/r"},
                  .action = "sts:AssumeRole",
                  .resource = "arn:aws:iam::123456789012:role/x"};
  const auto trust = [&](const std::string& rest) {
    return decide(R"({"Effect":"Allow","Action":"sts:AssumeRole")" + rest + "}",
                  request,
                  Layer::trust_policy);
  };
  EXPECT_EQ(trust(R"(,"Principal":{"AWS":"111122223333"})"), Decision::allowed);
  EXPECT_EQ(trust(R"(,"Principal":{"AWS":"123456789012"})"), Decision::implicit_deny);
  EXPECT_EQ(trust(""), Decision::undetermined);
  EXPECT_EQ(trust(R"(,"Principal":{"AWS":"111122223333"},"Resource":"*")"), Decision::undetermined);
  EXPECT_EQ(trust(R"(,"NotPrincipal":{"AWS":"444455556666"})"), Decision::allowed);
  EXPECT_EQ(trust(R"(,"NotPrincipal":{"AWS":"111122223333"})"), Decision::undetermined);
}

TEST(Evaluate, OnlyStatementsThatNameTheCallerAllowByName) {
  const Request request{.principal = {.kind = PrincipalKind::user,
                                      .account = "111122223333",
                                      .arn = "arn:aws:iam::111122223333:user/ann"},
                        .action = "sts:AssumeRole",
                        .resource = "arn:aws:iam::111122223333:role/x"};
  const auto by_name = [&](const std::string& principal) {
    return evaluate(
               document(fmt::format(
                   R"({{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":"{}"}}}})",
                   principal)),
               request,
               Layer::trust_policy)
        .allows_by_name;
  };
  EXPECT_EQ(by_name("arn:aws:iam::111122223333:user/ann"), Truth::yes);
  EXPECT_EQ(by_name("*"), Truth::yes);
  EXPECT_EQ(by_name("111122223333"), Truth::no);
  EXPECT_EQ(by_name("arn:aws:iam::111122223333:root"), Truth::no);
}

TEST(Evaluate, APatternOfManyStarsEndsSoon) {
  std::string stars;
  for (int i = 0; i < 2000; ++i)
    stars += "*a";
  EXPECT_EQ(decide(allow("arn:aws:s3:::" + stars + "b"),
                   invoke("arn:aws:s3:::" + std::string(2000, 'a'))),
            Decision::implicit_deny);
}

TEST(Evaluate, AddingADenyNeverAllowsAndAddingAnAllowNeverDenies) {
  const std::vector<std::string> pool{allow(orders),
                                      allow(orders + "2"),
                                      deny(),
                                      deny(R"(,"Condition":{"StringEquals":{"u":"x"}})"),
                                      allow("*", R"(,"Condition":{"StringNotEquals":{"u":"x"}})")};
  auto request = invoke();
  request.context.unknown = {"u"};
  for (unsigned mask = 0; mask < 32; ++mask) {
    std::vector<Document> documents;
    for (unsigned i = 0; i < pool.size(); ++i) {
      if ((mask >> i & 1U) != 0) documents.push_back(document(pool[i]));
    }
    const auto before = evaluate(documents, request, Layer::identity_policy);
    for (const auto& statement : pool) {
      auto more = documents;
      more.push_back(document(statement));
      const auto after = evaluate(more, request, Layer::identity_policy);
      EXPECT_GE(after.denies, before.denies);
      EXPECT_GE(after.allows, before.allows);
      EXPECT_EQ(after.decision, decision_of(after.denies, after.allows));
    }
  }
}

// One to four statements, most of them with a condition on the key k.
std::string random_statements(std::mt19937& random) {
  const std::vector<std::string> operators{"StringEquals",
                                           "StringNotEquals",
                                           "StringLikeIfExists",
                                           "StringNotLike",
                                           "ForAllValues:StringEquals",
                                           "ForAnyValue:StringLike",
                                           "NumericLessThan",
                                           "BoolIfExists",
                                           "NotIpAddress",
                                           "Null"};
  const std::vector<std::string> values{"true", "x", "7", "10.0.0.0/8", "${k}"};
  std::string out;
  for (std::size_t left = 1 + random() % 4; left > 0; --left) {
    const auto condition = fmt::format(R"(,"Condition":{{"{}":{{"k":"{}"}}}})",
                                       operators[random() % operators.size()],
                                       values[random() % values.size()]);
    out += fmt::format(R"({{"Effect":"{}","Action":"*","Resource":"*"{}}}{})",
                       random() % 3 == 0 ? "Deny" : "Allow",
                       random() % 4 == 0 ? "" : condition,
                       left > 1 ? "," : "");
  }
  return out;
}

// A verdict reached without knowing a key must hold whatever the key turns out to be.
TEST(Evaluate, AVerdictThatIsNotUndeterminedHoldsForEveryValueOfTheUnknownKey) {
  const std::vector<std::vector<std::string>> values{
      {}, {"true"}, {"x"}, {"5"}, {"10.0.0.1"}, {"x", "5"}};
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const auto statements = random_statements(random);
    auto request = invoke();
    request.context.unknown = {"k"};
    const auto before = decide(statements, request);
    if (before == Decision::undetermined) continue;
    request.context.unknown.clear();
    for (const auto& value : values) {
      request.context.values["k"] = value;
      const auto after = decide(statements, request);
      const bool holds =
          before == Decision::implicit_deny ? after != Decision::allowed : after == before;
      EXPECT_TRUE(holds) << statements << testing::PrintToString(value);
    }
  }
}

}  // namespace
}  // namespace patchcord::policy
