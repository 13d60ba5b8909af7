#include "patchcord/sandbox/message.h"

#include "patchcord/base/text.h"

namespace patchcord::sandbox {

std::optional<std::string> find_field(const std::vector<Field>& headers, std::string_view name) {
  const std::string wanted = lower_case(name);
  for (const auto& header : headers) {
    if (lower_case(header.name) == wanted) return header.value;
  }
  return std::nullopt;
}

}  // namespace patchcord::sandbox
