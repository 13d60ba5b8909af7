// The closed list of effects: one operation is one write at one service.
#pragma once

#include <optional>
#include <string_view>

namespace patchcord {

enum class Operation {
  create_role,
  tag_role,
  update_role,  // description
  update_trust,
  put_role_policy,
  delete_role_policy,
  untag_role,
  delete_role,
  create_integration,     // under its marked name
  configure_integration,  // binds the credential, sets the final name and notes
  enable_integration,     // and waits until it is ACTIVE
  delete_integration,
  create_credential,
  delete_credential,
  create_action,
  update_action,
  delete_action,
};

const char* operation_name(Operation operation);  // "create_role"
std::optional<Operation> operation_named(std::string_view name);

// A create at Genesys: no unique name and no idempotency key, so an ambiguous answer needs a look
// before a repeat.
constexpr bool needs_look_before_repeat(Operation operation) {
  return operation == Operation::create_integration || operation == Operation::create_credential ||
         operation == Operation::create_action;
}

constexpr bool is_removal(Operation operation) {
  return operation == Operation::delete_role_policy || operation == Operation::untag_role ||
         operation == Operation::delete_role || operation == Operation::delete_integration ||
         operation == Operation::delete_credential || operation == Operation::delete_action;
}

// Which of the two clouds performs it.
constexpr bool is_at_aws(Operation operation) {
  return operation <= Operation::delete_role;
}

}  // namespace patchcord
