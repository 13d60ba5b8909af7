// May this caller do this? Decided by the policy engine from the policies that the sandbox holds.
#pragma once

#include <string>

#include "patchcord/base/result.h"
#include "patchcord/policy/access.h"
#include "patchcord/sandbox/aws/cloud.h"

namespace patchcord::sandbox::aws {

struct Question {
  std::string action{};       // "iam:CreateRole"
  std::string resource{};     // the ARN that policies are compared with
  std::string label{};        // how the denial names it: "role orders"; empty: `resource`
  policy::Context context{};  // keys of this action; those of every request are added
};

// A session has the policies its role has now, as far as the change has spread; none when the role
// is gone.
policy::IdentityPolicies identity_of(const Cloud& cloud, const Caller& caller, TimePoint now);
policy::IdentityPolicies identity_of(const Cloud& cloud, const Role& role);

// The caller's request with the keys that every request has.
// Source: IAM User Guide, "AWS global condition context keys"
policy::Request request_of(const Cloud& cloud,
                           const Caller& caller,
                           const Question& question,
                           TimePoint now);

// Errors   AccessDenied 403, with the sentence and its "because" clause
Result<void> authorize(const Cloud& cloud,
                       const Caller& caller,
                       const Question& question,
                       TimePoint now);

// "User: arn:… is not authorized to perform: iam:GetRole on resource: role orders" and the clause,
// if any.
Error denied(const Caller& caller, const Question& question, const std::string& clause);

}  // namespace patchcord::sandbox::aws
