#include "patchcord/plan/saved.h"

#include <set>

#include <fmt/format.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"

namespace patchcord {
namespace {

constexpr std::size_t longest_value = 200;

Json optional_text(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json();
}

std::optional<std::string> text_or_nothing(const Json& object, const char* name) {
  const Json& member = member_at(object, name);
  return member.is_string() ? std::optional(member.get<std::string>()) : std::nullopt;
}

Json to_json(const DesiredRole& role) {
  Json functions = Json::array();
  for (const auto& function : role.functions) {
    functions.push_back(function.text());
  }
  return {{"name", role.name},
          {"path", role.path},
          {"description", role.description},
          {"policyName", role.policy_name},
          {"boundary", optional_text(role.boundary)},
          {"tags", role.tags},
          {"functions", std::move(functions)},
          {"managed", role.managed},
          {"arn", role.arn},
          {"adopt", role.adopt}};
}

Json to_json(const DesiredAction& action) {
  return {{"name", action.name},
          {"was", action.was},
          {"adopt", optional_text(action.adopt)},
          {"category", action.category},
          {"function", action.function.text()},
          {"secure", action.secure},
          {"config", action.config},
          {"contract", action.contract}};
}

Json to_json(const DesiredIntegration& integration) {
  Json actions = Json::array();
  for (const auto& action : integration.actions) {
    actions.push_back(to_json(action));
  }
  return {{"key", integration.key},
          {"name", integration.name},
          {"was", integration.was},
          {"adopt", optional_text(integration.adopt)},
          {"role", integration.role},
          {"actions", std::move(actions)}};
}

Json to_json(const Desired& desired) {
  Json roles = Json::array();
  for (const auto& role : desired.roles) {
    roles.push_back(to_json(role));
  }
  Json integrations = Json::array();
  for (const auto& integration : desired.integrations) {
    integrations.push_back(to_json(integration));
  }
  return {{"deployment", desired.deployment},
          {"organizationPin", optional_text(desired.organization_pin)},
          {"accountPin", optional_text(desired.account_pin)},
          {"trustedAccount", desired.trusted_account},
          {"crossAccount", desired.cross_account},
          {"roles", std::move(roles)},
          {"integrations", std::move(integrations)}};
}

Result<DesiredRole> read_role(const Json& json) {
  DesiredRole role{.name = string_at(json, "name"),
                   .path = string_at(json, "path"),
                   .description = string_at(json, "description"),
                   .policy_name = string_at(json, "policyName"),
                   .boundary = text_or_nothing(json, "boundary"),
                   .managed = boolean_at(json, "managed"),
                   .arn = string_at(json, "arn"),
                   .adopt = boolean_at(json, "adopt")};
  for (const auto& [key, value] : member_at(json, "tags").items()) {
    role.tags[key] = value.is_string() ? value.get<std::string>() : std::string();
  }
  for (const auto& text : member_at(json, "functions")) {
    TRY_ASSIGN(auto function, FunctionArn::parse(text.is_string() ? text.get<std::string>() : ""));
    role.functions.push_back(std::move(function));
  }
  return role;
}

Result<DesiredAction> read_action(const Json& json) {
  TRY_ASSIGN(auto function, FunctionArn::parse(string_at(json, "function")));
  return DesiredAction{.name = string_at(json, "name"),
                       .was = string_at(json, "was"),
                       .adopt = text_or_nothing(json, "adopt"),
                       .category = string_at(json, "category"),
                       .function = std::move(function),
                       .secure = boolean_at(json, "secure"),
                       .config = member_at(json, "config"),
                       .contract = member_at(json, "contract")};
}

Result<Desired> read_desired(const Json& json) {
  Desired desired{.deployment = string_at(json, "deployment"),
                  .organization_pin = text_or_nothing(json, "organizationPin"),
                  .account_pin = text_or_nothing(json, "accountPin"),
                  .trusted_account = string_at(json, "trustedAccount"),
                  .cross_account = boolean_at(json, "crossAccount")};
  for (const auto& one : member_at(json, "roles")) {
    TRY_ASSIGN(auto role, read_role(one));
    desired.roles.push_back(std::move(role));
  }
  for (const auto& one : member_at(json, "integrations")) {
    DesiredIntegration integration{.key = string_at(one, "key"),
                                   .name = string_at(one, "name"),
                                   .was = string_at(one, "was"),
                                   .adopt = text_or_nothing(one, "adopt"),
                                   .role = string_at(one, "role")};
    for (const auto& action : member_at(one, "actions")) {
      TRY_ASSIGN(auto read, read_action(action));
      integration.actions.push_back(std::move(read));
    }
    desired.integrations.push_back(std::move(integration));
  }
  return desired;
}

Json tests_json(const std::map<Address, std::vector<ActionTest>>& tests) {
  Json all = Json::array();
  for (const auto& [address, list] : tests) {
    for (const auto& test : list) {
      all.push_back({{"action", address.key},
                     {"input", test.input},
                     {"expected", test.expected ? *test.expected : Json()},
                     {"hasExpected", test.expected.has_value()},
                     {"exact", test.exact},
                     {"safe", test.safe}});
    }
  }
  return all;
}

std::map<Address, std::vector<ActionTest>> read_tests(const Json& json) {
  std::map<Address, std::vector<ActionTest>> tests;
  for (const auto& one : json) {
    ActionTest test{.input = member_at(one, "input"),
                    .exact = boolean_at(one, "exact"),
                    .safe = boolean_at(one, "safe")};
    if (boolean_at(one, "hasExpected")) test.expected = member_at(one, "expected");
    tests[{Kind::action, string_at(one, "action")}].push_back(std::move(test));
  }
  return tests;
}

Json role_values(const ObservedRole& role) {
  return {{"arn", role.arn},
          {"path", role.path},
          {"description", role.description},
          {"tags", role.tags},
          {"boundary", optional_text(role.boundary)},
          {"trust", role.trust},
          {"policies", role.policies}};
}

Json integration_values(const ObservedIntegration& integration) {
  Json values = {{"name", integration.name}, {"intendedState", integration.intended_state}};
  if (integration.config) {
    values["version"] = integration.config->version;
    values["notes"] = integration.config->notes;
    values["credentials"] = integration.config->credentials;
  }
  return values;
}

// Ids of the integrations that the planner would take for ours.
std::set<std::string> related_integrations(const Desired& desired,
                                           const Observed& observed,
                                           const Applied& applied) {
  std::set<std::string> ids;
  for (const auto& wanted : desired.integrations) {
    for (const auto* candidate : match_integration(wanted, desired, observed, applied).candidates) {
      ids.insert(candidate->id);
    }
  }
  for (const auto& integration : observed.integrations) {
    const auto mark =
        integration.config ? marks::in_notes(integration.config->notes) : std::nullopt;
    if (mark && mark->deployment == desired.deployment) ids.insert(integration.id);
  }
  return ids;
}

// Of everything else in it. It protects from accidents, not from forgery.
std::string digest_of(Json document) {
  document.erase("digest");
  return sha256_hex(to_text(document));
}

Error damaged(std::string what) {
  return {.code = Code::invalid,
          .what = "the saved plan is damaged: " + std::move(what),
          .hint = "Make it again with `patchcord plan -o FILE`."};
}

std::string shown(const Json& value) {
  if (value.is_null()) return "nothing";
  return printable(value.is_string() ? value.get<std::string>() : to_text(value), longest_value);
}

}  // namespace

Json basis_of(const Desired& desired, const Observed& observed, const Applied& applied) {
  Json basis = {{"organization", observed.organization ? observed.organization->id : ""},
                {"account", observed.caller ? Json(observed.caller->account) : Json()},
                {"roles", Json::object()},
                {"integrations", Json::object()},
                {"credentials", Json::object()},
                {"actions", Json::object()}};
  for (const auto& role : observed.roles) {
    basis["roles"][role.name] = role_values(role);
  }
  const auto ids = related_integrations(desired, observed, applied);
  for (const auto& integration : observed.integrations) {
    if (ids.contains(integration.id))
      basis["integrations"][integration.id] = integration_values(integration);
  }
  const auto prefix = "patchcord:" + desired.deployment + "/";
  for (const auto& credential : observed.credentials) {
    if (credential.name.starts_with(prefix))
      basis["credentials"][credential.id] = {{"name", credential.name},
                                             {"modified", credential.modified}};
  }
  for (const auto& action : observed.actions) {
    if (ids.contains(action.integration_id))
      basis["actions"][action.id] = {{"name", action.name},
                                     {"integration", action.integration_id},
                                     {"category", action.category},
                                     {"version", action.version}};
  }
  return basis;
}

std::vector<std::string> changed_since(const Json& basis, const Json& now) {
  std::vector<std::string> lines;
  for (const auto& operation : Json::diff(basis, now)) {
    const auto path = string_at(operation, "path");
    const Json::json_pointer pointer(path);
    const Json before = basis.contains(pointer) ? basis.at(pointer) : Json();
    const Json after = now.contains(pointer) ? now.at(pointer) : Json();
    lines.push_back(fmt::format("{}: {}, now {}",
                                printable(path.empty() ? path : path.substr(1), 300),
                                shown(before),
                                shown(after)));
  }
  return lines;
}

Json to_json(const SavedPlan& plan) {
  Json document = {{"format", 1},
                   {"patchcordPlan", 1},
                   {"deployment", plan.compiled.desired.deployment},
                   {"steps", plan.steps},
                   {"basis", plan.basis},
                   {"options",
                    {{"adopt", plan.options.adopt},
                     {"prune", plan.options.prune},
                     {"allowReplace", plan.options.allow_replace},
                     {"retire", plan.options.retire},
                     {"operationId", plan.options.operation_id},
                     {"today", plan.options.today}}},
                   {"manifest", plan.manifest},
                   {"environment", plan.environment},
                   {"recordFolder", plan.record_folder},
                   {"environment", plan.compiled.environment},
                   {"genesysRegion", plan.compiled.genesys.region},
                   {"genesysDomain", plan.compiled.genesys.domain},
                   {"desired", to_json(plan.compiled.desired)},
                   {"tests", tests_json(plan.compiled.tests)}};
  document["digest"] = digest_of(document);
  return document;
}

bool is_saved_plan(const Json& document) {
  return document.is_object() && document.contains("patchcordPlan");
}

Result<SavedPlan> read_saved_plan(const Json& document) {
  if (integer_at(document, "patchcordPlan") != 1) {
    return Error{.code = Code::invalid,
                 .what = "the plan was saved in a format that this version does not know",
                 .hint = "Make it again with `patchcord plan -o FILE`."};
  }
  if (string_at(document, "digest") != digest_of(document))
    return damaged("it is not as it was written");
  SavedPlan plan;
  plan.compiled.environment = string_at(document, "environment");
  TRY_ASSIGN(plan.compiled.desired, read_desired(member_at(document, "desired")));
  plan.compiled.genesys = {.region = string_at(document, "genesysRegion"),
                           .domain = string_at(document, "genesysDomain")};
  plan.compiled.tests = read_tests(member_at(document, "tests"));
  const Json& options = member_at(document, "options");
  plan.options = {.adopt = boolean_at(options, "adopt"),
                  .prune = boolean_at(options, "prune"),
                  .allow_replace = boolean_at(options, "allowReplace"),
                  .retire = boolean_at(options, "retire"),
                  .operation_id = string_at(options, "operationId"),
                  .today = string_at(options, "today")};
  plan.manifest = string_at(document, "manifest", "patchcord.yaml");
  plan.environment = string_at(document, "environment");
  plan.record_folder = string_at(document, "recordFolder");
  plan.basis = member_at(document, "basis");
  plan.steps = member_at(document, "steps");
  // A role that an integration names, and nobody describes, could not be planned.
  std::set<std::string> roles;
  for (const auto& role : plan.compiled.desired.roles) {
    roles.insert(role.name);
  }
  for (const auto& integration : plan.compiled.desired.integrations) {
    if (!roles.contains(integration.role))
      return damaged("it names a role that it does not describe");
  }
  return plan;
}

}  // namespace patchcord
