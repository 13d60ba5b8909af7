#include "patchcord/sandbox/loopback.h"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"

namespace patchcord::sandbox {
namespace {

constexpr std::array<std::string_view, 3> own_names = {"127.0.0.1", "localhost", "[::1]"};

bool is_ours(std::string_view authority, std::uint16_t port) {
  const auto plain = lower_case(authority);
  for (const auto name : own_names) {
    if (plain == name || plain == fmt::format("{}:{}", name, port)) return true;
  }
  return false;
}

Reply refusal(std::string_view what, std::string_view value) {
  const Json body = {
      {"error", fmt::format("the sandbox refuses {} \"{}\"", what, printable(value, 200))}};
  return {.status = 403, .headers = {{"Content-Type", "application/json"}}, .body = to_text(body)};
}

}  // namespace

std::optional<Reply> refuse_stranger(const Message& message, std::uint16_t port) {
  int hosts = 0;
  for (const auto& header : message.headers) {
    const auto name = lower_case(header.name);
    if (name == "host") {
      ++hosts;
      if (!is_ours(trim(header.value), port)) return refusal("the host", header.value);
    }
    if (name == "origin") {
      const auto origin = lower_case(trim(header.value));
      constexpr std::string_view scheme = "http://";
      const bool ours = origin.starts_with(scheme) && is_ours(origin.substr(scheme.size()), port);
      if (!ours) return refusal("the origin", header.value);
    }
  }
  if (hosts != 1) return refusal("a request without exactly one host:", std::to_string(hosts));
  return std::nullopt;
}

}  // namespace patchcord::sandbox
