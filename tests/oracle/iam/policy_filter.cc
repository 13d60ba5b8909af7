// Our policy engine as a filter: one question a line in, its verdict a line out.
//
//   {"principal":"arn:aws:iam::111122223333:user/ann","action":"lambda:InvokeFunction",
//    "resource":"arn:aws:lambda:…","context":{"aws:SecureTransport":["true"]},
//    "identity":[{…}],"boundary":{…}|null,"session":{…}|null,"other":{…}|null}
//   → {"decision":"allowed","reason":"…","unknowns":["…"]}
//
// `other` is the trust policy of a role for sts:AssumeRole, the resource's own policy for any other
// action.
#include <iostream>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/try.h"
#include "patchcord/policy/access.h"
#include "patchcord/policy/arn.h"

namespace patchcord::policy {
namespace {

// "role/path/NAME" is the caller itself; "assumed-role/NAME/session" is a session of role/NAME.
Principal principal_of(const std::string& arn) {
  const auto parts = split_arn(arn);
  if (!parts) return {.kind = PrincipalKind::service, .arn = arn};
  Principal out{.kind = PrincipalKind::user,
                .partition = std::string(parts->partition),
                .account = std::string(parts->account),
                .arn = arn};
  if (parts->resource == "root") out.kind = PrincipalKind::account_root;
  if (parts->resource.starts_with("role/")) out.kind = PrincipalKind::role;
  if (parts->resource.starts_with("assumed-role/")) {
    const auto name = parts->resource.substr(parts->resource.find('/') + 1);
    out.kind = PrincipalKind::role_session;
    out.role_arn = "arn:" + out.partition + ":iam::" + out.account + ":role/" +
                   std::string(name.substr(0, name.find('/')));
  }
  return out;
}

Context context_of(const Json& values) {
  Context context;
  for (const auto& [key, value] : values.items())
    context.values[key] = value.get<std::vector<std::string>>();
  return context;
}

Result<std::optional<Document>> document_at(const Json& question, const char* name) {
  const auto& value = member_at(question, name);
  if (value.is_null()) return std::optional<Document>();
  TRY_ASSIGN(auto document, read_document(value));
  return std::optional(std::move(document));
}

Result<Json> verdict_on(const Json& question) {
  const Request request{.principal = principal_of(string_at(question, "principal")),
                        .action = string_at(question, "action"),
                        .resource = string_at(question, "resource"),
                        .context = context_of(member_at(question, "context"))};
  IdentityPolicies identity;
  for (const auto& value : member_at(question, "identity")) {
    TRY_ASSIGN(auto document, read_document(value));
    identity.policies.push_back(std::move(document));
  }
  TRY_ASSIGN(identity.boundary, document_at(question, "boundary"));
  TRY_ASSIGN(auto session, document_at(question, "session"));
  if (session) identity.session.push_back(*std::move(session));
  TRY_ASSIGN(const auto other, document_at(question, "other"));
  const auto verdict = request.action == "sts:AssumeRole"
                           ? may_assume_role(other.value_or(Document{}), identity, request)
                           : may_use(identity, other, request);
  return Json{{"decision", decision_name(verdict.decision)},
              {"reason", verdict.reason},
              {"unknowns", verdict.unknowns}};
}

}  // namespace
}  // namespace patchcord::policy

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto question = patchcord::parse_json(line, "a question");
    const auto verdict = question ? patchcord::policy::verdict_on(*question) : question;
    if (!verdict) {
      std::cerr << verdict.error().what << ": " << line << '\n';
      return 1;
    }
    std::cout << patchcord::to_text(*verdict) << '\n';
  }
  return 0;
}
