#include "patchcord/manifest/names.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t max_deployment = 40;
constexpr std::size_t max_display_name = 256;
constexpr std::size_t max_path = 512;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Error wrong(std::string_view name, std::string_view what, std::string hint) {
  return {.code = Code::invalid,
          .what = fmt::format("`{}` cannot name {}", printable(name, 200), what),
          .hint = std::move(hint)};
}

bool consists_of(std::string_view text, std::size_t limit, bool (*accepts)(char)) {
  return !text.empty() && text.size() <= limit && std::all_of(text.begin(), text.end(), accepts);
}

}  // namespace

Result<void> check_iam_name(std::string_view what, std::string_view name, std::size_t limit) {
  if (consists_of(name, limit, [](char c) {
        return is_letter(c) || is_digit(c) ||
               std::string_view("_+=,.@-").find(c) != std::string_view::npos;
      }))
    return {};
  return wrong(name, what, fmt::format("Use 1 to {} letters, digits and _+=,.@-", limit));
}

Result<void> check_iam_path(std::string_view path) {
  const bool printable_ascii =
      consists_of(path, max_path, [](char c) { return c >= 0x21 && c <= 0x7E; });
  if (printable_ascii && path.front() == '/' && path.back() == '/') return {};
  return Error{.code = Code::invalid,
               .what = fmt::format("`{}` is not the path of a role", printable(path, 200)),
               .hint = "A path begins and ends with a slash, for example /contact-centre/."};
}

Result<void> check_display_name(std::string_view what, std::string_view name) {
  if (!name.empty() && name.size() <= max_display_name && trim(name) == name &&
      printable(name, max_display_name) == name)
    return {};
  return wrong(name,
               what,
               fmt::format("Use 1 to {} printable characters without blanks at the ends.",
                           max_display_name));
}

Result<void> check_deployment_name(std::string_view name) {
  if (consists_of(
          name, max_deployment, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }))
    return {};
  return wrong(name, "a deployment", "Use 1 to 40 of a-z, 0-9 and -.");
}

bool is_value_name(std::string_view name) {
  return consists_of(name,
                     100,
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }) &&
         is_letter(name.front());
}

}  // namespace patchcord
