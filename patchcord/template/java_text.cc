#include "patchcord/template/java_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "patchcord/template/big_number.h"

namespace patchcord::simulator {

namespace {

// One code point from valid or invalid UTF-8; `at` moves past it. Invalid bytes give U+FFFD, one
// each.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  if (lead < 0x80) return lead;
  const int extra = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
  if (extra < 0 || lead > 0xF4 || at + static_cast<std::size_t>(extra) > text.size()) return 0xFFFD;
  std::uint32_t code = lead & (0x3Fu >> extra);
  for (int i = 0; i < extra; ++i) {
    const unsigned char next = byte(at + static_cast<std::size_t>(i));
    if ((next & 0xC0) != 0x80) return 0xFFFD;
    code = code << 6 | (next & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 4> least{0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < least[static_cast<std::size_t>(extra)] || code > 0x10FFFF || surrogate) return 0xFFFD;
  at += static_cast<std::size_t>(extra);
  return code;
}

// Double.toString: the shortest digits, plain from 10^-3 up to 10^7, otherwise with an exponent.
void append_real(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::signbit(value)) out += '-';
  if (std::isinf(value) || value == 0) {
    out += value == 0 ? "0.0" : "Infinity";
    return;
  }
  // d.ddde±xx; the point moves out from between the digits.
  std::array<char, 40> buffer{};
  char* const end = std::to_chars(buffer.data(),
                                  buffer.data() + buffer.size(),
                                  std::fabs(value),
                                  std::chars_format::scientific)
                        .ptr;
  char* const exponent_at = std::find(buffer.data(), end, 'e');
  int exponent = 0;
  std::from_chars(exponent_at + (exponent_at[1] == '+' ? 2 : 1), end, exponent);
  std::string_view digits(buffer.data(), 1);
  if (exponent_at > buffer.data() + 1) {
    buffer[1] = buffer[0];
    digits = {buffer.data() + 1, static_cast<std::size_t>(exponent_at - buffer.data()) - 1};
  }
  if (exponent < -3 || exponent >= 7) {
    out.append(digits.substr(0, 1)).append(".");
    out.append(digits.size() > 1 ? digits.substr(1) : "0").append("E");
    out += std::to_string(exponent);
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
  } else {
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    out.append(digits.substr(0, whole));
    if (digits.size() < whole) out.append(whole - digits.size(), '0');
    out.append(".").append(digits.size() > whole ? digits.substr(whole) : "0");
  }
}

// Whether it was a value that holds no others.
bool append_simple(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Kind::null:
      out += "null";
      return true;
    case Kind::boolean:
      out += value.boolean() ? "true" : "false";
      return true;
    case Kind::integer:
    case Kind::long_integer: {
      std::array<char, 24> digits{};
      const auto end =
          std::to_chars(digits.data(), digits.data() + digits.size(), value.whole()).ptr;
      out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
      return true;
    }
    case Kind::real:
      append_real(value.real(), out);
      return true;
    case Kind::text:
    case Kind::character:
      out += value.text();
      return true;
    case Kind::big:
      out += value.big().number.to_text();
      return true;
    default:
      return false;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
void append(const Value& value, std::string& out, std::size_t max_bytes, int depth) {
  if (out.size() > max_bytes || append_simple(value, out)) return;
  if (depth == 0) {
    out += "…";
    return;
  }
  if (value.kind() == Kind::object) {
    value.object().append_text(out, max_bytes, depth - 1);
    return;
  }
  bool first = true;
  out += value.is_list() ? '[' : '{';
  if (value.is_list()) {
    for (const auto& item : value.list().items()) {
      if (!std::exchange(first, false)) out += ", ";
      append(item, out, max_bytes, depth - 1);
    }
  } else {
    for (const auto& entry : value.map().entries()) {
      if (!std::exchange(first, false)) out += ", ";
      append(entry.key, out, max_bytes, depth - 1);
      out += '=';
      append(entry.value, out, max_bytes, depth - 1);
    }
  }
  out += value.is_list() ? ']' : '}';
}

}  // namespace

std::string java_text(double value) {
  std::string out;
  append_real(value, out);
  return out;
}

std::string java_text(const Value& value) {
  std::string out;
  append_java_text(value, out);
  return out;
}

void append_java_text(const Value& value, std::string& out, std::size_t max_bytes, int depth) {
  append(value, out, max_bytes, depth);
}

std::string class_name(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "java.lang.Boolean";
    case Kind::integer:
      return "java.lang.Integer";
    case Kind::long_integer:
      return "java.lang.Long";
    case Kind::real:
      return "java.lang.Double";
    case Kind::text:
      return "java.lang.String";
    case Kind::character:
      return "java.lang.Character";
    case Kind::big:
      return value.big().number.decimal() ? "java.math.BigDecimal" : "java.math.BigInteger";
    case Kind::list:
      switch (value.list().type) {
        case ListClass::array_list:
          return "java.util.ArrayList";
        case ListClass::array:
          return "[Ljava.lang.String;";
        case ListClass::object_array:
          return "[Ljava.lang.Object;";
        case ListClass::char_array:
          return "[C";
        case ListClass::byte_array:
          return "[B";
        case ListClass::range:
          return "org.apache.velocity.runtime.parser.node.ASTIntegerRange$IntegerRange";
        case ListClass::sub_list:
          return "java.util.ArrayList$SubList";
        case ListClass::keys:
          return "java.util.LinkedHashMap$LinkedKeySet";
        case ListClass::values:
          return "java.util.LinkedHashMap$LinkedValues";
        case ListClass::entries:
          return "java.util.LinkedHashMap$LinkedEntrySet";
      }
      return "java.util.List";
    case Kind::map:
      return "java.util.LinkedHashMap";
    case Kind::object:
      return value.object().class_name();
  }
  return "java.lang.Object";
}

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  const void* found = memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;
    if (byte >= 0xF0) ++units;
  }
  return units;
}

std::u16string to_utf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t code = next_code_point(text, at);
    if (code >= 0x10000) {
      code -= 0x10000;
      out += static_cast<char16_t>(0xD800 + (code >> 10));
      code = 0xDC00 + (code & 0x3FF);
    }
    out += static_cast<char16_t>(code);
  }
  return out;
}

std::u32string to_code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();)
    out += static_cast<char32_t>(next_code_point(text, at));
  return out;
}

void append_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::string to_utf8(std::u16string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint32_t unit = text[at];
    if (unit < 0xD800 || unit > 0xDFFF) {
      append_utf8(unit, out);
    } else if (unit < 0xDC00 && at + 1 < text.size() && text[at + 1] >= 0xDC00 &&
               text[at + 1] <= 0xDFFF) {
      append_utf8(0x10000 + ((unit - 0xD800) << 10) + (text[at + 1] - 0xDC00u), out);
      ++at;
    } else {
      out += '?';
    }
  }
  return out;
}

std::string valid_utf8(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();)
    append_utf8(next_code_point(text, at), out);
  return out;
}

}  // namespace patchcord::simulator
