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
// True if everything is spelled as we know it.
bool choose_slot(const Json& credentials, CredentialSlot& chosen) {
  if (!credentials.is_object() || credentials.empty()) return false;
  auto found = credentials.end();
  for (auto it = credentials.begin(); it != credentials.end(); ++it) {
    if (same(it.key(), chosen.slot)) found = it;
  }
  for (auto it = credentials.begin(); found == credentials.end() && it != credentials.end(); ++it) {
    if (credentials.size() == 1 || boolean_at(*it, "required")) found = it;
  }
  if (found == credentials.end()) return false;
  chosen.slot = found.key();
  const Json& types = member_at(*found, "credentialTypes");
  if (types.is_array() && !types.empty() && types.front().is_string()) chosen.type = types.front();
  return types.is_array() && !types.empty() && chosen == CredentialSlot{};
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
  slot_ = CredentialSlot{};
  if (!choose_slot(member_at(*type, "credentials"), *slot_)) TRY(look_up_field());
  return *slot_;
}

Result<CredentialSlot> LambdaType::slot_looked_up() {
  TRY(slot());
  const std::lock_guard lock(mutex_);
  if (!looked_up_) TRY(look_up_field());
  return *slot_;
}

Result<void> LambdaType::look_up_field() {
  looked_up_ = true;
  auto types = client_.json({.route = "/api/v2/integrations/credentials/types",
                             .subject = "credential types",
                             .verb = "listed"});
  if (types) {
    choose_field(types_of(*types), *slot_);
  } else if (types.error().code != Code::not_found && types.error().code != Code::denied) {
    slot_.reset();
    return std::move(types).error();
  }
  return {};
}

}  // namespace patchcord::genesys
