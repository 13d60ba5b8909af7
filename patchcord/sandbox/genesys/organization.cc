#include "patchcord/sandbox/genesys/organization.h"

#include <algorithm>

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

Result<Outcome> list_consuming_resources(Call& call) {
  TRY_ASSIGN(const auto id, required_parameter(call, "id"));
  TRY_ASSIGN(const auto object_type, required_parameter(call, "objectType"));
  const auto flow_filter = call.parameter("flowFilter");
  if (flow_filter && *flow_filter != "checkedIn" && *flow_filter != "published") {
    return invalid_field("flowFilter", "The value for 'flowFilter' is not valid.");
  }
  if (call.knobs.dependency_tracking == DependencyTracking::denied) {
    auto error = refusal(403,
                         "Unable to perform the requested action. You are missing the following "
                         "permission(s): architect:dependencyTracking:view");
    error.answer->code = "missing.permissions";
    return error;
  }
  const auto types = call.parameters("resourceType");
  std::vector<Json> entities;
  for (const auto& dependency : call.state.dependencies) {
    const bool wanted =
        types.empty() ||
        std::find(types.begin(), types.end(), string_at(dependency.consumer, "type")) !=
            types.end();
    const bool indexed = call.knobs.dependency_tracking == DependencyTracking::ok;
    if (indexed && wanted && dependency.consumed == id && object_type == "DATAACTION") {
      entities.push_back(dependency.consumer);
    }
  }
  TRY_ASSIGN(const auto page, page_of(call, entities));
  return Outcome{json_reply(page)};
}

}  // namespace patchcord::sandbox::genesys
