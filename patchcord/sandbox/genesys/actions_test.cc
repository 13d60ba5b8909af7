#include "patchcord/sandbox/genesys/actions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string all = "/api/v2/integrations/actions";

std::string path_of(const std::string& id) {
  return all + "/" + id;
}

TEST(Action, IsCreatedAndPublishedAtOnce) {
  World world;
  const auto made = world.call("POST", all, World::action_body(world.integration()));
  EXPECT_EQ(made.status, 200);
  EXPECT_EQ(integer_at(made.json, "version"), 1);
  EXPECT_THAT(string_at(made.json, "id"), StartsWith("custom_-_"));
  EXPECT_FALSE(made.json.contains("config"));
  EXPECT_FALSE(made.json.at("contract").at("input").contains("inputSchema"));
  EXPECT_EQ(string_at(made.json.at("contract").at("output"), "successSchemaUri"),
            path_of(string_at(made.json, "id")) + "/schemas/success.json");
}

TEST(Action, AnswersInlineIfTheKnobSaysSo) {
  World world;
  world.set({{"createAnswersInline", true}, {"firstActionVersion", 0}});
  const auto made = world.call("POST", all, World::action_body(world.integration())).json;
  EXPECT_TRUE(made.contains("config"));
  EXPECT_TRUE(made.at("contract").at("input").contains("inputSchema"));
  EXPECT_EQ(integer_at(made, "version", -1), 0);
}

TEST(Action, ReadsBackWithContractAndConfigButTemplatesOnlyAsUris) {
  World world;
  const auto integration = world.integration();
  const auto body = World::action_body(integration);
  const auto id = world.action(integration);
  const auto read = world.call("GET", path_of(id) + "?expand=contract&includeConfig=true").json;
  EXPECT_EQ(read.at("contract").at("input").at("inputSchema"),
            body.at("contract").at("input").at("inputSchema"));
  EXPECT_EQ(integer_at(read.at("config"), "timeoutSeconds"), 15);
  const auto& request = read.at("config").at("request");
  EXPECT_EQ(string_at(request, "requestUrlTemplate"), World::function);
  EXPECT_FALSE(request.contains("requestTemplate"));
  const auto text = world.call("GET", string_at(request, "requestTemplateUri"));
  EXPECT_EQ(text.header("Content-Type"), "text/plain");
  EXPECT_EQ(text.reply.body, "${input.rawRequest}");
  EXPECT_EQ(world.call("GET", path_of(id) + "/templates/successtemplate.vm").reply.body,
            "${rawResult}");
  EXPECT_EQ(world.call("GET", path_of(id) + "/templates/other.vm").status, 404);
}

TEST(Action, GivesATemplateToWhoTakesTextOnly) {
  World world;
  const auto path = path_of(world.action(world.integration())) + "/templates/requesttemplate.vm";
  const auto status = [&](const std::string& accept) {
    return world
        .send({.method = "GET",
               .path = path,
               .headers = {{"Authorization", "Bearer " + world.token}, {"Accept", accept}}})
        .status;
  };
  for (const auto* accept : {"*/*", "text/plain", "text/*;q=0.5", "application/json, TEXT/PLAIN"})
    EXPECT_EQ(status(accept), 200) << accept;
  EXPECT_EQ(status("application/json"), 415);
  world.set({{"templateAccept", "any"}});
  EXPECT_EQ(status("application/json"), 200);
}

TEST(Action, ShowsAContractWithWhatTheServiceAdds) {
  World world;
  world.set({{"contractMembers", "added"}});
  const auto id = world.action(world.integration());
  const auto schema = world.call("GET", path_of(id) + "?expand=contract")
                          .json.at("contract")
                          .at("output")
                          .at("successSchema");
  EXPECT_EQ(schema.at("required"), Json::array());
  EXPECT_TRUE(schema.contains("$schema") && schema.contains("title"));
  EXPECT_EQ(world.call("GET", path_of(id) + "/schemas/success.json").json, schema);
}

TEST(Action, HasDefaultTemplates) {
  World world;
  auto body = World::action_body(world.integration());
  body["config"]["request"]["requestTemplate"] = "";
  body["config"].erase("response");
  const auto id = string_at(world.call("POST", all, body).json, "id");
  EXPECT_EQ(world.call("GET", path_of(id) + "/templates/requesttemplate.vm").reply.body,
            "${input.rawRequest}");
  EXPECT_EQ(world.call("GET", path_of(id) + "/templates/successtemplate.vm").reply.body,
            "${rawResult}");
}

TEST(Action, ServesItsSchemas) {
  World world;
  const auto integration = world.integration();
  const auto id = world.action(integration);
  const auto schema = world.call("GET", path_of(id) + "/schemas/input.json").json;
  EXPECT_EQ(schema, World::action_body(integration).at("contract").at("input").at("inputSchema"));
  EXPECT_EQ(world.call("GET", path_of(id) + "/schemas/error.json").status, 200);
  EXPECT_EQ(world.call("GET", path_of(id) + "/schemas/none.json").status, 404);
  world.set({{"schemaNames", "full"}});
  EXPECT_EQ(world.call("GET", path_of(id) + "/schemas/inputschema.json").status, 200);
}

TEST(Action, ShowsSchemasAsArchitectSeesThem) {
  World world;
  auto body = World::action_body(world.integration());
  const Json text = {{"type", "string"}};
  const Json item = {{"type", "object"}, {"properties", {{"sku", text}}}};
  body["contract"]["output"]["successSchema"] = {
      {"type", "object"},
      {"properties",
       {{"customer", {{"type", "object"}, {"properties", {{"name", text}}}}},
        {"tags", {{"type", "array"}, {"items", text}}},
        {"items", {{"type", "array"}, {"items", item}}}}}};
  const auto id = string_at(world.call("POST", all, body).json, "id");
  const auto read = world.call("GET", path_of(id) + "?expand=contract&flatten=true").json;
  const auto& flat = read.at("contract").at("output").at("successSchemaFlattened");
  const Json properties = {{"customer.name", text},
                           {"items.sku", {{"type", "array"}, {"items", text}}},
                           {"tags", {{"type", "array"}, {"items", text}}}};
  EXPECT_EQ(flat.at("schema").at("properties"), properties);
  EXPECT_EQ(flat.at("arrayProperties"), Json({"items.sku", "tags"}));
  EXPECT_EQ(world.call("GET", path_of(id) + "/schemas/success.json?flatten=true").json, flat);
}

TEST(Action, MustBeComplete) {
  World world;
  const auto whole = World::action_body(world.integration());
  for (const auto* field : {"name", "category", "integrationId", "config", "contract"}) {
    auto body = whole;
    body.erase(field);
    EXPECT_EQ(world.call("POST", all, body).status, 400) << field;
  }
  auto body = whole;
  body["secure"] = "true";
  EXPECT_EQ(world.call("POST", all, body).status, 400);
  EXPECT_EQ(world.call("POST", all + "/drafts", body).status, 400);
  body["secure"] = nullptr;
  body["name"] = std::string(257, 'x');
  EXPECT_EQ(world.call("POST", all, body).status, 400);
  body["name"] = std::string(256, 'x');
  EXPECT_EQ(world.call("POST", all, body).status, 200);
}

TEST(Action, HasLimitsInItsConfig) {
  World world;
  const auto integration = world.integration();
  const auto with = [&](const char* pointer, const Json& value) {
    auto body = World::action_body(integration);
    body[Json::json_pointer(pointer)] = value;
    return world.call("POST", all, body).status;
  };
  EXPECT_EQ(with("/config/timeoutSeconds", 0), 400);
  EXPECT_EQ(with("/config/timeoutSeconds", 61), 400);
  EXPECT_EQ(with("/config/timeoutSeconds", 60), 200);
  EXPECT_EQ(with("/config/request/requestType", "SEND"), 400);
  EXPECT_EQ(with("/config/request/headers", {{"a", 1}}), 400);
  EXPECT_EQ(with("/config/response/translationMap", Json::array()), 400);
  EXPECT_EQ(with("/config/request/requestUrlTemplate", "https://example.com"), 200);
  world.set({{"arnCheck", "write"}});
  EXPECT_EQ(with("/config/request/requestUrlTemplate", "https://example.com"), 400);
}

TEST(Action, HasRulesForItsContract) {
  World world;
  const auto integration = world.integration();
  const auto with_input = [&](const std::string& name, const Json& property) {
    auto body = World::action_body(integration);
    body["contract"]["input"]["inputSchema"] = {{"type", "object"},
                                                {"properties", {{name, property}}}};
    return world.call("POST", all, body).status;
  };
  const Json text = {{"type", "string"}};
  EXPECT_EQ(with_input("orderId", text), 200);
  EXPECT_EQ(with_input("rawRequest", text), 400);
  EXPECT_EQ(with_input("1st", text), 400);
  EXPECT_EQ(with_input("a.b", text), 400);
  EXPECT_EQ(with_input("a", {{"type", "object"}}), 400);
  EXPECT_EQ(with_input("a", {{"type", "array"}}), 400);
  EXPECT_EQ(with_input("a", {{"$ref", "#/definitions/a"}}), 400);
  const auto with_output = [&](const Json& schema) {
    auto body = World::action_body(integration);
    body["contract"]["output"]["successSchema"] = schema;
    return world.call("POST", all, body).status;
  };
  const Json list = {{"type", "array"}, {"items", text}};
  EXPECT_EQ(with_output({{"type", "object"}, {"properties", {{"a", list}}}}), 200);
  EXPECT_EQ(with_output({{"type", "array"}, {"items", list}}), 400);
  EXPECT_EQ(with_output({{"type", 7}}), 400) << "not a schema";
  world.set({{"contractCheck", "none"}});
  EXPECT_EQ(with_input("rawRequest", text), 200);
}

TEST(Action, CannotBePublishedForFunctionIntegrations) {
  World world;
  const Json function = {{"name", "F"}, {"integrationType", {{"id", "function-data-actions"}}}};
  const auto id = string_at(world.call("POST", "/api/v2/integrations", function).json, "id");
  const auto refused = world.call("POST", all, World::action_body(id));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(string_at(refused.json, "message"), HasSubstr("cannot be created"));
  EXPECT_EQ(world.call("POST", all + "/drafts", World::action_body(id)).status, 200);
  EXPECT_EQ(world.call("POST", all, World::action_body("none")).status, 400);
}

TEST(Action, PatchPublishesTheNextVersion) {
  World world;
  const auto integration = world.integration();
  const auto id = world.action(integration);
  auto change = World::action_body(integration, "Renamed");
  change["version"] = 1;
  change["config"].erase("timeoutSeconds");
  change["contract"]["input"]["inputSchema"] = {{"type", "object"}};
  change["secure"] = true;
  const auto patched = world.call("PATCH", path_of(id), change);
  EXPECT_EQ(patched.status, 200);
  EXPECT_EQ(integer_at(patched.json, "version"), 2);
  const auto read = world.call("GET", path_of(id) + "?expand=contract&includeConfig=true").json;
  EXPECT_EQ(string_at(read, "name"), "Renamed");
  EXPECT_FALSE(read.at("config").contains("timeoutSeconds")) << "the config is replaced as a whole";
  EXPECT_TRUE(read.at("contract").at("input").at("inputSchema").contains("required")) << "frozen";
  EXPECT_FALSE(boolean_at(read, "secure", true)) << "frozen";
}

TEST(Action, PatchMergesTheConfigInTheOtherReading) {
  World world;
  const auto id = world.action(world.integration());
  world.set({{"configPatch", "merge"}});
  world.call(
      "PATCH", path_of(id), {{"version", 1}, {"config", {{"request", {{"requestType", "GET"}}}}}});
  const auto config = world.call("GET", path_of(id) + "?includeConfig=true").json.at("config");
  EXPECT_EQ(string_at(config.at("request"), "requestType"), "GET");
  EXPECT_EQ(string_at(config.at("request"), "requestUrlTemplate"), World::function);
  EXPECT_EQ(integer_at(config, "timeoutSeconds"), 15);
}

TEST(Action, PatchNeedsTheCurrentVersion) {
  World world;
  const auto id = world.action(world.integration());
  EXPECT_EQ(world.call("PATCH", path_of(id), {{"name", "x"}}).status, 400);
  EXPECT_EQ(world.call("PATCH", path_of(id), {{"version", 2}, {"name", "x"}}).status, 409);
  world.set({{"versionMismatch", "400text"}});
  const auto refused = world.call("PATCH", path_of(id), {{"version", 2}, {"name", "x"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(string_at(refused.json, "message"), HasSubstr("does not match the current version"));
  EXPECT_EQ(world.call("PATCH", path_of("none"), {{"version", 1}}).status, 404);
}

TEST(Action, IsGoneAfterDelete) {
  World world;
  const auto id = world.action(world.integration());
  EXPECT_EQ(world.call("DELETE", path_of(id)).status, 204);
  EXPECT_EQ(world.call("GET", path_of(id)).status, 404);
  EXPECT_EQ(world.call("DELETE", path_of(id)).status, 404);
}

TEST(StaticAction, IsListedButCannotBeChanged) {
  World world;
  const auto page = world.call("GET", all + "?name=get%20user").json;
  ASSERT_EQ(page.at("total"), 1);
  const auto id = string_at(page.at("entities").at(0), "id");
  EXPECT_THAT(id, StartsWith("static_-_"));
  EXPECT_EQ(world.call("DELETE", path_of(id)).status, 400);
  EXPECT_EQ(world.call("PATCH", path_of(id), {{"version", 1}, {"name", "x"}}).status, 400);
  EXPECT_EQ(world.call("POST", path_of(id) + "/draft").status, 400);
  world.set({{"staticPrefix", "static-"}});
  EXPECT_THAT(string_at(world.call("GET", all + "?name=Get+User").json.at("entities").at(0), "id"),
              StartsWith("static-0"));
}

TEST(ActionListing, HasFilters) {
  World world;
  const auto integration = world.integration();
  const auto first = world.action(integration, "Get order");
  auto body = World::action_body(integration, "Cancel order");
  body["category"] = "Other";
  body["secure"] = true;
  const auto second = string_at(world.call("POST", all, body).json, "id");
  const auto names = [&](const std::string& query) {
    return names_of(world.call("GET", all + "?sortBy=name&" + query).json);
  };
  EXPECT_THAT(names("name=ORDER"), ElementsAre("Cancel order", "Get order"));
  EXPECT_THAT(names("name=order&sortOrder=desc"), ElementsAre("Get order", "Cancel order"));
  EXPECT_THAT(names("category=Other"), ElementsAre("Cancel order"));
  EXPECT_THAT(names("category=Oth"), ElementsAre());
  EXPECT_THAT(names("secure=true"), ElementsAre("Cancel order"));
  EXPECT_THAT(names("ids=" + first + "," + second + "&secure=false"), ElementsAre("Get order"));
  EXPECT_THAT(names("integrationId=" + integration), testing::SizeIs(5))
      << "no such filter: ignored";
  EXPECT_EQ(world.call("GET", all + "?secure=maybe").status, 400);
  const auto categories = world.call("GET", all + "/categories").json;
  EXPECT_THAT(names_of(categories), ElementsAre("Genesys Cloud Data Actions", "Orders", "Other"));
  EXPECT_FALSE(categories.contains("selfUri"));
}

TEST(ActionListing, HasNoContractsAndConfigsOnlyOnRequest) {
  World world;
  world.action(world.integration());
  const auto entity = [&](const std::string& query) {
    return world.call("GET", all + "?name=order" + query).json.at("entities").at(0);
  };
  EXPECT_FALSE(entity("").contains("contract"));
  EXPECT_FALSE(entity("").contains("config"));
  EXPECT_TRUE(entity("&includeConfig=true").contains("config"));
  world.set({{"includeConfig", false}, {"listingContracts", "schemas"}});
  EXPECT_FALSE(entity("&includeConfig=true").contains("config")) << "older deployments ignore it";
  EXPECT_TRUE(entity("").at("contract").at("input").contains("inputSchema"));
}

TEST(ActionListing, LagsBehind) {
  World world;
  const auto integration = world.integration();
  world.set({{"listingLagMs", 1000}});
  const auto id = world.action(integration);
  EXPECT_EQ(world.call("GET", path_of(id)).status, 200);
  EXPECT_EQ(world.call("GET", all + "?name=order").json.at("total"), 0);
  world.advance(1000);
  EXPECT_EQ(world.call("GET", all + "?name=order").json.at("total"), 1);
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
