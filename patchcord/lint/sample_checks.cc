// What the simulator makes of invented inputs and replies.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/lint/samples.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/simulate.h"

namespace patchcord::lint {
namespace {

using simulator::OperationResult;
using simulator::TestResult;

constexpr std::string_view body_step = "Resolve request body template";
constexpr std::string_view header_step = "Resolve request header templates";
constexpr std::string_view output_step = "Apply output transformation";
constexpr std::string_view contract_step = "Validate response against output schema";

// A sample that takes longer is given up.
simulator::RunOptions options() {
  simulator::RunOptions out;
  out.limits = {.max_steps = 200'000, .max_output = 1U << 20U, .max_depth = 200};
  return out;
}

TestResult run(const Action& action, std::string_view inputs, const simulator::Execution& answer) {
  return simulator::run_action(
      action.definition,
      inputs,
      [&](const simulator::ExecutionRequest&) { return answer; },
      options());
}

const OperationResult* failed_step(const TestResult& result) {
  if (result.operations.empty() || result.operations.back().success) return nullptr;
  return &result.operations.back();
}

// The text that is no JSON stands at the end of the error, if the error is that.
std::string_view made_text(std::string_view error) {
  constexpr std::string_view subject = "the request body is not JSON";
  if (!error.starts_with(subject)) return {};
  const auto end = error.find(": ", error.find(", column "));
  return end == std::string_view::npos ? std::string_view{} : error.substr(end + 2);
}

// A comma with nothing behind or before it, outside of texts.
bool has_stray_comma(std::string_view json) {
  bool in_text = false;
  char before = '\0';
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    }
    if (in_text || c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      if (in_text) before = 'x';
      continue;
    }
    const bool closes = c == '}' || c == ']' || c == ',';
    const bool opens = before == '{' || before == '[';
    if ((before == ',' && closes) || (opens && c == ',')) return true;
    before = c;
  }
  return false;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) out += c;
    if (blank && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

// What breaks a body whatever the inputs are.
constexpr std::array<std::string_view, 7> always_breaking = {
    "L19", "L23", "L27", "L35", "L36", "L57", "L58"};

std::size_t place_of_subject(const Facts& facts, std::string_view subject) {
  for (const auto& use : facts.uses) {
    if (use.role != Role::condition && root_of(use.name) == "input" &&
        property_of(use.name) == subject)
      return use.offset;
  }
  return 0;
}

void report_body(const Action& action,
                 const Sample& sample,
                 std::string_view error,
                 Findings& findings) {
  const auto text = made_text(error);
  const auto shown = one_line(text.empty() ? error : text);
  const auto example =
      fmt::format("with {} the function would get {}", sample.what, printable(shown, 120));
  if (sample.subject.empty() ? findings.explain_any(always_breaking, example)
                             : findings.explain(sample.subject, example))
    return;
  if (error.find("nests deeper than") != std::string_view::npos)
    return findings.add("L54", *action.body, 0, std::string(error.substr(0, 200)));
  if (!text.empty() && has_stray_comma(text) && !action.body_facts->conditionals.empty()) {
    return findings.add(
        "L29",
        *action.body,
        action.body_facts->conditionals.front(),
        fmt::format("with {} a comma is left over: {}", sample.what, printable(shown, 200)));
  }
  findings.add("L25",
               *action.body,
               sample.subject.empty() ? offset_in_error(action.body->value, error)
                                      : place_of_subject(*action.body_facts, sample.subject),
               fmt::format("with {} the body is {}: {}",
                           sample.what,
                           text.empty() ? "not made" : "no JSON",
                           printable(shown, 200)));
}

void report_header(const Action& action,
                   const Sample& sample,
                   std::string_view error,
                   Findings& findings) {
  findings.add(
      "L25",
      action.section.headers.front().name.span,
      fmt::format("with {} the headers are not made: {}", sample.what, printable(error, 200)));
}

void check_requests(const Action& action, Findings& findings) {
  const bool has_body = action.body && action.body_facts;
  if (!has_body && action.section.headers.empty()) return;
  // The first sample that breaks something says enough about its input.
  std::vector<std::string> broken;
  for (const auto& sample : sample_inputs(action)) {
    if (std::find(broken.begin(), broken.end(), sample.subject) != broken.end()) continue;
    const auto result = run(action, simulator::write_json(sample.inputs), simulator::Timeout{});
    const auto* step = failed_step(result);
    if (step == nullptr || !step->error) continue;
    if (step->name == body_step && has_body) {
      report_body(action, sample, step->error->message, findings);
    } else if (step->name == header_step) {
      report_header(action, sample, step->error->message, findings);
    } else {
      continue;
    }
    // When all inputs break it, so does every other sample.
    if (sample.subject.empty()) return;
    broken.push_back(sample.subject);
  }
}

// Something was found that makes any reply fail.
bool is_broken(const Findings& findings) {
  for (const char* code :
       {"L01", "L02", "L03", "L04", "L05", "L08", "L10", "L30", "L31", "L32", "L46"}) {
    if (findings.has(code)) return true;
  }
  return false;
}

// Every path that may find nothing has a default.
bool has_all_defaults(const Action& action) {
  const auto& map = action.section.translation_map;
  return !map.empty() && std::all_of(map.begin(), map.end(), [&](const auto& entry) {
    return action.find_default(entry.name.value) != nullptr;
  });
}

// "Transform failed to process … due to error:'<reason>'\n Template:'…'."
std::string reason_of(std::string_view message) {
  constexpr std::string_view before = "due to error:'";
  const auto begin = message.find(before);
  if (begin == std::string_view::npos) return printable(one_line(message), 200);
  message.remove_prefix(begin + before.size());
  return printable(one_line(message.substr(0, message.rfind("'\n Template:'"))), 200);
}

// A reply can be invented of which the result should fit the contract: what the template does with
// the text of a reply is not known.
bool fits_the_place(const Action& action) {
  std::size_t count = 0;
  for (const auto& use : action.success_facts->uses) {
    if (use.reference->root != "rawResult") continue;
    ++count;
    if (use.role != Role::printed || !use.whole || use.in_string || !use.reference->chain.empty())
      return false;
  }
  return count == 0 || (count == 1 && action.section.translation_map.empty());
}

bool reads_reply(const Action& action) {
  const auto& uses = action.success_facts->uses;
  return !action.section.translation_map.empty() || action.success_facts->opaque ||
         std::any_of(uses.begin(), uses.end(), [](const Use& use) {
           return use.reference->root == "rawResult";
         });
}

bool is_whole_reply(const Action& action) {
  const auto text = trim(action.success->value);
  return text == "${rawResult}" || text == "$rawResult" || text == "$!{rawResult}" ||
         text == "$!rawResult";
}

// `when`: the function answers `reply`. `certain`: it may really do so; otherwise it is a guess,
// and a warning.
void check_reply(const Action& action,
                 std::string_view reply,
                 std::string_view when,
                 bool certain,
                 Findings& findings) {
  const auto inputs = simulator::write_json(sample_inputs(action).front().inputs);
  const auto result = run(action, inputs, simulator::Reply{std::string(reply)});
  const auto* step = failed_step(result);
  if (step == nullptr || !step->error) return;
  const bool no_json = step->name == output_step;
  if (!no_json && (step->name != contract_step || !fits_the_place(action))) return;
  const auto& message = step->error->message;
  findings.add("L66",
               *action.success,
               offset_in_error(action.success->value, message),
               fmt::format("{}, the result {}: {}",
                           when,
                           no_json ? "is not made" : "does not fit the contract",
                           reason_of(message)));
  if (!certain) findings.soften(Severity::warning);
}

void check_replies(const Action& action, Findings& findings) {
  if (!action.success || !action.success_facts || is_broken(findings)) return;
  if (is_whole_reply(action)) return;
  if (!reads_reply(action))
    return check_reply(action, "{}", "whatever the function answers", true, findings);
  const auto before = findings.count();
  if (has_all_defaults(action))
    check_reply(action,
                "{}",
                "when the function answers without any of what the map looks for",
                true,
                findings);
  if (findings.count() != before) return;
  const auto reply = sample_reply(action);
  check_reply(
      action, reply, fmt::format("when the function answers {}", ticked(reply)), false, findings);
}

}  // namespace

void check_samples(const Action& action, Findings& findings) {
  check_requests(action, findings);
  check_replies(action, findings);
}

}  // namespace patchcord::lint
