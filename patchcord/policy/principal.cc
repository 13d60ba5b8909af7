#include "patchcord/policy/principal.h"

#include <algorithm>

#include "patchcord/policy/arn.h"

namespace patchcord::policy {
namespace {

bool contains(const Strings& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "role/path/NAME" and "assumed-role/NAME/session" → NAME; a role's name is unique in its account.
std::string_view role_name(std::string_view resource) {
  constexpr std::string_view session = "assumed-role/";
  if (!resource.starts_with(session)) return resource.substr(resource.rfind('/') + 1);
  resource.remove_prefix(session.size());
  return resource.substr(0, resource.find('/'));
}

// `named` and the principal are known to be of one account.
Truth is_named(std::string_view named, const Arn& named_arn, const Principal& principal) {
  if (principal.arn.empty()) return Truth::unknown;
  if (named == principal.arn) return Truth::yes;
  const auto own = split_arn(principal.arn);
  if (!own) return Truth::no;
  const bool same_role = role_name(named_arn.resource) == role_name(own->resource);
  if (principal.kind == PrincipalKind::role_session && named_arn.resource.starts_with("role/")) {
    return truth_of(principal.role_arn.empty() ? same_role : named == principal.role_arn);
  }
  const bool names_session = named_arn.resource.starts_with("assumed-role/");
  if (principal.kind == PrincipalKind::role && names_session && same_role) return Truth::unknown;
  return Truth::no;
}

PrincipalMatch match_entry(std::string_view named, const Principal& principal) {
  if (named == "*") return {.covers = Truth::yes, .by_name = Truth::yes};
  if (!is_account_principal(principal)) return {};
  if (named == principal.account) return {.covers = Truth::yes};
  const auto arn = split_arn(named);
  if (!arn) {
    const auto same = truth_of(!principal.unique_id.empty() && named == principal.unique_id);
    return {.covers = same, .by_name = same};
  }
  if (arn->partition != principal.partition || arn->account != principal.account) return {};
  if (arn->service == "iam" && arn->resource == "root") return {.covers = Truth::yes};
  const auto same = is_named(named, *arn, principal);
  return {.covers = same, .by_name = same};
}

bool concerns(std::string_view named, const Principal& principal) {
  if (named == principal.account || named == principal.unique_id) return true;
  const auto arn = split_arn(named);
  return arn && arn->account == principal.account;
}

}  // namespace

bool is_account_principal(const Principal& principal) {
  return principal.kind != PrincipalKind::service && principal.kind != PrincipalKind::federated &&
         principal.kind != PrincipalKind::anonymous;
}

PrincipalMatch match_principal(const Principals& named, const Principal& principal) {
  PrincipalMatch out;
  for (const auto& entry : named.aws) {
    const auto one = match_entry(entry, principal);
    out.covers = either(out.covers, one.covers);
    out.by_name = either(out.by_name, one.by_name);
  }
  const bool is_service =
      principal.kind == PrincipalKind::service && contains(named.service, principal.arn);
  const bool is_provider =
      principal.kind == PrincipalKind::federated && contains(named.federated, principal.arn);
  auto other = truth_of(is_service || is_provider);
  if (!named.canonical_user.empty()) other = either(other, Truth::unknown);
  return {.covers = either(out.covers, other), .by_name = either(out.by_name, other)};
}

Truth not_principal_applies(const Principals& named, const Principal& principal) {
  if (contains(named.aws, "*")) return Truth::no;
  if (!named.canonical_user.empty()) return Truth::unknown;
  if (principal.kind == PrincipalKind::service)
    return truth_of(!contains(named.service, principal.arn));
  if (principal.kind == PrincipalKind::federated)
    return truth_of(!contains(named.federated, principal.arn));
  if (principal.kind == PrincipalKind::anonymous) return Truth::yes;
  const bool concerned =
      std::any_of(named.aws.begin(), named.aws.end(), [&](const std::string& entry) {
        return concerns(entry, principal);
      });
  return concerned ? Truth::unknown : Truth::yes;
}

}  // namespace patchcord::policy
