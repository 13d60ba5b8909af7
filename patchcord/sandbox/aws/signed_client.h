// For tests: signs requests like a client and sends them to a cloud in this process.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "patchcord/aws/sigv4.h"
#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/sandbox/aws/aws.h"
#include "patchcord/sandbox/aws/timestamps.h"
#include "patchcord/sandbox/movable_time.h"

namespace patchcord::sandbox::aws {

using Parameters = std::vector<std::pair<std::string, std::string>>;

struct ClientKey {
  std::string id{"AKIAOPERATOR00000000"};
  std::string secret{"operator secret"};
  std::string token{};
};

// What a Query service answered. Elements are found by name, wherever they are.
struct QueryAnswer {
  int status{};
  std::string body{};

  explicit QueryAnswer(const Reply& reply) : status(reply.status), body(reply.body) {}

  [[nodiscard]] std::vector<std::string> all(const std::string& name) const {
    std::vector<std::string> texts;
    const std::string open = "<" + name + ">";
    for (std::size_t at = body.find(open); at != std::string::npos; at = body.find(open, at + 1)) {
      const std::size_t start = at + open.size();
      texts.push_back(plain(body.substr(start, body.find("</" + name + ">", start) - start)));
    }
    return texts;
  }
  // Text of the first one; empty when there is none.
  [[nodiscard]] std::string at(const std::string& name) const {
    const auto texts = all(name);
    return texts.empty() ? "" : texts.front();
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return body.find("<" + name + ">") != std::string::npos ||
           body.find("<" + name + "/>") != std::string::npos;
  }
  // "200", or "403 AccessDenied"
  [[nodiscard]] std::string outcome() const {
    return std::to_string(status) + (status == 200 ? "" : " " + at("Code"));
  }

 private:
  static std::string plain(std::string text) {
    const std::vector<std::pair<std::string, std::string>> entities{
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}};
    for (const auto& [entity, letter] : entities) {
      for (std::size_t at = text.find(entity); at != std::string::npos;
           at = text.find(entity, at + 1)) {
        text.replace(at, entity.size(), letter);
      }
    }
    return text;
  }
};

inline std::string form(const std::string& version,
                        const std::string& action,
                        const Parameters& parameters) {
  std::string body = "Action=" + action + "&Version=" + version;
  for (const auto& [name, value] : parameters)
    body += "&" + percent_encode(name) + "=" + percent_encode(value);
  return body;
}

// A request, before it is signed; tests change it on both sides of signing.
inline Message query_message(const std::string& service,
                             const std::string& action,
                             const Parameters& parameters) {
  const std::string version = service == "iam" ? "2010-05-08" : "2011-06-15";
  return {.method = "POST",
          .path = "/",
          .headers = {{"Host", "127.0.0.1:4566"},
                      {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
          .body = form(version, action, parameters)};
}

struct Signing {
  std::string service{};
  std::string region{"us-east-1"};
  TimePoint now{};
  std::string signed_path{};  // what the client believes its path to be; empty: what it sends
};

inline Message sign_message(Message message, const ClientKey& key, const Signing& signing) {
  const std::string timestamp = compact_time(signing.now);
  message.headers.push_back({"X-Amz-Date", timestamp});
  if (!key.token.empty()) message.headers.push_back({"X-Amz-Security-Token", key.token});
  std::vector<patchcord::aws::SignedHeader> headers;
  for (const Field& field : message.headers)
    headers.push_back({field.name, field.value});
  const auto signature = patchcord::aws::sign(
      {.method = message.method,
       .path = signing.signed_path.empty() ? message.path : signing.signed_path,
       .query = message.query,
       .headers = headers,
       .body = message.body,
       .access_key_id = key.id,
       .secret_access_key = Secret(key.secret),
       .region = signing.region,
       .service = signing.service,
       .timestamp = timestamp});
  message.headers.push_back({"Authorization", signature.authorization});
  return message;
}

inline AwsOptions test_options(std::vector<FunctionSpec> functions = {}) {
  AwsOptions options;
  options.access_key_id = ClientKey{}.id;
  options.secret_access_key = Secret(ClientKey{}.secret);
  options.functions = std::move(functions);
  if (options.functions.empty()) options.functions = default_functions({});
  return options;
}

// A cloud at a frozen time and one client of it.
struct World {
  MovableTime time{TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 2}}};
  AwsCloud cloud;
  ClientKey key{};

  explicit World(AwsOptions options = test_options()) : cloud(std::move(options), time) {}

  QueryAnswer query(const std::string& service,
                    const std::string& action,
                    const Parameters& parameters = {}) {
    return QueryAnswer(cloud.handle(sign_message(
        query_message(service, action, parameters), key, {.service = service, .now = time.now()})));
  }
  QueryAnswer iam(const std::string& action, const Parameters& parameters = {}) {
    return query("iam", action, parameters);
  }
  QueryAnswer sts(const std::string& action, const Parameters& parameters = {}) {
    return query("sts", action, parameters);
  }
  Reply lambda(const std::string& method, const std::string& path, Message rest = {}) {
    rest.method = method;
    rest.path = "/2015-03-31/functions" + path;
    rest.headers.push_back({"Host", "127.0.0.1:4566"});
    return cloud.handle(
        sign_message(std::move(rest), key, {.service = "lambda", .now = time.now()}));
  }
  void knob(const Json& change) {
    const auto changed = with_change(cloud.knobs(), change);
    PATCHCORD_CHECK(changed.ok(), "a knob that is not there");
    cloud.set_knobs(*changed);
  }
};

inline Json json_of(const Reply& reply) {
  return Json::parse(reply.body, nullptr, false);
}

// "200", or "403 AccessDeniedException"
inline std::string outcome(const Reply& reply) {
  const std::string code = find_field(reply.headers, "X-Amzn-ErrorType").value_or("");
  return std::to_string(reply.status) + (code.empty() ? "" : " " + code);
}

inline constexpr const char* genesys_account = "765628985471";
inline constexpr const char* organization = "5f8a3a52-1111-4222-8333-444455556666";
inline constexpr const char* echo_arn = "arn:aws:lambda:us-east-1:123456789012:function:echo";

inline std::string trust_of(const std::string& principal,
                            const std::string& external_id = organization) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":")" +
         principal +
         R"("},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":")" +
         external_id + R"("}}}]})";
}
inline std::string genesys_trust() {
  return trust_of("arn:aws:iam::" + std::string(genesys_account) + ":root");
}
inline std::string invoke_policy(const std::string& resource = echo_arn,
                                 const std::string& effect = "Allow") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":")" + effect +
         R"(","Action":"lambda:InvokeFunction","Resource":")" + resource + R"("}]})";
}

inline Parameters trust_parameters(std::string document, std::string name = "new") {
  return {{"RoleName", std::move(name)}, {"AssumeRolePolicyDocument", std::move(document)}};
}
inline Parameters policy_parameters(std::string document) {
  return {{"RoleName", "orders"}, {"PolicyName", "p"}, {"PolicyDocument", std::move(document)}};
}

inline QueryAnswer create(World& world, const std::string& name = "orders", Parameters more = {}) {
  more.insert(more.begin(), {{"RoleName", name}, {"AssumeRolePolicyDocument", genesys_trust()}});
  return world.iam("CreateRole", more);
}

}  // namespace patchcord::sandbox::aws
