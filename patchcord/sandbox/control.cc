#include "patchcord/sandbox/control.h"

#include <array>

#include <fmt/format.h>

#include "patchcord/base/try.h"

namespace patchcord::sandbox {
namespace {

constexpr std::string_view control_prefix = "/_sandbox";
constexpr long long longest_advance_seconds = 3'650LL * 86'400;

using Action = Result<Json> (*)(const Parts&, const Json&);
struct Operation {
  std::string_view method{};
  std::string_view name{};
  Action action{};
};

Json knobs_json(const Parts& parts) {
  auto out = to_json(parts.genesys.knobs());
  out["aws"] = to_json(parts.aws.knobs());
  return out;
}

Result<Json> show_state(const Parts& parts, const Json& /*body*/) {
  return Json{{"format", 1},
              {"now", iso_time(parts.time.now())},
              {"knobs", knobs_json(parts)},
              {"faults", parts.faults.state()},
              {"genesys", parts.genesys.state()},
              {"aws", parts.aws.state()}};
}

Result<Json> show_statistics(const Parts& parts, const Json& /*body*/) {
  return parts.statistics.state();
}

Result<Json> show_knobs(const Parts& parts, const Json& /*body*/) {
  return knobs_json(parts);
}

Result<Milliseconds> advance_of(Json& change) {
  if (!change.contains("advanceSeconds")) return Milliseconds{0};
  const auto seconds = integer_at(change, "advanceSeconds", -1);
  if (seconds < 0 || seconds > longest_advance_seconds) {
    return Error{.code = Code::invalid,
                 .what = fmt::format("\"advanceSeconds\" must be an integer from 0 to {}",
                                     longest_advance_seconds)};
  }
  change.erase("advanceSeconds");
  return Milliseconds(std::chrono::seconds(seconds));
}

Result<Json> change_knobs(const Parts& parts, const Json& body) {
  if (!body.is_object()) return Error{.code = Code::invalid, .what = "knobs must be a JSON object"};
  Json change = body;
  TRY_ASSIGN(const auto advance, advance_of(change));
  const auto aws_change = change.value("aws", Json::object());
  change.erase("aws");
  TRY_ASSIGN(const auto genesys, with_change(parts.genesys.knobs(), change));
  TRY_ASSIGN(const auto aws, with_change(parts.aws.knobs(), aws_change));
  parts.genesys.set_knobs(genesys);
  parts.aws.set_knobs(aws);
  parts.time.advance(advance);
  return knobs_json(parts);
}

Result<Json> show_faults(const Parts& parts, const Json& /*body*/) {
  return parts.faults.state();
}

Result<Json> add_faults(const Parts& parts, const Json& body) {
  TRY(parts.faults.add(body));
  return parts.faults.state();
}

Result<Json> clear_faults(const Parts& parts, const Json& /*body*/) {
  parts.faults.clear();
  return parts.faults.state();
}

Result<Json> show_exchanges(const Parts& parts, const Json& /*body*/) {
  return parts.recorder.state();
}

Result<Json> clear_exchanges(const Parts& parts, const Json& /*body*/) {
  parts.recorder.clear();
  return parts.recorder.state();
}

Result<Json> show_tokens(const Parts& parts, const Json& /*body*/) {
  return parts.genesys.tokens();
}

Result<Json> seed(const Parts& parts, const Json& body) {
  return parts.genesys.seed(body);
}

Result<Json> reset(const Parts& parts, const Json& /*body*/) {
  parts.time.reset();
  parts.genesys.reset();
  parts.aws.reset();
  parts.faults.clear();
  parts.statistics.clear();
  parts.recorder.clear();
  return Json::object();
}

constexpr std::array operations = {Operation{"GET", "state", show_state},
                                   Operation{"GET", "stats", show_statistics},
                                   Operation{"GET", "knobs", show_knobs},
                                   Operation{"POST", "knobs", change_knobs},
                                   Operation{"GET", "faults", show_faults},
                                   Operation{"POST", "faults", add_faults},
                                   Operation{"DELETE", "faults", clear_faults},
                                   Operation{"GET", "exchanges", show_exchanges},
                                   Operation{"DELETE", "exchanges", clear_exchanges},
                                   Operation{"GET", "tokens", show_tokens},
                                   Operation{"POST", "seed", seed},
                                   Operation{"POST", "reset", reset}};

Reply json_answer(int status, const Json& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = to_text(body) + "\n"};
}

Reply problem(int status, const Error& error) {
  const Json hint = error.hint.empty() ? Json() : Json(error.hint);
  return json_answer(status, {{"error", error.what}, {"hint", hint}});
}

Reply run(const Operation& operation, const Parts& parts, const Message& message) {
  Json body;
  if (!message.body.empty()) {
    auto parsed = parse_json(message.body, "the request body");
    if (!parsed) return problem(400, parsed.error());
    body = std::move(parsed).value();
  }
  const auto done = operation.action(parts, body);
  return done ? json_answer(200, *done) : problem(400, done.error());
}

}  // namespace

bool is_control(std::string_view path) {
  return path == control_prefix || path.starts_with(fmt::format("{}/", control_prefix));
}

Reply control(const Parts& parts, const Message& message) {
  auto name = std::string_view(message.path).substr(control_prefix.size());
  if (name.starts_with('/')) name.remove_prefix(1);
  std::vector<std::string> methods;
  for (const auto& operation : operations) {
    if (operation.name != name) continue;
    if (operation.method == message.method) return run(operation, parts, message);
    methods.emplace_back(operation.method);
  }
  if (methods.empty()) {
    return problem(404,
                   Error{.what = fmt::format("the sandbox has no {}/{}", control_prefix, name)});
  }
  return problem(405, Error{.what = fmt::format("{} knows {}", name, fmt::join(methods, ", "))});
}

}  // namespace patchcord::sandbox
