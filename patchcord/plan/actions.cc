// Planning the actions under one integration.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/builder.h"
#include "patchcord/plan/contract.h"
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

AppliedObject recorded_action(const DesiredAction& wanted, const std::string& id, bool adopted) {
  return {.id = id, .name = wanted.name, .digest = digest_of(wanted), .adopted = adopted};
}

// The record knows who made an action. Without it, what is under an integration that somebody else
// made counts as theirs: nothing that others made is ever deleted.
bool is_adopted(const PlanBuilder& builder,
                const UnderIntegration& under,
                const DesiredAction& wanted,
                const std::string& id) {
  const auto* record = builder.recorded_by_id(Kind::action, id);
  if (record != nullptr) return record->second.adopted;
  return under.adopted || wanted.adopt.has_value();
}

void plan_new_action(PlanBuilder& builder,
                     const UnderIntegration& under,
                     const DesiredAction& wanted) {
  Json fields = written_fields(wanted);
  fields["integration_id"] = under.id;
  const auto address = address_of(under.integration, wanted);
  if (const auto* record = builder.recorded(address)) {
    builder.note(
        fmt::format("{} gets a new id, because {} was removed outside patchcord: flows "
                    "that use the old one have to be pointed to it",
                    address.text(),
                    record->id));
  }
  builder.add({.operation = Operation::create_action,
               .address = address,
               .because = builder.why_missing(address),
               .fields = std::move(fields),
               .needs = under.after,
               .leaves = recorded_action(wanted, "", false)});
}

std::string free_replaced_name(const PlanBuilder& builder, const ObservedAction& action) {
  for (int nth = 1;; ++nth) {
    auto name = marks::replaced_name(action.name, builder.options.today, nth);
    const bool taken = !builder.actions.with_name(action.integration_id, name).empty();
    if (!taken) return name;
  }
}

// What a published action never changes.
std::vector<Change> frozen_differences(const ObservedAction& action, const DesiredAction& wanted) {
  auto changes = contract_differences(*action.contract, wanted.contract);
  if (action.secure != wanted.secure)
    changes.push_back({.field = "secure", .before = action.secure, .after = wanted.secure});
  return changes;
}

std::vector<Change> other_differences(const ObservedAction& action, const DesiredAction& wanted) {
  std::vector<Change> changes;
  if (action.name != wanted.name)
    changes.push_back({.field = "name", .before = action.name, .after = wanted.name});
  if (action.category != wanted.category)
    changes.push_back({.field = "category", .before = action.category, .after = wanted.category});
  auto in_config = differences(*action.config, wanted.config, "config");
  changes.insert(changes.end(),
                 std::make_move_iterator(in_config.begin()),
                 std::make_move_iterator(in_config.end()));
  return changes;
}

std::string in_words(const Json& value) {
  if (value.is_null()) return "nothing";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// One line each: "output.articles: integer becomes number".
std::string lines_of(const std::vector<Change>& changes) {
  constexpr std::size_t most = 20;
  constexpr std::string_view common = "contract.";
  std::string lines;
  for (std::size_t i = 0; i < std::min(most, changes.size()); ++i) {
    const auto& field = changes[i].field;
    lines += fmt::format("{}: {} becomes {}\n",
                         field.starts_with(common) ? field.substr(common.size()) : field,
                         in_words(changes[i].before),
                         in_words(changes[i].after));
  }
  if (changes.size() > most) lines += fmt::format("and {} more\n", changes.size() - most);
  return lines;
}

void plan_replacement(PlanBuilder& builder,
                      const UnderIntegration& under,
                      const DesiredAction& wanted,
                      const ObservedAction& action,
                      std::vector<Change> changes) {
  const auto& integration = under.integration;
  const auto flows = builder.flows_text(action.id);
  const std::string frozen = changes[0].field == "secure" ? "`secure`" : "contract";
  if (!builder.options.allow_replace) {
    builder.plan.refusals.push_back(Error{
        .code = Code::conflict,
        .what = fmt::format(
            "action \"{}\" ({}) would have to be replaced: its {} is published and cannot change",
            printable(action.name, 200),
            action.id,
            frozen),
        .detail = lines_of(changes) + flows,
        .hint = "Run again with --allow-replace: the old action is renamed and kept, the new one "
                "has a new id, and flows must be pointed to it."});
    return;
  }
  const auto retired = free_replaced_name(builder, action);
  const auto renamed = builder.add(
      {.operation = Operation::update_action,
       .address = {Kind::action, integration.name + "/" + retired},
       .because = fmt::format("its {} is frozen; a new action takes its name; {}", frozen, flows),
       .changes = {{.field = "name", .before = action.name, .after = retired}},
       .fields = {{"id", action.id},
                  {"version", action.version},
                  {"name", retired},
                  {"category", action.category},
                  {"config", *action.config}},
       .leaves = AppliedObject{.id = action.id,
                               .name = retired,
                               .adopted = is_adopted(builder, under, wanted, action.id)}});
  auto others = other_differences(action, wanted);
  changes.insert(changes.end(),
                 std::make_move_iterator(others.begin()),
                 std::make_move_iterator(others.end()));
  Json fields = written_fields(wanted);
  fields["integration_id"] = action.integration_id;
  builder.add({.operation = Operation::create_action,
               .address = address_of(integration, wanted),
               .because = fmt::format("it replaces {}", action.id),
               .changes = std::move(changes),
               .fields = std::move(fields),
               .needs = {renamed},
               .leaves = recorded_action(wanted, "", false),
               .replaces = true});
}

// `wanted`: with the contract that the action is to have.
void plan_read_action(PlanBuilder& builder,
                      const UnderIntegration& under,
                      const DesiredAction& wanted,
                      const ObservedAction& action) {
  const auto address = address_of(under.integration, wanted);
  if (auto frozen = frozen_differences(action, wanted); !frozen.empty()) {
    plan_replacement(builder, under, wanted, action, std::move(frozen));
    return;
  }
  auto changes = other_differences(action, wanted);
  auto known = recorded_action(wanted, action.id, is_adopted(builder, under, wanted, action.id));
  if (changes.empty()) {
    known.version = action.version;
    builder.confirm(address, known);
    return;
  }
  const bool adopting = under.adopting || (wanted.adopt && builder.recorded(address) == nullptr);
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
       .leaves = known});
}

void plan_existing_action(PlanBuilder& builder,
                          const UnderIntegration& under,
                          const DesiredAction& wanted,
                          const ObservedAction& action) {
  builder.plan.existing[address_of(under.integration, wanted)] = action.id;
  // Observe reads an action unless the record proves that nothing differs: same version, same
  // digest.
  if (!action.config || !action.contract) return;
  if (!wanted.keeps_contract) {
    plan_read_action(builder, under, wanted, action);
    return;
  }
  auto keeping = wanted;
  keeping.contract = *action.contract;
  plan_read_action(builder, under, keeping, action);
}

void plan_action(PlanBuilder& builder, const UnderIntegration& under, const DesiredAction& wanted) {
  const auto& integration = under.integration;
  const bool is_new = is_reference(under.id);
  const auto match =
      is_new
          ? MatchedAction{}
          : match_action(
                wanted, integration, under.id.get<std::string>(), builder.actions, builder.applied);
  if (match.candidates.size() > 1) {
    std::vector<std::string> ids;
    for (const auto* candidate : match.candidates) {
      ids.push_back(candidate->id);
    }
    builder.undecided.insert(ids.begin(), ids.end());
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
  if (match.match == Match::none && wanted.adopt) {
    builder.refuse(
        fmt::format("action \"{}\" cannot be adopted: there is none with the id {} under "
                    "integration \"{}\"",
                    wanted.name,
                    *wanted.adopt,
                    integration.name),
        "Correct the id, or remove `adopt:` to make a new action.");
    return;
  }
  if (match.match == Match::none) {
    plan_new_action(builder, under, wanted);
    return;
  }
  plan_existing_action(builder, under, wanted, *match.candidates.front());
}

}  // namespace

std::string digest_of(const DesiredAction& action) {
  return sha256_hex(to_text(written_fields(action)));
}

void plan_actions(PlanBuilder& builder, const UnderIntegration& under) {
  for (const auto& wanted : under.integration.actions) {
    plan_action(builder, under, wanted);
  }
}

}  // namespace patchcord
