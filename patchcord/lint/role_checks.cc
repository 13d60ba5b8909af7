#include "patchcord/lint/role_checks.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::lint {
namespace {

constexpr const char* invented_organization = "00000000-0000-4000-8000-000000000000";

// Where the manifest names the role: at the first integration that uses it.
Span place_of(const Manifest& manifest, const Compiled& compiled, const std::string& role) {
  const auto& integrations = compiled.desired.integrations;
  for (std::size_t i = 0; i < integrations.size() && i < manifest.integrations.size(); ++i) {
    if (integrations[i].role != role) continue;
    const auto& section = manifest.integrations[i];
    return section.role ? section.role->span : section.span;
  }
  return {.file = manifest.file};
}

// The role would trust everybody in its own account, and Genesys Cloud not at all.
void check_trusted_account(const Compiled& compiled,
                           const DesiredRole& role,
                           const Span& span,
                           Findings& findings) {
  const auto& trusted = compiled.desired.trusted_account;
  const bool own = std::any_of(role.functions.begin(), role.functions.end(), [&](const auto& one) {
    return one.account == trusted;
  });
  if (!own && compiled.desired.account_pin.value_or("") != trusted) return;
  findings.add("L64",
               span,
               fmt::format("role {} trusts account {}, which is its own and not that of Genesys "
                           "Cloud",
                           printable(role.name),
                           trusted),
               "Give the account that Genesys Cloud calls from as `trusted_account`.");
}

// Where the role is not in the function's account, both sides have to agree.
void check_other_accounts(const Compiled& compiled,
                          const DesiredRole& role,
                          const Span& span,
                          Findings& findings) {
  const auto home = role.managed ? compiled.desired.account_pin.value_or("")
                                 : std::string(split(role.arn, ':')[4]);
  for (const auto& function : role.functions) {
    if (!compiled.desired.cross_account || function.account == home) continue;
    findings.add(
        "L63",
        span,
        fmt::format(
            "role {} is {}, function {} in {}: the function's own policy has to let the "
            "role in, too",
            printable(role.name),
            home.empty() ? "in an account that `aws.account` does not name" : "in account " + home,
            function.text(),
            function.account),
        fmt::format("In account {}: aws lambda add-permission --region {} --function-name {}{} "
                    "--statement-id genesys-cloud --action lambda:InvokeFunction --principal "
                    "<ARN of the role>. `patchcord verify` looks whether it is so.",
                    function.account,
                    function.region,
                    function.name,
                    function.qualifier.empty() ? "" : " --qualifier " + function.qualifier));
    findings.soften(Severity::note);
  }
}

}  // namespace

policy::Findings prove_documents(const RoleDocuments& documents,
                                 const policy::GenesysTrust& trust,
                                 const DesiredRole& role) {
  policy::Findings out;
  const auto trusting = policy::parse_document(documents.trust);
  const auto permitting = policy::parse_document(documents.permission);
  if (!trusting || !permitting) {
    out.push_back({.code = "document", .text = "it is no policy document"});
    return out;
  }
  out = policy::prove_trust(*trusting, trust);
  const auto permission =
      policy::prove_permission({.policies = {*permitting}}, invoked_resources(role.functions));
  out.insert(out.end(), permission.begin(), permission.end());
  return out;
}

void check_roles(const Manifest& manifest, const Compiled& compiled, Findings& findings) {
  const auto& desired = compiled.desired;
  const auto organization = desired.organization_pin.value_or(invented_organization);
  for (const auto& role : desired.roles) {
    const auto span = place_of(manifest, compiled, role.name);
    const auto documents = role_documents(desired, role, organization);
    if (!documents) {
      findings.add("L64",
                   span,
                   fmt::format("the documents of role {} cannot be written: {}",
                               printable(role.name),
                               documents.error().what));
      continue;
    }
    check_trusted_account(compiled, role, span, findings);
    check_other_accounts(compiled, role, span, findings);
    for (const auto& one :
         prove_documents(*documents, trust_of(desired, role, organization), role)) {
      findings.add("L64",
                   span,
                   fmt::format("role {}: {}{}{}",
                               printable(role.name),
                               one.text,
                               one.found.empty() ? "" : ", found ",
                               printable(one.found, 200)));
      findings.soften(one.severity);
    }
  }
}

}  // namespace patchcord::lint
