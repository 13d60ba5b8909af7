#include "patchcord/ports/transport.h"

#include <algorithm>

#include "patchcord/base/text.h"

namespace patchcord {

std::optional<std::string> find_header(const std::vector<Header>& headers, std::string_view name) {
  const auto wanted = lower_case(name);
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
    return lower_case(header.name) == wanted;
  });
  if (found == headers.end()) return std::nullopt;
  return found->value;
}

}  // namespace patchcord
