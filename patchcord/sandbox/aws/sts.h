// STS: who am I, and sessions of roles.
//
// Source: STS API Reference, version 2011-06-15
#pragma once

#include <map>
#include <string>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/iam.h"

namespace patchcord::sandbox::aws {

// One signed call, or AssumeRoleWithWebIdentity, which needs no signature (its caller is then
// anonymous).
//
// Errors   with an answer in STS's words; why a role was not given is in Error::detail only
Result<QueryResult> run_sts(const QueryCall& call, const std::string& action);

// May `caller` assume the role? The role's existence is not told from its refusal: both are the
// same AccessDenied.
//
// Errors   AccessDenied 403, the reason in Error::detail
struct AssumeRequest {
  std::string role_arn{};
  std::string session_name{};
  std::string external_id{};  // empty: none was sent
  bool with_mfa{false};       // and its code was right
};
Result<const Role*> assume(const Cloud& cloud,
                           const Caller& caller,
                           const AssumeRequest& request,
                           TimePoint now);

// The caller that a session of the role is.
Caller session_of(const Cloud& cloud, const Role& role, const std::string& session_name);

}  // namespace patchcord::sandbox::aws
