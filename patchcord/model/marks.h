// How the clouds remember what is ours: tags on the role, a line in the notes of an integration, a
// credential's name.
//
//   role         tags patchcord:deployment, patchcord:organization, patchcord:operation
//   integration  while being made: "<name> [patchcord:<deployment>/<key>:<8 hex>]"; then the last
//   line of its notes,
//                "patchcord:<deployment>/<key>", followed by " (adopted, before: <credential>)"
//                when somebody else made it
//   credential   "patchcord:<deployment>/<key>"
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchcord::marks {

inline constexpr std::string_view deployment_tag = "patchcord:deployment";
inline constexpr std::string_view organization_tag = "patchcord:organization";
inline constexpr std::string_view operation_tag = "patchcord:operation";
inline constexpr std::string_view adopted_tag =
    "patchcord:adopted";  // "true": somebody else made it; released, never deleted

// What a mark says: whose deployment, and which of its integrations.
struct Mark {
  std::string deployment{};
  std::string key{};

  [[nodiscard]] std::string text() const;  // "patchcord:<deployment>/<key>"
  friend bool operator==(const Mark&, const Mark&) = default;
};

// Reads "patchcord:<deployment>/<key>"; nothing else.
std::optional<Mark> parse(std::string_view text);

// "Orders [patchcord:orders/order-services:0badcafe]"
std::string unfinished_name(std::string_view name, const Mark& mark, std::string_view operation_id);
std::optional<Mark> in_unfinished_name(std::string_view name);

// The mark in the last line of the notes, and the notes without it.
std::optional<Mark> in_notes(std::string_view notes);
std::string without_mark(std::string_view notes);
std::string with_mark(std::string_view notes, const Mark& mark);

// An adopted integration remembers the credential that was bound before, so that it can be given
// back: "patchcord:orders/orders (adopted, before: 7a2f…)", or "(adopted)" where none was.
struct Adoption {
  std::string credential{};
};
std::string with_mark(std::string_view notes, const Mark& mark, const Adoption& adoption);
std::optional<Adoption> adoption_in(std::string_view notes);

// "Get order (replaced 2026-11-22)": an action whose place another one has taken; the second of a
// day is "Get order (replaced 2026-11-22, 2)". A long name is cut to what Genesys Cloud takes.
inline constexpr std::size_t max_action_name = 256;
std::string replaced_name(std::string_view name, std::string_view date, int nth = 1);
// "Get order"; nothing for any other name.
std::optional<std::string> name_before_replacement(std::string_view name);

// "Order services" → "order-services": lower case letters, digits and single hyphens, at most 40;
// "x" if nothing is left.
std::string key_of(std::string_view name);

}  // namespace patchcord::marks
