// The name of an object of a deployment, in the user's words.
#pragma once

#include <compare>
#include <string>

namespace patchcord {

enum class Kind { role, role_policy, integration, credential, action };

const char* kind_name(Kind kind);  // "role policy"

struct Address {
  Kind kind{};
  std::string key{};  // role: its name; role policy: role/policy; integration, credential: the
                      // integration's name; action: integration/action

  // "action/Order services/Get order status": what people read, and the key in the record.
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Address&, const Address&) = default;
};

}  // namespace patchcord
