#include "patchcord/template/simulate.h"

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

Value json(std::string_view text) {
  return *read_json(text, "the test");
}

ActionDefinition order_status() {
  ActionDefinition action;
  action.name = "Get Order Status";
  action.url_template = "arn:aws:lambda:eu-central-1:111122223333:function:order-status:live";
  action.timeout_seconds = 15;
  action.input_schema = json(
      R"({"type":"object","required":["orderNumber"],"properties":{"orderNumber":{"type":"string"}}})");
  action.success_schema = json(
      R"({"type":"object","properties":{"status":{"type":"string"},"items":{"type":"array","items":
      {"type":"object","properties":{"sku":{"type":"string"},"qty":{"type":"integer"}}}}}})");
  return action;
}

constexpr const char* order = R"({"orderNumber":"A-1001"})";
constexpr const char* shipped = R"({"status":"shipped","items":[{"sku":"X1","qty":2}]})";

Execution ship(const ExecutionRequest&) {
  return Reply{shipped};
}

TEST(Simulate, ADraftTestIsTheApisTestExecutionResult) {
  const auto result = run_action(order_status(), order, ship, {.draft = true});
  EXPECT_EQ(
      write_json(to_json(result)),
      R"~({"operations":[)~"
      R"~({"step":1,"name":"Validate request body contains simple json (key-value pairs)","success":true},)~"
      R"~({"step":2,"name":"Validate draft definition","success":true},)~"
      R"~({"step":3,"name":"Validate request body against simple input schema","success":true},)~"
      R"~({"step":4,"name":"Perform authentication","success":true},)~"
      R"~({"step":5,"name":"Resolve request URL template","success":true,"result":"arn:aws:lambda:eu-central-1:111122223333:function:order-status:live"},)~"
      R"~({"step":6,"name":"Resolve request header templates","success":true,"result":{}},)~"
      R"~({"step":7,"name":"Resolve request body template","success":true,"result":"{\"orderNumber\":\"A-1001\"}"},)~"
      R"~({"step":8,"name":"Execute","success":true,"result":{"status":"shipped","items":[{"sku":"X1","qty":2}]}},)~"
      R"~({"step":9,"name":"Resolve translation map","success":true,"result":{}},)~"
      R"~({"step":10,"name":"Apply output transformation","success":true,"result":{"status":"shipped","items":[{"sku":"X1","qty":2}]}},)~"
      R"~({"step":11,"name":"Validate response against output schema","success":true}],)~"
      R"~("finalResult":{"status":"shipped","items":[{"sku":"X1","qty":2}]},"success":true})~");
}

TEST(Simulate, APreparedActionRunsEachTimeAsIfItWereTheFirst) {
  ActionDefinition action = order_status();
  action.translation_map = {{"state", "$.status"}, {"all", "$.items[*].sku"}};
  action.success_template = R"(#set($n = "$!{seen}x")#set($seen = $n){"status": "$seen"})";
  const PreparedAction prepared(action, {.draft = true});
  const std::string first = write_json(to_json(prepared.run(order, ship)));
  EXPECT_EQ(first, write_json(to_json(run_action(action, order, ship, {.draft = true}))));
  EXPECT_EQ(write_json(to_json(prepared.run("{}", ship))),
            write_json(to_json(run_action(action, "{}", ship, {.draft = true}))));
  EXPECT_EQ(write_json(to_json(prepared.run(order, ship))), first);
}

TEST(Simulate, WhatIsWrongWithAPreparedActionIsToldAtItsOperation) {
  ActionDefinition action = order_status();
  action.success_template = "#if(";
  action.translation_map = {{"a", "$.["}};
  const PreparedAction broken_path(action, {});
  EXPECT_EQ(broken_path.run(order, ship).operations.back().name, "Resolve translation map");
  EXPECT_EQ(broken_path.run("[]", ship).operations.size(), 1U);
  action.translation_map.clear();
  EXPECT_EQ(PreparedAction(action, {}).run(order, ship).operations.back().name,
            "Apply output transformation");
}

TEST(Simulate, FlattenAddsAStepAndChangesTheFinalResult) {
  const auto result = run_action(order_status(), order, ship, {.flatten = true});
  EXPECT_EQ(result.operations.back().name, "Flatten output");
  EXPECT_EQ(write_json(*result.final_result),
            R"({"status":"shipped","items.sku":["X1"],"items.qty":[2]})");
}

TEST(Simulate, APublishedActionHasNoDraftStep) {
  const auto result = run_action(order_status(), order, ship);
  ASSERT_EQ(result.operations.size(), 10U);
  EXPECT_EQ(result.operations[1].name, "Validate request body against simple input schema");
  EXPECT_EQ(result.operations[9].step, 10);
}

TEST(Simulate, ARoleThatCannotBeAssumedEndsTheListAtItsStep) {
  const auto result = run_action(
      order_status(),
      order,
      [](const ExecutionRequest&) { return AuthenticationFailure{"Role could not be assumed."}; },
      {.draft = true});
  ASSERT_EQ(result.operations.size(), 4U);
  EXPECT_EQ(
      write_json(to_json(result.operations.back().error.value(), "5b1e")),
      R"({"message":"Role could not be assumed.","code":"bad.request","status":400,"messageParams":{},"contextId":"5b1e",)"
      R"("details":[{"errorCode":"ACTION.AUTHENTICATION"}],"errors":[]})");
  EXPECT_FALSE(result.final_result);
}

struct Failing {
  const char* name{};
  void (*change)(ActionDefinition&){};
  const char* inputs{};
  Execution execution{};
  const char* operation{};
  const char* error_code{};
};

TEST(Simulate, EveryStepCanFailAndEndsTheList) {
  const Failing rows[] = {
      {"no JSON",
       [](ActionDefinition&) {},
       "{",
       Reply{shipped},
       "Validate request body contains simple json (key-value pairs)",
       "ACTION.PROCESSING"},
      {"definition",
       [](ActionDefinition& a) { a.request_type = "FETCH"; },
       order,
       Reply{shipped},
       "Validate draft definition",
       "ACTION.PROCESSING"},
      {"inputs",
       [](ActionDefinition&) {},
       R"({"orderNumber":7})",
       Reply{shipped},
       "Validate request body against simple input schema",
       "ACTION.PROCESSING"},
      {"url",
       [](ActionDefinition& a) { a.url_template = "${x"; },
       order,
       Reply{shipped},
       "Resolve request URL template",
       "ACTION.PROCESSING"},
      {"headers",
       [](ActionDefinition& a) {
         a.headers = {{"X", "#if("}};
       },
       order,
       Reply{shipped},
       "Resolve request header templates",
       "ACTION.PROCESSING"},
      {"body",
       [](ActionDefinition& a) { a.request_template = "{"; },
       order,
       Reply{shipped},
       "Resolve request body template",
       "ACTION.PROCESSING"},
      {"function",
       [](ActionDefinition&) {},
       order,
       FunctionError{"{}"},
       "Execute",
       "ACTION.REMOTE_ENDPOINT"},
      {"remote",
       [](ActionDefinition&) {},
       order,
       RemoteFailure{"no such function"},
       "Execute",
       "ACTION.REMOTE_ENDPOINT"},
      {"timeout", [](ActionDefinition&) {}, order, Timeout{}, "Execute", "ACTION.REMOTE_ENDPOINT"},
      {"reply",
       [](ActionDefinition&) {},
       order,
       Reply{"<html>"},
       "Execute",
       "ACTION.REMOTE_ENDPOINT"},
      {"path",
       [](ActionDefinition& a) {
         a.translation_map = {{"x", "$$.id"}};
       },
       order,
       Reply{shipped},
       "Resolve translation map",
       "ACTION.PROCESSING"},
      {"null reply",
       [](ActionDefinition& a) {
         a.translation_map = {{"x", "$.id"}};
       },
       order,
       Reply{"null"},
       "Resolve translation map",
       "ACTION.PROCESSING"},
      {"template",
       [](ActionDefinition& a) { a.success_template = "$nope"; },
       order,
       Reply{shipped},
       "Apply output transformation",
       "ACTION.PROCESSING"},
      {"output",
       [](ActionDefinition&) {},
       order,
       Reply{R"({"status":7})"},
       "Validate response against output schema",
       "ACTION.PROCESSING"},
  };
  for (const auto& row : rows) {
    ActionDefinition action = order_status();
    row.change(action);
    const auto result = run_action(action,
                                   row.inputs,
                                   [&](const ExecutionRequest&) { return row.execution; },
                                   {.draft = true});
    EXPECT_FALSE(result.success()) << row.name;
    EXPECT_EQ(result.operations.back().name, row.operation) << row.name;
    ASSERT_TRUE(result.error) << row.name;
    EXPECT_EQ(result.error->error_code, row.error_code) << row.name;
    for (const auto& operation : result.operations) {
      EXPECT_EQ(operation.success, &operation != &result.operations.back()) << row.name;
    }
  }
}

TEST(Simulate, TemplatesSeeInputsCredentialsAndHeaders) {
  ActionDefinition action = order_status();
  action.headers = {{"X-Order", "${input.orderNumber}/$credentials.key"}};
  action.request_template =
      R"({"o":"${input.orgId}","i":"${input.integrationId}","a":"$authResponse.token"})";
  RunOptions options;
  options.organization_id = "org";
  options.integration_id = "int";
  options.credentials = {{"key", "k"}};
  options.auth_response = json(R"({"token":"t"})");
  ExecutionRequest sent;
  run_action(
      action,
      order,
      [&](const ExecutionRequest& request) {
        sent = request;
        return Reply{"{}"};
      },
      options);
  EXPECT_EQ(sent.body, R"({"o":"org","i":"int","a":"t"})");
  ASSERT_EQ(sent.headers.size(), 1U);
  EXPECT_EQ(sent.headers[0].second, "A-1001/k");
  EXPECT_EQ(sent.timeout_seconds, 15);
}

TEST(Simulate, ANullInputCountsAsAbsentExceptInTheRawRequest) {
  ActionDefinition action = order_status();
  action.request_template = R"({"raw":${input.rawRequest},"loc":"$!{input.locale}"})";
  std::string body;
  const auto result = run_action(
      action, R"({"orderNumber":"1","locale":null})", [&](const ExecutionRequest& request) {
        body = request.body;
        return Reply{R"({"status":null})"};
      });
  EXPECT_EQ(body, R"({"raw":{"orderNumber":"1","locale":null},"loc":""})");
  EXPECT_TRUE(result.success());
  EXPECT_EQ(result.warnings.size(), 1U);  // the null status
  EXPECT_FALSE(run_action(action,
                          order,
                          [](const ExecutionRequest&) { return Reply{R"({"status":null})"}; },
                          {.readings = {.nulls = NullPolicy::refuse}})
                   .success());
}

TEST(Simulate, JsonDeeperThanFiftyLevelsIsRejected) {
  std::string deep;
  for (int i = 0; i < 51; ++i)
    deep += "[";
  for (int i = 0; i < 51; ++i)
    deep += "]";
  const auto result =
      run_action(order_status(), order, [&](const ExecutionRequest&) { return Reply{deep}; });
  EXPECT_EQ(result.operations.back().name, "Execute");
}

TEST(Simulate, WhatIsNoFunctionIsNotSent) {
  struct Row {
    const char* url{};
    const char* type{};
    const char* words{};
  };
  const Row rows[] = {
      {"arn:aws:lambda:eu-central-1:111122223333:function:f",
       "GET",
       "a Lambda function is invoked by POST, not by GET"},
      {"order-status",
       "POST",
       "`order-status` is not a function ARN: it does not begin with `arn:`"},
  };
  for (const auto& row : rows) {
    ActionDefinition action = order_status();
    action.url_template = row.url;
    action.request_type = row.type;
    bool sent = false;
    const auto result = run_action(action, order, [&sent](const ExecutionRequest&) {
      sent = true;
      return Reply{shipped};
    });
    EXPECT_FALSE(sent) << row.url;
    EXPECT_EQ(result.operations.back().name, "Execute");
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->message, row.words);
    EXPECT_EQ(result.error->error_code, "ACTION.PROCESSING");
    action.integration_type = "custom-rest-actions";
    EXPECT_TRUE(run_action(action, order, ship).success()) << row.url;
  }
}

TEST(Simulate, AWSRefusesWhatIsTooLargeWhateverTheFunctionAnswers) {
  ActionDefinition action = order_status();
  const std::string_view fixed =
      R"({"x":"","inin-organization-id":"","inin-home-organization-id":"",)"
      R"("inin-integration-id":"","inin-correlation-id":"c"})";
  const std::size_t room = 3580 / 4 * 3 - fixed.size();
  RunOptions options;
  options.context_id = "c";
  const auto message = [&](const Execution& answer) {
    const auto result = run_action(
        action, order, [&answer](const ExecutionRequest&) { return answer; }, options);
    return result.error ? result.error->message + result.error->inner_message : "";
  };
  action.headers = {{"x", std::string(room, 'y')}};
  EXPECT_EQ(message(Reply{shipped}), "");
  action.headers = {{"x", std::string(room + 1, 'y')}};
  EXPECT_EQ(message(Reply{shipped}),
            "InvalidRequestContentException (status 400): Client context must be a valid "
            "Base64-encoded JSON object.");
  EXPECT_EQ(message(AuthenticationFailure{"no role"}), "no role");
  action.headers.clear();
  action.request_template = "\"" + std::string(6'291'555, 'y') + "\"";
  EXPECT_EQ(
      message(Timeout{}),
      "RequestEntityTooLargeException (status 413): 6291557 byte payload is too large for the "
      "RequestResponse invocation type (limit 6291556 bytes)");
  action.request_template.clear();
  action.success_schema = {};
  EXPECT_EQ(message(Reply{"\"" + std::string(6'291'554, 'y') + "\""}), "");
  EXPECT_NE(
      message(Reply{"\"" + std::string(6'291'555, 'y') + "\""})
          .find("Response payload size exceeded maximum allowed payload size (6291556 bytes)"),
      std::string::npos);
}

TEST(Simulate, AResultThatIsTooLargeForSomeFlowsIsAWarning) {
  ActionDefinition action = order_status();
  action.success_schema = {};
  const auto warnings = [&](std::size_t bytes) {
    return run_action(action,
                      order,
                      [bytes](const ExecutionRequest&) {
                        return Reply{"  [\"" + std::string(bytes - 4, 'y') + "\"]"};
                      })
        .warnings;
  };
  EXPECT_TRUE(warnings(2'000'000).empty());
  ASSERT_EQ(warnings(2'000'001).size(), 1U);
  EXPECT_TRUE(warnings(2'000'001)[0].starts_with("the result has 2000001 bytes: Call Data Action"));
}

TEST(Simulate, WhatIsOurReadingOnlyIsAWarningOnceForEachTemplate) {
  ActionDefinition action = order_status();
  action.success_schema = {};
  action.request_template =
      R"~({"a": "$esc.jsonDecode('x')$esc.jsonDecode('y')#if("$esc.jsonEncode('z')" != "")z#end"})~";
  action.success_template =
      R"~(#set($c = "$urlTool.optionalQueryParam('q', 'v')"){"a": "$input.orderNumber", "b": "$c"})~";
  EXPECT_EQ(run_action(action, order, ship).warnings,
            (std::vector<std::string>{
                "requestTemplate: $esc.jsonDecode is approximate: what exactly it does is not "
                "confirmed",
                "successTemplate: $urlTool.optionalQueryParam is approximate: what exactly it does "
                "is not confirmed",
                "successTemplate: that $input can be read here is not confirmed; it may be unset, "
                "which fails the action"}));
}

TEST(Simulate, ArchitectSeesFlatOutputsOrTheThirteenOfAFailure) {
  const auto good = architect_variables(order_status(), run_action(order_status(), order, ship));
  ASSERT_EQ(good.size(), 3U);
  EXPECT_EQ(good[0].name + ":" + good[0].type, "status:String");
  EXPECT_EQ(good[2].name + ":" + good[2].type + "=" + write_json(good[2].value),
            "items.qty:Integer collection=[2]");
  const auto bad = architect_variables(order_status(), run_action(order_status(), "{}", ship));
  EXPECT_EQ(bad.size(), 13U);
}

TEST(Action, AllThreeFileFormsAreTheSameAction) {
  const char* exported =
      "\xEF\xBB\xBF"
      R"({"name":"N","integrationType":"aws-lambda-data-actions","actionType":"custom",
      "config":{"request":{"requestUrlTemplate":"arn","requestType":"POST","headers":{"h":"1"},"requestTemplate":"${input.rawRequest}"},
      "response":{"translationMap":{"b":"$.b","a":"$.a"},"translationMapDefaults":{"b":"\"\""},"successTemplate":"${rawResult}"},"timeoutSeconds":10},
      "contract":{"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":{"type":"object"}}},"secure":true})";
  const char* terraform =
      R"({"name":"N","integration_id":"i","secure":true,"config_timeout_seconds":10,"contract_input":"{\"type\":\"object\"}",
      "contract_output":"{\"type\":\"object\"}","config_request":[{"request_url_template":"arn","request_type":"POST","headers":{"h":"1"},
      "request_template":"$${input.rawRequest}"}],"config_response":[{"translation_map":{"b":"$.b","a":"$.a"},
      "translation_map_defaults":{"b":"\"\""},"success_template":"$${rawResult}"}]})";
  for (const char* text : {exported, terraform}) {
    const auto action = action_from_json(text);
    ASSERT_TRUE(action) << action.error().what;
    EXPECT_EQ(action->name, "N");
    EXPECT_TRUE(action->secure);
    EXPECT_EQ(action->timeout_seconds, 10);
    EXPECT_EQ(action->request_template, "${input.rawRequest}");
    EXPECT_EQ(action->success_template, "${rawResult}");
    EXPECT_EQ(action->translation_map, (TextPairs{{"b", "$.b"}, {"a", "$.a"}}));
    EXPECT_EQ(action->translation_map_defaults, (TextPairs{{"b", "\"\""}}));
    EXPECT_EQ(write_json(action->success_schema), R"({"type":"object"})");
    EXPECT_EQ(write_json(to_json(*action)), write_json(json(exported)));
  }
  EXPECT_EQ(action_from_json(R"({"config":{"request":{"requestType":5}}})").error().at,
            "requestType");
  EXPECT_FALSE(action_from_json("[]"));
}

TEST(Action, TakesASchemaAsTheWholeSideOfItsContract) {
  const auto action = action_from_json(
      R"({"config":{},"contract":{"input":{"type":"object"},"output":{"inputSchema":{}}}})");
  ASSERT_TRUE(action);
  EXPECT_TRUE(action->input_schema.is_map());
  EXPECT_TRUE(action->success_schema.is_null()) << "it has neither a type nor its own schema";
}

TEST(Action, WhatIsThereByAddressAloneIsRefused) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"config":{"request":{"requestTemplateUri":"/x"}}})", "requestTemplateUri"},
      {R"({"config":{"response":{"successTemplateUri":"/x"}}})", "successTemplateUri"},
      {R"({"config":{},"contract":{"input":{"inputSchemaUri":"/x"}}})", "inputSchemaUri"},
      {R"({"config":{},"contract":{"output":{"successSchemaUri":"/x"}}})", "successSchemaUri"},
  };
  for (const auto& [text, at] : rows) {
    const auto action = action_from_json(text);
    ASSERT_FALSE(action) << text;
    EXPECT_EQ(action.error().at, at);
    EXPECT_NE(action.error().hint.find("Export"), std::string::npos);
  }
  EXPECT_TRUE(action_from_json(
      R"({"config":{"request":{"requestTemplate":"x","requestTemplateUri":"/x"}}})"))
      << "the text itself is there, too";
}

}  // namespace
}  // namespace patchcord::simulator
