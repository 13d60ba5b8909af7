// Planning the inline policy of a role that is there: what is called today goes on working.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/removal.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/equivalent.h"
#include "patchcord/policy/genesys_role.h"

namespace patchcord {
namespace {

Json policy_of(const DesiredRole& wanted, const ObservedRole& role) {
  const auto found = role.policies.find(wanted.policy_name);
  return found == role.policies.end() ? Json() : found->second;
}

// Function ARNs that the inline policy allows now and would no longer allow.
std::set<std::string> withdrawn(const Json& before, const DesiredRole& wanted) {
  const auto document = policy::read_document(before);
  if (!document) return {};
  std::set<std::string> arns;
  for (const auto& statement : document->statements) {
    if (statement.resources) arns.insert(statement.resources->begin(), statement.resources->end());
  }
  for (const auto& arn : invoked_resources(wanted.functions))
    arns.erase(arn);
  return arns;
}

void add_wanted_ids(const PlanBuilder& builder,
                    const DesiredIntegration& under,
                    const std::string& integration_id,
                    std::set<std::string>& ids) {
  for (const auto& wanted : under.actions) {
    const auto match =
        match_action(wanted, under, integration_id, builder.actions, builder.applied);
    for (const auto* action : match.candidates) {
      ids.insert(action->id);
    }
  }
}

std::set<std::string> wanted_ids(const PlanBuilder& builder) {
  std::set<std::string> ids;
  for (const auto& under : builder.desired.integrations) {
    const auto integration =
        match_integration(under, builder.desired, builder.observed, builder.applied);
    for (const auto* candidate : integration.candidates) {
      add_wanted_ids(builder, under, candidate->id, ids);
    }
  }
  return ids;
}

bool will_be_removed(const PlanBuilder& builder,
                     const ObservedIntegration& integration,
                     const ObservedAction& action) {
  if (maker_of(builder, integration, action) != Maker::us) return false;
  if (!marks::name_before_replacement(action.name)) return builder.options.prune;
  return builder.options.retire && builder.is_unused(action.id);
}

bool may_use(const PlanBuilder& builder,
             const ObservedIntegration& integration,
             const DesiredRole& role) {
  if (!is_ours(builder, integration)) return false;
  const auto* wanted = desired_of(builder, integration);
  return wanted == nullptr || wanted->role == role.name;
}

Step policy_step(const DesiredRole& wanted, const Json& before, const std::string& document) {
  return {
      .operation = Operation::put_role_policy,
      .address = policy_address_of(wanted),
      .changes = {{.field = "policy", .before = before, .after = Json::parse(document)}},
      .fields = {{"role", wanted.name}, {"policy", wanted.policy_name}, {"document", document}},
      .leaves = AppliedObject{
          .id = wanted.policy_name, .name = wanted.policy_name, .digest = sha256_hex(document)}};
}

// Everything that is allowed now and everything that will be; nothing where what is there is not of
// our making.
std::optional<std::string> transitional_document(const DesiredRole& wanted,
                                                 const std::set<std::string>& withdrawn_arns) {
  auto arns = invoked_resources(wanted.functions);
  arns.insert(arns.end(), withdrawn_arns.begin(), withdrawn_arns.end());
  auto document = policy::permission_document(std::move(arns));
  return document ? std::optional(policy::to_text(*document)) : std::nullopt;
}

}  // namespace

bool same_document(const Json& found, const std::string& wanted) {
  const auto document = policy::read_document(found);
  const auto expected = policy::parse_document(wanted);
  return document.ok() && expected.ok() && policy::equivalent(*expected, *document);
}

std::vector<FunctionArn> still_invoked(PlanBuilder& builder,
                                       const DesiredRole& wanted,
                                       const ObservedRole& role) {
  auto arns = withdrawn(policy_of(wanted, role), wanted);
  if (arns.empty()) return {};
  const auto ids = wanted_ids(builder);
  std::vector<FunctionArn> functions;
  for (const auto& integration : builder.observed.integrations) {
    if (!may_use(builder, integration, wanted)) continue;
    for (const auto& action : builder.observed.actions) {
      if (action.integration_id != integration.id || !arns.contains(action.function) ||
          ids.contains(action.id) || will_be_removed(builder, integration, action))
        continue;
      auto function = FunctionArn::parse(action.function);
      if (!function) continue;
      builder.note(fmt::format("role {} still allows {}: action \"{}\" ({}) invokes it",
                               wanted.name,
                               action.function,
                               printable(action.name, 200),
                               action.id));
      arns.erase(action.function);
      functions.push_back(*std::move(function));
    }
  }
  return functions;
}

void plan_policy(PlanBuilder& builder,
                 const DesiredRole& wanted,
                 const ObservedRole& role,
                 const std::string& permission) {
  const Json before = policy_of(wanted, role);
  const auto digest = sha256_hex(permission);
  if (!before.is_null() && same_document(before, permission)) {
    builder.confirm(policy_address_of(wanted),
                    {.id = wanted.policy_name, .name = wanted.policy_name, .digest = digest});
    return;
  }
  const auto withdrawn_arns = withdrawn(before, wanted);
  const auto because = before.is_null() ? std::string("it is missing")
                                        : builder.why_it_differs(policy_address_of(wanted), digest);
  const auto between =
      withdrawn_arns.empty() ? std::nullopt : transitional_document(wanted, withdrawn_arns);
  auto final_step = policy_step(wanted, before, permission);
  final_step.because = because;
  if (!between) {
    builder.add(std::move(final_step));
    return;
  }
  // Live flows still call the old functions until the actions are changed.
  if (!same_document(before, *between)) {
    auto step = policy_step(wanted, before, *between);
    step.because = because + "; what is allowed now stays until the actions are changed";
    builder.add(std::move(step));
    final_step.changes[0].before = Json::parse(*between);
  }
  final_step.because = "what no action uses any more is withdrawn";
  builder.last.push_back(std::move(final_step));
}

}  // namespace patchcord
