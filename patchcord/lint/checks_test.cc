// What each check finds, and what it lets pass: actions in one line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/lint/lint.h"
#include "patchcord/manifest/parse.h"

namespace patchcord::lint {
namespace {

struct Row {
  std::string code{};   // that must be among what is found; empty: nothing is found
  std::string names{};  // JSON: properties of the contract's side that the template is about
  std::string text{};   // the template
  std::string map{};    // JSON: of the response
  std::string defaults{};
};

Json properties_of(const std::string& names) {
  return {{"type", "object"}, {"properties", Json::parse(names)}, {"additionalProperties", true}};
}

// All inputs whose name has no capital letter are optional.
Json input_of(const std::string& names) {
  auto schema = properties_of(names);
  for (const auto& item : schema["properties"].items()) {
    if (item.key()[0] < 'a') schema["required"].push_back(item.key());
  }
  return schema;
}

Json action_of(const Row& row, bool request) {
  Json action = {
      {"name", "A"},
      {"integrationType", "aws-lambda-data-actions"},
      {"actionType", "custom"},
      {"config",
       {{"request",
         {{"requestUrlTemplate", "arn:aws:lambda:eu-west-1:123456789012:function:f:live"},
          {"requestType", "POST"}}},
        {"response", Json::object()}}},
      {"contract",
       {{"input", {{"inputSchema", request ? input_of(row.names) : properties_of("{}")}}},
        {"output", {{"successSchema", properties_of(request ? "{}" : row.names)}}}}}};
  if (request) {
    action["config"]["request"]["requestTemplate"] = row.text;
    return action;
  }
  auto& response = action["config"]["response"];
  response["successTemplate"] = row.text;
  if (!row.map.empty()) response["translationMap"] = Json::parse(row.map);
  if (!row.defaults.empty()) response["translationMapDefaults"] = Json::parse(row.defaults);
  return action;
}

std::string found_in(const Json& action) {
  const auto parsed = parse_exported_action(action.dump(), "a.json");
  std::string out;
  for (const auto& one : parsed.diagnostics)
    out += one.code + " " + one.message + "\n";
  if (!parsed.manifest) return out;
  for (const auto& one : check(*parsed.manifest, {}))
    out += one.code + " " + one.message + "\n";
  return out;
}

void expect(const Row& row, bool request) {
  const auto found = found_in(action_of(row, request));
  if (row.code.empty()) {
    EXPECT_EQ(found, "") << row.names << "  " << row.text;
  } else {
    EXPECT_THAT(found, testing::HasSubstr(row.code + " ")) << row.names << "  " << row.text;
  }
}

constexpr const char* text = R"x({"x": {"type": "string"}})x";
constexpr const char* needed = R"x({"X": {"type": "string"}})x";
constexpr const char* number = R"x({"x": {"type": "number"}})x";
constexpr const char* flag = R"x({"F": {"type": "boolean"}})x";

TEST(RequestChecks, FollowTheBranchOfACondition) {
  for (const Row& row : std::vector<Row>{
           {"L20", text, R"x(#if($input.x){}#else{"a":"${input.x}"}#end)x"},
           {"L20", text, R"x({"a":1#if("$!input.x" == ""),"b":"${input.x}"#end})x"},
           {"L20", number, R"x({#if($input.x == 5)"a":1#{else}"b":"n ${input.x}"#end})x"},
           {"L20", text, R"x(#set($v = $input.x){"a":"$v"})x"},
           {"L21", number, R"x({#if("$!input.x" == "")"a":$!input.x#end})x"},
           {"",
            text,
            R"x({#if($input.x != $null && $input.x != "")"a":"$esc.jsonEncode(${input.x})"#end})x"},
           {"", text, R"x({#if("$!input.x" == "")#{else}"a":"$esc.jsonEncode(${input.x})"#end})x"},
           {"", text, R"x({#if("$!{input.x}" != "")"a":"$esc.jsonEncode($input.x)"#end})x"},
           {"", number, R"x({"a":#if($!{input.x} > 5)${input.x}#{else}0#end})x"},
           {"", number, R"x({#if("$!input.x" != "")"a":$!input.x#end})x"},
           {"", text, R"x({#if($input.containsKey("x"))"a":"$esc.jsonEncode($input.x)"#end})x"},
           {"", text, R"x(#set($v = $input.x){#if("$!v" != "")"a":"$esc.jsonEncode($v)"#end})x"},
       })
    expect(row, true);
}

TEST(RequestChecks, FollowAVariableThatIsSetOnce) {
  for (const Row& row : std::vector<Row>{
           {"L19", needed, R"x(#set($i = $input){"a":"$esc.jsonEncode($i.y)"})x"},
           {"L22", needed, R"x(#set($v = $input.X){"a":"$v"})x"},
           {"L34", R"x({"N": {"type": "number"}})x", R"x(#set($v = $input.N){#if($v)"a":1#end})x"},
           {"", needed, R"x(#set($i = $input){"a":"$esc.jsonEncode($i.X)"})x"},
           {"", needed, R"x(#set($v = $input.X)#set($v = 1){"a":$v})x"},
       })
    expect(row, true);
}

TEST(RequestChecks, TakeOnlyAWholePatternForSafe) {
  const std::pair<std::string, bool> patterns[] = {
      {"[0-9]+", false},
      {"^[0-9]+", false},
      {"^[0-9]+|b$", false},
      {"^[^,]*$", false},
      {"^.{5,}$", false},
      {"^.{30}$", false},
      {"^[0-9]+$", true},
      {"^(a|b)$", true},
      {"^[0-9]{3}$", true},
      {"^[|a-z]+$", true},
      {"^[A-Z0-9-]*$", true},
      {"^[0-9]+\\\\$", false},
      {"(?i)^[a-z]{1,20}$", true},
  };
  for (const auto& [pattern, safe] : patterns) {
    const auto found = found_in(
        action_of({.names = R"x({"X": {"type": "string", "pattern": ")x" + pattern + R"x("}})x",
                   .text = R"x({"a":"$input.X"})x"},
                  true));
    EXPECT_EQ(found.find("L22 ") == std::string::npos, safe) << pattern << "\n" << found;
  }
  expect({"", R"x({"X": {"enum": ["a", "b"], "type": "string"}})x", R"x({"a":"$input.X"})x"}, true);
  expect({"L22", R"x({"X": {"enum": ["a\"", "b"], "type": "string"}})x", R"x({"a":"$input.X"})x"},
         true);
}

TEST(RequestChecks, RunWithWhatConditionsAskFor) {
  const std::string negative = R"x({"N": {"type": "number"}})x";
  for (const Row& row : std::vector<Row>{
           {"L29", flag, R"x({"a":1,#if($input.F)"b":2#end})x"},
           {"L25", flag, R"x({"a":#if($input.F)1#end})x"},
           {"L25", negative, R"x({"a":#if($input.N < 0)oops#{else}1#end})x"},
           {"L25", negative, R"x({"a":#if($input.N > 100)oops#{else}1#end})x"},
           {"L25", negative, R"x({"a":#if($input.N == 0)oops#{else}1#end})x"},
           {"L25",
            R"x({"X": {"type": "string", "enum": ["a", "b"]}})x",
            R"x(#if($input.X == "b")oops#else{}#end)x"},
           {"L25", needed, R"x({"a":"$esc.jsonEncode($input.X.substring(0,3))"})x"},
           {"L25", needed, R"x({"a":#if($input.X != "")1#end})x"},
           // The contract has no such values.
           {"",
            R"x({"N": {"type": "number", "minimum": 1}})x",
            R"x({"a":#if($input.N < 1)oops#{else}1#end})x"},
           {"",
            R"x({"X": {"type": "string", "minLength": 3}})x",
            R"x({"a":"$esc.jsonEncode($input.X.substring(0,3))"})x"},
       })
    expect(row, true);
}

TEST(RequestChecks, ReadTheFunctionThatVelocityCompletes) {
  const auto with = [](const std::string& function) {
    auto action =
        action_of({.names = R"x({"Env": {"type": "string"}, "o": {"type": "string"}})x"}, true);
    action["config"]["request"].erase("requestTemplate");
    action["config"]["request"]["requestUrlTemplate"] = function;
    return found_in(action);
  };
  const std::string arn = "arn:aws:lambda:eu-west-1:123456789012:function:";
  EXPECT_EQ(with(arn + "f:${input.Env}"), "");
  EXPECT_EQ(with(arn + "f-${input.Env}-x:live"), "");
  EXPECT_EQ(with("arn:aws:lambda:eu-$input.Env-1:123456789012:function:f:live"), "");
  EXPECT_EQ(with("${input.Env}"), "");
  EXPECT_THAT(with(arn + "f:${input.env}"), testing::HasSubstr("L19 "));
  EXPECT_THAT(with(arn + "f:${input.o}"), testing::HasSubstr("L20 "));
  EXPECT_THAT(with("f:${input.Env}"), testing::HasSubstr("L37 "));
  EXPECT_THAT(with("arn:aws:s3:::${input.Env}"), testing::HasSubstr("L37 "));
}

TEST(ResponseChecks, RunATemplateWithoutAMap) {
  const std::string one = R"x({"a": {"type": "integer"}})x";
  for (const Row& row : std::vector<Row>{
           {"L66", one, R"x({"a":1,})x"},
           {"L66", one, R"x({"a":1)x"},
           {"L66", one, R"x({"a":$rawResult.x})x"},
           {"L66", one, R"x(#set($x=1/0){"a":$x})x"},
           {"L66", one, R"x({"a":$x}#set($x=1))x"},
           {"", one, R"x({"a":1})x"},
           {"", one, "${rawResult}"},
           {"", one, "$rawResult"},
           {"", R"x({"a": {"type": "object"}})x", R"x({"a":$rawResult})x"},
           {"",
            R"x({"a": {"type": "array", "items": {"type": "string"}}})x",
            R"x({"a": ${rawResult}})x"},
           {"", R"x({"a": {"type": "string"}})x", R"x({"a":"$esc.jsonEncode($rawResult)"})x"},
           {"",
            R"x({"a": {"type": "boolean"}})x",
            R"x({"a":#if($rawResult.contains("x"))true#{else}false#end})x"},
       })
    expect(row, false);
}

TEST(ResponseChecks, FollowTheBranchOfACondition) {
  for (const Row& row : std::vector<Row>{
           {"L06", text, R"x({#if(!$x)"x":$x#end})x", R"x({"x": "$.x"})x"},
           {"L06", text, R"x({#if($x)"x":"1"#{else}"x":$x#end})x", R"x({"x": "$.x"})x"},
           {"", text, R"x({#if($x)"x":$x#end})x", R"x({"x": "$.x"})x"},
           {"", text, R"x({#if(!$x)"x":""#{else}"x":$x#end})x", R"x({"x": "$.x"})x"},
           {"", text, R"x({#if($x && $x.length() > 2)"x":$x#end})x", R"x({"x": "$.x"})x"},
       })
    expect(row, false);
}

TEST(ResponseChecks, TellAMethodFromTheText) {
  const std::string answer = R"x({"x": {"type": "boolean"}})x";
  const auto compared = [](const std::string& condition) {
    return "{\"x\":#if(" + condition + ")true#{else}false#end}";
  };
  const std::string map = R"x({"a": "$.a"})x";
  const std::string defaults = R"x({"a": "\"\""})x";
  for (const char* method : {R"x($a.contains("OPEN"))x",
                             R"x($a.startsWith("O"))x",
                             R"x($a.matches(".*O.*"))x",
                             "$a.isEmpty()",
                             R"x($a.replace($esc.quote,"").equals("OPEN"))x",
                             R"x($a.equals('"OPEN"'))x"})
    expect({"", answer, compared(method), map, defaults}, false);
  for (const char* method : {R"x($a.equals("OPEN"))x",
                             R"x($a == "OPEN")x",
                             R"x("$a" == "OPEN")x",
                             R"x("OPEN" == "$!a")x"})
    expect({"L33", answer, compared(method), map, defaults}, false);
  expect({"L34", answer, compared("$a"), map, defaults}, false);
  expect({"L33", answer, "#set($v = $a)" + compared(R"x($v == "OPEN")x"), map, defaults}, false);
  expect({"L34", answer, "#set($v = $a)" + compared("$v"), map, defaults}, false);
}

TEST(ContractChecks, KnowWhatLooksSecret) {
  for (const char* name : {"card",
                           "creditCard",
                           "cardNumber",
                           "card_number",
                           "cardnumber",
                           "token",
                           "apiKey",
                           "IBAN",
                           "accountNumber",
                           "PINcode",
                           "pwd",
                           "cvv2",
                           "userPin",
                           "dateOfBirth",
                           "socialSecurityNumber",
                           "securityCode",
                           "accessToken"})
    expect({"L60", std::string("{\"") + name + "\": {\"type\": \"string\"}}", "{}"}, true);
  for (const char* name : {"cardType",
                           "pageToken",
                           "nextToken",
                           "spinner",
                           "orderNumber",
                           "account",
                           "key",
                           "company"})
    expect({"", std::string("{\"") + name + "\": {\"type\": \"string\"}}", "{}"}, true);
}

TEST(ContractChecks, AskForAContract) {
  auto action = action_of({.names = "{}", .text = "{}"}, true);
  EXPECT_EQ(found_in(action), "");
  action.erase("contract");
  EXPECT_THAT(found_in(action), testing::HasSubstr("L61 "));
}

TEST(ContractChecks, FindAClosedObjectInsideOfAnother) {
  const std::string closed =
      R"x({"a": {"type": "object", "properties": {}, "additionalProperties": false}})x";
  expect({"L50", closed, "${rawResult}"}, false);
  expect({"L50",
          R"x({"b": {"type": "array", "items": {"properties": )x" + closed + "}}}",
          "${rawResult}"},
         false);
}

TEST(PathChecks, LookIntoFiltersAndEverywhere) {
  const std::string lists =
      R"x({"a": {"type": "array", "items": {"type": "string"}},
          "b": {"type": "array", "items": {"type": "string"}}})x";
  const std::string both = R"x({"a":${a},"b":${b}})x";
  expect({"L47", lists, both, R"x({"a": "$..a", "b": "$..b"})x"}, false);
  expect({"L47",
          lists,
          both,
          R"x({"a": "$.i[*].a", "b": "$.i[*].b"})x",
          R"x({"a": "[]", "b": "[]"})x"},
         false);
  expect({"", lists, both, R"x({"a": "$..a", "b": "$.x..b"})x"}, false);
  // One element of each: nothing is parallel.
  const auto first = [](const std::string& name) {
    return "${successTemplateUtils.firstFromArray(\"${" + name + "}\", \"$esc.quote$esc.quote\")}";
  };
  expect({"",
          R"x({"a": {"type": "string"}, "b": {"type": "string"}})x",
          "{\"a\":" + first("a") + ",\"b\":" + first("b") + "}",
          R"x({"a": "$..a", "b": "$..b"})x"},
         false);
  expect({"L59",
          R"x({"a": {"type": "array", "items": {"type": "string"}}})x",
          R"x({"a":${a}})x",
          R"x({"a": "$.x[?(@.m.keys() == 'a')].n"})x",
          R"x({"a": "[]"})x"},
         false);
}

}  // namespace
}  // namespace patchcord::lint
