#include "patchcord/plan/removal.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"

namespace patchcord {
namespace {

std::string notes_of(const ObservedIntegration& integration) {
  return integration.config ? integration.config->notes : integration.notes;
}

std::optional<marks::Mark> mark_of(const ObservedIntegration& integration) {
  if (auto mark = marks::in_notes(notes_of(integration))) return mark;
  return marks::in_unfinished_name(integration.name);
}

std::vector<const ObservedAction*> actions_under(const PlanBuilder& builder,
                                                 const ObservedIntegration& integration) {
  std::vector<const ObservedAction*> actions;
  for (const auto& action : builder.observed.actions) {
    if (action.integration_id == integration.id) actions.push_back(&action);
  }
  return actions;
}

std::string list_of(const std::vector<const ObservedAction*>& actions) {
  std::vector<std::string> names;
  names.reserve(actions.size());
  for (const auto* action : actions) {
    names.push_back(fmt::format("\"{}\" ({})", printable(action->name, 200), action->id));
  }
  return fmt::format("{}", fmt::join(names, "\n"));
}

// Credentials of our name that nothing else binds.
std::vector<std::size_t> remove_credentials(PlanBuilder& builder,
                                            const ObservedIntegration& integration,
                                            const std::string& because,
                                            const std::vector<std::size_t>& after) {
  std::vector<std::size_t> steps;
  const auto mark = mark_of(integration);
  const auto address = address_of_observed(builder, integration);
  for (const auto& credential : builder.observed.credentials) {
    const auto* record = builder.recorded_by_id(Kind::credential, credential.id);
    const bool ours = (mark && credential.name == mark->text()) || record != nullptr;
    const bool of_this = record == nullptr || record->first.key == address.key;
    if (!ours || !of_this || may_be_bound(builder.observed, credential.id, integration.id))
      continue;
    steps.push_back(builder.add({.operation = Operation::delete_credential,
                                 .address = {Kind::credential, address.key},
                                 .because = because,
                                 .fields = {{"id", credential.id}},
                                 .needs = after,
                                 .forgets = true}));
  }
  return steps;
}

// Notes without our mark; the credential that was bound before ours, where it still exists.
std::size_t release_integration(PlanBuilder& builder,
                                const ObservedIntegration& integration,
                                std::vector<std::size_t> after) {
  const auto& config = *integration.config;
  const auto adoption = marks::adoption_in(config.notes).value_or(marks::Adoption{});
  const bool exists = std::any_of(builder.observed.credentials.begin(),
                                  builder.observed.credentials.end(),
                                  [&](const auto& one) { return one.id == adoption.credential; });
  const auto notes = marks::without_mark(config.notes);
  const Json before =
      config.credentials.empty() ? Json() : Json(config.credentials.begin()->second);
  const Json given_back = exists ? Json(adoption.credential) : Json();
  return builder.add({.operation = Operation::configure_integration,
                      .address = address_of_observed(builder, integration),
                      .because = "it was adopted: it is given back, not deleted",
                      .changes = {{.field = "notes", .before = config.notes, .after = notes},
                                  {.field = "credential", .before = before, .after = given_back}},
                      .fields = {{"id", integration.id},
                                 {"name", config.name},
                                 {"notes", notes},
                                 {"credential_id", exists ? adoption.credential : ""},
                                 {"version", config.version}},
                      .needs = std::move(after),
                      .forgets = true});
}

// Removes our actions under it; the others are returned.
std::vector<const ObservedAction*> remove_actions(PlanBuilder& builder,
                                                  const ObservedIntegration& integration,
                                                  const std::string& because,
                                                  std::vector<std::size_t>& steps) {
  std::vector<const ObservedAction*> others;
  for (const auto* action : actions_under(builder, integration)) {
    if (maker_of(builder, integration, *action) == Maker::us) {
      steps.push_back(remove_action(builder,
                                    address_of_observed(builder, integration, *action),
                                    *action,
                                    builder.with_flows(because, action->id)));
    } else {
      others.push_back(action);
    }
  }
  return others;
}

// The role stays whole while others use it.
std::optional<Error> in_use_by_others(const ObservedRole& role) {
  std::vector<std::string> holders;
  for (const auto& policy : role.others) {
    if (policy.kind != ObservedPolicy::Kind::boundary) holders.push_back(policy.name);
  }
  const bool has_policies = !holders.empty();
  for (const auto& profile : role.instance_profiles)
    holders.push_back("instance profile " + profile);
  if (holders.empty()) return std::nullopt;
  return Error{
      .code = Code::conflict,
      .what = fmt::format("role {} stays: it {}",
                          role.name,
                          has_policies ? "has policies that we did not make"
                                       : "is in an instance profile: EC2 instances may use it"),
      .detail = fmt::format("{}", fmt::join(holders, "\n")),
      .hint = "Detach or remove them by hand, then run again."};
}

}  // namespace

const DesiredIntegration* desired_of(const PlanBuilder& builder,
                                     const ObservedIntegration& integration) {
  const auto mark = mark_of(integration);
  for (const auto& wanted : builder.desired.integrations) {
    const auto* record = builder.recorded(address_of(wanted));
    const bool marked = mark && mark->deployment == builder.desired.deployment &&
                        (mark->key == wanted.key || mark->key == marks::key_of(wanted.was));
    if (marked || (record != nullptr && record->id == integration.id)) return &wanted;
  }
  return nullptr;
}

Address address_of_observed(const PlanBuilder& builder, const ObservedIntegration& integration) {
  const auto* record = builder.recorded_by_id(Kind::integration, integration.id);
  if (record != nullptr) return record->first;
  const auto* wanted = desired_of(builder, integration);
  return wanted != nullptr ? address_of(*wanted) : Address{Kind::integration, integration.name};
}

Address address_of_observed(const PlanBuilder& builder,
                            const ObservedIntegration& integration,
                            const ObservedAction& action) {
  const auto* record = builder.recorded_by_id(Kind::action, action.id);
  if (record != nullptr) return record->first;
  return {Kind::action, address_of_observed(builder, integration).key + "/" + action.name};
}

bool is_ours(const PlanBuilder& builder, const ObservedIntegration& integration) {
  const auto mark = mark_of(integration);
  if (mark) return mark->deployment == builder.desired.deployment;
  return builder.recorded_by_id(Kind::integration, integration.id) != nullptr;
}

bool may_be_bound(const Observed& observed,
                  const std::string& credential,
                  const std::string& except) {
  return std::any_of(
      observed.integrations.begin(), observed.integrations.end(), [&](const auto& integration) {
        if (integration.id == except) return false;
        if (!integration.config) return true;
        const auto& bound = integration.config->credentials;
        return std::any_of(bound.begin(), bound.end(), [&](const auto& slot) {
          return slot.second == credential;
        });
      });
}

Maker maker_of(const PlanBuilder& builder,
               const ObservedIntegration& integration,
               const ObservedAction& action) {
  const auto* record = builder.recorded_by_id(Kind::action, action.id);
  if (record != nullptr) return record->second.adopted ? Maker::others : Maker::us;
  const auto* wanted = desired_of(builder, integration);
  if (wanted == nullptr) return Maker::unknown;
  const auto original = marks::name_before_replacement(action.name).value_or(action.name);
  const auto found =
      std::find_if(wanted->actions.begin(), wanted->actions.end(), [&](const auto& one) {
        return one.adopt == action.id || one.name == original || one.was == original;
      });
  if (found == wanted->actions.end()) return Maker::unknown;
  const bool adopted = found->adopt == action.id || marks::adoption_in(notes_of(integration));
  return adopted ? Maker::others : Maker::us;
}

std::size_t remove_action(PlanBuilder& builder,
                          const Address& address,
                          const ObservedAction& action,
                          std::string because) {
  return builder.add({.operation = Operation::delete_action,
                      .address = address,
                      .because = std::move(because),
                      .fields = {{"id", action.id}},
                      .forgets = true});
}

std::optional<std::vector<std::size_t>> remove_integration(PlanBuilder& builder,
                                                           const ObservedIntegration& integration,
                                                           const std::string& because) {
  std::vector<std::size_t> steps;
  const auto others = remove_actions(builder, integration, because, steps);
  const bool adopted = marks::adoption_in(notes_of(integration)).has_value();
  if (!adopted && !others.empty()) {
    builder.plan.kept.push_back(
        Error{.code = Code::conflict,
              .what = fmt::format("integration \"{}\" ({}) stays, with its credential and role: it "
                                  "holds {} that we did not make",
                                  printable(integration.name, 200),
                                  integration.id,
                                  others.size() == 1 ? "an action" : "actions"),
              .detail = list_of(others),
              .hint = "Deleting an integration deletes all actions in it. Move or remove these "
                      "by hand, then run again."});
    return std::nullopt;
  }
  if (adopted) {
    steps.push_back(release_integration(builder, integration, {}));
  } else {
    const auto mark = mark_of(integration);
    steps.push_back(builder.add({.operation = Operation::delete_integration,
                                 .address = address_of_observed(builder, integration),
                                 .because = because,
                                 .fields = {{"id", integration.id}, {"name", integration.name}},
                                 .needs = steps,
                                 .forgets = true}));
  }
  const auto credentials = remove_credentials(builder, integration, because, steps);
  steps.insert(steps.end(), credentials.begin(), credentials.end());
  return steps;
}

void remove_role(PlanBuilder& builder,
                 const ObservedRole& role,
                 const std::string& policy_name,
                 const std::string& because,
                 std::vector<std::size_t> after) {
  const auto tag = [&](std::string_view key) {
    const auto found = role.tags.find(std::string(key));
    return found == role.tags.end() ? std::string() : found->second;
  };
  if (tag(marks::deployment_tag) != builder.desired.deployment ||
      tag(marks::organization_tag) != builder.observed.organization->id) {
    builder.note(fmt::format("role {} is not of this deployment: it stays as it is", role.name));
    return;
  }
  const bool adopted = tag(marks::adopted_tag) == "true";
  if (auto held = in_use_by_others(role); held && !adopted) {
    builder.plan.kept.push_back(*std::move(held));
    return;
  }
  if (role.policies.contains(policy_name)) {
    after.push_back(builder.add({.operation = Operation::delete_role_policy,
                                 .address = {Kind::role_policy, role.name + "/" + policy_name},
                                 .because = because,
                                 .fields = {{"role", role.name}, {"policy", policy_name}},
                                 .needs = after,
                                 .forgets = true}));
  }
  Step step{.operation = adopted ? Operation::untag_role : Operation::delete_role,
            .address = {Kind::role, role.name},
            .because = adopted ? "it was adopted: it is given back, not deleted" : because,
            .fields = {{"role", role.name}},
            .needs = std::move(after),
            .forgets = true};
  if (adopted)
    step.fields["keys"] = {marks::deployment_tag, marks::organization_tag, marks::adopted_tag};
  builder.add(std::move(step));
}

namespace {

// Every integration of ours, then the roles that nothing kept needs.
void plan_removal(PlanBuilder& builder) {
  std::vector<std::size_t> done;
  bool all_gone = true;
  for (const auto& integration : builder.observed.integrations) {
    if (!is_ours(builder, integration)) continue;
    const auto steps = remove_integration(builder, integration, "it is ours");
    all_gone = all_gone && steps.has_value();
    if (steps) done.insert(done.end(), steps->begin(), steps->end());
  }
  if (!all_gone) return;
  const auto& roles = builder.desired.roles;
  for (const auto& role : builder.observed.roles) {
    const auto wanted = std::find_if(
        roles.begin(), roles.end(), [&](const auto& one) { return one.name == role.name; });
    const auto policy =
        wanted == roles.end() ? recorded_policy(builder.applied, role.name) : wanted->policy_name;
    remove_role(builder, role, policy, "it is ours", done);
  }
}

void note_broken_flows(PlanBuilder& builder) {
  const auto& steps = builder.plan.steps;
  const auto used = std::count_if(steps.begin(), steps.end(), [&](const auto& step) {
    if (step.operation != Operation::delete_action) return false;
    const auto known = builder.observed.flows.find(string_at(step.fields, "id"));
    return known != builder.observed.flows.end() && !known->second.flows.empty();
  });
  if (used == 0) return;
  builder.note(fmt::format("{} by flows, which fail where they call {}",
                           used == 1 ? "one of these actions is used"
                                     : fmt::format("{} of these actions are used", used),
                           used == 1 ? "it" : "them"));
}

}  // namespace

Plan make_removal(const Desired& desired,
                  const Observed& observed,
                  const Applied& applied,
                  const PlanOptions& options) {
  auto builder = begin_plan(
      {.desired = desired, .observed = observed, .applied = applied, .options = options});
  if (builder.plan.refusals.empty()) plan_removal(builder);
  note_broken_flows(builder);
  return std::move(builder.plan);
}

}  // namespace patchcord
