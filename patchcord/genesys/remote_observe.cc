// What is there at Genesys Cloud: lists, and single reads where no list tells.
#include <algorithm>

#include "patchcord/base/try.h"
#include "patchcord/genesys/action.h"
#include "patchcord/genesys/credential.h"
#include "patchcord/genesys/integration.h"
#include "patchcord/genesys/organization.h"
#include "patchcord/genesys/remote.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"

namespace patchcord::genesys {
namespace {

template <typename Object>
bool has_id(const std::vector<Object>& objects, const std::string& id) {
  return std::any_of(objects.begin(), objects.end(), [&](const auto& one) { return one.id == id; });
}

template <typename Object>
Object& with_id(std::vector<Object>& objects, const std::string& id) {
  return *std::find_if(
      objects.begin(), objects.end(), [&](const auto& one) { return one.id == id; });
}

// The record proves that nothing differs: the version that we wrote is the current one, and we want
// what we wrote.
bool is_proven(const DesiredAction& wanted,
               const DesiredIntegration& under,
               const ObservedAction& action,
               const Applied& applied) {
  const auto found = applied.objects.find(address_of(under, wanted));
  return found != applied.objects.end() && found->second.id == action.id &&
         found->second.version == action.version && found->second.digest == digest_of(wanted);
}

}  // namespace

Result<Organization> GenesysRemote::organization() {
  const std::lock_guard lock(mutex_);
  if (!organization_) {
    TRY_ASSIGN(organization_, get_organization(client_));
  }
  return *organization_;
}

Result<void> GenesysRemote::observe(const Desired& desired,
                                    const Applied& applied,
                                    Observed& observed) {
  TRY_ASSIGN(observed.organization, organization());
  TRY(read_integrations(desired, applied, observed));
  TRY(read_configurations(desired, applied, observed));
  TRY(read_credentials(observed));
  return read_actions(desired, applied, observed);
}

Result<void> GenesysRemote::read_integrations(const Desired& desired,
                                              const Applied& applied,
                                              Observed& observed) {
  TRY_ASSIGN(observed.integrations, list_integrations(client_));
  for (const auto& wanted : desired.integrations) {
    const auto found = applied.objects.find(address_of(wanted));
    if (found == applied.objects.end() || has_id(observed.integrations, found->second.id)) continue;
    TRY_ASSIGN(auto unlisted, get_integration(client_, found->second.id));
    if (unlisted) observed.integrations.push_back(*std::move(unlisted));
  }
  return {};
}

Result<void> GenesysRemote::read_credentials(Observed& observed) {
  TRY_ASSIGN(observed.credentials, list_credentials(client_));
  for (const auto& integration : observed.integrations) {
    if (!integration.config || !marks::in_notes(integration.config->notes)) continue;
    for (const auto& [slot, id] : integration.config->credentials) {
      if (has_id(observed.credentials, id)) continue;
      TRY_ASSIGN(auto unlisted, get_credential(client_, id));
      if (unlisted) observed.credentials.push_back(*std::move(unlisted));
    }
  }
  return {};
}

Result<void> GenesysRemote::read_configurations(const Desired& desired,
                                                const Applied& applied,
                                                Observed& observed) {
  for (const auto& wanted : desired.integrations) {
    const auto match = match_integration(wanted, desired, observed, applied);
    bool bound = false;
    for (const auto* candidate : match.candidates) {
      auto& integration = with_id(observed.integrations, candidate->id);
      TRY(read_configuration(integration));
      bound = bound || !integration.config->credentials.empty();
    }
    // A credential will have to be made: an organization without the integration type is better
    // known before anything is.
    if (!bound) TRY(type_.slot());
  }
  return {};
}

// Listings include it where the service knows the parameter.
Result<void> GenesysRemote::read_configuration(ObservedIntegration& integration) {
  if (integration.config) return {};
  TRY_ASSIGN(integration.config, get_config(client_, integration.id));
  return {};
}

Result<void> GenesysRemote::read_actions(const Desired& desired,
                                         const Applied& applied,
                                         Observed& observed) {
  TRY_ASSIGN(auto actions, list_actions(client_));
  const auto is_ours = [&](const ObservedAction& action) {
    return std::any_of(observed.integrations.begin(),
                       observed.integrations.end(),
                       [&](const auto& one) { return one.id == action.integration_id; });
  };
  std::copy_if(std::make_move_iterator(actions.begin()),
               std::make_move_iterator(actions.end()),
               std::back_inserter(observed.actions),
               is_ours);
  for (const auto& under : desired.integrations) {
    const auto match = match_integration(under, desired, observed, applied);
    if (match.candidates.size() != 1) continue;
    TRY(read_unlisted_actions(under, applied, observed));
    TRY(complete_actions(under, match.candidates.front()->id, applied, observed));
  }
  return {};
}

Result<void> GenesysRemote::read_unlisted_actions(const DesiredIntegration& under,
                                                  const Applied& applied,
                                                  Observed& observed) {
  for (const auto& wanted : under.actions) {
    const auto recorded = applied.objects.find(address_of(under, wanted));
    if (recorded == applied.objects.end() || has_id(observed.actions, recorded->second.id))
      continue;
    TRY_ASSIGN(auto unlisted, get_action(client_, recorded->second.id));
    if (unlisted) observed.actions.push_back(*std::move(unlisted));
  }
  return {};
}

Result<void> GenesysRemote::complete_actions(const DesiredIntegration& under,
                                             const std::string& integration_id,
                                             const Applied& applied,
                                             Observed& observed) {
  for (const auto& wanted : under.actions) {
    const auto match = match_action(wanted, under, integration_id, observed, applied);
    for (const auto* candidate : match.candidates) {
      if (candidate->contract || is_proven(wanted, under, *candidate, applied)) continue;
      TRY(complete(with_id(observed.actions, candidate->id)));
    }
  }
  return {};
}

Result<void> GenesysRemote::complete(ObservedAction& action) {
  TRY_ASSIGN(auto whole, get_action(client_, action.id));
  // Listed, but gone when we came to read it: the next run sees that.
  if (whole) action = *std::move(whole);
  return {};
}

}  // namespace patchcord::genesys
