// What is ours and no longer in the manifest: named, or removed with --prune and --retire.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/contract.h"
#include "patchcord/plan/planner.h"
#include "patchcord/plan/removal.h"

namespace patchcord {
namespace {

// Ids that this plan keeps or changes, or cannot decide on.
std::set<std::string> planned_ids(const PlanBuilder& builder) {
  auto ids = builder.undecided;
  for (const auto& [address, id] : builder.plan.existing) {
    ids.insert(id);
  }
  for (const auto& step : builder.plan.steps) {
    ids.insert(string_at(step.fields, "id"));
  }
  return ids;
}

std::string title_of(const ObservedIntegration& integration, const ObservedAction& action) {
  return fmt::format("action \"{}\" ({}) under integration \"{}\"",
                     printable(action.name, 200),
                     action.id,
                     printable(integration.name, 200));
}

void plan_replaced(PlanBuilder& builder,
                   const ObservedIntegration& integration,
                   const ObservedAction& action) {
  if (!builder.options.retire) {
    builder.note(
        fmt::format("{} was replaced and is kept for flows that still use it; --retire "
                    "removes it once none does",
                    title_of(integration, action)));
    return;
  }
  const auto flows = builder.flows_text(action.id);
  if (!builder.is_unused(action.id)) {
    builder.note(fmt::format("{} stays: {}", title_of(integration, action), flows));
    return;
  }
  remove_action(builder,
                address_of_observed(builder, integration, action),
                action,
                "it was replaced, and " + flows);
}

void plan_dropped_action(PlanBuilder& builder,
                         const ObservedIntegration& integration,
                         const ObservedAction& action) {
  if (!builder.options.prune) {
    builder.note(fmt::format("{} is ours and no longer in the manifest; --prune removes it",
                             title_of(integration, action)));
    return;
  }
  remove_action(builder,
                address_of_observed(builder, integration, action),
                action,
                builder.with_flows("no longer in the manifest", action.id));
}

// A dropped action and a new one that are the same but for their names: most likely one was
// renamed, and a rename keeps the id that flows know.
bool is_rename(PlanBuilder& builder,
               const ObservedIntegration& integration,
               const ObservedAction& action) {
  if (builder.options.prune) return false;
  const auto address = address_of_observed(builder, integration);
  for (const auto& step : builder.plan.steps) {
    if (step.operation != Operation::create_action ||
        !step.address.key.starts_with(address.key + "/"))
      continue;
    const auto function =
        string_at(member_at(member_at(step.fields, "config"), "request"), "requestUrlTemplate");
    if (!action.contract || function != action.function ||
        !same_contract(*action.contract, member_at(step.fields, "contract")))
      continue;
    const auto name = string_at(step.fields, "name");
    builder.refuse(
        fmt::format("action \"{}\" is new and \"{}\" ({}) is gone from the manifest, with the same "
                    "function and contract: is this a rename?",
                    name,
                    printable(action.name, 200),
                    action.id),
        fmt::format("For a rename that keeps the id write `was: {}` under \"{}\". To really remove "
                    "the one and make the other, run again with --prune.",
                    printable(action.name, 200),
                    name));
    return true;
  }
  return false;
}

void plan_action_left(PlanBuilder& builder,
                      const ObservedIntegration& integration,
                      const ObservedAction& action) {
  const auto maker = maker_of(builder, integration, action);
  if (maker == Maker::us && marks::name_before_replacement(action.name)) {
    plan_replaced(builder, integration, action);
  } else if (maker == Maker::us) {
    if (!is_rename(builder, integration, action)) plan_dropped_action(builder, integration, action);
  } else {
    builder.note(fmt::format("{} is not in this deployment: it stays as it is",
                             title_of(integration, action)));
  }
}

std::optional<std::vector<std::size_t>> plan_dropped_integration(
    PlanBuilder& builder, const ObservedIntegration& integration) {
  if (builder.options.prune)
    return remove_integration(builder, integration, "no longer in the manifest");
  builder.note(fmt::format(
      "integration \"{0}\" ({1}) is ours and no longer in the manifest; --prune removes it; if "
      "it was renamed, `was: {0}` under the new name keeps it",
      printable(integration.name, 200),
      integration.id));
  return std::nullopt;
}

bool is_desired_role(const PlanBuilder& builder, const std::string& name) {
  return std::any_of(builder.desired.roles.begin(),
                     builder.desired.roles.end(),
                     [&](const auto& role) { return role.name == name; });
}

}  // namespace

void plan_dropped(PlanBuilder& builder) {
  const auto planned = planned_ids(builder);
  std::vector<std::size_t> done;
  bool all_gone = true;
  for (const auto& integration : builder.observed.integrations) {
    if (planned.contains(integration.id)) {
      for (const auto& action : builder.observed.actions) {
        if (action.integration_id == integration.id && !planned.contains(action.id))
          plan_action_left(builder, integration, action);
      }
    } else if (is_ours(builder, integration)) {
      const auto steps = plan_dropped_integration(builder, integration);
      all_gone = all_gone && steps.has_value();
      if (steps) done.insert(done.end(), steps->begin(), steps->end());
    }
  }
  for (const auto& role : builder.observed.roles) {
    if (is_desired_role(builder, role.name)) continue;
    if (builder.options.prune && all_gone) {
      // Credentials that named it have been replaced by the steps so far.
      for (std::size_t i = 0; i < builder.plan.steps.size(); ++i) {
        done.push_back(i);
      }
      remove_role(builder,
                  role,
                  recorded_policy(builder.applied, role.name),
                  "no longer in the manifest",
                  done);
    } else {
      builder.note(fmt::format("role {} is ours and no longer in the manifest; --prune removes it",
                               role.name));
    }
  }
}

}  // namespace patchcord
