// prove_permission: every statement is looked at for what is wrong in it, then the evaluator is
// asked what may be invoked.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/proof.h"

namespace patchcord::policy {
namespace {

constexpr std::string_view invoke = "lambda:InvokeFunction";
constexpr std::string_view function = "function:";

// arn:P:lambda:R:A:function:NAME[:QUALIFIER], taken apart.
struct FunctionArn {
  Arn arn{};
  std::string_view name{};
  std::string_view qualifier{};  // empty: unqualified

  [[nodiscard]] std::string with(std::string_view region,
                                 std::string_view other_name,
                                 std::string_view other_qualifier) const {
    return fmt::format("arn:{}:lambda:{}:{}:function:{}{}{}",
                       arn.partition,
                       region,
                       arn.account,
                       other_name,
                       other_qualifier.empty() ? "" : ":",
                       other_qualifier);
  }
};

// The ARN was accepted by permission_document().
FunctionArn parse(std::string_view text) {
  FunctionArn out{.arn = split_arn(text).value_or(Arn{})};
  const auto rest = out.arn.resource.substr(std::min(function.size(), out.arn.resource.size()));
  const auto colon = rest.find(':');
  out.name = rest.substr(0, colon);
  if (colon != std::string_view::npos) out.qualifier = rest.substr(colon + 1);
  return out;
}

class PermissionProof {
 public:
  PermissionProof(const IdentityPolicies& role,
                  const std::vector<std::string>& functions,
                  std::string_view now)
      : role_(role),
        functions_(functions.begin(), functions.end()),
        context_(genesys_context(now)) {}

  Findings run() && {
    for (std::size_t i = 0; i < role_.policies.size(); ++i) {
      check_form(role_.policies[i], i, findings_);
      check(role_.policies[i], i);
    }
    for (const auto& arn : functions_)
      check_may_invoke(arn);
    if (!check_invented_functions()) {
      for (const auto& arn : functions_)
        check_neighbours(arn);
    }
    return std::move(findings_);
  }

 private:
  [[nodiscard]] bool is_configured(const std::string& arn) const {
    return functions_.contains(arn);
  }

  [[nodiscard]] Verdict ask(const std::string& resource) const {
    Request request{.principal = {.kind = PrincipalKind::role_session},
                    .action = std::string(invoke),
                    .resource = resource,
                    .context = context_};
    if (const auto arn = split_arn(resource)) {
      request.context.values["aws:RequestedRegion"] = {std::string(arn->region)};
      request.context.values["aws:ResourceAccount"] = {std::string(arn->account)};
    }
    return may_act(role_, request);
  }

  void check(const Document& document, std::size_t index) {
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const auto& statement = document.statements[i];
      check(statement, place_of(document, index, i));
    }
  }

  void check(const Statement& statement, const StatementPlace& place) {
    if (statement.principal || statement.not_principal) {
      findings_.push_back({.code = "principal",
                           .text = fmt::format("{} names principals, which a role's policy cannot "
                                               "do",
                                               describe(place)),
                           .place = place});
    }
    if (statement.effect != StatementEffect::allow) return;
    check_actions(statement, place, invoke, findings_);
    if (covers_action(statement, invoke) == Truth::yes) check_resources(statement, place);
  }

  void check_resources(const Statement& statement, const StatementPlace& place) {
    if (statement.not_resources) {
      findings_.push_back(
          {.code = "not_resource",
           .text = fmt::format("{} allows everything but a list of resources", describe(place)),
           .found = join(*statement.not_resources, ", "),
           .place = place});
    }
    for (const auto& resource : statement.resources.value_or(Strings{})) {
      if (is_configured(resource)) continue;
      const bool wide = is_over_broad(resource);
      findings_.push_back({.severity = wide ? Severity::error : Severity::warning,
                           .code = wide ? "resource_wildcard" : "resource_additional",
                           .text = fmt::format("{} covers {}",
                                               describe(place),
                                               wide ? "functions that nobody configured"
                                                    : "more than the configured functions"),
                           .expected = "exactly the configured ARNs",
                           .found = resource,
                           .place = place});
    }
  }

  // A wildcard anywhere but in the qualifier of a configured function.
  [[nodiscard]] bool is_over_broad(const std::string& resource) const {
    if (!has_wildcard(resource)) return false;
    const auto wanted = parse(resource);
    const auto plain = fmt::format("arn:{}:{}:{}:{}:{}{}",
                                   wanted.arn.partition,
                                   wanted.arn.service,
                                   wanted.arn.region,
                                   wanted.arn.account,
                                   function,
                                   wanted.name);
    return has_wildcard(plain) || !wanted.arn.resource.starts_with(function) ||
           std::none_of(functions_.begin(), functions_.end(), [&](const std::string& configured) {
             return configured == plain || configured.starts_with(plain + ":");
           });
  }

  void check_may_invoke(const std::string& arn) {
    const auto verdict = ask(arn);
    if (verdict.decision == Decision::allowed) return;
    const bool unknown = verdict.decision == Decision::undetermined;
    findings_.push_back(
        {.severity = unknown ? Severity::warning : Severity::error,
         .code = unknown ? "invoke_undetermined" : "invoke_denied",
         .text = fmt::format(
             "{} invoke {}: {}{}{}",
             unknown ? "it cannot be decided whether the role may" : "the role may not",
             arn,
             verdict.layer == Layer::permissions_boundary ? "in its permissions boundary " : "",
             verdict.reason,
             qualifier_hint(arn)),
         .expected = "allowed",
         .found = decision_name(verdict.decision),
         .place = verdict.statement,
         .layer = verdict.layer,
         .undetermined = unknown,
         .resource = arn});
  }

  // Since 2022 Lambda compares name and qualifier; older documents grant the other form.
  [[nodiscard]] std::string qualifier_hint(const std::string& arn) const {
    const auto parsed = parse(arn);
    const auto other =
        parsed.with(parsed.arn.region, parsed.name, parsed.qualifier.empty() ? "$LATEST" : "");
    if (ask(other).decision != Decision::allowed) return {};
    return fmt::format("; {} is allowed, but that does not cover the ARN {} qualifier",
                       other,
                       parsed.qualifier.empty() ? "without a" : "with a");
  }

  // True when even an invented function may be invoked: then there is no need to ask for its
  // neighbours.
  bool check_invented_functions() {
    std::set<std::string> invented;
    for (const auto& configured : functions_) {
      const auto parsed = parse(configured);
      auto name = std::string("patchcord-control");
      while (is_configured(parsed.with(parsed.arn.region, name, parsed.qualifier)))
        name += '-';
      invented.insert(parsed.with(parsed.arn.region, name, parsed.qualifier));
    }
    const auto before = findings_.size();
    for (const auto& arn : invented)
      check_control(arn, Severity::error);
    return findings_.size() > before;
  }

  void check_control(const std::string& arn, Severity severity) {
    if (is_configured(arn)) return;
    check_denied(
        ask(arn),
        {.severity = severity,
         .code = severity == Severity::error ? "invoke_other_function" : "invoke_other_qualifier",
         .text = fmt::format("the role may invoke {}, which nobody configured", arn)},
        findings_);
  }

  void check_neighbours(const std::string& configured) {
    const auto parsed = parse(configured);
    const auto region = std::string(parsed.arn.region);
    const auto name = std::string(parsed.name);
    const auto qualifier = std::string(parsed.qualifier);
    check_control(parsed.with(region, name + "0", qualifier), Severity::error);
    check_control(parsed.with(region, "0" + name, qualifier), Severity::error);
    check_control(parsed.with(region == "us-east-1" ? "us-west-2" : "us-east-1", name, qualifier),
                  Severity::error);
    check_control(parsed.with(region, name, "patchcord-control"), Severity::warning);
    check_control(parsed.with(region, name, ""), Severity::warning);
  }

  const IdentityPolicies& role_;
  std::set<std::string> functions_;
  Context context_;
  Findings findings_;
};

}  // namespace

Findings prove_permission(const IdentityPolicies& role,
                          const std::vector<std::string>& function_arns,
                          std::string_view now) {
  if (const auto canonical = permission_document(function_arns); !canonical) {
    return {{.code = "expectation", .text = canonical.error().what}};
  }
  return PermissionProof(role, function_arns, now).run();
}

}  // namespace patchcord::policy
