#include "patchcord/report/document.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

// Of well-formed UTF-8.
std::size_t length_of(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Of two or three bytes: nothing beyond U+FFFF is taken for hostile.
std::string escaped(std::string_view sequence) {
  unsigned value = static_cast<unsigned char>(sequence[0]) & (sequence.size() == 2 ? 0x1FU : 0x0FU);
  for (const char byte : sequence.substr(1))
    value = value << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  return fmt::format("\\u{:04x}", value);
}

}  // namespace

std::string document_text(const Json& document) {
  // Everything below U+0020 is escaped already; the rest can only stand inside of strings.
  const auto text = document.dump(2, ' ', false, Json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto length = length_of(static_cast<unsigned char>(text[i]));
    const auto sequence = std::string_view(text).substr(i, length);
    out +=
        length == 1 || printable(sequence) == sequence ? std::string(sequence) : escaped(sequence);
    i += length;
  }
  return out;
}

}  // namespace patchcord
