// Planning an integration with its credential: made in three effects, so that a crash between them
// is recognisable.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/builder.h"
#include "patchcord/plan/planner.h"

namespace patchcord {
namespace {

marks::Mark mark_of(const PlanBuilder& builder, const DesiredIntegration& wanted) {
  return {.deployment = builder.desired.deployment, .key = wanted.key};
}

const ObservedCredential* credential_of(const Observed& observed, const std::string& id) {
  const auto found = std::find_if(observed.credentials.begin(),
                                  observed.credentials.end(),
                                  [&](const auto& one) { return one.id == id; });
  return found == observed.credentials.end() ? nullptr : &*found;
}

// A role that cannot be made is better known before anything is made at Genesys Cloud.
std::vector<std::size_t> steps_of_role(const PlanBuilder& builder,
                                       const DesiredIntegration& wanted) {
  std::vector<std::size_t> steps;
  for (const auto& role : builder.desired.roles) {
    if (role.name != wanted.role) continue;
    for (const auto& address : {address_of(role), policy_address_of(role)}) {
      const auto found = builder.steps_of.find(address.text());
      if (found != builder.steps_of.end())
        steps.insert(steps.end(), found->second.begin(), found->second.end());
    }
  }
  return steps;
}

std::size_t plan_new_credential(PlanBuilder& builder,
                                const DesiredIntegration& wanted,
                                const Json& role_arn,
                                std::string because) {
  const auto name = mark_of(builder, wanted).text();
  return builder.add({.operation = Operation::create_credential,
                      .address = credential_address_of(wanted),
                      .because = std::move(because),
                      .fields = {{"name", name}, {"role_arn", role_arn}},
                      .needs = steps_of_role(builder, wanted),
                      .leaves = AppliedObject{.name = name}});
}

// The bound credential, or nothing with the reason why it must be a new one.
struct Binding {
  std::string id{};          // the one that stays bound
  std::string because{};     // why a new one is needed; empty when `id` stays
  std::string superseded{};  // ours, bound until now: removed once the new one is bound
};

// To the second: a create and a listing need not write the same moment in the same way, and either
// may leave it out.
bool was_changed(std::string_view recorded, std::string_view seen) {
  constexpr std::size_t to_the_second = std::string_view("2026-01-02T03:04:05").size();
  return !recorded.empty() && !seen.empty() &&
         recorded.substr(0, to_the_second) != seen.substr(0, to_the_second);
}

Binding judge_binding(PlanBuilder& builder,
                      const DesiredIntegration& wanted,
                      const ObservedConfig& config,
                      const Json& role_arn) {
  if (config.credentials.empty()) return {.because = "none is bound"};
  const auto& bound = config.credentials.begin()->second;
  const auto* credential = credential_of(builder.observed, bound);
  const auto name = mark_of(builder, wanted).text();
  if (credential == nullptr)
    return {.because = fmt::format("the bound one, {}, does not exist", bound)};
  if (credential->name != name) {
    const auto mark = marks::parse(credential->name);
    if (mark && mark->deployment == builder.desired.deployment)
      return {.because = "its integration has a new name", .superseded = bound};
    return {.because = "the bound one is not ours; it stays, unbound"};
  }
  if (is_reference(role_arn)) return {.because = "its role is new", .superseded = bound};
  const auto* record = builder.recorded(credential_address_of(wanted));
  if (record == nullptr || record->id != bound || record->role_arn.empty()) {
    builder.plan.unproven.push_back(
        {.address = credential_address_of(wanted),
         .why =
             fmt::format("the role ARN inside credential {} cannot be read back, and there is no "
                         "record of it",
                         bound)});
    return {.id = bound};
  }
  if (record->role_arn != role_arn.get<std::string>())
    return {.because = "its role has changed", .superseded = bound};
  if (was_changed(record->modified, credential->modified))
    return {.because = "changed outside patchcord", .superseded = bound};
  return {.id = bound};
}

struct Leftovers {
  std::string integration_id{};  // the one that we configure; empty for a new one
  Binding binding{};
  std::vector<std::size_t> needs{};
};

// Credentials of our name that are bound nowhere: left over from a run that ended early.
void plan_leftovers(PlanBuilder& builder,
                    const DesiredIntegration& wanted,
                    const Leftovers& leftovers) {
  const auto name = mark_of(builder, wanted).text();
  for (const auto& credential : builder.observed.credentials) {
    const bool superseded = credential.id == leftovers.binding.superseded;
    const bool ours = credential.name == name || superseded;
    if (!ours || credential.id == leftovers.binding.id) continue;
    if (may_be_bound(builder.observed, credential.id, leftovers.integration_id)) {
      builder.note(
          fmt::format("credential {} has our name, but another integration may use it: it stays",
                      credential.id));
      continue;
    }
    builder.add(
        {.operation = Operation::delete_credential,
         .address = credential_address_of(wanted),
         .because = superseded ? "a new one takes its place" : "it is left over and bound nowhere",
         .fields = {{"id", credential.id}},
         .needs = leftovers.needs,
         .forgets = true});
  }
}

// Returns the steps after which actions can be made under it.
std::vector<std::size_t> plan_enabling(PlanBuilder& builder,
                                       const DesiredIntegration& wanted,
                                       const Json& id,
                                       const ObservedIntegration* integration,
                                       std::vector<std::size_t> needs) {
  if (integration != nullptr && integration->intended_state == "ENABLED") {
    if (integration->reported_state == "ERROR") {
      builder.note(fmt::format("integration \"{}\" reports ERROR: {}",
                               wanted.name,
                               printable(integration->reported_detail, 300)));
    }
    return needs;
  }
  Step step{.operation = Operation::enable_integration,
            .address = address_of(wanted),
            .because = integration == nullptr
                           ? "it is new"
                           : fmt::format("it is {}", printable(integration->intended_state, 20)),
            .fields = {{"id", id}, {"name", wanted.name}},
            .needs = std::move(needs)};
  if (integration != nullptr)
    step.changes = {
        {.field = "intendedState", .before = integration->intended_state, .after = "ENABLED"}};
  return {builder.add(std::move(step))};
}

Json configuration(const DesiredIntegration& wanted,
                   const Json& id,
                   const std::string& notes,
                   const Json& credential_id) {
  return {{"id", id}, {"name", wanted.name}, {"notes", notes}, {"credential_id", credential_id}};
}

AppliedObject recorded_integration(const DesiredIntegration& wanted,
                                   const std::string& id,
                                   const std::string& notes) {
  return {.id = id, .name = wanted.name, .digest = sha256_hex(wanted.name + "\n" + notes)};
}

void plan_new_integration(PlanBuilder& builder,
                          const DesiredIntegration& wanted,
                          const Json& role_arn) {
  const auto mark = mark_of(builder, wanted);
  const auto unfinished = marks::unfinished_name(wanted.name, mark, builder.options.operation_id);
  builder.add({.operation = Operation::create_integration,
               .address = address_of(wanted),
               .because = builder.why_missing(address_of(wanted)),
               .fields = {{"name", unfinished}},
               .needs = steps_of_role(builder, wanted),
               .leaves = AppliedObject{.name = unfinished}});
  const auto id = reference_to(address_of(wanted), "id");
  plan_new_credential(builder, wanted, role_arn, "it is new");
  const auto configured =
      builder.add({.operation = Operation::configure_integration,
                   .address = address_of(wanted),
                   .because = "it is new",
                   .fields = configuration(
                       wanted, id, mark.text(), reference_to(credential_address_of(wanted), "id")),
                   .leaves = recorded_integration(wanted, "", mark.text())});
  const auto enabled = plan_enabling(builder, wanted, id, nullptr, {configured});
  plan_leftovers(builder, wanted, {.needs = {configured}});
  plan_actions(builder, {.integration = wanted, .id = id, .after = enabled});
}

std::string wanted_notes(const ObservedConfig& config, const marks::Mark& mark, bool adopting) {
  if (const auto adoption = marks::adoption_in(config.notes))
    return marks::with_mark(config.notes, mark, *adoption);
  if (!adopting) return marks::with_mark(config.notes, mark);
  const auto& bound = config.credentials;
  return marks::with_mark(
      config.notes,
      mark,
      marks::Adoption{.credential = bound.empty() ? std::string() : bound.begin()->second});
}

void plan_configuration(PlanBuilder& builder,
                        const DesiredIntegration& wanted,
                        const ObservedIntegration& integration,
                        const Json& role_arn,
                        Match match) {
  const auto& config = *integration.config;
  const auto mark = mark_of(builder, wanted);
  const bool adopting = match == Match::named || match == Match::pinned;
  const auto notes = wanted_notes(config, mark, adopting);
  const auto binding = judge_binding(builder, wanted, config, role_arn);

  std::vector<Change> changes;
  if (config.name != wanted.name)
    changes.push_back({.field = "name", .before = config.name, .after = wanted.name});
  if (config.notes != notes)
    changes.push_back({.field = "notes", .before = config.notes, .after = notes});
  Json credential_id = binding.id;
  if (!binding.because.empty()) {
    plan_new_credential(builder, wanted, role_arn, binding.because);
    credential_id = reference_to(credential_address_of(wanted), "id");
    const Json before =
        config.credentials.empty() ? Json() : Json(config.credentials.begin()->second);
    changes.push_back({.field = "credential", .before = before, .after = credential_id});
  } else {
    builder.plan.existing[credential_address_of(wanted)] = binding.id;
  }
  std::vector<std::size_t> done;
  if (!changes.empty()) {
    auto fields = configuration(wanted, integration.id, notes, credential_id);
    fields["version"] = config.version;
    const bool only_credential = changes.size() == 1 && changes[0].field == "credential";
    const auto because =
        adopting                     ? std::string("it is adopted")
        : match == Match::unfinished ? std::string("an earlier run ended before it was configured")
        : only_credential
            ? "a new credential: " + binding.because
            : builder.why_it_differs(address_of(wanted), sha256_hex(wanted.name + "\n" + notes));
    done.push_back(builder.add({.operation = Operation::configure_integration,
                                .address = address_of(wanted),
                                .because = because,
                                .changes = std::move(changes),
                                .fields = std::move(fields),
                                .leaves = recorded_integration(wanted, integration.id, notes)}));
  } else {
    auto known = recorded_integration(wanted, integration.id, notes);
    known.version = config.version;
    builder.confirm(address_of(wanted), known);
  }
  auto ready = plan_enabling(builder, wanted, integration.id, &integration, done);
  plan_leftovers(
      builder, wanted, {.integration_id = integration.id, .binding = binding, .needs = done});
  plan_actions(builder,
               {.integration = wanted,
                .id = integration.id,
                .adopting = adopting,
                .adopted = adopting || marks::adoption_in(config.notes).has_value(),
                .after = std::move(ready)});
}

void refuse_ambiguity(PlanBuilder& builder,
                      const DesiredIntegration& wanted,
                      const MatchedIntegration& match) {
  std::vector<std::string> ids;
  for (const auto* candidate : match.candidates) {
    ids.push_back(candidate->id);
  }
  builder.refuse(fmt::format("integration \"{}\" is ambiguous: {} of them could be meant: {}",
                             wanted.name,
                             ids.size(),
                             fmt::join(ids, ", ")),
                 "Remove or rename the ones that are not meant, or name the one by its id (`adopt: "
                 "<id>` in the manifest).");
}

void refuse_unadopted(PlanBuilder& builder,
                      const DesiredIntegration& wanted,
                      const ObservedIntegration& integration) {
  const auto other =
      marks::in_notes(integration.config ? integration.config->notes : integration.notes);
  if (other) {
    builder.refuse(fmt::format("integration \"{}\" ({}) belongs to the deployment {}",
                               wanted.name,
                               integration.id,
                               other->deployment),
                   "Choose another integration name (--integration, or `name:` in the manifest).");
    return;
  }
  builder.refuse(
      fmt::format("integration \"{}\" ({}) exists and is not ours: somebody else made it",
                  wanted.name,
                  integration.id),
      "Run again with --adopt to take it over: it gets a new credential of ours and our mark in "
      "its notes, the old credential "
      "stays. Or choose another name (--integration, or `name:` in the manifest).");
}

}  // namespace

void plan_integration(PlanBuilder& builder,
                      const DesiredIntegration& wanted,
                      const Json& role_arn) {
  const auto match = match_integration(wanted, builder.desired, builder.observed, builder.applied);
  if (wanted.adopt && match.match == Match::none) {
    builder.refuse(fmt::format("integration \"{}\" cannot be adopted: there is none with the id {}",
                               wanted.name,
                               *wanted.adopt));
    return;
  }
  if (match.match == Match::none) {
    plan_new_integration(builder, wanted, role_arn);
    return;
  }
  if (match.candidates.size() > 1) {
    refuse_ambiguity(builder, wanted, match);
    return;
  }
  const auto& integration = *match.candidates.front();
  const auto other = integration.config ? marks::in_notes(integration.config->notes) : std::nullopt;
  const bool of_another = other && other->deployment != builder.desired.deployment;
  if ((match.match == Match::named && !builder.options.adopt) || of_another) {
    refuse_unadopted(builder, wanted, integration);
    return;
  }
  PATCHCORD_CHECK(integration.config.has_value(),
                  "observe read no configuration of an integration that matches");
  builder.plan.existing[address_of(wanted)] = integration.id;
  plan_configuration(builder, wanted, integration, role_arn, match.match);
}

}  // namespace patchcord
