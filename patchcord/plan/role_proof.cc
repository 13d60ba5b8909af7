#include "patchcord/plan/role_proof.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"

namespace patchcord {
namespace {

using About = RoleFinding::About;
using Kind = ObservedPolicy::Kind;

constexpr std::string_view trust_label = "trust policy";

std::string label_of(const ObservedPolicy& policy) {
  auto name = printable(policy.name, 300);
  switch (policy.kind) {
    case Kind::inline_policy:
      return name.empty() ? "the inline policies" : "inline policy " + name;
    case Kind::attached:
      return name.empty() ? "the attached policies" : "attached policy " + name;
    case Kind::boundary:
      return "permissions boundary " + name;
  }
  return name;
}

std::string account_of(std::string_view arn) {
  const auto parts = policy::split_arn(arn);
  return parts ? std::string(parts->account) : std::string();
}

class Proof {
 public:
  explicit Proof(const RoleInQuestion& question) : question_(question) {
    const auto& wanted = question.wanted;
    out_.role = wanted.name;
    out_.arn = question.found.arn;
    out_.trusted = question.trusted;
    out_.functions = invoked_resources(wanted.functions);
    collect();
  }

  RoleProof run() && {
    if (!question_.found.unread.empty()) {
      for (const auto about : {About::trust, About::permission})
        add(about, unread("the role", question_.found.unread), {});
      return std::move(out_);
    }
    prove_trust();
    if (!out_.functions.empty()) prove_permission();
    prove_grants();
    return std::move(out_);
  }

 private:
  void collect() {
    for (const auto& [name, document] : question_.found.policies)
      policies_.push_back({.kind = Kind::inline_policy, .name = name, .document = document});
    const auto& others = question_.found.others;
    policies_.insert(policies_.end(), others.begin(), others.end());
  }

  static policy::Finding unread(std::string_view what, const std::string& why) {
    return {.severity = Severity::warning,
            .code = "unread",
            .text = fmt::format("{} cannot be read: {}", what, why),
            .undetermined = true};
  }

  void add(About about, policy::Finding finding, std::string document) {
    if (finding.severity == Severity::note) {
      out_.notes.push_back(
          {.about = about, .finding = std::move(finding), .document = std::move(document)});
      return;
    }
    auto hint = hint_for(about, finding, document);
    out_.findings.push_back({.about = about,
                             .finding = std::move(finding),
                             .document = std::move(document),
                             .hint = std::move(hint)});
  }

  // Nothing, and a finding, where it is no document.
  std::optional<policy::Document> read(About about, const Json& json, const std::string& label) {
    auto document = policy::read_document(json);
    if (document) {
      document->label = label;
      return *std::move(document);
    }
    add(about, {.code = "document", .text = fmt::format("{} is no policy document", label)}, label);
    return {};
  }

  void prove_trust() {
    const std::string label(trust_label);
    auto document = read(About::trust, question_.found.trust, label);
    if (!document) return;
    for (auto& finding : policy::prove_trust(*document, question_.trusted, question_.now))
      add(About::trust, std::move(finding), label);
  }

  // What may be allowed or denied by a policy that nobody could read is not known.
  void prove_permission() {
    policy::IdentityPolicies role;
    bool all_read = true;
    for (const auto& one : policies_) {
      const auto label = label_of(one);
      if (!one.unread.empty()) {
        add(About::permission, unread(label, one.unread), label);
        all_read = all_read && one.kind == Kind::boundary;
        continue;
      }
      auto document = read(About::permission, one.document, label);
      if (document && one.kind == Kind::boundary) {
        role.boundary = *std::move(document);
      } else if (document) {
        role.policies.push_back(*std::move(document));
      }
    }
    for (auto& finding : policy::prove_permission(role, out_.functions, question_.now)) {
      if (!all_read && finding.code == "invoke_denied") {
        finding.severity = Severity::warning;
        finding.undetermined = true;
      }
      auto label = finding.place ? finding.place->label : std::string();
      add(About::permission, std::move(finding), std::move(label));
    }
  }

  void prove_grants() {
    for (const auto& grant : question_.grants) {
      const auto arn = grant.function.text();
      const auto label = "policy of function " + arn;
      if (!grant.unread.empty()) {
        auto finding = unread(label, grant.unread);
        finding.layer = policy::Layer::resource_policy;
        add(About::permission, std::move(finding), label);
        continue;
      }
      std::optional<policy::Document> document;
      if (!grant.document.is_null()) {
        document = read(About::permission, grant.document, label);
        if (!document) continue;
      }
      for (auto& finding : policy::prove_grant(document, arn, out_.arn, question_.now))
        add(About::permission, std::move(finding), label);
    }
  }

  [[nodiscard]] std::string hint_for(About about,
                                     const policy::Finding& finding,
                                     const std::string& document) const {
    if (finding.layer == policy::Layer::resource_policy) return grant_hint(document);
    if (finding.code == "unread")
      return "Allow the caller to read it (`patchcord permissions --for verify`), or have somebody "
             "look at it who may.";
    if (about == About::trust) return corrected_by("the trust policy");
    if (finding.layer == policy::Layer::permissions_boundary)
      return "Let the boundary allow lambda:InvokeFunction on the functions, or give another "
             "boundary.";
    const auto found = std::find_if(policies_.begin(), policies_.end(), [&](const auto& one) {
      return label_of(one) == document;
    });
    if (found == policies_.end() || is_ours(*found)) return corrected_by("the policy");
    return removal_of(*found);
  }

  [[nodiscard]] bool is_ours(const ObservedPolicy& policy) const {
    return question_.wanted.managed && policy.kind == Kind::inline_policy &&
           policy.name == question_.wanted.policy_name;
  }

  [[nodiscard]] std::string corrected_by(std::string_view what) const {
    if (question_.wanted.managed)
      return fmt::format("`patchcord apply` writes {} as it should be.", what);
    return fmt::format(
        "Ask the team that keeps the role to correct {}: `patchcord policy` prints "
        "what it should say.",
        what);
  }

  [[nodiscard]] std::string removal_of(const ObservedPolicy& policy) const {
    const bool attached = policy.kind == Kind::attached;
    return fmt::format("If nothing else needs it: aws iam {} --role-name {} {} {}",
                       attached ? "detach-role-policy" : "delete-role-policy",
                       question_.found.name,
                       attached ? "--policy-arn" : "--policy-name",
                       printable(policy.name, 300));
  }

  [[nodiscard]] std::string grant_hint(const std::string& document) const {
    const auto found =
        std::find_if(question_.grants.begin(), question_.grants.end(), [&](const auto& one) {
          return document.ends_with(one.function.text());
        });
    if (found == question_.grants.end()) return {};
    const auto& function = found->function;
    return fmt::format(
        "In account {}: aws lambda add-permission --region {} --function-name {}{} --statement-id "
        "genesys-cloud --action lambda:InvokeFunction --principal {}",
        function.account,
        function.region,
        function.name,
        function.qualifier.empty() ? "" : " --qualifier " + function.qualifier,
        out_.arn);
  }

  const RoleInQuestion& question_;
  std::vector<ObservedPolicy> policies_{};
  RoleProof out_{};
};

}  // namespace

const char* answer_name(RoleProof::Answer answer) {
  switch (answer) {
    case RoleProof::Answer::proven:
      return "proven";
    case RoleProof::Answer::undetermined:
      return "undetermined";
    case RoleProof::Answer::wrong:
      return "wrong";
  }
  return "wrong";
}

std::string finding_text(const RoleFinding& finding) {
  const auto& found = finding.finding.found;
  // What an evaluation found is in its reason.
  const bool told = found.empty() || !finding.finding.place;
  return printable(finding.finding.text, 1000) + (told ? "" : ", found " + printable(found, 300));
}

RoleProof::Answer RoleProof::answer(RoleFinding::About about) const {
  auto out = Answer::proven;
  for (const auto& one : findings) {
    if (one.about != about) continue;
    out = std::max(out, one.finding.undetermined ? Answer::undetermined : Answer::wrong);
  }
  return out;
}

RoleProof prove_role(const RoleInQuestion& question) {
  return Proof(question).run();
}

std::vector<FunctionArn> functions_elsewhere(const DesiredRole& wanted, std::string_view role_arn) {
  const auto home = account_of(role_arn);
  std::vector<FunctionArn> out;
  for (const auto& function : wanted.functions) {
    if (!home.empty() && function.account != home) out.push_back(function);
  }
  return out;
}

}  // namespace patchcord
