#include "patchcord/sandbox/genesys/execution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string all = "/api/v2/integrations/actions/";
const Json inputs = {{"orderId", "42"}};

class Running : public testing::Test {
 protected:
  Json test(const Json& given = inputs, const std::string& query = "") {
    const auto answer = world_.call("POST", all + action_ + "/test" + query, given);
    EXPECT_EQ(answer.status, 200) << "also when the test fails";
    return answer.json;
  }
  Exchange execute(const Json& given = inputs, const std::string& query = "") {
    return world_.call("POST", all + action_ + "/execute" + query, given);
  }
  static Json last(const Json& result) { return result.at("operations").back(); }
  static std::string error_code(const Json& error) {
    return string_at(error.at("details").at(0), "errorCode");
  }

  World world_;
  std::string integration_{world_.ready_integration()};
  std::string action_{world_.action(integration_)};
};

TEST_F(Running, KeepsTheOrderOfTheInputs) {
  const auto answer = world_.send({.method = "POST",
                                   .path = all + action_ + "/test",
                                   .headers = {{"Authorization", "Bearer " + world_.token},
                                               {"Content-Type", "application/json"}},
                                   .body = R"({ "orderId": "42", "more": null })"});
  EXPECT_EQ(answer.status, 200);
  ASSERT_EQ(world_.chain.requests.size(), 1U);
  EXPECT_EQ(world_.chain.requests[0].payload, R"({"orderId":"42","more":null})");
}

TEST_F(Running, SendsTheInputsToTheFunctionAndGivesItsReply) {
  world_.chain.outcome = FunctionReplied{.payload = R"({"status":"shipped"})"};
  const auto result = test();
  EXPECT_TRUE(boolean_at(result, "success"));
  EXPECT_EQ(result.at("finalResult"), Json({{"status", "shipped"}}));
  EXPECT_EQ(result.at("operations").size(), 11U);

  ASSERT_EQ(world_.chain.requests.size(), 1U);
  const auto& request = world_.chain.requests.front();
  EXPECT_EQ(request.genesys_account, "765628985471");
  EXPECT_EQ(request.role_arn, World::role);
  EXPECT_EQ(request.external_id, World::organization);
  EXPECT_EQ(request.function_arn, World::function);
  EXPECT_EQ(request.payload, R"({"orderId":"42"})");
  EXPECT_EQ(request.timeout, std::chrono::seconds(15));
  const auto context = parse_json(request.client_context, "the client context").value();
  EXPECT_EQ(string_at(context, "inin-organization-id"), World::organization);
  EXPECT_EQ(string_at(context, "inin-integration-id"), integration_);
}

TEST_F(Running, NamesItsOperationsOtherwiseIfAsked) {
  world_.set({{"operationNames", "others"}});
  world_.chain.outcome = FunctionReplied{.payload = "{}"};
  EXPECT_EQ(string_at(last(test()), "name"), "Operation 11");
}

TEST_F(Running, ExecuteAnswersTheResultAlone) {
  world_.chain.outcome = FunctionReplied{.payload = R"({"status":"shipped"})"};
  const auto answer = execute();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json, Json({{"status", "shipped"}}));
  EXPECT_FALSE(answer.header("inin-ratelimit-count").empty());
}

TEST_F(Running, FlattensOnRequest) {
  world_.chain.outcome = FunctionReplied{.payload = R"({"status":"shipped","more":1})"};
  EXPECT_EQ(execute(inputs, "?flatten=true").json, Json({{"status", "shipped"}}))
      << "only what is declared";
  EXPECT_EQ(world_.call("POST", all + action_ + "/test?flatten=perhaps", inputs).status, 400);
}

TEST_F(Running, ChecksTheInputsBeforeAnythingRuns) {
  EXPECT_EQ(integer_at(last(test(Json::object())), "step"), 3);
  EXPECT_EQ(integer_at(last(test({{"orderId", {{"a", 1}}}})), "step"), 1);
  EXPECT_EQ(integer_at(last(test(Json::array())), "step"), 1);
  EXPECT_EQ(execute(Json::object()).status, 400);
  EXPECT_THAT(world_.chain.requests, IsEmpty());
}

TEST_F(Running, FailsToAuthenticateWhenTheRoleCannotBeAssumed) {
  world_.chain.outcome = NotAssumed{.message = "AccessDenied", .why = "the external id is wrong"};
  const auto result = test();
  EXPECT_FALSE(boolean_at(result, "success"));
  EXPECT_EQ(result.at("operations").size(), 4U) << "the list ends with the failing step";
  EXPECT_EQ(string_at(last(result), "name"), "Perform authentication");
  EXPECT_EQ(error_code(result.at("error")), "ACTION.AUTHENTICATION");
  EXPECT_THAT(string_at(result.at("error"), "message"), HasSubstr(World::role));
  EXPECT_THAT(to_text(result), testing::Not(HasSubstr("external id"))) << "nobody says why";
  EXPECT_EQ(execute().status, 400);
  EXPECT_EQ(error_code(execute().json), "ACTION.AUTHENTICATION");
}

TEST_F(Running, NeedsAnActiveIntegrationWithACredential) {
  const auto fails = [&] {
    const auto result = test();
    return error_code(result.at("error")) == "ACTION.AUTHENTICATION" &&
           result.at("operations").size() == 4;
  };
  EXPECT_TRUE(boolean_at(test(), "success"));
  world_.call("PATCH", "/api/v2/integrations/" + integration_, {{"intendedState", "DISABLED"}});
  EXPECT_TRUE(fails());
  world_.call("PATCH", "/api/v2/integrations/" + integration_, {{"intendedState", "ENABLED"}});
  world_.set({{"credentialInUse", 204}});
  const auto listed = world_.call("GET", "/api/v2/integrations/credentials/listing").json;
  world_.call("DELETE",
              "/api/v2/integrations/credentials/" + string_at(listed.at("entities").at(0), "id"));
  EXPECT_TRUE(fails());
  EXPECT_EQ(world_.chain.requests.size(), 1U);
}

TEST_F(Running, TellsWhatTheFunctionDid) {
  world_.chain.outcome =
      FunctionFailed{.payload = R"({"errorType":"Error","errorMessage":"boom"})"};
  const auto thrown = test();
  EXPECT_EQ(string_at(last(thrown), "name"), "Execute");
  EXPECT_EQ(error_code(thrown.at("error")), "ACTION.REMOTE_ENDPOINT");
  EXPECT_EQ(execute().status, 500);

  world_.chain.outcome =
      NotInvoked{.status = 403, .code = "AccessDeniedException", .message = "not authorized"};
  const auto refused = test().at("error");
  EXPECT_EQ(error_code(refused), "ACTION.REMOTE_ENDPOINT");
  EXPECT_THAT(string_at(refused, "message"), HasSubstr("AccessDeniedException"));
  EXPECT_EQ(execute().status, 400);

  world_.chain.outcome = FunctionTimedOut{};
  EXPECT_EQ(string_at(last(test()), "name"), "Execute");
  EXPECT_EQ(execute().status, 504);
}

TEST_F(Running, ADraftRunsAsItIs) {
  world_.call("POST", all + action_ + "/draft");
  const Json change = {{"version", 1},
                       {"config",
                        {{"request",
                          {{"requestUrlTemplate", World::function},
                           {"requestType", "POST"},
                           {"requestTemplate", R"({"id":"${input.orderId}"})"}}}}}};
  ASSERT_EQ(world_.call("PATCH", all + action_ + "/draft", change).status, 200);
  world_.chain.outcome = FunctionReplied{.payload = R"({"status":"x"})"};
  EXPECT_TRUE(
      boolean_at(world_.call("POST", all + action_ + "/draft/test", inputs).json, "success"));
  EXPECT_EQ(world_.chain.requests.back().payload, R"({"id":"42"})");
  EXPECT_EQ(world_.call("POST", all + "none/draft/test", inputs).status, 404);
  EXPECT_EQ(world_.call("POST", all + "none/test", inputs).status, 404);
}

TEST_F(Running, APublishedActionMayHaveNoDraftStep) {
  world_.chain.outcome = FunctionReplied{.payload = R"({"status":"x"})"};
  EXPECT_EQ(string_at(test().at("operations").at(1), "name"), "Validate draft definition");
  world_.set({{"publishedValidatesDraft", false}});
  EXPECT_EQ(test().at("operations").size(), 10U);
}

TEST_F(Running, StaticActionsDoNotRunHere) {
  const auto page = world_.call("GET", "/api/v2/integrations/actions?name=Get%20User").json;
  const auto id = string_at(page.at("entities").at(0), "id");
  const auto result = world_.call("POST", all + id + "/test", Json::object()).json;
  EXPECT_FALSE(boolean_at(result, "success", true));
  EXPECT_THAT(world_.chain.requests, IsEmpty());
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
