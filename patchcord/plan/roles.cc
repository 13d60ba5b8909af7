// Planning a role: made by us, repaired when it is ours, refused when it is somebody else's.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/builder.h"
#include "patchcord/plan/planner.h"
#include "patchcord/plan/role_documents.h"
#include "patchcord/plan/role_proof.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/equivalent.h"
#include "patchcord/policy/genesys_role.h"

namespace patchcord {
namespace {

std::map<std::string, std::string> marked_tags(const PlanBuilder& builder,
                                               const DesiredRole& role) {
  auto tags = role.tags;
  tags[std::string(marks::deployment_tag)] = builder.desired.deployment;
  tags[std::string(marks::organization_tag)] = builder.observed.organization->id;
  return tags;
}

std::vector<std::string> document_differences(const Json& found, const std::string& wanted) {
  const auto document = policy::read_document(found);
  const auto expected = policy::parse_document(wanted);
  if (!document.ok() || !expected.ok()) return {"what is there is no policy document"};
  return policy::differences(*expected, *document);
}

std::string tag_of(const ObservedRole& role, std::string_view key) {
  const auto found = role.tags.find(std::string(key));
  return found == role.tags.end() ? std::string() : found->second;
}

// External ids that the trust policy names, other than ours.
std::vector<std::string> foreign_external_ids(const Json& trust, const std::string& ours) {
  const auto document = policy::read_document(trust);
  if (!document) return {};
  auto ids = policy::external_ids(*document);
  ids.erase(std::remove(ids.begin(), ids.end(), ours), ids.end());
  return ids;
}

constexpr const char* other_name =
    "Choose another role name for this deployment (--role, or `role:` in the manifest).";

bool has_our_tags(const PlanBuilder& builder, const ObservedRole& role) {
  return tag_of(role, marks::deployment_tag) == builder.desired.deployment &&
         tag_of(role, marks::organization_tag) == builder.observed.organization->id;
}

// A role of another deployment or organization is never touched, not even with --adopt: two
// organizations in one AWS account must not take each other's calls down. Where both tags are ours,
// another external id in its trust is drift.
bool belongs_to_others(PlanBuilder& builder, const ObservedRole& role) {
  if (has_our_tags(builder, role)) return false;
  const auto deployment = tag_of(role, marks::deployment_tag);
  const auto organization = tag_of(role, marks::organization_tag);
  if (!organization.empty() && organization != builder.observed.organization->id) {
    builder.refuse(fmt::format("role {} belongs to another organization: its tag {} is {}",
                               role.name,
                               marks::organization_tag,
                               printable(organization, 80)),
                   other_name);
    return true;
  }
  if (!deployment.empty() && deployment != builder.desired.deployment) {
    builder.refuse(fmt::format("role {} belongs to the deployment {}, not to {}",
                               role.name,
                               printable(deployment, 80),
                               builder.desired.deployment),
                   other_name);
    return true;
  }
  const auto foreign = foreign_external_ids(role.trust, builder.external_id());
  if (!foreign.empty()) {
    builder.refuse(fmt::format("role {} trusts another external id than {}: {}",
                               role.name,
                               builder.external_id(),
                               printable(fmt::format("{}", fmt::join(foreign, ", ")), 200)),
                   other_name);
    return true;
  }
  return false;
}

Json plan_new_role(PlanBuilder& builder, const DesiredRole& role, const RoleDocuments& documents) {
  auto tags = marked_tags(builder, role);
  tags[std::string(marks::operation_tag)] = builder.options.operation_id;
  Json fields = {{"role", role.name},
                 {"path", role.path},
                 {"description", role.description},
                 {"tags", tags},
                 {"trust", documents.trust}};
  if (role.boundary) fields["boundary"] = *role.boundary;
  const auto created = builder.add(
      {.operation = Operation::create_role,
       .address = address_of(role),
       .because = builder.why_missing(address_of(role)),
       .fields = std::move(fields),
       .leaves = AppliedObject{.name = role.name, .digest = sha256_hex(documents.trust)}});
  builder.add({.operation = Operation::put_role_policy,
               .address = policy_address_of(role),
               .because = "it is new",
               .fields = {{"role", role.name},
                          {"policy", role.policy_name},
                          {"document", documents.permission}},
               .needs = {created},
               .leaves = AppliedObject{.id = role.policy_name,
                                       .name = role.policy_name,
                                       .digest = sha256_hex(documents.permission)}});
  return reference_to(address_of(role), "arn");
}

void plan_tags(PlanBuilder& builder,
               const DesiredRole& wanted,
               const ObservedRole& role,
               bool adopting) {
  auto tags = marked_tags(builder, wanted);
  if (adopting) tags[std::string(marks::adopted_tag)] = "true";
  std::vector<Change> changes;
  for (const auto& [key, value] : tags) {
    const auto found = role.tags.find(key);
    if (found != role.tags.end() && found->second == value) continue;
    changes.push_back({.field = "tags." + key,
                       .before = found == role.tags.end() ? Json() : Json(found->second),
                       .after = value});
  }
  if (changes.empty()) return;
  builder.add({.operation = Operation::tag_role,
               .address = address_of(wanted),
               .because = adopting ? "it is adopted" : "its tags differ",
               .changes = std::move(changes),
               .fields = {{"role", wanted.name}, {"tags", tags}}});
}

void plan_description(PlanBuilder& builder, const DesiredRole& wanted, const ObservedRole& role) {
  if (role.description == wanted.description) return;
  // The call sets both: the longest session stays as it is.
  builder.add({.operation = Operation::update_role,
               .address = address_of(wanted),
               .because = "its description differs",
               .changes = {{.field = "description",
                            .before = role.description,
                            .after = wanted.description}},
               .fields = {{"role", wanted.name},
                          {"description", wanted.description},
                          {"max_session_seconds", role.max_session_seconds}}});
}

void plan_trust(PlanBuilder& builder,
                const DesiredRole& wanted,
                const ObservedRole& role,
                const std::string& trust) {
  const Json document = Json::parse(trust);
  const auto digest = sha256_hex(trust);
  if (same_document(role.trust, trust)) {
    builder.confirm(address_of(wanted), {.id = role.arn, .name = wanted.name, .digest = digest});
    return;
  }
  builder.add({.operation = Operation::update_trust,
               .address = address_of(wanted),
               .because = builder.why_it_differs(address_of(wanted), digest),
               .changes = {{.field = "trust policy", .before = role.trust, .after = document}},
               .fields = {{"role", wanted.name}, {"trust", trust}},
               .leaves = AppliedObject{.id = role.arn, .name = wanted.name, .digest = digest}});
}

// What is wrong with the role even when both our documents are written, one line each.
std::vector<std::string> dangers_after(const PlanBuilder& builder,
                                       const DesiredRole& wanted,
                                       const ObservedRole& role,
                                       const RoleDocuments& documents) {
  if (role.others.empty()) return {};
  auto after = role;
  after.trust = Json::parse(documents.trust);
  after.policies[wanted.policy_name] = Json::parse(documents.permission);
  const auto proof =
      prove_role({.wanted = wanted,
                  .found = after,
                  .trusted = trust_of(builder.desired, wanted, builder.external_id())});
  std::vector<std::string> lines;
  for (const auto& finding : proof.findings) {
    lines.push_back(finding_text(finding) + ". " + finding.hint);
  }
  return lines;
}

// What would change if the role became ours, one line each.
std::string differences_for_people(const PlanBuilder& builder,
                                   const DesiredRole& wanted,
                                   const ObservedRole& role,
                                   const RoleDocuments& documents) {
  std::vector<std::string> lines;
  for (const auto& difference : document_differences(role.trust, documents.trust)) {
    lines.push_back("trust policy: " + difference);
  }
  const auto found = role.policies.find(wanted.policy_name);
  if (found == role.policies.end()) {
    lines.push_back("inline policy: there is none named " + wanted.policy_name);
  } else {
    for (const auto& difference : document_differences(found->second, documents.permission)) {
      lines.push_back("inline policy: " + difference);
    }
  }
  lines.push_back(
      fmt::format("tags: {} is not set to {}", marks::deployment_tag, builder.desired.deployment));
  for (const auto& danger : dangers_after(builder, wanted, role, documents)) {
    lines.push_back("would stay: " + danger);
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

void plan_existing_role(PlanBuilder& builder,
                        const DesiredRole& wanted,
                        const ObservedRole& role,
                        const RoleDocuments& documents) {
  if (belongs_to_others(builder, role)) return;
  const bool adopting = !has_our_tags(builder, role);
  if (adopting && !builder.options.adopt && !wanted.adopt) {
    builder.plan.refusals.push_back(
        Error{.code = Code::conflict,
              .what = fmt::format(
                  "role {} exists and is not ours: it was not made by this deployment", role.name),
              .detail = differences_for_people(builder, wanted, role, documents),
              .hint = "Run again with --adopt to take it over with these changes, or choose "
                      "another role name (--role, or `role:` in the manifest)."});
    return;
  }
  if (role.path != wanted.path) {
    builder.refuse(fmt::format("role {} has the path {}, not {}: a path cannot be changed",
                               role.name,
                               printable(role.path, 100),
                               wanted.path),
                   "Give that path, or choose another role name.");
  }
  if (role.boundary != wanted.boundary) {
    builder.refuse(fmt::format("role {} has {} as permissions boundary, not {}",
                               role.name,
                               role.boundary.value_or("nothing"),
                               wanted.boundary.value_or("nothing")),
                   "Set the boundary at AWS, or give the one that is there.");
  }
  plan_tags(builder, wanted, role, adopting);
  plan_description(builder, wanted, role);
  plan_trust(builder, wanted, role, documents.trust);
  plan_policy(builder, wanted, role, documents.permission);
  // What is in a role that is ours already, `verify` proves.
  if (!adopting) return;
  for (const auto& danger : dangers_after(builder, wanted, role, documents)) {
    builder.note(fmt::format("role {} as it would be then: {}", role.name, danger));
  }
}

// Another team's role: nothing is written. It is there only where it was read to be proven.
Json plan_role_of_others(PlanBuilder& builder, const DesiredRole& role, const ObservedRole* found) {
  builder.plan.roles.push_back(role);
  if (found == nullptr || !found->unread.empty()) {
    builder.plan.unproven.push_back(
        {.address = address_of(role),
         .why = fmt::format("role {} is another team's: its trust and permissions are not read",
                            role.arn)});
  }
  return role.arn;
}

// One trusted partition, one account: what cannot work is refused before anything is made.
void check_functions(PlanBuilder& builder, const DesiredRole& role) {
  const auto& pin = builder.desired.account_pin;
  const auto& caller = builder.observed.caller;
  // The pin has told it already.
  if (pin && caller && *pin != caller->account) return;
  for (const auto& function : role.functions) {
    if (caller && function.partition != caller->partition) {
      builder.refuse(
          fmt::format("function {} is in partition {}, but the AWS credentials are of partition {}",
                      function.text(),
                      function.partition,
                      caller->partition),
          "Use credentials of the function's partition.");
    } else if (caller && function.account != caller->account && !builder.desired.cross_account) {
      builder.refuse(
          fmt::format("function {} is in account {}, but the AWS credentials are of account {}",
                      function.text(),
                      function.account,
                      caller->account),
          "Use credentials of the function's account, or say that it is meant: `cross_account: "
          "true` "
          "under `aws:`, --cross-account.");
    }
  }
}

}  // namespace

Json plan_role(PlanBuilder& builder, const DesiredRole& role) {
  const auto found = std::find_if(builder.observed.roles.begin(),
                                  builder.observed.roles.end(),
                                  [&](const auto& observed) { return observed.name == role.name; });
  const bool exists = found != builder.observed.roles.end();
  if (!role.managed) return plan_role_of_others(builder, role, exists ? &*found : nullptr);
  check_functions(builder, role);
  auto wanted = role;
  if (exists) {
    auto more = still_invoked(builder, role, *found);
    std::move(more.begin(), more.end(), std::back_inserter(wanted.functions));
  }
  builder.plan.roles.push_back(wanted);
  const auto made = role_documents(builder.desired, wanted, builder.external_id());
  if (!made) {
    builder.plan.refusals.push_back(during(made.error(), address_of(role).text()));
    return reference_to(address_of(role), "arn");
  }
  if (!exists) return plan_new_role(builder, wanted, *made);
  builder.plan.existing[address_of(role)] = found->arn;
  plan_existing_role(builder, wanted, *found, *made);
  return found->arn;
}

}  // namespace patchcord
