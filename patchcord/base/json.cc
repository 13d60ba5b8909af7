#include "patchcord/base/json.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace patchcord {
namespace {

const Json null_value;

// nlohmann's parser builds iteratively, but a document is destroyed, copied and printed
// recursively.
bool deeper_than(std::string_view text, int limit) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') {
      if (++depth > limit) return true;
    }
    if (c == '}' || c == ']') --depth;
  }
  return false;
}

std::string place_of(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, std::min(byte, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto last_break = before.rfind('\n');
  const auto column =
      last_break == std::string_view::npos ? before.size() : before.size() - last_break - 1;
  return fmt::format("line {}, column {}", line, std::max<std::size_t>(column, 1));
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view subject) {
  if (deeper_than(text, max_json_depth)) {
    return Error{
        .code = Code::protocol,
        .what = fmt::format("{} is nested deeper than {} levels", subject, max_json_depth)};
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& e) {
    return Error{.code = Code::protocol,
                 .what = fmt::format("{} is not JSON: {}", subject, place_of(text, e.byte))};
  } catch (const Json::exception&) {
    return Error{.code = Code::protocol,
                 .what = fmt::format("{} has a number out of range", subject)};
  }
}

std::string to_text(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json& member_at(const Json& value, std::string_view key) {
  if (!value.is_object()) return null_value;
  const auto found = value.find(key);
  return found == value.end() ? null_value : *found;
}

std::string string_at(const Json& object, std::string_view key, std::string_view otherwise) {
  const auto& member = member_at(object, key);
  return member.is_string() ? member.get<std::string>() : std::string(otherwise);
}

long long integer_at(const Json& object, std::string_view key, long long otherwise) {
  const auto& member = member_at(object, key);
  if (member.is_number_unsigned() &&
      member.get<unsigned long long>() >
          static_cast<unsigned long long>(std::numeric_limits<long long>::max())) {
    return otherwise;
  }
  return member.is_number_integer() ? member.get<long long>() : otherwise;
}

bool boolean_at(const Json& object, std::string_view key, bool otherwise) {
  const auto& member = member_at(object, key);
  return member.is_boolean() ? member.get<bool>() : otherwise;
}

}  // namespace patchcord
