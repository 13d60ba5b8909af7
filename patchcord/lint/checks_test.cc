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

constexpr const char* text = R"({"x": {"type": "string"}})";
constexpr const char* needed = R"({"X": {"type": "string"}})";
constexpr const char* number = R"({"x": {"type": "number"}})";
constexpr const char* flag = R"({"F": {"type": "boolean"}})";

TEST(RequestChecks, FollowTheBranchOfACondition) {
  for (const Row& row : std::vector<Row>{
           {"L20", text, R"(#if($input.x){}#else{"a":"${input.x}"}#end)"},
           {"L20", text, R"({"a":1#if("$!input.x" == ""),"b":"${input.x}"#end})"},
           {"L20", number, R"({#if($input.x == 5)"a":1#{else}"b":"n ${input.x}"#end})"},
           {"L20", text, R"(#set($v = $input.x){"a":"$v"})"},
           {"L21", number, R"({#if("$!input.x" == "")"a":$!input.x#end})"},
           {"", text, R"({#if($input.x && $input.x != "")"a":"$esc.jsonEncode(${input.x})"#end})"},
           {"", text, R"({#if("$!input.x" == "")#{else}"a":"$esc.jsonEncode(${input.x})"#end})"},
           {"", text, R"({#if("$!{input.x}" != "")"a":"$esc.jsonEncode($input.x)"#end})"},
           {"", number, R"({"a":#if($!{input.x} > 5)${input.x}#{else}0#end})"},
           {"", number, R"({#if("$!input.x" != "")"a":$!input.x#end})"},
           {"", text, R"({#if($input.containsKey("x"))"a":"$esc.jsonEncode($input.x)"#end})"},
           {"", text, R"(#set($v = $input.x){#if("$!v" != "")"a":"$esc.jsonEncode($v)"#end})"},
       })
    expect(row, true);
}

TEST(RequestChecks, FollowAVariableThatIsSetOnce) {
  for (const Row& row : std::vector<Row>{
           {"L19", needed, R"(#set($i = $input){"a":"$esc.jsonEncode($i.y)"})"},
           {"L22", needed, R"(#set($v = $input.X){"a":"$v"})"},
           {"L34", R"({"N": {"type": "number"}})", R"(#set($v = $input.N){#if($v)"a":1#end})"},
           {"", needed, R"(#set($i = $input){"a":"$esc.jsonEncode($i.X)"})"},
           {"", needed, R"(#set($v = $input.X)#set($v = 1){"a":$v})"},
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
        action_of({.names = R"({"X": {"type": "string", "pattern": ")" + pattern + R"("}})",
                   .text = R"({"a":"$input.X"})"},
                  true));
    EXPECT_EQ(found.find("L22 ") == std::string::npos, safe) << pattern << "\n" << found;
  }
  expect({"", R"({"X": {"enum": ["a", "b"], "type": "string"}})", R"({"a":"$input.X"})"}, true);
  expect({"L22", R"({"X": {"enum": ["a\"", "b"], "type": "string"}})", R"({"a":"$input.X"})"},
         true);
}

TEST(RequestChecks, RunWithWhatConditionsAskFor) {
  const std::string negative = R"({"N": {"type": "number"}})";
  for (const Row& row : std::vector<Row>{
           {"L29", flag, R"({"a":1,#if($input.F)"b":2#end})"},
           {"L25", flag, R"({"a":#if($input.F)1#end})"},
           {"L25", negative, R"({"a":#if($input.N < 0)oops#{else}1#end})"},
           {"L25", negative, R"({"a":#if($input.N > 100)oops#{else}1#end})"},
           {"L25", negative, R"({"a":#if($input.N == 0)oops#{else}1#end})"},
           {"L25",
            R"({"X": {"type": "string", "enum": ["a", "b"]}})",
            R"(#if($input.X == "b")oops#else{}#end)"},
           {"L25", needed, R"({"a":"$esc.jsonEncode($input.X.substring(0,3))"})"},
           {"L25", needed, R"({"a":#if($input.X != "")1#end})"},
           // The contract has no such values.
           {"",
            R"({"N": {"type": "number", "minimum": 1}})",
            R"({"a":#if($input.N < 1)oops#{else}1#end})"},
           {"",
            R"({"X": {"type": "string", "minLength": 3}})",
            R"({"a":"$esc.jsonEncode($input.X.substring(0,3))"})"},
       })
    expect(row, true);
}

TEST(RequestChecks, ReadTheFunctionThatVelocityCompletes) {
  const auto with = [](const std::string& function) {
    auto action =
        action_of({.names = R"({"Env": {"type": "string"}, "o": {"type": "string"}})"}, true);
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
  const std::string one = R"({"a": {"type": "integer"}})";
  for (const Row& row : std::vector<Row>{
           {"L66", one, R"({"a":1,})"},
           {"L66", one, R"({"a":1)"},
           {"L66", one, R"({"a":$rawResult.x})"},
           {"L66", one, R"(#set($x=1/0){"a":$x})"},
           {"L66", one, R"({"a":$x}#set($x=1))"},
           {"", one, R"({"a":1})"},
           {"", one, "${rawResult}"},
           {"", one, "$rawResult"},
           {"", R"({"a": {"type": "object"}})", R"({"a":$rawResult})"},
           {"",
            R"({"a": {"type": "array", "items": {"type": "string"}}})",
            R"({"a": ${rawResult}})"},
           {"", R"({"a": {"type": "string"}})", R"({"a":"$esc.jsonEncode($rawResult)"})"},
           {"",
            R"({"a": {"type": "boolean"}})",
            R"({"a":#if($rawResult.contains("x"))true#{else}false#end})"},
       })
    expect(row, false);
}

TEST(ResponseChecks, FollowTheBranchOfACondition) {
  for (const Row& row : std::vector<Row>{
           {"L06", text, R"({#if(!$x)" x ":$x#end})", R"({"x": "$.x"})"},
           {"L06", text, R"({#if($x)" x ":" 1 "#{else}" x ":$x#end})", R"({"x": "$.x"})"},
           {"", text, R"({#if($x)" x ":$x#end})", R"({"x": "$.x"})"},
           {"",
            text,
            R"({#if(!$x)" x ":"
            "#{else}" x ":$x#end})",
            R"({"x": "$.x"})"},
           {"", text, R"({#if($x && $x.length() > 2)" x ":$x#end})", R"({"x": "$.x"})"},
       })
    expect(row, false);
}

TEST(ResponseChecks, TellAMethodFromTheText) {
  const std::string answer = R"({"x": {"type": "boolean"}})";
  const auto compared = [](const std::string& condition) {
    return "{\"x\":#if(" + condition + ")true#{else}false#end}";
  };
  const std::string map = R"({"a": "$.a"})";
  const std::string defaults = R"({"a": "\"\""})";
  for (const char* method : {R"($a.contains("OPEN"))",
                             R"($a.startsWith("O"))",
                             R"($a.matches(".*O.*"))",
                             "$a.isEmpty()",
                             R"($a.replace($esc.quote,"").equals("OPEN"))",
                             R"($a.equals('"OPEN"'))"})
    expect({"", answer, compared(method), map, defaults}, false);
  for (const char* method :
       {R"($a.equals("OPEN"))", R"($a == "OPEN")", R"("$a" == "OPEN")", R"("OPEN" == "$!a")"})
    expect({"L33", answer, compared(method), map, defaults}, false);
  expect({"L34", answer, compared("$a"), map, defaults}, false);
  expect({"L33", answer, "#set($v = $a)" + compared(R"($v == "OPEN")"), map, defaults}, false);
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
      R"({"a": {"type": "object", "properties": {}, "additionalProperties": false}})";
  expect({"L50", closed, "${rawResult}"}, false);
  expect({"L50",
          R"({"b": {"type": "array", "items": {"properties": )" + closed + "}}}",
          "${rawResult}"},
         false);
}

TEST(PathChecks, LookIntoFiltersAndEverywhere) {
  const std::string lists =
      R"({"a": {"type": "array", "items": {"type": "string"}},
          "b": {"type": "array", "items": {"type": "string"}}})";
  const std::string both = R"({"a":${a},"b":${b}})";
  expect({"L47", lists, both, R"({"a": "$..a", "b": "$..b"})"}, false);
  expect({"L47", lists, both, R"({"a": "$.i[*].a", "b": "$.i[*].b"})", R"({"a": "[]", "b": "[]"})"},
         false);
  expect({"", lists, both, R"({"a": "$..a", "b": "$.x..b"})"}, false);
  // One element of each: nothing is parallel.
  const auto first = [](const std::string& name) {
    return "${successTemplateUtils.firstFromArray(\"${" + name + "}\", \"$esc.quote$esc.quote\")}";
  };
  expect({"",
          R"({"a": {"type": "string"}, "b": {"type": "string"}})",
          "{\"a\":" + first("a") + ",\"b\":" + first("b") + "}",
          R"({"a": "$..a", "b": "$..b"})"},
         false);
  expect({"L59",
          R"({"a": {"type": "array", "items": {"type": "string"}}})",
          R"({"a":${a}})",
          R"({"a": "$.x[?(@.m.keys() == 'a')].n"})",
          R"({"a": "[]"})"},
         false);
}

}  // namespace
}  // namespace patchcord::lint
