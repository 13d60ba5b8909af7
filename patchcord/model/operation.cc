#include "patchcord/model/operation.h"

#include <array>
#include <utility>

namespace patchcord {
namespace {

constexpr std::array<std::pair<Operation, const char*>, 17> names{{
    {Operation::create_role, "create_role"},
    {Operation::tag_role, "tag_role"},
    {Operation::update_role, "update_role"},
    {Operation::update_trust, "update_trust"},
    {Operation::put_role_policy, "put_role_policy"},
    {Operation::delete_role_policy, "delete_role_policy"},
    {Operation::untag_role, "untag_role"},
    {Operation::delete_role, "delete_role"},
    {Operation::create_integration, "create_integration"},
    {Operation::configure_integration, "configure_integration"},
    {Operation::enable_integration, "enable_integration"},
    {Operation::delete_integration, "delete_integration"},
    {Operation::create_credential, "create_credential"},
    {Operation::delete_credential, "delete_credential"},
    {Operation::create_action, "create_action"},
    {Operation::update_action, "update_action"},
    {Operation::delete_action, "delete_action"},
}};

}  // namespace

const char* operation_name(Operation operation) {
  for (const auto& [value, name] : names) {
    if (value == operation) return name;
  }
  return "unknown";
}

std::optional<Operation> operation_named(std::string_view name) {
  for (const auto& [value, text] : names) {
    if (text == name) return value;
  }
  return std::nullopt;
}

}  // namespace patchcord
