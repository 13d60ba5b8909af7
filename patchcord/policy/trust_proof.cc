// prove_trust: every statement is looked at for what is wrong in it, then the evaluator is asked
// who gets in.
#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/condition.h"
#include "patchcord/policy/proof.h"

namespace patchcord::policy {
namespace {

constexpr std::string_view assume_role = "sts:AssumeRole";
constexpr std::string_view external_id_key = "sts:ExternalId";

bool holds_without_key(const Operator& op) {
  return op.if_exists || op.quantifier == Operator::Quantifier::for_all_values;
}

// `Null: false`: the key is there, with whatever value.
bool demands_presence(const Condition& condition) {
  const auto op = parse_operator(condition.operation);
  return op && op->kind == Operator::Kind::null && !condition.values.empty() &&
         std::all_of(condition.values.begin(),
                     condition.values.end(),
                     [](const std::string& value) { return lower_case(value) == "false"; });
}

// Holds for this value of the key only, however that is spelled; without the key, too, unless
// `key_is_there`.
bool demands_exactly(const Condition& condition, std::string_view value, bool key_is_there) {
  const auto op = parse_operator(condition.operation);
  if (!op || op->negated || (holds_without_key(*op) && !key_is_there)) return false;
  const bool exact = op->kind == Operator::Kind::string || op->kind == Operator::Kind::like;
  return exact && !condition.values.empty() &&
         std::all_of(condition.values.begin(), condition.values.end(), [&](const std::string& one) {
           return one == value;
         });
}

class TrustProof {
 public:
  TrustProof(const Document& document, const GenesysTrust& expected, std::string_view now)
      : document_(document), expected_(expected) {
    genesys_.principal = {.kind = PrincipalKind::role_session,
                          .partition = expected.partition,
                          .account = expected.account};
    genesys_.action = assume_role;
    genesys_.context = genesys_context(now);
    genesys_.context.values["aws:PrincipalAccount"] = {expected.account};
    genesys_.context.values[std::string(external_id_key)] = {expected.external_id};
  }

  Findings run() && {
    check_form(document_, 0, findings_);
    for (std::size_t i = 0; i < document_.statements.size(); ++i) {
      if (document_.statements[i].effect != StatementEffect::allow) continue;
      place_ = place_of(document_, 0, i);
      check_allow(document_.statements[i], describe(*place_));
    }
    place_.reset();
    check_genesys_gets_in();
    check_other_ids_stay_out();
    check_others_stay_out();
    return std::move(findings_);
  }

 private:
  void add(Severity severity,
           std::string code,
           std::string text,
           std::string expected = {},
           std::string found = {}) {
    findings_.push_back({.severity = severity,
                         .code = std::move(code),
                         .text = std::move(text),
                         .expected = std::move(expected),
                         .found = std::move(found),
                         .place = place_,
                         .layer = Layer::trust_policy});
  }

  [[nodiscard]] std::string root_arn() const {
    return fmt::format("arn:{}:iam::{}:root", expected_.partition, expected_.account);
  }

  void check_allow(const Statement& statement, const std::string& name) {
    check_actions(statement, *place_, assume_role, findings_);
    if (statement.resources || statement.not_resources) {
      add(Severity::error,
          "resource",
          fmt::format("{} has a Resource, which a trust policy cannot have", name));
    }
    if (statement.not_principal) {
      add(Severity::error,
          "not_principal",
          fmt::format("{} trusts everybody but a list of principals", name),
          root_arn(),
          patchcord::join(statement.not_principal->aws, ", "));
      return;
    }
    if (!statement.principal) {
      add(Severity::error,
          "principal_missing",
          fmt::format("{} names no principal", name),
          root_arn());
      return;
    }
    check_principals(statement, name);
    const bool concerns_genesys =
        match_principal(*statement.principal, genesys_.principal).covers != Truth::no &&
        covers_action(statement, assume_role) != Truth::no;
    if (concerns_genesys) check_external_id(statement, name);
  }

  void check_principals(const Statement& statement, const std::string& name) {
    const auto& principals = *statement.principal;
    for (const auto& entry : principals.aws) {
      if (entry == "*") {
        check_everyone(statement, name);
      } else {
        check_aws_principal(entry, name);
      }
    }
    const auto additional = [&](const Strings& entries, std::string_view kind) {
      for (const auto& entry : entries) {
        add(Severity::warning,
            "principal_additional",
            fmt::format("{} also trusts a {}", name, kind),
            root_arn(),
            entry);
      }
    };
    additional(principals.service, "service");
    additional(principals.federated, "federated identity");
    additional(principals.canonical_user, "canonical user");
  }

  // Who gets in is asked of the evaluator; it cannot ask for every account there is.
  void check_everyone(const Statement& statement, const std::string& name) {
    const bool confined = std::any_of(
        statement.conditions.begin(), statement.conditions.end(), [&](const Condition& one) {
          return lower_case(one.key) == "aws:principalaccount" &&
                 demands_exactly(one, expected_.account, false);
        });
    add(confined ? Severity::note : Severity::warning,
        "principal_everyone",
        fmt::format("{} names every AWS account{}",
                    name,
                    confined ? ", and a condition lets only that of Genesys in" : ""),
        root_arn(),
        "*");
  }

  void check_aws_principal(const std::string& entry, const std::string& name) {
    if (entry == root_arn() || entry == expected_.account) return;
    const auto arn = split_arn(entry);
    if (!arn && !is_account_id(entry)) {
      add(Severity::warning,
          "principal_dead",
          fmt::format(
              "{} trusts a principal that was deleted; one with the same name is not trusted",
              name),
          root_arn(),
          entry);
    } else if (arn && arn->partition != expected_.partition) {
      add(Severity::error,
          "principal_partition",
          fmt::format("{} trusts a principal of another partition, which never works", name),
          root_arn(),
          entry);
    } else if (!arn || arn->account != expected_.account) {
      add(Severity::warning,
          "principal_additional",
          fmt::format("{} trusts another account than the one that Genesys calls from", name),
          root_arn(),
          entry);
    } else {
      add(Severity::warning,
          "principal_narrow",
          fmt::format("{} trusts one principal of the account instead of the account: it works "
                      "only if Genesys calls "
                      "as exactly this one",
                      name),
          root_arn(),
          entry);
      findings_.back().undetermined = true;
    }
  }

  void check_external_id(const Statement& statement, const std::string& name) {
    std::vector<Condition> conditions;
    bool id_is_there = false;
    for (const auto& condition : statement.conditions) {
      if (lower_case(condition.key) != lower_case(external_id_key)) continue;
      if (demands_presence(condition)) {
        id_is_there = true;
      } else {
        conditions.push_back(condition);
      }
    }
    const bool required =
        std::any_of(conditions.begin(), conditions.end(), [&](const Condition& one) {
          return demands_exactly(one, expected_.external_id, id_is_there);
        });
    if (required) return;
    if (conditions.empty() && id_is_there) {
      add(Severity::error,
          "external_id_any",
          fmt::format("{} requires an external id, and accepts every one", name),
          fmt::format("StringEquals {} {}", external_id_key, expected_.external_id),
          "Null false");
    } else if (conditions.empty()) {
      add(Severity::error,
          "external_id_missing",
          fmt::format(
              "{} trusts Genesys without an external id: every Genesys customer could use the role",
              name),
          fmt::format("StringEquals {} {}", external_id_key, expected_.external_id));
    }
    for (const auto& condition : conditions)
      check_external_id(condition, name);
  }

  void check_external_id(const Condition& condition, const std::string& name) {
    const auto op = parse_operator(condition.operation);
    if (!op) return;  // check_form says so
    const auto wanted = fmt::format("StringEquals {}", expected_.external_id);
    const auto found =
        fmt::format("{} {}", condition.operation, patchcord::join(condition.values, ", "));
    const bool optional = op->negated || holds_without_key(*op);
    const bool pattern =
        op->kind == Operator::Kind::like &&
        std::any_of(condition.values.begin(), condition.values.end(), has_wildcard);
    const bool exact_kind = op->kind == Operator::Kind::string || op->kind == Operator::Kind::like;
    const auto& values = condition.values;
    if (optional || op->kind == Operator::Kind::null) {
      add(Severity::error,
          "external_id_optional",
          fmt::format("{} does not require the external id: the condition holds without it or with "
                      "any other",
                      name),
          wanted,
          found);
    } else if (pattern) {
      add(Severity::error,
          "external_id_pattern",
          fmt::format("{} accepts a pattern of external ids", name),
          wanted,
          found);
    } else if (!exact_kind) {
      add(Severity::warning,
          "external_id_inexact",
          fmt::format("{} does not compare the external id letter by letter", name),
          wanted,
          found);
    } else if (std::find(values.begin(), values.end(), expected_.external_id) == values.end()) {
      add(Severity::error,
          "external_id_other",
          fmt::format("{} requires another external id", name),
          wanted,
          found);
    } else {
      add(Severity::warning,
          "external_id_several",
          fmt::format("{} accepts several external ids, so several Genesys organizations", name),
          wanted,
          found);
    }
  }

  [[nodiscard]] Verdict ask(const Request& request) const {
    return evaluate(document_, request, Layer::trust_policy);
  }

  void check_genesys_gets_in() {
    const auto verdict = ask(genesys_);
    if (verdict.decision == Decision::allowed) return;
    const bool unknown = verdict.decision == Decision::undetermined;
    add(unknown ? Severity::warning : Severity::error,
        unknown ? "assume_undetermined" : "assume_denied",
        fmt::format("{} assume the role: {}",
                    unknown ? "it cannot be decided whether Genesys may" : "Genesys cannot",
                    verdict.reason),
        "allowed",
        decision_name(verdict.decision));
    findings_.back().place = verdict.statement;
    findings_.back().undetermined = unknown;
  }

  void check_other_ids_stay_out() {
    auto request = genesys_;
    auto& id = request.context.values[std::string(external_id_key)];
    id.clear();
    check_denied(
        ask(request),
        {.code = "assume_without_id", .text = "Genesys may assume the role without an external id"},
        findings_);
    const auto& own = expected_.external_id;
    auto other_case = lower_case(own);
    if (other_case == own) {
      std::transform(own.begin(), own.end(), other_case.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      });
    }
    Findings found;
    for (const auto& other : {std::string("00000000-0000-4000-8000-000000000000"),
                              own + "0",
                              "0" + own,
                              own.substr(0, own.size() - 1),
                              other_case}) {
      if (other == own) continue;
      id = {other};
      check_denied(
          ask(request),
          {.code = "assume_with_other_id",
           .text = fmt::format("Genesys may assume the role with the external id {}", other)},
          found);
    }
    // One id that gets in tells as much as all of them.
    const auto worst = std::min_element(
        found.begin(), found.end(), [](const Finding& one, const Finding& another) {
          return !one.undetermined && another.undetermined;
        });
    if (worst != found.end()) findings_.push_back(std::move(*worst));
  }

  void check_others_stay_out() {
    auto request = genesys_;
    request.principal.account =
        expected_.account == "111122223333" ? "444455556666" : "111122223333";
    request.context.values["aws:PrincipalAccount"] = {request.principal.account};
    check_denied(
        ask(request),
        {.code = "assume_by_other_account", .text = "any other AWS account may assume the role"},
        findings_);
    request.context.values["aws:PrincipalAccount"].clear();
    request.principal = {.kind = PrincipalKind::service, .arn = "events.amazonaws.com"};
    check_denied(ask(request),
                 {.code = "assume_by_service", .text = "any AWS service may assume the role"},
                 findings_);
    request.principal = {};
    check_denied(ask(request),
                 {.code = "assume_by_anyone", .text = "an anonymous caller may assume the role"},
                 findings_);
  }

  const Document& document_;
  const GenesysTrust& expected_;
  Request genesys_;
  std::optional<StatementPlace> place_{};  // of the statement that is looked at
  Findings findings_;
};

}  // namespace

Findings prove_trust(const Document& document, const GenesysTrust& expected, std::string_view now) {
  if (const auto canonical = trust_document(expected); !canonical) {
    return {{.code = "expectation", .text = canonical.error().what}};
  }
  return TrustProof(document, expected, now).run();
}

}  // namespace patchcord::policy
