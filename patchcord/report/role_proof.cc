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

bool is_wrong(const RoleFinding& one, About about) {
  return one.about == about && !one.finding.undetermined;
}

// It does not let Genesys Cloud do what it has to.
bool forbids(const RoleFinding& one) {
  const auto& code = one.finding.code;
  return code == "assume_denied" || code == "invoke_denied" || code == "grant_missing" ||
         code == "document";
}

// What is wrong with one half of the role: it forbids too much, or it allows too much.
struct Faults {
  bool too_little{};
  bool too_much{};
};

Faults faults_of(const RoleProof& proof, About about) {
  Faults faults;
  bool for_another_organization = false;
  for (const auto& one : proof.findings) {
    if (!is_wrong(one, about)) continue;
    if (one.finding.code == "external_id_other") {
      for_another_organization = true;
    } else {
      (forbids(one) ? faults.too_little : faults.too_much) = true;
    }
  }
  // Our own statement with a wrong id lets nobody in too many; beside a right one it does.
  if (for_another_organization && !faults.too_little) faults.too_much = true;
  return faults;
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
      break;
  }
  const auto faults = faults_of(proof, About::trust);
  if (!faults.too_little)
    return fmt::format(
        "{} can assume it with {}, but its trust policy allows more than that", genesys, id);
  return fmt::format("{} cannot assume it with {}{}",
                     genesys,
                     id,
                     faults.too_much ? ", and its trust policy allows what it should not" : "");
}

std::string claim_of_permission(const RoleProof& proof) {
  switch (proof.answer(About::permission)) {
    case Answer::proven:
      return "it may invoke exactly:";
    case Answer::undetermined:
      return "it cannot be decided whether it may invoke exactly:";
    case Answer::wrong:
      break;
  }
  const auto faults = faults_of(proof, About::permission);
  if (!faults.too_little) return "it may do more than invoke:";
  return faults.too_much ? "it may do what it should not, and may not invoke:"
                         : "it may not invoke:";
}

// Those that it may not invoke, where that is what is wrong; all of them otherwise.
std::vector<std::string> functions_of_claim(const RoleProof& proof) {
  std::vector<std::string> denied;
  for (const auto& one : proof.findings) {
    if (is_wrong(one, About::permission) && forbids(one) && !one.finding.resource.empty())
      denied.push_back(one.finding.resource);
  }
  std::sort(denied.begin(), denied.end());
  denied.erase(std::unique(denied.begin(), denied.end()), denied.end());
  return denied.empty() ? proof.functions : denied;
}

// Does the step write the document that the finding is about, or could it lack a statement there?
bool corrects(const Step& step, const RoleProof& proof, const RoleFinding& one) {
  const auto& key = step.address.key;
  if (step.operation == Operation::update_trust)
    return one.about == About::trust && key == proof.role;
  if (step.operation != Operation::put_role_policy || one.about != About::permission ||
      !key.starts_with(proof.role + "/"))
    return false;
  const bool is_of_all =
      one.document.empty() && one.finding.layer == policy::Layer::identity_policy;
  return is_of_all || one.document == "inline policy " + key.substr(proof.role.size() + 1);
}

bool is_corrected(const Plan& plan, const RoleProof& proof, const RoleFinding& one) {
  return std::any_of(plan.steps.begin(), plan.steps.end(), [&](const auto& step) {
    return corrects(step, proof, one);
  });
}

// Of many findings people need a few; all of them are in the JSON.
constexpr std::size_t most_lines = 5;

std::vector<std::string> few_of(std::vector<std::string> lines) {
  if (lines.size() <= most_lines + 1) return lines;
  const auto more = lines.size() - most_lines;
  lines.resize(most_lines);
  lines.push_back(fmt::format("and {} more", more));
  return lines;
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
  for (const auto& function : functions_of_claim(proof))
    out += fmt::format("      {}\n", function);
  for (const auto& note : proof.notes)
    out += fmt::format("    note: {}\n", finding_text(note));
  return out;
}

Json to_json(const RoleProof& proof) {
  Json findings = Json::array();
  for (const auto& one : proof.findings)
    findings.push_back(to_json(one));
  for (const auto& one : proof.notes)
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

std::vector<std::string> findings_corrected_by(const Step& step, const RoleProof& proof) {
  std::vector<std::string> lines;
  for (const auto& one : proof.findings) {
    if (!one.finding.undetermined && corrects(step, proof, one)) lines.push_back(finding_text(one));
  }
  return few_of(std::move(lines));
}

std::vector<Error> problems_of(const RoleProof& proof, const Plan& plan) {
  std::vector<Error> problems;
  std::vector<std::string> documents;            // of the problems, in their order
  std::vector<std::vector<std::string>> more{};  // of each, what else is wrong
  for (const auto& one : proof.findings) {
    if (one.finding.undetermined || is_corrected(plan, proof, one)) continue;
    const auto known = std::find(documents.begin(), documents.end(), one.document);
    if (known != documents.end()) {
      more[static_cast<std::size_t>(known - documents.begin())].push_back(finding_text(one));
      continue;
    }
    documents.push_back(one.document);
    more.emplace_back();
    problems.push_back({.code = Code::conflict,
                        .what = fmt::format("role {}: {}", proof.role, finding_text(one)),
                        .hint = one.hint});
  }
  for (std::size_t i = 0; i < problems.size(); ++i) {
    problems[i].detail = join(few_of(std::move(more[i])), "\n");
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
