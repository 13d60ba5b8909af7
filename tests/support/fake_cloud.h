// Both clouds as one value with behaviour, for tests of the engine: what a step writes is what the
// next look sees.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "patchcord/ports/remote.h"

namespace patchcord::test {

class FakeCloud : public Remote {
 public:
  Observed world{};
  std::vector<Operation> performed{};  // every effect that happened

  // The nth effect (from 1) fails; `after`: it happens all the same, and the answer is lost.
  struct Fault {
    int nth{};
    bool after{};
  };
  std::optional<Fault> fault{};

  FakeCloud() {
    world.organization =
        Organization{.id = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10", .name = "Example"};
    world.caller = Caller{.account = "123456789012",
                          .arn = "arn:aws:iam::123456789012:user/operator",
                          .partition = "aws"};
  }

  // Both remotes of the engine are this one object: the first look fills everything.
  Result<void> observe(const Desired& /*desired*/,
                       const Applied& /*applied*/,
                       Purpose /*purpose*/,
                       Observed& observed) override {
    const std::lock_guard lock(mutex_);
    observed = world;
    return {};
  }
  Result<void> observe_again(const Desired& desired,
                             const Applied& applied,
                             Purpose purpose,
                             Observed& observed) override {
    return observe(desired, applied, purpose, observed);
  }

  Result<Json> perform(Operation operation, const Json& fields) override {
    const std::lock_guard lock(mutex_);
    ++attempts_;
    const bool fails = fault && fault->nth == attempts_;
    if (fails && !fault->after)
      return Error{
          .code = Code::unavailable, .what = "the service is down", .effect = Effect::none};
    performed.push_back(operation);
    auto outputs = execute(operation, fields);
    if (fails)
      return Error{
          .code = Code::unavailable, .what = "the answer was lost", .effect = Effect::unknown};
    return outputs;
  }

  Result<std::optional<Json>> find(Operation operation,
                                   const Json& fields,
                                   std::span<const std::string> known) override {
    const std::lock_guard lock(mutex_);
    const auto is_new = [&](const std::string& id) {
      return std::find(known.begin(), known.end(), id) == known.end();
    };
    const auto name = string_at(fields, "name");
    const auto look = [&](const auto& objects) -> std::optional<Json> {
      for (const auto& object : objects) {
        if (object.name == name && is_new(object.id)) return Json{{"id", object.id}};
      }
      return std::nullopt;
    };
    if (operation == Operation::create_integration) return look(world.integrations);
    if (operation == Operation::create_credential) return look(world.credentials);
    return look(world.actions);
  }

 private:
  template <typename Object>
  static Object& with_id(std::vector<Object>& objects, const std::string& id) {
    return *std::find_if(
        objects.begin(), objects.end(), [&](const auto& object) { return object.id == id; });
  }
  template <typename Object>
  static void drop(std::vector<Object>& objects, const std::string& id) {
    objects.erase(
        std::remove_if(
            objects.begin(), objects.end(), [&](const auto& object) { return object.id == id; }),
        objects.end());
  }
  ObservedRole& role_of(const Json& fields) {
    const auto name = string_at(fields, "role");
    return *std::find_if(world.roles.begin(), world.roles.end(), [&](const auto& role) {
      return role.name == name;
    });
  }
  static std::string function_of(const Json& config) {
    return string_at(member_at(config, "request"), "requestUrlTemplate");
  }
  std::string next_id(const std::string& prefix) { return prefix + std::to_string(++ids_); }

  Json execute(Operation operation, const Json& fields) {
    if (is_at_aws(operation)) return execute_at_aws(operation, fields);
    const auto id = string_at(fields, "id");
    switch (operation) {
      case Operation::create_integration: {
        ObservedIntegration made{.id = next_id("integration-"),
                                 .name = string_at(fields, "name"),
                                 .intended_state = "DISABLED",
                                 .reported_state = "INACTIVE"};
        made.config = ObservedConfig{.name = made.name, .version = 1};
        world.integrations.push_back(made);
        return {{"id", made.id}};
      }
      case Operation::configure_integration: {
        auto& integration = with_id(world.integrations, id);
        integration.name = integration.config->name = string_at(fields, "name");
        integration.notes = integration.config->notes = string_at(fields, "notes");
        integration.config->version += 1;
        integration.config->credentials.clear();
        if (const auto credential = string_at(fields, "credential_id"); !credential.empty())
          integration.config->credentials = {{"AmazonWebServicesARN", credential}};
        return {{"id", id}, {"version", integration.config->version}};
      }
      case Operation::enable_integration: {
        auto& integration = with_id(world.integrations, id);
        integration.intended_state = "ENABLED";
        integration.reported_state = "ACTIVE";
        return {{"id", id}};
      }
      case Operation::delete_integration:
        drop(world.integrations, id);
        world.actions.erase(
            std::remove_if(world.actions.begin(),
                           world.actions.end(),
                           [&](const auto& action) { return action.integration_id == id; }),
            world.actions.end());
        return Json::object();
      case Operation::create_credential:
        world.credentials.push_back({.id = next_id("credential-"),
                                     .name = string_at(fields, "name"),
                                     .modified = next_id("time-")});
        return {{"id", world.credentials.back().id},
                {"modified", world.credentials.back().modified}};
      case Operation::delete_credential:
        drop(world.credentials, id);
        return Json::object();
      case Operation::create_action:
        world.actions.push_back({.id = next_id("custom_-_"),
                                 .name = string_at(fields, "name"),
                                 .integration_id = string_at(fields, "integration_id"),
                                 .category = string_at(fields, "category"),
                                 .version = 1,
                                 .secure = boolean_at(fields, "secure"),
                                 .function = function_of(fields.at("config")),
                                 .config = fields.at("config"),
                                 .contract = fields.at("contract")});
        return {{"id", world.actions.back().id}, {"version", 1}};
      case Operation::update_action: {
        auto& action = with_id(world.actions, id);
        action.name = string_at(fields, "name", action.name);
        action.category = string_at(fields, "category", action.category);
        if (fields.contains("config")) {
          action.config = fields.at("config");
          action.function = function_of(fields.at("config"));
        }
        action.version += 1;
        return {{"id", id}, {"version", action.version}};
      }
      case Operation::delete_action:
        drop(world.actions, id);
        return Json::object();
      default:
        return Json::object();
    }
  }

  Json execute_at_aws(Operation operation, const Json& fields) {
    switch (operation) {
      case Operation::create_role: {
        ObservedRole role{.name = string_at(fields, "role"),
                          .arn = "arn:aws:iam::123456789012:role" + string_at(fields, "path") +
                                 string_at(fields, "role"),
                          .path = string_at(fields, "path"),
                          .description = string_at(fields, "description"),
                          .tags = fields.at("tags").get<std::map<std::string, std::string>>(),
                          .trust = Json::parse(string_at(fields, "trust"))};
        world.roles.push_back(role);
        return {{"arn", role.arn}};
      }
      case Operation::tag_role:
        for (const auto& [key, value] : fields.at("tags").items()) {
          role_of(fields).tags[key] = value.get<std::string>();
        }
        return Json::object();
      case Operation::update_role:
        role_of(fields).description = string_at(fields, "description");
        return Json::object();
      case Operation::update_trust:
        role_of(fields).trust = Json::parse(string_at(fields, "trust"));
        return Json::object();
      case Operation::put_role_policy:
        role_of(fields).policies[string_at(fields, "policy")] =
            Json::parse(string_at(fields, "document"));
        return Json::object();
      case Operation::delete_role_policy:
        role_of(fields).policies.erase(string_at(fields, "policy"));
        return Json::object();
      case Operation::untag_role:
        for (const auto& key : fields.at("keys")) {
          role_of(fields).tags.erase(key.get<std::string>());
        }
        return Json::object();
      case Operation::delete_role:
        world.roles.erase(std::remove_if(world.roles.begin(),
                                         world.roles.end(),
                                         [&](const auto& role) {
                                           return role.name == string_at(fields, "role");
                                         }),
                          world.roles.end());
        return Json::object();
      default:
        return Json::object();
    }
  }

  std::mutex mutex_{};
  int attempts_{};
  int ids_{};
};

}  // namespace patchcord::test
