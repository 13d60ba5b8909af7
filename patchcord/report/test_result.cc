#include "patchcord/report/test_result.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t longest_value = 2000;

std::string value_line(const Json& value) {
  return printable(value.is_string() ? value.get<std::string>() : to_text(value), longest_value);
}

void append_error(std::string& out, const Json& error) {
  const auto message = string_at(error, "message");
  if (!message.empty()) out += fmt::format("       {}\n", printable(message, longest_value));
  for (const auto& inner : member_at(error, "errors")) {
    append_error(out, inner);
  }
}

}  // namespace

std::string test_result_text(const Json& result, const Style& style) {
  std::string out;
  for (const auto& operation : member_at(result, "operations")) {
    const bool good = boolean_at(operation, "success");
    out += fmt::format("  {} {:>2} {}\n",
                       good ? style.green(style.done()) : style.red(style.failed()),
                       integer_at(operation, "step"),
                       style.bold(printable(string_at(operation, "name"), 200)));
    if (const Json& value = member_at(operation, "result"); good && !value.is_null())
      out += style.dim("       " + value_line(value)) + "\n";
    append_error(out, member_at(operation, "error"));
  }
  if (const Json& value = member_at(result, "finalResult"); !value.is_null())
    out += fmt::format("  {}  {}\n", style.dim("result"), value_line(value));
  return out;
}

}  // namespace patchcord
