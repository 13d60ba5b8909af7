// What IAM checks before it stores a policy document, with IAM's words: for a stand-in of IAM, and
// to fail before sending.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/policy/document.h"

namespace patchcord::policy {

// Characters that count, so all but white space. Defaults; IAM reports the account's own in
// GetAccountSummary.
//
// Source  IAM User Guide, IAM and AWS STS quotas
inline constexpr std::size_t max_trust_size = 2048;
inline constexpr std::size_t max_role_inline_size =
    10240;  // all inline policies of one role together
std::size_t size_without_white_space(std::string_view text);

struct TrustRules {
  std::string_view partition{"aws"};
  // Does the user or role with this ARN exist? Asked for every one that the document names. Empty:
  // all do.
  std::function<bool(std::string_view arn)> exists{};
};

// A role's trust policy.
//
// Errors  invalid: `what` is IAM's text, `answer` {400, MalformedPolicyDocument, text}. Sizes are
// not checked: they are
//         another error of IAM (LimitExceeded), and come after this one
// Source  IAM API Reference, CreateRole; the texts as AWS sent them to others
Result<Document> validate_trust_document(std::string_view text, const TrustRules& rules = {});

// An inline policy of a role; errors and source as above.
Result<Document> validate_identity_document(std::string_view text);

}  // namespace patchcord::policy
