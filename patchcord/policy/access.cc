#include "patchcord/policy/access.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"

namespace patchcord::policy {
namespace {

Verdict implicit_deny(Layer layer, std::string reason) {
  return {.layer = layer, .reason = std::move(reason)};
}

// Which of two verdicts explains the decision that follows from both.
const Verdict& explaining(const Verdict& a, const Verdict& b, Decision decision) {
  switch (decision) {
    case Decision::explicit_deny:
      return a.denies == Truth::yes ? a : b;
    case Decision::implicit_deny:
      return a.allows == Truth::no ? a : b;
    case Decision::undetermined:
      return a.decision == decision || b.unknowns.empty() ? a : b;
    case Decision::allowed:
      return a.allows == Truth::yes ? a : b;
  }
  return a;
}

Verdict combined(const Verdict& a, const Verdict& b, Truth allows, Truth by_name) {
  const auto denies = either(a.denies, b.denies);
  const auto decision = decision_of(denies, allows);
  Verdict out = explaining(a, b, decision);
  const Verdict& other = &explaining(a, b, decision) == &a ? b : a;
  out.decision = decision;
  out.denies = denies;
  out.allows = allows;
  out.allows_by_name = by_name;
  out.unknowns.insert(out.unknowns.end(), other.unknowns.begin(), other.unknowns.end());
  if (decision == Decision::undetermined) out.reason = join(out.unknowns, "; ");
  return out;
}

Verdict intersection(const Verdict& a, const Verdict& b) {
  return combined(a, b, both(a.allows, b.allows), both(a.allows_by_name, b.allows_by_name));
}

Verdict union_of(const Verdict& a, const Verdict& b) {
  return combined(a, b, either(a.allows, b.allows), either(a.allows_by_name, b.allows_by_name));
}

// The verdict when only statements that name the caller count.
Verdict by_name_only(Verdict verdict) {
  verdict.allows = verdict.allows_by_name;
  const auto decision = decision_of(verdict.denies, verdict.allows);
  if (decision == Decision::implicit_deny && verdict.decision != decision) {
    verdict.statement.reset();
    verdict.reason = "no statement names the caller itself";
  }
  verdict.decision = decision;
  return verdict;
}

bool same_account(const Request& request) {
  const auto arn = split_arn(request.resource);
  return !arn || arn->account.empty() || arn->account == request.principal.account;
}

Verdict within_limits(Verdict verdict, const IdentityPolicies& identity, const Request& request) {
  if (identity.boundary) {
    verdict =
        intersection(verdict, evaluate(*identity.boundary, request, Layer::permissions_boundary));
  }
  if (!identity.session.empty()) {
    verdict = intersection(verdict, evaluate(identity.session, request, Layer::session_policy));
  }
  return verdict;
}

// The policy of the other side. A Deny with NotPrincipal reaches every principal that has a
// boundary, whomever it excepts. Source: IAM User Guide, Permissions boundaries for IAM entities
Verdict other_side(Document document,
                   const IdentityPolicies& identity,
                   const Request& request,
                   Layer layer) {
  for (auto& statement : document.statements) {
    const bool denies = statement.effect == StatementEffect::deny;
    if (!identity.boundary || !denies || !statement.not_principal || statement.principal) continue;
    statement.not_principal.reset();
    statement.principal = Principals{.aws = {"*"}};
  }
  return evaluate(document, request, layer);
}

// What the other side grants the caller by name, inside what limits a role.
Verdict granted_by_name(const Verdict& granted,
                        const IdentityPolicies& identity,
                        const Request& request) {
  const bool limited = request.principal.kind == PrincipalKind::role ||
                       request.principal.kind == PrincipalKind::role_session;
  auto direct = by_name_only(granted);
  return limited ? within_limits(std::move(direct), identity, request) : direct;
}

}  // namespace

Verdict may_act(const IdentityPolicies& identity, const Request& request) {
  if (!is_account_principal(request.principal)) {
    return implicit_deny(Layer::identity_policy, "the caller has no identity policies");
  }
  if (request.principal.kind == PrincipalKind::account_root) {
    return {.decision = Decision::allowed,
            .reason = "the root user of an account needs no policy",
            .allows = Truth::yes,
            .allows_by_name = Truth::yes};
  }
  return within_limits(
      evaluate(identity.policies, request, Layer::identity_policy), identity, request);
}

Verdict may_assume_role(const Document& trust,
                        const IdentityPolicies& identity,
                        const Request& request) {
  auto trusted = other_side(trust, identity, request, Layer::trust_policy);
  if (!is_account_principal(request.principal)) return trusted;
  auto both_sides = intersection(trusted, may_act(identity, request));
  if (!same_account(request)) return both_sides;
  return union_of(both_sides, granted_by_name(trusted, identity, request));
}

Verdict may_use(const IdentityPolicies& identity,
                const std::optional<Document>& resource_policy,
                const Request& request) {
  auto granted = resource_policy
                     ? other_side(*resource_policy, identity, request, Layer::resource_policy)
                     : implicit_deny(Layer::resource_policy, "the resource has no policy");
  if (!is_account_principal(request.principal)) return granted;
  const auto acting = may_act(identity, request);
  if (!same_account(request)) return intersection(acting, granted);
  return union_of(acting, granted_by_name(granted, identity, request));
}

Result<std::string> invoked_resource(std::string_view function_arn, std::string_view qualifier) {
  constexpr std::string_view function = "function:";
  const auto invalid = [&](std::string_view problem) {
    return Error{.code = Code::invalid, .what = fmt::format("{} {}", function_arn, problem)};
  };
  const auto arn = split_arn(function_arn);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with(function)) {
    return invalid("is not the ARN of a Lambda function");
  }
  const auto name = arn->resource.substr(function.size());
  const auto colon = name.find(':');
  if (qualifier.empty()) return std::string(function_arn);
  if (colon == std::string_view::npos) return fmt::format("{}:{}", function_arn, qualifier);
  if (name.substr(colon + 1) != qualifier) {
    return invalid(fmt::format("has another qualifier than {}", qualifier));
  }
  return std::string(function_arn);
}

std::string denial_clause(const Verdict& verdict, std::string_view action) {
  const auto layer = [&](std::string_view article) -> std::string {
    switch (verdict.layer) {
      case Layer::identity_policy:
        return fmt::format("{}identity-based policy", article.empty() ? "" : "an ");
      case Layer::permissions_boundary:
        return fmt::format("{}permissions boundary", article);
      case Layer::session_policy:
        return fmt::format("{}session policy", article);
      case Layer::trust_policy:
        return fmt::format("{}role trust policy", article);
      case Layer::resource_policy:
        return fmt::format("{}resource-based policy", article);
    }
    return {};
  };
  if (verdict.decision == Decision::allowed) return {};
  if (verdict.decision == Decision::explicit_deny) {
    return fmt::format("with an explicit deny in {}", layer("a "));
  }
  return fmt::format("because no {} allows the {} action", layer(""), action);
}

}  // namespace patchcord::policy
