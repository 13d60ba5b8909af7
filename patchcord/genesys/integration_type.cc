#include "patchcord/genesys/integration_type.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::genesys {
namespace {

bool same(std::string_view a, std::string_view b) {
  return lower_case(a) == lower_case(b);
}

// {"AmazonWebServicesARN": {"required": true, "credentialTypes": ["amazonWebServicesARN"]}}: the
// slot that we know, else the only one, else the first that is required.
void choose_slot(const Json& credentials, CredentialSlot& chosen) {
  if (!credentials.is_object() || credentials.empty()) return;
  auto found = credentials.end();
  for (auto it = credentials.begin(); it != credentials.end(); ++it) {
    if (same(it.key(), chosen.slot)) found = it;
  }
  for (auto it = credentials.begin(); found == credentials.end() && it != credentials.end(); ++it) {
    if (credentials.size() == 1 || boolean_at(*it, "required")) found = it;
  }
  if (found == credentials.end()) return;
  chosen.slot = found.key();
  const Json& types = member_at(*found, "credentialTypes");
  if (types.is_array() && !types.empty() && types.front().is_string()) chosen.type = types.front();
}

// An array since 2026-04-03; before, a page with `entities`.
const Json& types_of(const Json& answer) {
  return answer.is_array() ? answer : member_at(answer, "entities");
}

void choose_field(const Json& types, CredentialSlot& chosen) {
  if (!types.is_array()) return;
  for (const auto& type : types) {
    if (!same(string_at(type, "name"), chosen.type) && !same(string_at(type, "id"), chosen.type))
      continue;
    const Json& required = member_at(type, "required");
    if (required.is_array() && !required.empty() && required.front().is_string()) {
      chosen.field = required.front();
    }
    if (auto name = string_at(type, "name"); !name.empty()) chosen.type = std::move(name);
    return;
  }
}

}  // namespace

LambdaType::LambdaType(Client& client) : client_(client) {}

Result<CredentialSlot> LambdaType::slot() {
  const std::lock_guard lock(mutex_);
  if (slot_) return *slot_;
  auto type = client_.json({.route = "/api/v2/integrations/types/{typeId}",
                            .arguments = {std::string(lambda_type)},
                            .subject = fmt::format("integration type {}", lambda_type),
                            .verb = "used"});
  if (!type) {
    Error error = std::move(type).error();
    if (error.code == Code::not_found) {
      error.hint =
          "Ask your Genesys Cloud account team to enable AWS Lambda data actions for the "
          "organization.";
    }
    return error;
  }
  CredentialSlot chosen;
  choose_slot(member_at(*type, "credentials"), chosen);
  auto types = client_.json({.route = "/api/v2/integrations/credentials/types",
                             .subject = "credential types",
                             .verb = "listed"});
  if (types) {
    choose_field(types_of(*types), chosen);
  } else if (types.error().code != Code::not_found && types.error().code != Code::denied) {
    return std::move(types).error();
  }
  slot_ = chosen;
  return chosen;
}

}  // namespace patchcord::genesys
