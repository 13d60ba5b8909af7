// prove_grant: what a function's own policy says to a role of another account.
#include <fmt/format.h>

#include "patchcord/policy/arn.h"
#include "patchcord/policy/proof.h"

namespace patchcord::policy {
namespace {

Request invocation(std::string_view function_arn, std::string_view role_arn, std::string_view now) {
  const auto role = split_arn(role_arn).value_or(Arn{});
  const auto function = split_arn(function_arn).value_or(Arn{});
  Request out{.principal = {.kind = PrincipalKind::role,
                            .partition = std::string(role.partition),
                            .account = std::string(role.account),
                            .arn = std::string(role_arn)},
              .action = "lambda:InvokeFunction",
              .resource = std::string(function_arn),
              .context = genesys_context(now)};
  out.context.values["aws:PrincipalAccount"] = {std::string(role.account)};
  out.context.values["aws:PrincipalArn"] = {std::string(role_arn)};
  out.context.values["aws:RequestedRegion"] = {std::string(function.region)};
  out.context.values["aws:ResourceAccount"] = {std::string(function.account)};
  return out;
}

}  // namespace

Findings prove_grant(const std::optional<Document>& function_policy,
                     std::string_view function_arn,
                     std::string_view role_arn,
                     std::string_view now) {
  Finding out{.code = "grant_missing",
              .layer = Layer::resource_policy,
              .resource = std::string(function_arn)};
  if (!function_policy) {
    out.text = fmt::format(
        "{} has no policy of its own, so no role of another account may invoke it", function_arn);
    return {out};
  }
  const auto verdict =
      evaluate(*function_policy, invocation(function_arn, role_arn, now), Layer::resource_policy);
  if (verdict.decision == Decision::allowed) return {};
  out.undetermined = verdict.decision == Decision::undetermined;
  if (out.undetermined) {
    out.severity = Severity::warning;
    out.code = "grant_undetermined";
  }
  out.text = fmt::format("{} the policy of {} lets {} invoke it: {}",
                         out.undetermined ? "it cannot be decided whether" : "it is not so that",
                         function_arn,
                         role_arn,
                         verdict.reason);
  out.place = verdict.statement;
  return {out};
}

}  // namespace patchcord::policy
