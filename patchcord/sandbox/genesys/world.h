// For tests of the Genesys half: the service on a clock that stands still, with a client that has a
// token.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/sandbox/chain.h"
#include "patchcord/sandbox/genesys/genesys.h"
#include "patchcord/sandbox/movable_time.h"
#include "patchcord/sandbox/randomness.h"

namespace patchcord::sandbox::genesys {

// The AWS side of a test: it remembers what it was asked, and gives the outcome that the test put
// in.
class ScriptedChain : public Chain {
 public:
  ChainOutcome outcome = FunctionReplied{.payload = "{}"};
  std::vector<ChainRequest> requests{};

  ChainOutcome run(const ChainRequest& request) override {
    requests.push_back(request);
    return outcome;
  }
};

struct Exchange {
  int status{};
  Json json{};
  Reply reply{};

  [[nodiscard]] std::string header(std::string_view name) const {
    return find_field(reply.headers, name).value_or("");
  }
};

class World {
 public:
  static constexpr const char* organization = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10";
  static constexpr const char* role = "arn:aws:iam::111122223333:role/genesys-invoke";
  static constexpr const char* function =
      "arn:aws:lambda:eu-central-1:111122223333:function:orders:live";

  World() { token = mint(); }

  Exchange send(Message message) {
    const auto mark = message.path.find('?');
    if (mark != std::string::npos) {
      message.query = message.path.substr(mark + 1);
      message.path.resize(mark);
    }
    Exchange out;
    out.reply = cloud.handle(message);
    out.status = out.reply.status;
    if (auto body = parse_json(out.reply.body, "the answer")) out.json = *body;
    return out;
  }
  // `path` may have a query.
  Exchange call(const std::string& method, const std::string& path) {
    return send(
        {.method = method, .path = path, .headers = {{"Authorization", "Bearer " + token}}});
  }
  Exchange call(const std::string& method, const std::string& path, const Json& body) {
    return send(
        {.method = method,
         .path = path,
         .headers = {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
         .body = to_text(body)});
  }
  Exchange log_in(const std::string& id, const std::string& secret) {
    return send({.method = "POST",
                 .path = "/oauth/token",
                 .headers = {{"Authorization", "Basic " + base64_encode(id + ":" + secret)},
                             {"Content-Type", "application/x-www-form-urlencoded"}},
                 .body = "grant_type=client_credentials"});
  }
  std::string mint() { return string_at(log_in("client", "secret").json, "access_token"); }

  void set(const Json& change) { cloud.set_knobs(with_change(cloud.knobs(), change).value()); }
  void advance(int milliseconds) { time.advance(Milliseconds(milliseconds)); }

  // The whole chain up to an enabled integration; ids as they were given.
  std::string integration(const std::string& name = "Orders") {
    const Json body = {{"name", name}, {"integrationType", {{"id", "aws-lambda-data-actions"}}}};
    return string_at(call("POST", "/api/v2/integrations", body).json, "id");
  }
  std::string credential(const std::string& name = "Key") {
    const Json body = {{"name", name},
                       {"type", {{"name", "amazonWebServicesARN"}}},
                       {"credentialFields", {{"ARN", role}}}};
    return string_at(call("POST", "/api/v2/integrations/credentials", body).json, "id");
  }
  static Json config_body(const std::string& name, int version, const std::string& credential_id) {
    return {{"name", name},
            {"version", version},
            {"properties", Json::object()},
            {"advanced", Json::object()},
            {"notes", ""},
            {"credentials", {{"AmazonWebServicesARN", {{"id", credential_id}}}}}};
  }
  static std::string config_path(const std::string& id) {
    return "/api/v2/integrations/" + id + "/config/current";
  }
  std::string ready_integration(const std::string& name = "Orders") {
    const auto id = integration(name);
    call("PUT", config_path(id), config_body(name, 1, credential()));
    call("PATCH", "/api/v2/integrations/" + id, {{"intendedState", "ENABLED"}});
    return id;
  }
  static Json action_body(const std::string& integration_id,
                          const std::string& name = "Get order") {
    const Json input = {{"type", "object"},
                        {"required", {"orderId"}},
                        {"properties", {{"orderId", {{"type", "string"}}}}}};
    const Json output = {{"type", "object"},
                         {"properties", {{"status", {{"type", "string"}}}}},
                         {"additionalProperties", true}};
    return {{"name", name},
            {"category", "Orders"},
            {"integrationId", integration_id},
            {"secure", false},
            {"config",
             {{"timeoutSeconds", 15},
              {"request",
               {{"requestUrlTemplate", function},
                {"requestType", "POST"},
                {"requestTemplate", "${input.rawRequest}"},
                {"headers", Json::object()}}},
              {"response",
               {{"translationMap", Json::object()},
                {"translationMapDefaults", Json::object()},
                {"successTemplate", "${rawResult}"}}}}},
            {"contract",
             {{"input", {{"inputSchema", input}}}, {"output", {{"successSchema", output}}}}}};
  }
  std::string action(const std::string& integration_id, const std::string& name = "Get order") {
    return string_at(
        call("POST", "/api/v2/integrations/actions", action_body(integration_id, name)).json, "id");
  }

  MovableTime time{TimePoint(std::chrono::sys_days(std::chrono::year{2026} / 5 / 14))};
  Randomness random{1};
  ScriptedChain chain{};
  GenesysCloud cloud{{.organization_id = organization,
                      .organization_name = "Example Org",
                      .domain = "mypurecloud.de",
                      .aws_account = "765628985471",
                      .client_id = "client",
                      .client_secret = Secret("secret")},
                     time,
                     random,
                     chain};
  std::string token{};
};

inline std::vector<std::string> names_of(const Json& page) {
  std::vector<std::string> out;
  for (const auto& entity : page.at("entities"))
    out.push_back(string_at(entity, "name"));
  return out;
}

}  // namespace patchcord::sandbox::genesys
