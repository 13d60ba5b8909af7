// How the AWS half behaves where the real one is late, limited or not fully documented.
//
// Part of the sandbox's knobs, under "aws": POST /_sandbox/knobs {"aws": {"enforcementDelayMs":
// 5000}}.
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"

namespace patchcord::sandbox {

// Answers of SimulatePrincipalPolicy: one result per action and resource, or (model of 2026-07-30)
// one per action.
enum class SimulationShape { per_pair, per_action };  // pair, action
// How an account id given as a principal is shown again: as its root ARN, or as it was typed. Both
// occur.
enum class AccountPrincipals { root_arn, as_typed };  // root, typed
// What a read sees before a change has spread: the old state each time, or old and new in turn, as
// from two hosts.
enum class EarlyReads { old, alternating };  // old, alternating
// What UpdateRole does with a field that it is not given.
enum class OmittedFields { kept, erased };  // kept, erased
// Whether a Content-Type that was sent, but not signed, is accepted.
enum class UnsignedContentType { accepted, refused };  // accepted, refused
// Whether an invocation of $LATEST by name is one of the unqualified function for policies.
enum class LatestQualifier { qualified, unqualified };  // qualified, unqualified

// A token that AssumeRoleWithWebIdentity accepts, and what the provider says of its bearer.
struct WebIdentity {
  Secret token{};
  std::string provider{};  // "arn:aws:iam::123456789012:oidc-provider/token.example.com", as trust
                           // policies name it
  std::string subject{};
};

struct AwsKnobs {
  int read_delay_ms{0};  // a write shows in reads of IAM after this
  EarlyReads early_reads{};
  int write_delay_ms{0};  // other writes learn of a new role, and DeleteRole of removed policies,
                          // after this
  int enforcement_delay_ms{
      0};               // sts:AssumeRole and permission checks follow a change of IAM after this
  int arn_delay_ms{0};  // GetRole shows a new role's unique id in place of its ARN for this long
  int clock_offset_seconds{0};  // how far AWS's clock is ahead of the sandbox's
  int page_size_max{
      1000};  // of IAM listings, whatever MaxItems says; 0: the first page is empty and truncated
  int session_seconds_max{43'200};
  int skew_minutes{5};  // how old or early a signature may be
  SimulationShape simulation_shape{};
  AccountPrincipals account_principals{};
  OmittedFields omitted_fields{};
  UnsignedContentType unsigned_content_type{};
  LatestQualifier latest_qualifier{};
  std::optional<WebIdentity> web_identity{};
  std::string mfa_code{};  // that AssumeRole accepts for any device; empty: none
  std::optional<std::string>
      operator_policy{};  // what the operator's user may do, a policy document; none: all
};

Json to_json(const AwsKnobs& knobs);

// `knobs` with the members of `change` set: {"readDelayMs": 2000, "operatorPolicy": {"Version":
// …}}.
//
// Errors   invalid: not an object, an unknown name (with the nearest known one), a value of the
// wrong kind or range
Result<AwsKnobs> with_change(const AwsKnobs& knobs, const Json& change);

}  // namespace patchcord::sandbox
