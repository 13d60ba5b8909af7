#include "patchcord/sandbox/aws/lambda.h"

#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/signed_client.h"

namespace patchcord::sandbox::aws {
namespace {

FunctionSpec orders() {
  return {.name = "orders",
          .region = "us-east-1",
          .account = "123456789012",
          .aliases = {{"live", "7"}, {"dev", "$LATEST"}},
          .behaviour = FixedReply{R"({"status":"shipped"})"}};
}

struct Lambda : testing::Test {
  World world{test_options({orders(),
                            FunctionSpec{.name = "broken",
                                         .region = "us-east-1",
                                         .account = "123456789012",
                                         .behaviour = FixedError{R"({"errorMessage":"no"})"}}})};
  Reply invoke(const std::string& function, Message message = {}) {
    return world.lambda("POST", "/" + function + "/invocations", std::move(message));
  }
  [[nodiscard]] int invocations(std::size_t index) const {
    return world.cloud.state()["functions"][index]["invocations"].get<int>();
  }
};

std::string header(const Reply& reply, const std::string& name) {
  return find_field(reply.headers, name).value_or("");
}

TEST_F(Lambda, FunctionsAreFoundByEachFormOfTheirName) {
  for (const char* name : {"orders",
                           "function%3Aorders",
                           "123456789012%3Afunction%3Aorders",
                           "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Aorders"}) {
    const Json found = json_of(world.lambda("GET", "/" + std::string(name) + "/configuration"));
    EXPECT_EQ(found["FunctionArn"], "arn:aws:lambda:us-east-1:123456789012:function:orders")
        << name;
    EXPECT_EQ(found["Version"], "$LATEST");
    EXPECT_EQ(found["State"], "Active");
  }
}

TEST_F(Lambda, NoFunctionHasSignedCode) {
  const auto ask = [this](const std::string& name) {
    const std::string path = "/2020-06-30/functions/" + name + "/code-signing-config";
    return world.cloud.handle(
        sign_message({.method = "GET", .path = path, .headers = {{"Host", "127.0.0.1:4566"}}},
                     world.key,
                     {.service = "lambda", .now = world.time.now()}));
  };
  EXPECT_EQ(json_of(ask("orders"))["CodeSigningConfigArn"], "");
  EXPECT_EQ(ask("nobody").status, 404);
}

TEST_F(Lambda, LatestByNameIsAnotherResourceOrTheFunctionItself) {
  const Json allow = {{"Effect", "Allow"},
                      {"Action", "lambda:*"},
                      {"Resource", "arn:aws:lambda:us-east-1:123456789012:function:orders"}};
  const Json policy = {{"Version", "2012-10-17"}, {"Statement", {allow}}};
  for (const auto& [reading, status] :
       {std::pair{"qualified", 403}, std::pair{"unqualified", 200}}) {
    const Json knobs = {{"operatorPolicy", policy}, {"latestQualifier", reading}};
    world.knob(knobs);
    EXPECT_EQ(invoke("orders").status, 200);
    EXPECT_EQ(invoke("orders%3A%24LATEST").status, status) << reading;
  }
}

TEST_F(Lambda, AnAliasIsShownInTheArnAndItsVersionBesides) {
  for (const Reply& reply : {world.lambda("GET", "/orders%3Alive"),
                             world.lambda("GET", "/orders", {.query = "Qualifier=live"})}) {
    EXPECT_EQ(json_of(reply)["Configuration"]["FunctionArn"],
              "arn:aws:lambda:us-east-1:123456789012:function:orders:live");
    EXPECT_EQ(json_of(reply)["Configuration"]["Version"], "7");
  }
}

TEST_F(Lambda, ListingsShowFunctionsVersionsAndAliases) {
  EXPECT_EQ(json_of(world.lambda("GET", ""))["Functions"].size(), 2U);
  EXPECT_FALSE(json_of(world.lambda("GET", "/"))["Functions"][0].contains("State"));
  EXPECT_EQ(json_of(world.lambda("GET", "", {.query = "FunctionVersion=ALL"}))["Functions"].size(),
            3U);
  const Json page = json_of(world.lambda("GET", "", {.query = "MaxItems=1"}));
  EXPECT_EQ(page["Functions"][0]["FunctionName"], "broken");
  const Json next = json_of(
      world.lambda("GET", "", {.query = "Marker=" + page["NextMarker"].get<std::string>()}));
  EXPECT_EQ(next["Functions"][0]["FunctionName"], "orders");
  EXPECT_EQ(json_of(world.lambda("GET", "/orders/versions"))["Versions"][1]["Version"], "7");
  EXPECT_EQ(json_of(world.lambda("GET", "/orders/aliases"))["Aliases"].size(), 2U);
  EXPECT_EQ(
      json_of(world.lambda("GET", "/orders/aliases", {.query = "FunctionVersion=7"}))["Aliases"]
          .size(),
      1U);
  EXPECT_EQ(json_of(world.lambda("GET", "/orders/aliases/live"))["FunctionVersion"], "7");
}

TEST_F(Lambda, ErrorsNameTheirKindInAHeader) {
  struct Case {
    std::string path, query, outcome, message;
  };
  for (const Case& c : std::vector<Case>{
           {"/nobody/configuration",
            "",
            "404 ResourceNotFoundException",
            "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody"},
           {"/orders/configuration",
            "Qualifier=nobody",
            "404 ResourceNotFoundException",
            "Function not found: arn:aws:lambda:us-east-1:123456789012:function:orders:nobody"},
           {"/orders%3Alive/configuration",
            "Qualifier=dev",
            "400 InvalidParameterValueException",
            "The derived qualifier from the function name does not match the specified qualifier."},
           {"/a%20b/configuration",
            "",
            "400 ValidationException",
            "at 'functionName' failed to satisfy constraint"},
           {"/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Aorders",
            "",
            "404 ResourceNotFoundException",
            "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"},
           {"/orders/aliases/nobody",
            "",
            "404 ResourceNotFoundException",
            "Cannot find alias arn: arn:aws:lambda:us-east-1:123456789012:function:orders:nobody"},
           {"/orders/policy",
            "",
            "404 ResourceNotFoundException",
            "The resource you requested does not exist."}}) {
    const Reply reply = world.lambda("GET", c.path, {.query = c.query});
    EXPECT_EQ(outcome(reply), c.outcome) << c.path;
    const Json body = json_of(reply);
    EXPECT_NE(body.value("Message", body.value("message", "")).find(c.message), std::string::npos)
        << reply.body;
    EXPECT_EQ(body["Type"], "User");
  }
}

TEST_F(Lambda, AForeignAccountsFunctionIsDeniedWhetherItExistsOrNot) {
  const Reply reply =
      world.lambda("GET", "/arn%3Aaws%3Alambda%3Aus-east-1%3A210987654321%3Afunction%3Aorders");
  EXPECT_EQ(outcome(reply), "403 AccessDeniedException");
}

TEST_F(Lambda, InvokeAnswersAndCounts) {
  const Reply reply =
      invoke("orders%3Alive", {.headers = {{"X-Amz-Log-Type", "Tail"}}, .body = "{}"});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"status":"shipped"})");
  EXPECT_EQ(header(reply, "X-Amz-Executed-Version"), "7");
  EXPECT_EQ(header(reply, "X-Amz-Function-Error"), "");
  EXPECT_NE(base64_decode(header(reply, "X-Amz-Log-Result")).value_or("").find("START RequestId: "),
            std::string::npos);
  EXPECT_EQ(invocations(1), 1);
}

TEST_F(Lambda, AFunctionErrorIsStill200) {
  const Reply reply = invoke("broken", {.body = "{}"});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(header(reply, "X-Amz-Function-Error"), "Unhandled");
  EXPECT_EQ(world.cloud.state()["functions"][0]["errors"], 1);
}

TEST_F(Lambda, EventIsAcceptedAndDryRunRunsNothing) {
  EXPECT_EQ(invoke("orders", {.headers = {{"X-Amz-Invocation-Type", "DryRun"}}}).status, 204);
  EXPECT_EQ(invocations(1), 0);
  const Reply event =
      invoke("orders", {.headers = {{"X-Amz-Invocation-Type", "Event"}}, .body = "{}"});
  EXPECT_EQ(event.status, 202);
  EXPECT_EQ(event.body, "");
  EXPECT_EQ(invocations(1), 1);
}

TEST_F(Lambda, AnInvocationThatIsWrongRunsNothing) {
  EXPECT_EQ(outcome(invoke("orders", {.body = "{"})), "400 InvalidRequestContentException");
  EXPECT_EQ(outcome(invoke("orders", {.headers = {{"X-Amz-Client-Context", "%%%"}}})),
            "400 InvalidRequestContentException");
  EXPECT_EQ(outcome(invoke("orders", {.headers = {{"X-Amz-Invocation-Type", "Later"}}})),
            "400 ValidationException");
  EXPECT_EQ(outcome(invoke("orders", {.body = "\"" + std::string(6'291'556, 'x') + "\""})),
            "413 RequestEntityTooLargeException");
  EXPECT_EQ(outcome(invoke("nobody")), "404 ResourceNotFoundException");
  EXPECT_EQ(invocations(1), 0);
}

TEST_F(Lambda, TheCallersPolicyIsEvaluatedOnTheExactArn) {
  world.knob({{"operatorPolicy",
               invoke_policy("arn:aws:lambda:us-east-1:123456789012:function:orders:live")}});
  EXPECT_EQ(invoke("orders%3Alive").status, 200);
  const Reply denied = invoke("orders");
  EXPECT_EQ(outcome(denied), "403 AccessDeniedException");
  EXPECT_EQ(json_of(denied)["Message"],
            "User: arn:aws:iam::123456789012:user/operator is not authorized to perform: "
            "lambda:InvokeFunction on resource: "
            "arn:aws:lambda:us-east-1:123456789012:function:orders because no identity-based "
            "policy allows the "
            "lambda:InvokeFunction action");
  EXPECT_EQ(outcome(world.lambda("GET", "")), "403 AccessDeniedException");
  EXPECT_EQ(invocations(1), 1);
}

TEST_F(Lambda, AResourcePolicyBelongsToOneQualifier) {
  const std::string permission =
      R"({"StatementId":"s1","Action":"lambda:InvokeFunction","Principal":"210987654321"})";
  const Reply added =
      world.lambda("POST", "/orders/policy", {.query = "Qualifier=live", .body = permission});
  EXPECT_EQ(added.status, 201) << added.body;
  const Json statement = Json::parse(json_of(added)["Statement"].get<std::string>());
  EXPECT_EQ(statement["Principal"]["AWS"], "arn:aws:iam::210987654321:root");
  EXPECT_EQ(statement["Resource"], "arn:aws:lambda:us-east-1:123456789012:function:orders:live");
  EXPECT_EQ(outcome(world.lambda(
                "POST", "/orders/policy", {.query = "Qualifier=live", .body = permission})),
            "409 ResourceConflictException");
  EXPECT_EQ(outcome(world.lambda(
                "POST", "/orders/policy", {.query = "Qualifier=%24LATEST", .body = permission})),
            "400 InvalidParameterValueException");
  EXPECT_EQ(outcome(world.lambda("GET", "/orders/policy")), "404 ResourceNotFoundException");
  const Json policy = json_of(world.lambda("GET", "/orders/policy", {.query = "Qualifier=live"}));
  EXPECT_EQ(Json::parse(policy["Policy"].get<std::string>())["Statement"][0], statement);
  EXPECT_EQ(world.lambda("DELETE", "/orders/policy/s1", {.query = "Qualifier=live"}).status, 204);
  EXPECT_EQ(outcome(world.lambda("DELETE", "/orders/policy/s1", {.query = "Qualifier=live"})),
            "404 ResourceNotFoundException");
}

TEST_F(Lambda, APermissionThatIsWrongIsRefused) {
  for (
      const char* body :
      {"{",
       R"({"StatementId":"a b","Action":"lambda:InvokeFunction","Principal":"*"})",
       R"({"StatementId":"s","Action":"s3:Get","Principal":"*"})",
       R"({"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"arn:aws:iam::123456789012:role/nobody"})"}) {
    EXPECT_EQ(world.lambda("POST", "/orders/policy", {.body = body}).status, 400) << body;
  }
}

TEST(FunctionName, IsReadInEachForm) {
  const auto name =
      parse_function_name("arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:live");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->partition + " " + name->region + " " + name->account + " " + name->name + " " +
                name->qualifier,
            "aws-us-gov us-gov-west-1 123456789012 f live");
  for (const char* bad : {"",
                          ":",
                          "a:b:c",
                          "a b",
                          "function:",
                          "12345:function:f",
                          "arn:aws:lambda:us-east-1:123456789012:layer:f",
                          "arn:aws:s3:::bucket",
                          "f:$OLDEST"}) {
    EXPECT_FALSE(parse_function_name(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace patchcord::sandbox::aws
