#include "patchcord/report/simulation.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/recorded_case.h"

namespace patchcord {
namespace {

using simulator::Kind;
using simulator::Value;

constexpr std::size_t max_value_shown = 2000;
constexpr std::size_t max_line_shown = 100;  // of a source line: more is cut around the place

// Without the line breaks at its end, which templates like to have.
void append_indented(std::string& out, std::string_view text, std::string_view indent) {
  while (text.ends_with('\n'))
    text.remove_suffix(1);
  for (const auto line : split(text, '\n'))
    out += fmt::format("{}{}\n", indent, line);
}

std::string shown(const Value& value) {
  const auto text = value.is_text() ? std::string(value.text()) : simulator::write_json(value);
  return printable(text, max_value_shown, true);
}

// On one line: a text of several is shown as JSON.
std::string shown_on_a_line(const Value& value) {
  const bool plain = value.is_text() && value.text().find('\n') == std::string::npos;
  return printable(plain ? std::string(value.text()) : simulator::write_json(value),
                   max_value_shown);
}

// The line around the place, and the caret below it.
std::string place_text(const simulator::FailurePlace& place, const Style& style) {
  std::string out =
      style.bold(fmt::format("{}:{}:{}", printable(place.name, 200), place.line, place.column));
  out += '\n';
  if (place.source_line.empty()) return out;
  std::string line = place.source_line;
  std::size_t column = static_cast<std::size_t>(place.column) - 1;
  if (column > max_line_shown && line.size() > column) {
    const std::size_t cut = column - max_line_shown / 2;
    line = "..." + line.substr(cut);
    column = column - cut + 3;
  }
  out += fmt::format("  {}\n  {}{}\n",
                     printable(line, 2 * max_line_shown),
                     std::string(std::min(column, line.size()), ' '),
                     style.red("^"));
  return out;
}

// A map as one line a member, anything else as its text.
std::string result_text(const Value& value) {
  if (!value.is_map() || value.map().size() == 0) return shown(value);
  std::string out;
  for (const auto& entry : value.map().entries()) {
    if (!out.empty()) out += '\n';
    out += fmt::format("{} = {}", printable(entry.key.text(), 200), shown(entry.value));
  }
  return out;
}

// The reply and the result are documents; headers and variables are lists of texts.
bool is_list_of_texts(std::string_view operation) {
  return operation == "Resolve request header templates" || operation == "Resolve translation map";
}

std::string operation_text(const simulator::OperationResult& operation, const Style& style) {
  std::string out =
      fmt::format("  {} {:>2} {}\n",
                  operation.success ? style.green(style.done()) : style.red(style.failed()),
                  operation.step,
                  operation.name);
  constexpr std::string_view indent = "       ";
  const bool is_empty = operation.result.is_map() && operation.result.map().size() == 0;
  if (operation.has_result && !is_empty) {
    append_indented(out,
                    style.dim(is_list_of_texts(operation.name) ? result_text(operation.result)
                                                               : shown(operation.result)),
                    indent);
  }
  if (!operation.error) return out;
  const auto& error = *operation.error;
  append_indented(out, printable(error.message, max_value_shown, true), indent);
  if (!error.inner_message.empty())
    append_indented(out, printable(error.inner_message, max_value_shown, true), indent);
  if (error.place) {
    std::string place = place_text(*error.place, style);
    place.pop_back();
    append_indented(out, place, indent);
  }
  return out;
}

std::string variables_text(const std::vector<simulator::ArchitectVariable>& variables,
                           const Style& style) {
  std::size_t names = 0;
  std::size_t types = 0;
  for (const auto& variable : variables) {
    names = std::max(names, variable.name.size());
    types = std::max(types, variable.type.size());
  }
  std::string out;
  for (const auto& variable : variables) {
    out += fmt::format(
        "  {:<{}}  {:<{}}  {}\n",
        printable(variable.name, 500),
        names,
        variable.type,
        types,
        variable.value.is_null() ? style.dim("(not set)") : shown_on_a_line(variable.value));
  }
  return out;
}

std::string request_text(const simulator::ExecutionRequest& request) {
  std::string out = fmt::format(
      "  function  {}\n  timeout   {}s\n", printable(request.url, 500), request.timeout_seconds);
  for (const auto& [name, value] : request.headers)
    out += fmt::format("  header    {}: {}\n", printable(name, 200), printable(value, 500));
  std::string body;
  append_indented(body, printable(request.body, max_value_shown, true), "            ");
  return out + "  event     " + body.substr(std::min<std::size_t>(body.size(), 12));
}

std::string outcome_text(const Simulation& simulation, const Style& style) {
  if (!simulation.answered) {
    return style.bold("not sent") + ": there is no reply. This is what the function would get:\n" +
           request_text(*simulation.request) +
           "Give --reply, --program, --functions or --invoke to see what comes back.\n";
  }
  if (simulation.result.outcome == simulator::RunOutcome::timeout)
    return style.red("timed out") + ": Architect takes the Timeout path and sets nothing.\n";
  const auto variables = simulator::architect_variables(simulation.action, simulation.result);
  const bool success = simulation.result.success();
  std::string out = success ? style.green("passed") : style.red("failed");
  if (variables.empty()) {
    return out + ": Architect sees no outputs, because the output contract declares none.\n";
  }
  out += success ? ": Architect takes the Success path and sets\n"
                 : ": Architect takes the Failure path and sets\n";
  return out + variables_text(variables, style);
}

Json request_json(const std::optional<simulator::ExecutionRequest>& request) {
  if (!request) return nullptr;
  Json headers = Json::object();
  for (const auto& [name, value] : request->headers)
    headers[name] = value;
  return {{"url", request->url},
          {"type", request->type},
          {"headers", headers},
          {"body", request->body},
          {"timeoutSeconds", request->timeout_seconds}};
}

}  // namespace

std::string simulation_text(const Simulation& simulation, const Style& style) {
  std::string out = style.bold(printable(simulation.title, 500)) + "\n";
  for (const auto& operation : simulation.result.operations)
    out += operation_text(operation, style);
  return out + outcome_text(simulation, style);
}

Json simulation_json(const Simulation& simulation) {
  Json variables = Json::array();
  if (simulation.answered) {
    for (const auto& variable :
         simulator::architect_variables(simulation.action, simulation.result)) {
      variables.push_back({{"name", variable.name},
                           {"type", variable.type},
                           {"value", plain_json(variable.value)}});
    }
  }
  Json result = plain_json(to_json(simulation.result));
  if (!simulation.answered) result["success"] = nullptr;
  return {{"action", simulation.title},
          {"definition", plain_json(to_json(simulation.action))},
          {"outcome",
           simulation.answered ? simulator::outcome_name(simulation.result.outcome) : "not sent"},
          {"request", request_json(simulation.request)},
          {"result", result},
          {"variables", variables},
          {"warnings", simulation.result.warnings}};
}

// NOLINTNEXTLINE(misc-no-recursion): what was read as JSON is at most max_value_depth deep
Json plain_json(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return nullptr;
    case Kind::boolean:
      return value.boolean();
    case Kind::integer:
    case Kind::long_integer:
      return value.whole();
    case Kind::list: {
      Json list = Json::array();
      for (const auto& item : value.list().items())
        list.push_back(plain_json(item));
      return list;
    }
    case Kind::map: {
      Json object = Json::object();
      for (const auto& entry : value.map().entries())
        object[std::string(entry.key.text())] = plain_json(entry.value);
      return object;
    }
    default:
      break;
  }
  if (value.is_text()) return std::string(value.text());
  auto parsed = parse_json(simulator::write_json(value), "a value");
  return parsed ? *std::move(parsed) : Json();
}

}  // namespace patchcord
