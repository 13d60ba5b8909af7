#include "patchcord/template/json_text.h"

#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "patchcord/template/java_text.h"
#include "patchcord/template/json_scan.h"

namespace patchcord::simulator {

namespace {

// A short text is the first bytes of 16 that may be read.
bool append_short(std::string_view text, std::string& out) {
  if (plain_of_16(text.data()) < text.size()) return false;
  std::array<char, Value::max_short + 2> quoted;
  quoted[0] = '"';
  std::memcpy(&quoted[1], text.data(), Value::max_short);
  quoted[text.size() + 1] = '"';
  out.append(quoted.data(), text.size() + 2);
  return true;
}

void append_quoted(const Value& value, std::string& out) {
  if (value.is_short_text() && append_short(value.text(), out)) return;
  out += '"';
  if (value.is_text()) {
    append_json_escaped(value.text(), out);
  } else {
    append_json_escaped(java_text(value), out);
  }
  out += '"';
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
void append(const Value& value, std::string& out, int depth) {
  if (depth == 0) {
    out += "null";
    return;
  }
  if (value.is_list()) {
    out += '[';
    bool first = true;
    for (const auto& item : value.list().items()) {
      if (!std::exchange(first, false)) out += ',';
      append(item, out, depth - 1);
    }
    out += ']';
  } else if (value.is_map()) {
    out += '{';
    bool first = true;
    for (const auto& entry : value.map().entries()) {
      if (!std::exchange(first, false)) out += ',';
      append_quoted(entry.key, out);
      out += ':';
      append(entry.value, out, depth - 1);
    }
    out += '}';
  } else if (value.kind() == Kind::real && !std::isfinite(value.real())) {
    out += "null";
  } else if (value.is_number() || value.is_null() || value.kind() == Kind::boolean) {
    append_java_text(value, out);
  } else {
    append_quoted(value, out);
  }
}

}  // namespace

std::string write_json(const Value& value) {
  std::string out;
  append_json(value, out);
  return out;
}

void append_json(const Value& value, std::string& out) {
  append(value, out, max_value_depth + 2);
}

void append_json_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (std::size_t start = 0; start < text.size(); ++start) {
    const std::size_t end = plain_length(text.substr(start)) + start;
    out.append(text.substr(start, end - start));
    if (end == text.size()) return;
    start = end;
    const auto c = static_cast<unsigned char>(text[end]);
    constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    out += '\\';
    if (const std::size_t known = meanings.find(static_cast<char>(c));
        known != std::string_view::npos) {
      out += names[known];
    } else {
      out += "u00";
      out += hex[c >> 4];
      out += hex[c & 15];
    }
  }
}

}  // namespace patchcord::simulator
