// The typed calls: what they send, and what they make of answers.
#include <functional>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/genesys/action.h"
#include "patchcord/genesys/consumers.h"
#include "patchcord/genesys/credential.h"
#include "patchcord/genesys/integration.h"
#include "patchcord/genesys/organization.h"
#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::genesys {
namespace {

using test::answer;
using test::FailsWith;
using test::IsOk;
using ::testing::ElementsAre;

// Answers by "METHOD /path"; what it does not know does not exist.
struct World {
  using Handler = std::function<Result<Response>(const Request&)>;

  World()
      : wire([this](const Request& request) -> Result<Response> {
          const auto target = request.url.substr(std::string("https://api.example.com").size());
          const auto found = routes.find(request.method + ' ' + target.substr(0, target.find('?')));
          return found == routes.end() ? answer(404) : found->second(request);
        }),
        client({.transport = wire,
                .api_url = "https://api.example.com",
                .clock = clock,
                .events = events}) {}

  void on(const std::string& route, std::string body, int status = 200) {
    routes[route] = [body = std::move(body), status](const Request&) {
      return answer(status, body);
    };
  }
  [[nodiscard]] std::vector<std::string> calls() const {
    std::vector<std::string> out;
    for (const auto& request : wire.requests())
      out.push_back(request.method + ' ' + request.url.substr(23));
    return out;
  }

  std::map<std::string, Handler> routes;
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport wire;
  Client client;
};

TEST(Client, AnEmptyIdNamesNothing) {
  World world;
  for (const auto* id : {"", ".", ".."}) {
    EXPECT_THAT(delete_integration(world.client, id), FailsWith(Code::invalid));
  }
  EXPECT_TRUE(world.wire.requests().empty());
}

TEST(Client, IdsAreEncoded) {
  World world;
  EXPECT_THAT(delete_action(world.client, "custom_-_1/../x?y"), IsOk());
  EXPECT_THAT(world.calls(),
              ElementsAre("DELETE /api/v2/integrations/actions/custom_-_1%2F..%2Fx%3Fy"));
}

TEST(Client, AGoodStatusWithoutJsonIsNoAnswer) {
  World world;
  world.on("GET /api/v2/organizations/me", "<html>captive portal</html>");
  const auto portal = get_organization(world.client);
  ASSERT_THAT(portal, FailsWith(Code::protocol));
  EXPECT_EQ(portal.error().answer->message, "an HTML page instead of an answer");
  world.on("GET /api/v2/organizations/me", R"({"name":"x"})");
  EXPECT_THAT(get_organization(world.client), FailsWith(Code::protocol));
  world.on("GET /api/v2/organizations/me", R"({"id":"o-1","name":"Example"})");
  EXPECT_EQ(get_organization(world.client)->id, "o-1");
}

TEST(LambdaType, TakesTheServicesSpellingAndAsksOnce) {
  World world;
  world.on(
      "GET /api/v2/integrations/types/aws-lambda-data-actions",
      R"({"credentials":{"other":{},"amazonwebservicesarn":{"required":true,"credentialTypes":["AMAZONwebServicesARN"]}}})");
  world.on(
      "GET /api/v2/integrations/credentials/types",
      R"([{"name":"basicAuth","required":["userName"]},{"id":"x","name":"amazonWebServicesARN","required":["roleArn"]}])");
  LambdaType type(world.client);
  const CredentialSlot expected{
      .slot = "amazonwebservicesarn", .type = "amazonWebServicesARN", .field = "roleArn"};
  EXPECT_EQ(*type.slot(), expected);
  EXPECT_EQ(*type.slot(), expected);
  EXPECT_EQ(world.wire.requests().size(), 2U);
}

TEST(LambdaType, AsksNoFurtherWhereEverythingIsSpelledAsKnown) {
  World world;
  world.on(
      "GET /api/v2/integrations/types/aws-lambda-data-actions",
      R"({"credentials":{"AmazonWebServicesARN":{"credentialTypes":["amazonWebServicesARN"]}}})");
  world.on("GET /api/v2/integrations/credentials/types",
           R"([{"name":"amazonWebServicesARN","required":["roleArn"]}])");
  LambdaType type(world.client);
  EXPECT_EQ(*type.slot(), CredentialSlot{});
  EXPECT_EQ(world.wire.requests().size(), 1U);
  EXPECT_EQ(type.slot_looked_up()->field, "roleArn") << "for when it was not accepted";
  EXPECT_EQ(type.slot_looked_up()->field, "roleArn");
  EXPECT_EQ(world.wire.requests().size(), 2U);
}

TEST(LambdaType, ReadsTheOldShapeAndFallsBackToWhatIsKnown) {
  World world;
  world.on("GET /api/v2/integrations/types/aws-lambda-data-actions", R"({"credentials":null})");
  world.on("GET /api/v2/integrations/credentials/types",
           R"({"entities":[{"name":"amazonWebServicesARN","required":["Arn"]}]})");
  EXPECT_EQ(LambdaType(world.client).slot()->field, "Arn");
  world.on("GET /api/v2/integrations/credentials/types", "{}", 403);
  EXPECT_EQ(*LambdaType(world.client).slot(), CredentialSlot{});
  world.on("GET /api/v2/integrations/credentials/types", "", 503);
  EXPECT_THAT(LambdaType(world.client).slot(), FailsWith(Code::unavailable));
}

TEST(LambdaType, AnOrganizationWithoutItIsTold) {
  World world;
  const auto slot = LambdaType(world.client).slot();
  ASSERT_THAT(slot, FailsWith(Code::not_found));
  EXPECT_NE(slot.error().hint, "");
}

TEST(Integration, AListingIsFilteredAgain) {
  World world;
  world.on("GET /api/v2/integrations", R"({"entities":[
    {"id":"i-1","name":"Orders","integrationType":{"id":"aws-lambda-data-actions"},"intendedState":"ENABLED",
     "reportedState":{"code":"ERROR","detail":{"message":"no role"}},
     "config":{"current":{"name":"Orders","version":3,"notes":"node_dynamodb_empty_string","properties":null,
               "credentials":{"AmazonWebServicesARN":{"id":"c-1"},"odd":null}}}},
    {"id":"i-2","name":"Web","integrationType":{"id":"custom-rest-actions"}},
    {"id":"i-3","name":"Stub","integrationType":{"id":"aws-lambda-data-actions"},"config":{"current":{}}}],"total":3})");
  const auto all = list_integrations(world.client);
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->size(), 2U);
  const auto& orders = all->front();
  EXPECT_EQ(orders.reported_state, "ERROR");
  EXPECT_EQ(orders.reported_detail, "no role");
  ASSERT_TRUE(orders.config);
  EXPECT_EQ(orders.config->version, 3);
  EXPECT_EQ(orders.config->notes, "");
  EXPECT_EQ(orders.config->properties, Json::object());
  EXPECT_EQ(orders.config->credentials,
            (std::map<std::string, std::string>{{"AmazonWebServicesARN", "c-1"}}));
  EXPECT_FALSE(all->back().config);
  EXPECT_THAT(world.calls(),
              ElementsAre("GET /api/v2/integrations?pageSize=100&pageNumber=1&"
                          "integrationType=aws-lambda-data-actions&expand=config.current"));
}

TEST(Integration, IsMadeUnderItsNameAndNeverTwice) {
  World world;
  world.on("POST /api/v2/integrations",
           R"({"id":"i-1","name":"Orders","intendedState":"DISABLED"})");
  EXPECT_EQ(create_integration(world.client, "Orders")->id, "i-1");
  EXPECT_EQ(world.wire.requests()[0].repeat, Repeat::unsafe);
  EXPECT_EQ(world.wire.requests()[0].body,
            R"({"integrationType":{"id":"aws-lambda-data-actions"},"name":"Orders"})");
  world.on("POST /api/v2/integrations", "", 503);
  const auto lost = create_integration(world.client, "Orders");
  ASSERT_THAT(lost, FailsWith(Code::unavailable));
  EXPECT_EQ(lost.error().effect, Effect::unknown);
}

TEST(Integration, AbsenceIsNoErrorOfReadingOrDeleting) {
  World world;
  EXPECT_EQ(*get_integration(world.client, "i-1"), std::nullopt);
  EXPECT_THAT(delete_integration(world.client, "i-1"), IsOk());
  EXPECT_THAT(delete_credential(world.client, "c-1"), IsOk());
  EXPECT_EQ(*get_action(world.client, "a-1"), std::nullopt);
}

// A configuration with a version, whose answers may be lost before or after the effect.
struct ConfigService {
  enum class Lose { nothing, before, after };

  explicit ConfigService(World& world) {
    const std::string route = " /api/v2/integrations/i-1/config/current";
    world.routes["GET" + route] = [this](const Request&) { return answer(200, current.dump()); };
    world.routes["PUT" + route] = [this](const Request& request) -> Result<Response> {
      const auto how = std::exchange(lose, Lose::nothing);
      const Error lost{.code = Code::unavailable, .what = "lost", .effect = Effect::unknown};
      if (how == Lose::before) return lost;
      Json body = Json::parse(request.body);
      if (body["version"] != current["version"])
        return answer(409, R"({"code":"general.conflict"})");
      body["version"] = current["version"].get<int>() + 1;
      current = body;
      if (how == Lose::after) return lost;
      return answer(200, current.dump());
    };
  }
  Json current{{"name", "Old"}, {"version", 1}};
  Lose lose{Lose::nothing};
};

TEST(Integration, ALostConfigurationIsReadBeforeItIsSentAgain) {
  for (const auto lose :
       {ConfigService::Lose::nothing, ConfigService::Lose::before, ConfigService::Lose::after}) {
    World world;
    ConfigService service(world);
    service.lose = lose;
    const auto done = put_config(
        world.client,
        "i-1",
        {.name = "Orders", .version = 1, .credentials = {{"AmazonWebServicesARN", "c-1"}}});
    ASSERT_THAT(done, IsOk());
    EXPECT_EQ(done->version, 2);
    EXPECT_EQ(service.current["name"], "Orders");
    EXPECT_EQ(service.current["credentials"].dump(), R"({"AmazonWebServicesARN":{"id":"c-1"}})");
  }
}

TEST(Integration, AStaleConfigurationIsAConflict) {
  World world;
  ConfigService service(world);
  service.current["version"] = 7;
  EXPECT_THAT(put_config(world.client, "i-1", {.name = "Orders", .version = 6}),
              FailsWith(Code::conflict));
}

TEST(Credential, CarriesTheRoleInTheServicesSpelling) {
  World world;
  world.on("POST /api/v2/integrations/credentials",
           R"({"id":"c-1","name":"n","modifiedDate":"2026-05-14T09:30:01.004Z"})");
  const auto made = create_credential(
      world.client,
      {.name = "n", .role_arn = "arn:r", .slot = {.slot = "S", .type = "t", .field = "F"}});
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->modified, "2026-05-14T09:30:01.004Z");
  EXPECT_EQ(world.wire.requests()[0].body,
            R"({"credentialFields":{"F":"arn:r"},"name":"n","type":{"name":"t"}})");
}

TEST(Credential, TheOldListingIsUsedWhereTheNewOneIsMissing) {
  World world;
  world.on("GET /api/v2/integrations/credentials",
           R"({"entities":[{"id":"c-1","name":null}],"total":1})");
  const auto all = list_credentials(world.client);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->front().id, "c-1");
  EXPECT_EQ(all->front().name, "");
  world.on("GET /api/v2/integrations/credentials/listing", "", 403);
  EXPECT_THAT(list_credentials(world.client), FailsWith(Code::denied));
}

TEST(Action, IsReadWithItsTemplates) {
  World world;
  world.on(
      "GET /api/v2/integrations/actions/custom_-_1",
      R"({"id":"custom_-_1","name":"Get","integrationId":"i-1","category":"c","version":4,"secure":true,
               "contract":{"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":{"type":"array"},"errorSchemaUri":"/x"}},
               "config":{"request":{"requestUrlTemplate":"arn:f","requestType":"POST",
                         "requestTemplateUri":"/api/v2/integrations/actions/custom_-_1/templates/requesttemplate.vm"},
                         "response":{"translationMap":{"a":"$.b"},"successTemplateUri":"/evil/../../x?y"}}})");
  world.on("GET /api/v2/integrations/actions/custom_-_1/templates/requesttemplate.vm",
           "${input.rawRequest}");
  world.on("GET /api/v2/integrations/actions/custom_-_1/templates/successtemplate.vm",
           "${rawResult}");
  const auto read = get_action(world.client, "custom_-_1");
  ASSERT_THAT(read, IsOk());
  ASSERT_TRUE(*read);
  const auto& action = **read;
  EXPECT_EQ(action.version, 4);
  EXPECT_TRUE(action.secure);
  EXPECT_EQ(
      action.config->dump(),
      R"({"request":{"headers":{},"requestTemplate":"${input.rawRequest}","requestType":"POST","requestUrlTemplate":"arn:f"},)"
      R"("response":{"successTemplate":"${rawResult}","translationMap":{"a":"$.b"},"translationMapDefaults":{}}})");
  EXPECT_EQ(
      action.contract->dump(),
      R"({"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":{"type":"array"}}})");
  EXPECT_EQ(world.wire.requests().size(), 3U);
  EXPECT_EQ(find_header(world.wire.requests()[1].headers, "Accept"), "*/*");
}

TEST(Action, ANewIntegrationMayBeUnknownForAMoment) {
  World world;
  int refusals = 3;
  world.on("POST /api/v2/integrations", R"({"id":"i-1"})");
  world.routes["POST /api/v2/integrations/actions"] = [&](const Request&) {
    return refusals-- > 0 ? answer(400, R"({"message":"no such integration"})")
                          : answer(200, R"({"id":"a-1","version":1})");
  };
  ASSERT_THAT(create_integration(world.client, "Orders"), IsOk());
  EXPECT_EQ(create_action(world.client, {.name = "Get", .integration_id = "i-1"})->id, "a-1");
  EXPECT_EQ(world.clock.waits().size(), 3U);
  refusals = 1;
  EXPECT_THAT(create_action(world.client, {.name = "Get", .integration_id = "i-2"}),
              FailsWith(Code::invalid))
      << "an integration that was there before is known";
  refusals = 1'000;
  EXPECT_THAT(create_action(world.client, {.name = "Get", .integration_id = "i-1"}),
              FailsWith(Code::invalid));
  EXPECT_GT(refusals, 980);
}

TEST(Action, ALostChangeIsReadBeforeItIsSentAgain) {
  for (const bool applied : {true, false}) {
    World world;
    int version = 4;
    int patches = 0;
    world.routes["PATCH /api/v2/integrations/actions/a-1"] =
        [&](const Request&) -> Result<Response> {
      if (++patches > 1 || applied) ++version;
      if (patches == 1)
        return Error{.code = Code::deadline, .what = "lost", .effect = Effect::unknown};
      return answer(200, R"({"id":"a-1","version":)" + std::to_string(version) + "}");
    };
    world.routes["GET /api/v2/integrations/actions/a-1"] = [&](const Request&) {
      return answer(
          200,
          R"({"id":"a-1","name":"Get","category":"c","version":)" + std::to_string(version) + "}");
    };
    const auto done =
        update_action(world.client,
                      "a-1",
                      {.version = 4, .name = "Get", .category = "c", .config = Json::object()});
    ASSERT_THAT(done, IsOk());
    EXPECT_EQ(done->version, 5);
    EXPECT_EQ(patches, applied ? 1 : 2);
  }
}

TEST(Action, AFailedTestIsAResult) {
  World world;
  world.on("POST /api/v2/integrations/actions/a-1/test",
           R"({"success":false,"operations":[{"step":1,"name":"Validate","success":true},
               {"step":4,"name":"Perform authentication","success":false,"error":{"message":"no"}}],
               "error":{"message":"no","details":[{"errorCode":"ACTION.AUTHENTICATION"}]}})");
  const auto result = test_action(world.client, "a-1", {{"orderId", "42"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_FALSE(result->at("success"));
  EXPECT_EQ(result->at("operations").size(), 2U);
  const Request& request = world.wire.requests().front();
  EXPECT_EQ(request.repeat, Repeat::unsafe);
  EXPECT_GE(request.timeout, std::chrono::seconds(75));
  EXPECT_EQ(request.body, R"({"orderId":"42"})");
}

TEST(Consumers, DeniedMeansUnknownAndNotNone) {
  World world;
  const std::string route = "GET /api/v2/architect/dependencytracking/consumingresources";
  const ObservedAction action{.id = "custom_-_1", .version = 3};
  world.on(route, "", 403);
  EXPECT_EQ(flows_using(world.client, action)->unknown,
            "the OAuth client lacks architect:dependencyTracking:view");
  world.on(route, R"({"entities":[],"total":0})", 206);
  EXPECT_THAT(flows_using(world.client, action)->unknown,
              testing::HasSubstr("only a part of the answer"));
  world.on(route, R"({"entities":[{"id":"f","name":"Main","type":"INBOUNDCALLFLOW","version":"1.0"},
                     {"id":"f","name":"Main","type":"INBOUNDCALLFLOW","version":"2.0"},{"id":"g","deleted":true}],"total":3})");
  const auto use = flows_using(world.client, action);
  ASSERT_THAT(use, IsOk());
  EXPECT_EQ(*use, (FlowUse{.flows = {{.id = "f", .name = "Main", .type = "INBOUNDCALLFLOW"}}}));
  EXPECT_EQ(world.calls().back(),
            "GET "
            "/api/v2/architect/dependencytracking/"
            "consumingresources?pageSize=100&pageNumber=1&id=custom_-_1&objectType=DATAACTION");
}

}  // namespace
}  // namespace patchcord::genesys
