#include "patchcord/policy/proof.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/comparison.h"
#include "patchcord/policy/condition.h"

namespace patchcord::policy {
namespace {

void check_element(const Statement& statement, const StatementPlace& place, Findings& findings) {
  const auto name = describe(place);
  if (!statement.not_understood.empty()) {
    findings.push_back({.severity = Severity::warning,
                        .code = "not_understood",
                        .text = fmt::format("{} has elements that are not understood", name),
                        .found = patchcord::to_text(statement.not_understood),
                        .place = place,
                        .undetermined = true});
  }
  for (const auto& condition : statement.conditions) {
    if (parse_operator(condition.operation)) continue;
    findings.push_back({.severity = Severity::warning,
                        .code = "not_understood",
                        .text = fmt::format("{} has a condition operator that is not known", name),
                        .found = condition.operation,
                        .place = place,
                        .undetermined = true});
  }
}

}  // namespace

StatementPlace place_of(const Document& document, std::size_t index, std::size_t statement) {
  return {.document = index,
          .statement = statement,
          .sid = document.statements[statement].sid,
          .label = document.label};
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

Context genesys_context(std::string_view now) {
  Context out{.values = {{"aws:SecureTransport", {"true"}},
                         {"aws:PrincipalIsAWSService", {"false"}},
                         {"aws:ViaAWSService", {"false"}},
                         {"aws:MultiFactorAuthPresent", {}},
                         {"aws:MultiFactorAuthAge", {}},
                         {"aws:SourceArn", {}},
                         {"aws:SourceAccount", {}},
                         {"aws:SourceOrgID", {}},
                         {"aws:SourceOrgPaths", {}},
                         {"aws:PrincipalServiceName", {}},
                         {"aws:PrincipalServiceNamesList", {}}},
              .others_unknown = true};
  if (const auto seconds = time_of(now); seconds && !now.empty()) {
    out.values["aws:CurrentTime"] = {std::string(now)};
    out.values["aws:EpochTime"] = {fmt::format("{:.0f}", *seconds)};
  }
  return out;
}

void check_form(const Document& document, std::size_t index, Findings& findings) {
  if (document.version != current_version) {
    const bool older = document.version == first_version;
    findings.push_back({.severity = older ? Severity::note : Severity::warning,
                        .code = "version",
                        .text = "the document is written in another version of the policy language",
                        .expected = std::string(current_version),
                        .found = document.version,
                        .undetermined = !older});
  }
  if (!document.not_understood.empty()) {
    findings.push_back({.severity = Severity::warning,
                        .code = "not_understood",
                        .text = "the document has elements that are not understood",
                        .found = patchcord::to_text(document.not_understood),
                        .undetermined = true});
  }
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const auto& statement = document.statements[i];
    check_element(statement, place_of(document, index, i), findings);
  }
}

void check_actions(const Statement& statement,
                   const StatementPlace& place,
                   std::string_view needed,
                   Findings& findings) {
  const auto name = describe(place);
  if (statement.not_actions) {
    findings.push_back({.code = "not_action",
                        .text = fmt::format("{} allows everything but a list of actions", name),
                        .expected = std::string(needed),
                        .found = join(*statement.not_actions, ", "),
                        .place = place});
  }
  for (const auto& action : statement.actions.value_or(Strings{})) {
    if (lower_case(action) == lower_case(needed)) continue;
    const bool wide = has_wildcard(action);
    findings.push_back({.severity = wide ? Severity::error : Severity::warning,
                        .code = wide ? "action_wildcard" : "action_additional",
                        .text = fmt::format("{} allows more than {}", name, needed),
                        .expected = std::string(needed),
                        .found = action,
                        .place = place});
  }
}

void check_denied(const Verdict& verdict, Finding if_allowed, Findings& findings) {
  if (verdict.decision == Decision::allowed) {
    if_allowed.text += fmt::format(": {}", verdict.reason);
  } else if (verdict.decision == Decision::undetermined) {
    if_allowed.severity = Severity::warning;
    if_allowed.undetermined = true;
    if_allowed.text =
        fmt::format("it cannot be decided whether {}: {}", if_allowed.text, verdict.reason);
  } else {
    return;
  }
  if_allowed.place = verdict.statement;
  if_allowed.layer = verdict.layer;
  findings.push_back(std::move(if_allowed));
}

}  // namespace patchcord::policy
