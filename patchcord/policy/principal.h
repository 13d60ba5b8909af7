// Who asks, and whether a policy's Principal element names them.
#pragma once

#include <string>

#include "patchcord/policy/document.h"
#include "patchcord/policy/truth.h"

namespace patchcord::policy {

enum class PrincipalKind {
  account_root,
  user,
  role,          // a role, no matter in which session
  role_session,  // arn:…:sts::A:assumed-role/ROLE/SESSION
  service,       // lambda.amazonaws.com
  federated,     // a web identity or SAML provider
  anonymous,
};

struct Principal {
  PrincipalKind kind{PrincipalKind::anonymous};
  std::string partition{"aws"};
  std::string account{};  // twelve digits; empty for service, federated and anonymous
  // The caller's own ARN; a service's or provider's name. Empty: some principal of the account, not
  // known which.
  std::string arn{};
  std::string
      role_arn{};  // of a role_session, with the path that its own ARN lacks; empty when not known
  std::string unique_id{};  // AROA… or AIDA…; empty when not known
};

// Has an account and identity policies there, so its account can delegate to it.
bool is_account_principal(const Principal& principal);

// `covers`: the element names the principal, its account or everyone. `by_name`: it does so without
// the account form, so that within one account no identity policy is needed besides.
struct PrincipalMatch {
  Truth covers{Truth::no};
  Truth by_name{Truth::no};
};

// A 12-digit id and arn:P:iam::A:root cover every user, role and session of the account; a role's
// ARN covers the role and its sessions; a user's, session's or provider's only itself; "*"
// everyone, anonymous callers included. There are no partial wildcards. A canonical user is
// `unknown`.
//
// Source  IAM User Guide, JSON policy elements: Principal
PrincipalMatch match_principal(const Principals& named, const Principal& principal);

// Does NotPrincipal leave the statement in force for this principal? `unknown` as soon as an entry
// concerns the principal's account: how IAM treats a role whose account alone is listed is not
// documented well enough.
//
// Source  IAM User Guide, JSON policy elements: NotPrincipal
Truth not_principal_applies(const Principals& named, const Principal& principal);

}  // namespace patchcord::policy
