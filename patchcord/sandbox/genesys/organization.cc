#include "patchcord/sandbox/genesys/organization.h"

#include <algorithm>
#include <array>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/paging.h"

namespace patchcord::sandbox::genesys {
namespace {

// "Example Org" → "exampleorg"
std::string short_name(std::string_view name) {
  std::string out;
  for (const char c : lower_case(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

Result<std::string> required_parameter(const Call& call, const std::string& name) {
  auto value = call.parameter(name);
  if (!value || value->empty())
    return invalid_field(name, "The value for '" + name + "' is required.");
  return std::move(*value);
}

Result<void> check_tracking_allowed(const Call& call) {
  if (call.knobs.dependency_tracking != DependencyTracking::denied) return {};
  auto error = refusal(403,
                       "Unable to perform the requested action. You are missing the following "
                       "permission(s): architect:dependencyTracking:view");
  error.answer->code = "missing.permissions";
  return error;
}

// Those of the SDKs' enumeration that matter here.
bool is_dependency_type(const std::string& type) {
  static constexpr std::array known = {"DATAACTION",
                                       "SECUREACTION",
                                       "INBOUNDCALLFLOW",
                                       "INQUEUECALLFLOW",
                                       "COMMONMODULEFLOW",
                                       "DATATABLE",
                                       "QUEUE",
                                       "USERPROMPT"};
  return std::find(known.begin(), known.end(), type) != known.end();
}

const Action* action_of(const State& state, const std::string& id) {
  const auto found = state.actions.find(id);
  return found == state.actions.end() ? nullptr : &found->second;
}

std::string type_of(const State& state, const std::string& id) {
  const auto* action = action_of(state, id);
  return action != nullptr && action->published && action->published->content.secure
             ? "SECUREACTION"
             : "DATAACTION";
}

// One reading: the question is about one version of the object.
Result<void> check_tracked_version(const Call& call, const std::string& id) {
  if (call.knobs.dependency_tracking != DependencyTracking::versioned) return {};
  const auto version = call.parameter("version");
  if (!version || version->empty())
    return refusal(400, "Query parameter 'version' is missing or empty");
  const auto* action = action_of(call.state, id);
  const bool known = action != nullptr && action->published &&
                     *version == std::to_string(action->published->version);
  const bool named = std::any_of(
      call.state.dependencies.begin(), call.state.dependencies.end(), [&](const auto& one) {
        return one.consumed == id && one.consumed_version == *version;
      });
  if (known || named) return {};
  return refusal(404, "Could not find the dependency object with specified ID and version");
}

}  // namespace

Result<Outcome> get_organization(Call& call) {
  const auto& organization = call.state.organization;
  const auto name = short_name(organization.name);
  return Outcome{json_reply({{"id", organization.id},
                             {"name", organization.name},
                             {"defaultLanguage", "en-US"},
                             {"defaultCountryCode", "US"},
                             {"thirdPartyOrgName", name},
                             {"domain", name + "." + organization.domain},
                             {"version", 1},
                             {"state", "active"},
                             {"voicemailEnabled", false},
                             {"productPlatform", "GenesysCloud"},
                             {"features", {{"purecloud", true}, {"directory", true}}},
                             {"selfUri", "/api/v2/organizations/me"}})};
}

Result<Outcome> list_products(Call& /*call*/) {
  return Outcome{json_reply({{"total", 1},
                             {"entities", Json::array({Json{{"id", "purecloud"}}})},
                             {"selfUri", "/api/v2/authorization/products"}})};
}

Result<Outcome> get_tracking_build(Call& call) {
  TRY(check_tracking_allowed(call));
  const bool complete = call.knobs.dependency_tracking != DependencyTracking::building;
  return Outcome{json_reply({{"user", {{"id", call.state.organization.id}}},
                             {"dateStarted", "2026-01-05T09:17:55.731Z"},
                             {"dateCompleted", "2026-01-05T09:18:23.440Z"},
                             {"status", complete ? "OPERATIONAL" : "BUILDING"},
                             {"failedObjects", Json::array()},
                             {"selfUri", "/api/v2/architect/dependencytracking/build"}})};
}

Result<Outcome> list_consuming_resources(Call& call) {
  TRY_ASSIGN(const auto id, required_parameter(call, "id"));
  TRY_ASSIGN(const auto object_type, required_parameter(call, "objectType"));
  if (!is_dependency_type(object_type))
    return invalid_field("objectType", "The value for 'objectType' is not valid.");
  const auto flow_filter = call.parameter("flowFilter");
  if (flow_filter && *flow_filter != "checkedIn" && *flow_filter != "published") {
    return invalid_field("flowFilter", "The value for 'flowFilter' is not valid.");
  }
  TRY(check_tracking_allowed(call));
  TRY(check_tracked_version(call, id));
  const auto types = call.parameters("resourceType");
  const auto wanted = [&](const Dependency& dependency) {
    const auto type = string_at(dependency.consumer, "type");
    return types.empty() || std::find(types.begin(), types.end(), type) != types.end();
  };
  const auto indexed = [&](const Dependency& dependency) {
    const auto version = call.parameter("version");
    return dependency.consumed == id && object_type == type_of(call.state, id) &&
           call.knobs.dependency_tracking != DependencyTracking::building &&
           (!version || dependency.consumed_version.empty() ||
            dependency.consumed_version == *version);
  };
  std::vector<Json> entities;
  for (const auto& dependency : call.state.dependencies) {
    if (indexed(dependency) && wanted(dependency)) entities.push_back(dependency.consumer);
  }
  TRY_ASSIGN(const auto page, page_of(call, entities));
  auto reply = json_reply(page);
  if (call.knobs.dependency_tracking == DependencyTracking::partial) reply.status = 206;
  return Outcome{std::move(reply)};
}

}  // namespace patchcord::sandbox::genesys
