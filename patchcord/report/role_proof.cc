#include "patchcord/report/role_proof.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

using About = RoleFinding::About;
using Answer = RoleProof::Answer;

std::string mark(Answer answer, const Style& style) {
  switch (answer) {
    case Answer::proven:
      return style.green(style.done());
    case Answer::undetermined:
      return style.yellow("?");
    case Answer::wrong:
      return style.red(style.failed());
  }
  return {};
}

std::string claim_of_trust(const RoleProof& proof) {
  const auto genesys = fmt::format("Genesys Cloud ({})", proof.trusted.account);
  const auto id = "external id " + printable(proof.trusted.external_id, 200);
  switch (proof.answer(About::trust)) {
    case Answer::proven:
      return fmt::format("{} can assume it with {}; nobody else can, nor without it", genesys, id);
    case Answer::undetermined:
      return fmt::format(
          "it cannot be decided whether {} with {}, and nobody else, can assume it", genesys, id);
    case Answer::wrong:
      return fmt::format("{} with {} cannot assume it, or others can", genesys, id);
  }
  return {};
}

std::string claim_of_permission(const RoleProof& proof) {
  switch (proof.answer(About::permission)) {
    case Answer::proven:
      return "it may invoke exactly:";
    case Answer::undetermined:
      return "it cannot be decided whether it may invoke exactly:";
    case Answer::wrong:
      return "it may do more, or less, than invoke:";
  }
  return {};
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json to_json(const RoleFinding& one) {
  const auto& finding = one.finding;
  return {{"about", one.about == About::trust ? "trust" : "permission"},
          {"document", text_or_null(one.document)},
          {"statement", finding.place ? Json(finding.place->statement) : Json()},
          {"severity", severity_name(finding.severity)},
          {"undetermined", finding.undetermined},
          {"code", finding.code},
          {"message", finding.text},
          {"expected", text_or_null(finding.expected)},
          {"found", text_or_null(finding.found)},
          {"hint", text_or_null(one.hint)}};
}

}  // namespace

std::string role_proof_text(const RoleProof& proof, const Style& style) {
  const auto line = [&](About about, const std::string& claim) {
    return fmt::format(
        "  {} role {}: {}\n", mark(proof.answer(about), style), printable(proof.role, 100), claim);
  };
  auto out = line(About::trust, claim_of_trust(proof));
  out += line(About::permission, claim_of_permission(proof));
  for (const auto& function : proof.functions)
    out += fmt::format("      {}\n", function);
  return out;
}

Json to_json(const RoleProof& proof) {
  Json findings = Json::array();
  for (const auto& one : proof.findings)
    findings.push_back(to_json(one));
  return {{"role", proof.role},
          {"arn", text_or_null(proof.arn)},
          {"trustedAccount", proof.trusted.account},
          {"externalId", proof.trusted.external_id},
          {"functions", proof.functions},
          {"trust", answer_name(proof.answer(About::trust))},
          {"permission", answer_name(proof.answer(About::permission))},
          {"findings", std::move(findings)}};
}

std::vector<Error> problems_of(const RoleProof& proof) {
  std::vector<Error> problems;
  std::vector<std::string> documents;  // of the problems, in their order
  for (const auto& one : proof.findings) {
    if (one.finding.undetermined) continue;
    const auto known = std::find(documents.begin(), documents.end(), one.document);
    if (known != documents.end()) {
      auto& detail = problems[static_cast<std::size_t>(known - documents.begin())].detail;
      detail += (detail.empty() ? "" : "\n") + finding_text(one);
      continue;
    }
    documents.push_back(one.document);
    problems.push_back({.code = Code::conflict,
                        .what = fmt::format("role {}: {}", proof.role, finding_text(one)),
                        .hint = one.hint});
  }
  return problems;
}

std::vector<std::string> unproven_of(const RoleProof& proof) {
  std::vector<std::string> lines;
  for (const auto& one : proof.findings) {
    if (!one.finding.undetermined) continue;
    lines.push_back(fmt::format("role {}: {}. {}", proof.role, finding_text(one), one.hint));
  }
  return lines;
}

}  // namespace patchcord
