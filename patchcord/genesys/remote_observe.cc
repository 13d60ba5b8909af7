// What is there at Genesys Cloud: lists, and single reads where no list tells.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "patchcord/base/parallel.h"
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

std::set<std::string> recorded_ids(const Applied& applied, Kind kind) {
  std::set<std::string> ids;
  for (const auto& [address, object] : applied.objects) {
    if (address.kind == kind) ids.insert(object.id);
  }
  return ids;
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
                                    Purpose purpose,
                                    Observed& observed) {
  const Look look{.desired = desired, .applied = applied, .purpose = purpose, .observed = observed};
  TRY_ASSIGN(observed.organization, organization());
  TRY(read_integrations(look));
  TRY(read_configurations(look));
  if (purpose != Purpose::remove) TRY(look_up_slot(look));
  TRY_ASSIGN(observed.credentials, list_credentials(client_));
  TRY(read_credentials(look));
  return read_actions(look);
}

Result<void> GenesysRemote::observe_again(const Desired& desired,
                                          const Applied& applied,
                                          Purpose purpose,
                                          Observed& observed) {
  const Look look{.desired = desired, .applied = applied, .purpose = purpose, .observed = observed};
  TRY(read_integrations(look));
  TRY(read_configurations(look));
  {
    const std::lock_guard lock(mutex_);
    for (const auto& credential : made_credentials_) {
      if (!has_id(observed.credentials, credential.id)) observed.credentials.push_back(credential);
    }
    auto& credentials = observed.credentials;
    credentials.erase(std::remove_if(credentials.begin(),
                                     credentials.end(),
                                     [&](const auto& one) { return removed_.contains(one.id); }),
                      credentials.end());
  }
  TRY(read_credentials(look));
  return read_actions(look);
}

std::set<std::string> GenesysRemote::removed_ids() const {
  const std::lock_guard lock(mutex_);
  return removed_;
}

// What the record names and no listing shows is read by its id: listings lag behind.
Result<void> GenesysRemote::read_integrations(const Look& look) {
  auto& integrations = look.observed.integrations;
  TRY_ASSIGN(integrations, list_integrations(client_));
  for (const auto& id : recorded_ids(look.applied, Kind::integration)) {
    if (has_id(integrations, id)) continue;
    TRY_ASSIGN(auto unlisted, get_integration(client_, id));
    if (unlisted) integrations.push_back(*std::move(unlisted));
  }
  const auto removed = removed_ids();
  integrations.erase(std::remove_if(integrations.begin(),
                                    integrations.end(),
                                    [&](const auto& one) { return removed.contains(one.id); }),
                     integrations.end());
  return {};
}

// Listings include it where the service knows the parameter. Otherwise it is read for those that
// are, or may be, ours; without a record that may be any.
Result<void> GenesysRemote::read_configurations(const Look& look) {
  const bool all = !look.applied.present || look.purpose == Purpose::remove;
  auto wanted = recorded_ids(look.applied, Kind::integration);
  for (const auto& integration : look.desired.integrations) {
    const auto match = match_integration(integration, look.desired, look.observed, look.applied);
    for (const auto* candidate : match.candidates) {
      wanted.insert(candidate->id);
    }
  }
  std::vector<ObservedIntegration*> unread;
  for (auto& integration : look.observed.integrations) {
    if (!integration.config && (all || wanted.contains(integration.id)))
      unread.push_back(&integration);
  }
  TRY(in_flight(unread.size(), requests_in_flight, [&](std::size_t i) -> Result<void> {
    auto config = get_config(client_, unread[i]->id);
    if (config) {
      unread[i]->config = *std::move(config);
      return {};
    }
    if (config.error().code == Code::not_found) return {};
    return std::move(config).error();
  }));
  // Deleted by somebody between the listing and this look.
  std::erase_if(look.observed.integrations, [&](const auto& integration) {
    return !integration.config && (all || wanted.contains(integration.id));
  });
  return {};
}

// A credential will have to be made: an organization without the integration type is better known
// before anything is.
Result<void> GenesysRemote::look_up_slot(const Look& look) {
  for (const auto& wanted : look.desired.integrations) {
    const auto match = match_integration(wanted, look.desired, look.observed, look.applied);
    const bool bound =
        std::any_of(match.candidates.begin(), match.candidates.end(), [](const auto* candidate) {
          return candidate->config && !candidate->config->credentials.empty();
        });
    if (bound) continue;
    TRY(type_.slot());
    look.observed.has_asked_for_slot = true;
  }
  return {};
}

// Those that a configuration of ours names and no listing shows.
Result<void> GenesysRemote::read_credentials(const Look& look) {
  for (const auto& integration : look.observed.integrations) {
    if (!integration.config || !marks::in_notes(integration.config->notes)) continue;
    for (const auto& [slot, id] : integration.config->credentials) {
      if (has_id(look.observed.credentials, id)) continue;
      TRY_ASSIGN(auto unlisted, get_credential(client_, id));
      if (unlisted) look.observed.credentials.push_back(*std::move(unlisted));
    }
  }
  return {};
}

Result<void> GenesysRemote::read_actions(const Look& look) {
  const auto known = std::exchange(look.observed.actions, {});
  TRY_ASSIGN(auto actions, list_actions(client_));
  look.observed.visible_actions = static_cast<int>(actions.size());
  std::set<std::string> integrations;
  for (const auto& integration : look.observed.integrations) {
    integrations.insert(integration.id);
  }
  const auto removed = removed_ids();
  std::copy_if(std::make_move_iterator(actions.begin()),
               std::make_move_iterator(actions.end()),
               std::back_inserter(look.observed.actions),
               [&](const auto& one) {
                 return integrations.contains(one.integration_id) && !removed.contains(one.id);
               });
  TRY(read_unlisted_actions(look));
  return look.purpose == Purpose::remove ? Result<void>() : complete_actions(look, known);
}

Result<void> GenesysRemote::read_unlisted_actions(const Look& look) {
  std::set<std::string> listed;
  for (const auto& action : look.observed.actions) {
    listed.insert(action.id);
  }
  const auto removed = removed_ids();
  std::vector<std::string> unlisted;
  for (const auto& id : recorded_ids(look.applied, Kind::action)) {
    if (!listed.contains(id) && !removed.contains(id)) unlisted.push_back(id);
  }
  std::vector<std::optional<ObservedAction>> found(unlisted.size());
  TRY(in_flight(unlisted.size(), requests_in_flight, [&](std::size_t i) -> Result<void> {
    TRY_ASSIGN(found[i], get_action(client_, unlisted[i]));
    return {};
  }));
  for (auto& action : found) {
    if (action) look.observed.actions.push_back(*std::move(action));
  }
  return {};
}

namespace {

// Actions whose configuration and contract the planner needs: those that are wanted and not proven
// by the record, and those that were dropped while a new one invokes the same function, which may
// be renames.
std::set<std::string> needed_in_full(const Desired& desired,
                                     const Applied& applied,
                                     const Observed& observed) {
  std::set<std::string> needed;
  std::set<std::string> matched;
  std::set<std::string> functions_of_new;
  const ActionIndex index(observed);
  for (const auto& under : desired.integrations) {
    const auto integration = match_integration(under, desired, observed, applied);
    if (integration.candidates.size() != 1) continue;
    for (const auto& wanted : under.actions) {
      const auto match =
          match_action(wanted, under, integration.candidates.front()->id, index, applied);
      if (match.candidates.empty()) functions_of_new.insert(wanted.function.text());
      for (const auto* candidate : match.candidates) {
        matched.insert(candidate->id);
        if (!is_proven(wanted, under, *candidate, applied)) needed.insert(candidate->id);
      }
    }
  }
  const auto recorded = recorded_ids(applied, Kind::action);
  for (const auto& action : observed.actions) {
    if (recorded.contains(action.id) && !matched.contains(action.id) &&
        functions_of_new.contains(action.function))
      needed.insert(action.id);
  }
  return needed;
}

}  // namespace

// `known`: of an earlier look of this run; the same version has the same content.
Result<void> GenesysRemote::complete_actions(const Look& look,
                                             const std::vector<ObservedAction>& known) {
  std::map<std::string, const ObservedAction*> known_by_id;
  for (const auto& action : known) {
    if (action.contract) known_by_id[action.id] = &action;
  }
  const auto needed = needed_in_full(look.desired, look.applied, look.observed);
  std::vector<ObservedAction*> unread;
  for (auto& action : look.observed.actions) {
    if (!needed.contains(action.id) || action.contract) continue;
    const auto found = known_by_id.find(action.id);
    if (found != known_by_id.end() && found->second->version == action.version) {
      action.config = found->second->config;
      action.contract = found->second->contract;
    } else {
      unread.push_back(&action);
    }
  }
  return in_flight(unread.size(), requests_in_flight, [&](std::size_t i) -> Result<void> {
    TRY_ASSIGN(auto whole, get_action(client_, unread[i]->id));
    // Listed, but gone when we came to read it: the next run sees that.
    if (whole) *unread[i] = *std::move(whole);
    return {};
  });
}

}  // namespace patchcord::genesys
