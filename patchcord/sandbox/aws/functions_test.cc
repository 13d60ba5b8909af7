#include "patchcord/sandbox/aws/functions.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "patchcord/base/json.h"
#include "patchcord/sandbox/aws/runtime.h"

namespace patchcord::sandbox {
namespace {

FunctionsFile parse(std::string_view text) {
  return parse_functions(text, "/shop/functions.yaml", {});
}

// The problems of a file as "line:column message".
std::vector<std::string> problems(std::string_view text) {
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : parse(text).diagnostics) {
    EXPECT_EQ(diagnostic.span.file, "/shop/functions.yaml");
    found.push_back(std::to_string(diagnostic.span.line) + ":" +
                    std::to_string(diagnostic.span.column) + " " + diagnostic.message);
  }
  return found;
}

TEST(FunctionsFile, EverythingThatAFunctionMayHaveIsRead) {
  const FunctionsFile file = parse(R"(
functions:
  - name: order-status
    aliases: { live: "1", dev: $LATEST }
    program: [python3, bootstrap.py]
    handler: orders.handler
    timeout: 3
    memory: 512
    environment: { RATE: "4.90" }
    allow: [ { principal: "210987654321", qualifier: live } ]
  - arn: arn:aws:lambda:eu-central-1:210987654321:function:elsewhere
    reply: { open: true, count: 3, price: 4.5, id: "007", none: null, list: [a, 1] }
    delay_ms: 5
  - name: broken
    error: no such order
  - name: echo
)");
  ASSERT_TRUE(file.diagnostics.empty()) << file.diagnostics.front().message;
  ASSERT_EQ(file.functions.size(), 4U);
  const FunctionSpec& order = file.functions[0];
  EXPECT_EQ(arn_of(order), "arn:aws:lambda:us-east-1:123456789012:function:order-status");
  EXPECT_EQ(order.aliases.at("dev"), "$LATEST");
  EXPECT_EQ(std::get<FunctionProgram>(order.behaviour).folder, "/shop");
  EXPECT_EQ(std::get<FunctionProgram>(order.behaviour).command,
            (std::vector<std::string>{"python3", "bootstrap.py"}));
  EXPECT_EQ(order.handler, "orders.handler");
  EXPECT_EQ(order.timeout, std::chrono::seconds{3});
  EXPECT_EQ(order.memory_megabytes, 512);
  EXPECT_EQ(order.environment.at("RATE"), "4.90");
  EXPECT_EQ(order.grants.at(0).qualifier, "live");
  EXPECT_EQ(arn_of(file.functions[1]),
            "arn:aws:lambda:eu-central-1:210987654321:function:elsewhere");
  EXPECT_EQ(std::get<FixedReply>(file.functions[1].behaviour).payload,
            R"({"count":3,"id":"007","list":["a",1],"none":null,"open":true,"price":4.5})");
  EXPECT_EQ(std::get<FixedError>(file.functions[2].behaviour).payload,
            R"({"errorMessage":"no such order","errorType":"Error"})");
  EXPECT_TRUE(std::holds_alternative<EchoEvent>(file.functions[3].behaviour));
}

TEST(FunctionsFile, JsonAndAListAloneAreFine) {
  EXPECT_EQ(parse(R"([{"name": "f", "reply": {"a": "1"}}])").functions.size(), 1U);
}

TEST(FunctionsFile, ProblemsNameTheirPlaceAllAtOnce) {
  const std::vector<std::string> found = problems(R"(functions:
  - nme: x
  - name: a b
    timeout: 0
  - name: f
    reply: 1
    error: no
  - name: g
    aliases: { "7": "1", live: seven }
    program: run
  - name: f
    reply_file: nowhere.json
)");
  const std::vector<std::string> expected{
      "2:5 a function has no `nme`; did you mean `name`?",
      "2:5 the function has no `name` and no `arn`",
      "3:11 `name` has 1 to 64 letters, digits, `-` and `_`",
      "4:14 `timeout` is a number from 1 to 900",
      "5:5 a function has one of `reply`, `reply_file`, `error` and `program`",
      "9:14 alias `7` needs letters, digits, `-` and `_`, and not digits alone",
      "9:14 alias `live` points to a version number or `$LATEST`",
      "10:14 `program` is a list: the program and its arguments, like [python3, bootstrap.py]",
      "12:17 reply_file /shop/nowhere.json cannot be read",
      "11:5 function arn:aws:lambda:us-east-1:123456789012:function:f is there twice",
  };
  EXPECT_EQ(found, expected);
}

TEST(FunctionsFile, WhatIsNoListOfFunctionsIsRefused) {
  for (const char* text : {"", "7", "functions: {}", "functions: []", "- 7", "[", "name: f"}) {
    EXPECT_FALSE(problems(text).empty()) << text;
  }
  EXPECT_EQ(problems("- name: f\n  reply: [1, 2\n").size(), 1U);
  EXPECT_FALSE(read_functions("/nowhere/functions.yaml", {}).diagnostics.empty());
}

TEST(FunctionsFile, ARepeatedKeyIsRefused) {
  EXPECT_EQ(problems("- name: f\n  reply: 1\n  reply: 2\n"),
            std::vector<std::string>{"3:3 `reply` is there twice"});
}

TEST(FunctionsFile, ADeepOrSelfRepeatingReplyEndsInAnErrorAndNotInMemory) {
  std::string bomb = "- name: f\n  reply:\n    - &a0 [x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 12; ++level) {
    bomb += "    - &a" + std::to_string(level) + " [";
    for (int copy = 0; copy < 8; ++copy)
      bomb += "*a" + std::to_string(level - 1) + (copy < 7 ? ", " : "]\n");
  }
  EXPECT_EQ(problems(bomb).size(), 1U);
  EXPECT_FALSE(
      problems("- name: f\n  reply: " + std::string(100, '[') + std::string(100, ']')).empty());
}

// The examples, run for real as the sandbox runs them.
class Examples : public testing::Test {
 protected:
  static Json answer(const std::string& file, const std::string& name, const std::string& event) {
    const FunctionsFile read = read_functions(std::string(PATCHCORD_EXAMPLES) + "/" + file, {});
    EXPECT_TRUE(read.diagnostics.empty()) << read.diagnostics.front().message;
    for (const FunctionSpec& function : read.functions) {
      if (function.name != name) continue;
      aws::FunctionRuntime runtime(function);
      const aws::Completed completed =
          runtime.invoke({.request_id = "8f5e3a52-0000-4000-8000-000000000001",
                          .arn = arn_of(function),
                          .version = "1",
                          .payload = event});
      return Json::parse(completed.payload, nullptr, false);
    }
    return nullptr;
  }
};

TEST_F(Examples, TheTutorialsFunctionLooksACustomerUp) {
  const std::string file = "tutorial/functions.yaml";
  const Json gold = answer(file, "architect-lookup", R"({"customerId":"c-1001"})");
  EXPECT_EQ(
      gold,
      Json::parse(
          R"({"customerId":"C-1001","name":"Harbour Books","tier":"gold","openOrders":2,"priority":3})"));
  EXPECT_EQ(answer(file, "architect-lookup", R"({"customerId":"42"})")["customerId"], "C-0042");
  EXPECT_EQ(answer(file, "architect-lookup", R"({"customerId":"C-9999"})")["errorType"],
            "CustomerNotFound");
  EXPECT_EQ(answer(file, "architect-lookup", R"({"customerId":42})")["errorType"], "ValueError");
}

TEST_F(Examples, TheOrdersFunctionInBashAnswers) {
  const std::string file = "orders/functions.yaml";
  EXPECT_EQ(answer(file, "order-status", R"({"orderId": "42"})")["order"]["state"], "shipped");
  EXPECT_EQ(answer(file, "order-status", R"({"orderId": "7"})")["errorType"], "OrderNotFound");
  EXPECT_EQ(answer(file, "order-status", R"({"text": "über"})")["errorType"], "ValueError");
  EXPECT_EQ(answer(file, "opening-hours", "{}")["until"], "18:00");
}

TEST_F(Examples, TheShippingFunctionInNodeAnswers) {
  if (std::system("node --version >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "there is no node on this machine";
  const std::string file = "orders/functions.yaml";
  EXPECT_EQ(answer(file, "shipping-quote", R"({"country":"DE","weightGrams":1200,"express":true})"),
            Json::parse(R"({"price":14.4,"currency":"EUR","days":1})"));
  EXPECT_EQ(answer(file, "shipping-quote", R"({"country":"XX","weightGrams":1})")["errorType"],
            "RangeError");
}

}  // namespace
}  // namespace patchcord::sandbox
