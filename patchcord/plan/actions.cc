// Planning the actions under one integration.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/plan/builder.h"
#include "patchcord/plan/planner.h"

namespace patchcord {
namespace {

Json written_fields(const DesiredAction& action) {
  return {{"name", action.name},
          {"category", action.category},
          {"secure", action.secure},
          {"config", action.config},
          {"contract", action.contract}};
}

AppliedObject recorded_action(const DesiredAction& wanted, const std::string& id) {
  return {.id = id, .name = wanted.name, .digest = digest_of(wanted)};
}

void plan_new_action(PlanBuilder& builder,
                     const DesiredIntegration& integration,
                     const DesiredAction& wanted,
                     const Json& integration_id) {
  Json fields = written_fields(wanted);
  fields["integration_id"] = integration_id;
  builder.add({.operation = Operation::create_action,
               .address = address_of(integration, wanted),
               .because = "it is new",
               .fields = std::move(fields),
               .leaves = recorded_action(wanted, "")});
}

void plan_replacement(PlanBuilder& builder,
                      const DesiredIntegration& integration,
                      const DesiredAction& wanted,
                      const ObservedAction& action,
                      const std::string& frozen) {
  if (!builder.options.allow_replace) {
    builder.refuse(
        fmt::format(
            "action \"{}\" ({}) would have to be replaced: its {} is published and cannot change",
            printable(action.name, 200),
            action.id,
            frozen),
        "Run again with --allow-replace: the old action is renamed and kept, the new one has a new "
        "id, and flows must be pointed to it.");
    return;
  }
  const auto retired = fmt::format("{} (replaced {})", action.name, builder.options.today);
  const auto renamed =
      builder.add({.operation = Operation::update_action,
                   .address = {Kind::action, integration.name + "/" + retired},
                   .because = fmt::format("its {} is frozen; a new action takes its name", frozen),
                   .changes = {{.field = "name", .before = action.name, .after = retired}},
                   .fields = {{"id", action.id},
                              {"version", action.version},
                              {"name", retired},
                              {"category", action.category},
                              {"config", *action.config}}});
  Json fields = written_fields(wanted);
  fields["integration_id"] = action.integration_id;
  builder.add({.operation = Operation::create_action,
               .address = address_of(integration, wanted),
               .because = fmt::format("it replaces {}", action.id),
               .fields = std::move(fields),
               .needs = {renamed},
               .leaves = recorded_action(wanted, "")});
}

void plan_existing_action(PlanBuilder& builder,
                          const DesiredIntegration& integration,
                          const DesiredAction& wanted,
                          const ObservedAction& action,
                          bool adopting) {
  const auto address = address_of(integration, wanted);
  builder.plan.existing[address] = action.id;
  if (!action.config || !action.contract) {
    // Observe reads an action unless the record proves that nothing differs: same version, same
    // digest.
    return;
  }
  if (!same_contract(*action.contract, wanted.contract)) {
    plan_replacement(builder, integration, wanted, action, "contract");
    return;
  }
  if (action.secure != wanted.secure) {
    plan_replacement(builder, integration, wanted, action, "`secure`");
    return;
  }
  std::vector<Change> changes;
  if (action.name != wanted.name)
    changes.push_back({.field = "name", .before = action.name, .after = wanted.name});
  if (action.category != wanted.category)
    changes.push_back({.field = "category", .before = action.category, .after = wanted.category});
  auto in_config = differences(*action.config, wanted.config, "config");
  changes.insert(changes.end(),
                 std::make_move_iterator(in_config.begin()),
                 std::make_move_iterator(in_config.end()));
  if (changes.empty()) return;
  builder.add(
      {.operation = Operation::update_action,
       .address = address,
       .because = adopting ? "it is adopted" : builder.why_it_differs(address, digest_of(wanted)),
       .changes = std::move(changes),
       .fields = {{"id", action.id},
                  {"version", action.version},
                  {"name", wanted.name},
                  {"category", wanted.category},
                  {"config", wanted.config}},
       .leaves = recorded_action(wanted, action.id)});
}

void plan_action(PlanBuilder& builder,
                 const DesiredIntegration& integration,
                 const DesiredAction& wanted,
                 const Json& integration_id,
                 bool adopting) {
  if (is_reference(integration_id)) {
    plan_new_action(builder, integration, wanted, integration_id);
    return;
  }
  const auto match = match_action(
      wanted, integration, integration_id.get<std::string>(), builder.observed, builder.applied);
  if (match.candidates.size() > 1) {
    std::vector<std::string> ids;
    for (const auto* candidate : match.candidates) {
      ids.push_back(candidate->id);
    }
    builder.refuse(
        fmt::format("action \"{}\" is ambiguous: {} of that name are under integration \"{}\": {}",
                    wanted.name,
                    ids.size(),
                    integration.name,
                    fmt::join(ids, ", ")),
        "Remove or rename the ones that are not meant, or name the one by its id (`adopt: <id>` in "
        "the manifest).");
    return;
  }
  if (match.match == Match::none) {
    plan_new_action(builder, integration, wanted, integration_id);
    return;
  }
  plan_existing_action(builder, integration, wanted, *match.candidates.front(), adopting);
}

}  // namespace

std::string digest_of(const DesiredAction& action) {
  return sha256_hex(to_text(written_fields(action)));
}

void plan_actions(PlanBuilder& builder,
                  const DesiredIntegration& integration,
                  const Json& integration_id,
                  bool adopting) {
  for (const auto& wanted : integration.actions) {
    plan_action(builder, integration, wanted, integration_id, adopting);
  }
  if (is_reference(integration_id)) return;
  for (const auto& action : builder.observed.actions) {
    if (action.integration_id != integration_id.get<std::string>()) continue;
    const bool wanted = std::any_of(
        builder.plan.existing.begin(), builder.plan.existing.end(), [&](const auto& entry) {
          return entry.first.kind == Kind::action && entry.second == action.id;
        });
    const bool touched =
        std::any_of(builder.plan.steps.begin(), builder.plan.steps.end(), [&](const auto& step) {
          return string_at(step.fields, "id") == action.id;
        });
    if (!wanted && !touched) {
      builder.note(
          fmt::format("action \"{}\" ({}) under integration \"{}\" is not in this deployment: it "
                      "stays as it is",
                      printable(action.name, 200),
                      action.id,
                      integration.name));
    }
  }
}

}  // namespace patchcord
