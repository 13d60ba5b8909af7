// Several policies together: what a caller may do after identity policies, boundary, session and
// the other side.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/policy/evaluate.h"

namespace patchcord::policy {

// What an account gave its principal. Service control policies are not part of it: the account's
// owner cannot read them in every case, and the sandbox has none.
struct IdentityPolicies {
  // Inline and attached, of the user and its groups, or of the role.
  std::vector<Document> policies{};
  std::optional<Document> boundary{};
  // Passed with AssumeRole; empty: none were, and nothing is limited.
  std::vector<Document> session{};
};

// Identity policies ∩ boundary ∩ session policies; a Deny in any of them is final. The root user of
// an account needs no policy. A service, a provider or nobody has none: implicit deny.
//
// Source  IAM User Guide, Policy evaluation logic; Permissions boundaries; Session policies
Verdict may_act(const IdentityPolicies& identity, const Request& request);

// sts:AssumeRole on the role of `request.resource`. Another account: its identity policy and the
// trust policy must both allow. The same account: a trust statement that names the caller suffices,
// one that names the account needs the identity policy too. A Deny with NotPrincipal reaches
// whoever has a boundary; as with may_use(), a role stays inside its boundary and session policies.
//
// Source  IAM User Guide, How IAM roles differ from resource-based policies; Cross-account policy
//         evaluation logic
Verdict may_assume_role(const Document& trust,
                        const IdentityPolicies& identity,
                        const Request& request);

// An action on a resource that can have a policy of its own (a Lambda function: one per qualifier).
// Another account: both must allow. The same account: either one, but what the resource's policy
// grants a role stays inside its boundary and session policies (a grant to one session's ARN, which
// would escape them, is limited as well). A resource whose ARN has no account counts as the
// caller's own.
//
// Source  IAM User Guide, Policy evaluation logic; Lambda Developer Guide, Using resource-based
//         policies
Verdict may_use(const IdentityPolicies& identity,
                const std::optional<Document>& resource_policy,
                const Request& request);

// The ARN that Lambda compares with Resource: the function's with the qualifier of the request,
// when there is one. An unqualified Resource covers an invocation without qualifier only, "NAME:*"
// only those with one.
//
// Errors  invalid: no function ARN, or it has another qualifier already
// Source  Lambda Developer Guide, Resources and conditions for Lambda actions
Result<std::string> invoked_resource(std::string_view function_arn, std::string_view qualifier);

// How AWS ends its AccessDenied sentence: "because no identity-based policy allows the
// lambda:InvokeFunction action", "with an explicit deny in a permissions boundary". Empty when
// allowed.
//
// Source  IAM User Guide, Troubleshooting access denied error messages
std::string denial_clause(const Verdict& verdict, std::string_view action);

}  // namespace patchcord::policy
