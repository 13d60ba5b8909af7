#include "patchcord/sandbox/genesys/routes.h"

#include <vector>

#include "patchcord/base/text.h"
#include "patchcord/sandbox/genesys/actions.h"
#include "patchcord/sandbox/genesys/credentials.h"
#include "patchcord/sandbox/genesys/drafts.h"
#include "patchcord/sandbox/genesys/execution.h"
#include "patchcord/sandbox/genesys/integrations.h"
#include "patchcord/sandbox/genesys/login.h"
#include "patchcord/sandbox/genesys/organization.h"
#include "patchcord/sandbox/genesys/types.h"

namespace patchcord::sandbox::genesys {
namespace {

using Permissions = std::array<std::string_view, 2>;
constexpr Permissions nobody{};
constexpr Permissions view = {"integrations:integration:view"};
constexpr Permissions add = {"integrations:integration:add"};
constexpr Permissions edit = {"integrations:integration:edit"};
constexpr Permissions remove_permission = {"integrations:integration:delete"};
constexpr Permissions action_view = {"integrations:action:view", "bridge:actions:view"};
constexpr Permissions action_add = {"integrations:action:add"};
constexpr Permissions action_edit = {"integrations:action:edit"};
constexpr Permissions action_delete = {"integrations:action:delete"};
constexpr Permissions action_execute = {"integrations:action:execute", "bridge:actions:execute"};
constexpr Permissions draft_execute = {"integrations:action:execute"};
constexpr Permissions tracking = {"architect:dependencyTracking:view"};

constexpr auto no_body = BodyKind::none;
constexpr auto object = BodyKind::object;
constexpr auto any = BodyKind::any;

// Where a literal and a label could both match ("types" and "{integrationId}"), the literal stands
// first.
// clang-format off
constexpr std::array routes = {
    Route{"DELETE", "/api/v2/tokens/me", nobody, no_body, revoke_token},
    Route{"GET", "/api/v2/organizations/me", nobody, no_body, get_organization},
    Route{"GET", "/api/v2/authorization/products", nobody, no_body, list_products},
    Route{"GET", "/api/v2/architect/dependencytracking/build", tracking, no_body, get_tracking_build},
    Route{"GET", "/api/v2/architect/dependencytracking/consumingresources", tracking, no_body, list_consuming_resources},

    Route{"GET", "/api/v2/integrations/types", view, no_body, list_integration_types},
    Route{"GET", "/api/v2/integrations/types/{typeId}", view, no_body, get_integration_type},
    Route{"GET", "/api/v2/integrations/types/{typeId}/configschemas/{configType}", view, no_body, get_config_schema},

    Route{"GET", "/api/v2/integrations/credentials/types", view, no_body, list_credential_types},
    Route{"GET", "/api/v2/integrations/credentials/listing", view, no_body, list_credentials},
    Route{"GET", "/api/v2/integrations/credentials", view, no_body, list_credentials_paged},
    Route{"POST", "/api/v2/integrations/credentials", add, object, create_credential},
    Route{"GET", "/api/v2/integrations/credentials/{credentialId}", view, no_body, get_credential},
    Route{"PUT", "/api/v2/integrations/credentials/{credentialId}", edit, object, put_credential},
    Route{"DELETE", "/api/v2/integrations/credentials/{credentialId}", remove_permission, no_body, delete_credential},

    Route{"GET", "/api/v2/integrations/actions", action_view, no_body, list_actions},
    Route{"POST", "/api/v2/integrations/actions", action_add, object, create_action},
    Route{"GET", "/api/v2/integrations/actions/categories", action_view, no_body, list_categories},
    Route{"GET", "/api/v2/integrations/actions/drafts", action_view, no_body, list_drafts},
    Route{"POST", "/api/v2/integrations/actions/drafts", action_add, object, create_draft},
    Route{"GET", "/api/v2/integrations/actions/{actionId}", action_view, no_body, get_action},
    Route{"PATCH", "/api/v2/integrations/actions/{actionId}", action_edit, object, patch_action},
    Route{"DELETE", "/api/v2/integrations/actions/{actionId}", action_delete, no_body, delete_action},
    Route{"GET", "/api/v2/integrations/actions/{actionId}/schemas/{fileName}", action_view, no_body, get_action_schema},
    Route{"GET", "/api/v2/integrations/actions/{actionId}/templates/{fileName}", action_view, no_body, get_action_template},
    Route{"POST", "/api/v2/integrations/actions/{actionId}/test", action_execute, any, test_action},
    Route{"POST", "/api/v2/integrations/actions/{actionId}/execute", action_execute, any, execute_action},

    Route{"GET", "/api/v2/integrations/actions/{actionId}/draft", action_view, no_body, get_draft},
    Route{"POST", "/api/v2/integrations/actions/{actionId}/draft", action_edit, no_body, create_draft_from_action},
    Route{"PATCH", "/api/v2/integrations/actions/{actionId}/draft", action_edit, object, patch_draft},
    Route{"DELETE", "/api/v2/integrations/actions/{actionId}/draft", action_delete, no_body, delete_draft},
    Route{"GET", "/api/v2/integrations/actions/{actionId}/draft/schemas/{fileName}", action_view, no_body, get_draft_schema},
    Route{"GET", "/api/v2/integrations/actions/{actionId}/draft/templates/{fileName}", action_view, no_body, get_draft_template},
    Route{"GET", "/api/v2/integrations/actions/{actionId}/draft/validation", action_edit, no_body, validate_draft},
    Route{"POST", "/api/v2/integrations/actions/{actionId}/draft/publish", action_edit, object, publish_draft},
    Route{"POST", "/api/v2/integrations/actions/{actionId}/draft/test", draft_execute, any, test_draft},

    Route{"GET", "/api/v2/integrations", view, no_body, list_integrations},
    Route{"POST", "/api/v2/integrations", add, object, create_integration},
    Route{"GET", "/api/v2/integrations/{integrationId}", view, no_body, get_integration},
    Route{"PATCH", "/api/v2/integrations/{integrationId}", edit, object, patch_integration},
    Route{"DELETE", "/api/v2/integrations/{integrationId}", remove_permission, no_body, delete_integration},
    Route{"GET", "/api/v2/integrations/{integrationId}/config/current", view, no_body, get_config},
    Route{"PUT", "/api/v2/integrations/{integrationId}/config/current", edit, object, put_config},
};
// clang-format on

std::optional<std::map<std::string, std::string>> labels_of(
    std::string_view pattern, const std::vector<std::string_view>& segments) {
  const auto wanted = split(pattern, '/');
  if (wanted.size() != segments.size()) return std::nullopt;
  std::map<std::string, std::string> labels;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto part = wanted[i];
    if (!part.starts_with('{')) {
      if (part != segments[i]) return std::nullopt;
      continue;
    }
    if (segments[i].empty()) return std::nullopt;
    labels[std::string(part.substr(1, part.size() - 2))] = percent_decode(segments[i]);
  }
  return labels;
}

}  // namespace

std::optional<Match> find_route(std::string_view method, std::string_view path) {
  const auto segments = split(path, '/');
  std::optional<Match> match;
  for (const auto& route : routes) {
    if (match && route.path != match->path) continue;
    if (!match) {
      auto labels = labels_of(route.path, segments);
      if (!labels) continue;
      match = Match{.route = nullptr, .path = route.path, .labels = std::move(*labels)};
    }
    if (route.method == method) {
      match->route = &route;
      return match;
    }
  }
  return match;
}

}  // namespace patchcord::sandbox::genesys
