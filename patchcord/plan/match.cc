// Which observed object is which desired one.
#include <algorithm>

#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"

namespace patchcord {
namespace {

template <typename Object, typename Predicate>
std::vector<const Object*> those(const std::vector<Object>& objects, Predicate predicate) {
  std::vector<const Object*> found;
  for (const auto& object : objects) {
    if (predicate(object)) found.push_back(&object);
  }
  return found;
}

const AppliedObject* recorded(const Applied& applied, const Address& address) {
  const auto found = applied.objects.find(address);
  return found == applied.objects.end() ? nullptr : &found->second;
}

std::optional<marks::Mark> mark_of(const ObservedIntegration& integration) {
  if (integration.config) return marks::in_notes(integration.config->notes);
  return marks::in_notes(integration.notes);
}

}  // namespace

Address address_of(const DesiredRole& role) {
  return {Kind::role, role.name};
}
Address policy_address_of(const DesiredRole& role) {
  return {Kind::role_policy, role.name + "/" + role.policy_name};
}
Address address_of(const DesiredIntegration& integration) {
  return {Kind::integration, integration.name};
}
Address credential_address_of(const DesiredIntegration& integration) {
  return {Kind::credential, integration.name};
}
Address address_of(const DesiredIntegration& integration, const DesiredAction& action) {
  return {Kind::action, integration.name + "/" + action.name};
}

MatchedIntegration match_integration(const DesiredIntegration& wanted,
                                     const Desired& desired,
                                     const Observed& observed,
                                     const Applied& applied) {
  const marks::Mark mark{.deployment = desired.deployment, .key = wanted.key};
  const auto* record = recorded(applied, address_of(wanted));
  if (record == nullptr && !wanted.was.empty())
    record = recorded(applied, {Kind::integration, wanted.was});
  using Candidate = const ObservedIntegration&;
  const auto& all = observed.integrations;
  if (wanted.adopt) {
    auto found = those(all, [&](Candidate one) { return one.id == *wanted.adopt; });
    const bool ours = !found.empty() && mark_of(*found[0]) == mark;
    return {ours ? Match::marked : found.empty() ? Match::none : Match::pinned, std::move(found)};
  }
  if (record != nullptr) {
    auto found = those(all, [&](Candidate one) { return one.id == record->id; });
    if (!found.empty()) return {Match::recorded, std::move(found)};
  }
  if (auto found = those(all, [&](Candidate one) { return mark_of(one) == mark; });
      !found.empty()) {
    return {Match::marked, std::move(found)};
  }
  if (!wanted.was.empty()) {
    const marks::Mark old{.deployment = desired.deployment, .key = marks::key_of(wanted.was)};
    auto found = those(all, [&](Candidate one) { return mark_of(one) == old; });
    if (!found.empty()) return {Match::marked, std::move(found)};
  }
  if (auto found =
          those(all, [&](Candidate one) { return marks::in_unfinished_name(one.name) == mark; });
      !found.empty()) {
    return {Match::unfinished, std::move(found)};
  }
  auto found = those(all, [&](Candidate one) { return one.name == wanted.name; });
  return {found.empty() ? Match::none : Match::named, std::move(found)};
}

ActionIndex::ActionIndex(const Observed& observed) {
  for (const auto& action : observed.actions) {
    by_id_[{action.integration_id, action.id}].push_back(&action);
    by_name_[{action.integration_id, action.name}].push_back(&action);
  }
}

ActionIndex::Found ActionIndex::with_id(std::string_view integration_id,
                                        std::string_view id) const {
  const auto found = by_id_.find({integration_id, id});
  return found == by_id_.end() ? Found{} : found->second;
}

ActionIndex::Found ActionIndex::with_name(std::string_view integration_id,
                                          std::string_view name) const {
  const auto found = by_name_.find({integration_id, name});
  return found == by_name_.end() ? Found{} : found->second;
}

MatchedAction match_action(const DesiredAction& wanted,
                           const DesiredIntegration& under,
                           std::string_view integration_id,
                           const ActionIndex& index,
                           const Applied& applied) {
  if (wanted.adopt) {
    auto found = index.with_id(integration_id, *wanted.adopt);
    return {found.empty() ? Match::none : Match::pinned, std::move(found)};
  }
  const auto* record = recorded(applied, address_of(under, wanted));
  if (record == nullptr && !wanted.was.empty())
    record = recorded(applied, {Kind::action, under.name + "/" + wanted.was});
  if (record != nullptr) {
    auto found = index.with_id(integration_id, record->id);
    if (!found.empty()) return {Match::recorded, std::move(found)};
  }
  auto found = index.with_name(integration_id, wanted.name);
  if (found.empty() && !wanted.was.empty()) found = index.with_name(integration_id, wanted.was);
  return {found.empty() ? Match::none : Match::named, std::move(found)};
}

}  // namespace patchcord
