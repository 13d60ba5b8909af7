#include "patchcord/genesys/action.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/genesys/paging.h"

namespace patchcord::genesys {
namespace {

constexpr const char* all = "/api/v2/integrations/actions";
constexpr const char* one = "/api/v2/integrations/actions/{actionId}";
constexpr int tries_until_known = 10;

ObservedAction action_of(const Json& body) {
  return {
      .id = string_at(body, "id"),
      .name = string_at(body, "name"),
      .integration_id = string_at(body, "integrationId"),
      .category = string_at(body, "category"),
      .version = static_cast<int>(integer_at(body, "version")),
      .secure = boolean_at(body, "secure"),
      .function = string_at(member_at(member_at(body, "config"), "request"), "requestUrlTemplate")};
}

// "/api/v2/integrations/actions/{id}/templates/requesttemplate.vm" → "requesttemplate.vm", if it
// looks like a file's name.
std::string file_in(const std::string& uri, const std::string& otherwise) {
  const auto name = uri.substr(uri.rfind('/') + 1);
  const bool plain = !name.empty() && name.front() != '.' &&
                     name.find_first_of("?#%\\") == std::string::npos && name.size() <= 255;
  return plain ? name : otherwise;
}

struct Template {
  std::string member{};  // "requestTemplate"
  std::string file{};    // its usual name, for a service that names none
};

// Reads give the address of a template, not its text.
Result<void> graft(Client& client, const std::string& id, Json& part, const Template& wanted) {
  const auto uri = string_at(part, wanted.member + "Uri");
  part.erase(wanted.member + "Uri");
  if (part.contains(wanted.member) && part[wanted.member].is_string()) return {};
  TRY_ASSIGN(part[wanted.member],
             client.text({.route = "/api/v2/integrations/actions/{actionId}/templates/{fileName}",
                          .arguments = {id, file_in(uri, wanted.file)},
                          .subject = fmt::format("the {} of action {}", wanted.member, id),
                          .verb = "read"}));
  return {};
}

Json object_of(const Json& value) {
  return value.is_object() ? value : Json::object();
}

Result<Json> config_of(Client& client, const std::string& id, const Json& body) {
  Json config = object_of(member_at(body, "config"));
  Json request = object_of(member_at(config, "request"));
  Json response = object_of(member_at(config, "response"));
  TRY(graft(client, id, request, {.member = "requestTemplate", .file = "requesttemplate.vm"}));
  TRY(graft(client, id, response, {.member = "successTemplate", .file = "successtemplate.vm"}));
  request["headers"] = object_of(member_at(request, "headers"));
  response["translationMap"] = object_of(member_at(response, "translationMap"));
  response["translationMapDefaults"] = object_of(member_at(response, "translationMapDefaults"));
  Json out{{"request", std::move(request)}, {"response", std::move(response)}};
  if (const auto seconds = integer_at(config, "timeoutSeconds"); seconds > 0)
    out["timeoutSeconds"] = seconds;
  return out;
}

// Schemas come inline with expand=contract; a service that gives an address instead is asked for
// it.
Result<Json> schema_of(Client& client,
                       const std::string& id,
                       const Json& part,
                       const std::string& member) {
  const Json& schema = member_at(part, member);
  const auto uri = string_at(part, member + "Uri");
  if (!schema.is_null() || uri.empty()) return schema;
  return client.json({.route = "/api/v2/integrations/actions/{actionId}/schemas/{fileName}",
                      .arguments = {id, file_in(uri, "input.json")},
                      .subject = fmt::format("the {} of action {}", member, id),
                      .verb = "read"});
}

Result<Json> contract_of(Client& client, const std::string& id, const Json& body) {
  const Json& contract = member_at(body, "contract");
  TRY_ASSIGN(Json input, schema_of(client, id, member_at(contract, "input"), "inputSchema"));
  TRY_ASSIGN(Json output, schema_of(client, id, member_at(contract, "output"), "successSchema"));
  return Json{{"input", {{"inputSchema", std::move(input)}}},
              {"output", {{"successSchema", std::move(output)}}}};
}

Result<ObservedAction> create_once(Client& client, const NewAction& action) {
  TRY_ASSIGN(const Json body,
             client.json({.method = "POST",
                          .route = all,
                          .body = Json{{"name", action.name},
                                       {"category", action.category},
                                       {"integrationId", action.integration_id},
                                       {"secure", action.secure},
                                       {"config", action.config},
                                       {"contract", action.contract}},
                          .subject = "action " + action.name,
                          .verb = "created"}));
  auto created = action_of(body);
  if (!created.id.empty()) return created;
  return Error{.code = Code::protocol,
               .what = "action " + action.name + " is answered without an id",
               .effect = Effect::unknown};
}

bool may_not_be_known_yet(Client& client, const NewAction& action, const Error& error) {
  return error.answer && error.answer->status == 400 &&
         client.is_just_created(action.integration_id);
}

Result<ObservedAction> update_once(Client& client,
                                   const std::string& id,
                                   const ActionChange& change) {
  TRY_ASSIGN(const Json body,
             client.json({.method = "PATCH",
                          .route = one,
                          .arguments = {id},
                          .body = Json{{"version", change.version},
                                       {"name", change.name},
                                       {"category", change.category},
                                       {"config", change.config}},
                          .subject = "action " + change.name,
                          .verb = "changed"}));
  return action_of(body);
}

}  // namespace

Result<std::vector<ObservedAction>> list_actions(Client& client) {
  TRY_ASSIGN(
      const auto entities,
      read_pages(
          client,
          {.route = all, .query = "includeConfig=true", .subject = "actions", .verb = "listed"}));
  std::vector<ObservedAction> out;
  out.reserve(entities.size());
  for (const auto& entity : entities) {
    if (auto action = action_of(entity); !action.id.empty()) out.push_back(std::move(action));
  }
  return out;
}

Result<std::optional<ObservedAction>> get_action(Client& client, const std::string& id) {
  auto body = client.json({.route = one,
                           .arguments = {id},
                           .query = "expand=contract&includeConfig=true",
                           .subject = "action " + id,
                           .verb = "read"});
  if (!body) {
    if (body.error().code == Code::not_found) return std::optional<ObservedAction>();
    return std::move(body).error();
  }
  auto action = action_of(*body);
  TRY_ASSIGN(action.config, config_of(client, id, *body));
  TRY_ASSIGN(action.contract, contract_of(client, id, *body));
  return std::optional(std::move(action));
}

Result<ObservedAction> create_action(Client& client, const NewAction& action) {
  for (int attempt = 1;; ++attempt) {
    auto created = create_once(client, action);
    if (created || attempt > tries_until_known ||
        !may_not_be_known_yet(client, action, created.error())) {
      return created;
    }
    client.events().emit(Waiting{.what = "the actions service to know the new integration",
                                 .why = created.error().answer->message,
                                 .delay = client.waits().poll});
    TRY(client.clock().wait(client.waits().poll));
  }
}

Result<ObservedAction> update_action(Client& client,
                                     const std::string& id,
                                     const ActionChange& change) {
  auto done = update_once(client, id, change);
  if (done || done.error().effect == Effect::none) return done;
  TRY_ASSIGN(
      const Json body,
      client.json(
          {.route = one, .arguments = {id}, .subject = "action " + change.name, .verb = "read"}));
  auto current = action_of(body);
  if (current.version == change.version) return update_once(client, id, change);
  const bool ours = current.version == change.version + 1 && current.name == change.name &&
                    current.category == change.category;
  return ours ? Result<ObservedAction>(std::move(current)) : done;
}

Result<void> delete_action(Client& client, const std::string& id) {
  const auto gone = client.json({.method = "DELETE",
                                 .route = one,
                                 .arguments = {id},
                                 .subject = "action " + id,
                                 .verb = "deleted",
                                 .repeat = Repeat::safe});
  if (!gone && gone.error().code != Code::not_found) return gone.error();
  return {};
}

Result<Json> test_action(Client& client, const std::string& id, const Json& input) {
  TRY_ASSIGN(auto body,
             client.json({.method = "POST",
                          .route = "/api/v2/integrations/actions/{actionId}/test",
                          .arguments = {id},
                          .body = input,
                          .subject = "action " + id,
                          .verb = "tested",
                          .timeout = std::chrono::seconds(75)}));
  if (!body.is_object()) {
    return Error{.code = Code::protocol,
                 .what = "action " + id + " was tested, but the answer is no test result",
                 .effect = Effect::unknown};
  }
  return body;
}

}  // namespace patchcord::genesys
