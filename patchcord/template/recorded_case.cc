#include "patchcord/template/recorded_case.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {

namespace {

const std::vector<std::string> member_names{
    "name", "input", "reply", "fail", "outcome", "expect", "expect_exact"};
const std::vector<std::string> failure_kinds{"error", "timeout", "authentication", "remote"};
constexpr std::array<std::pair<std::string_view, RunOutcome>, 3> outcomes{
    {{"success", RunOutcome::success},
     {"failure", RunOutcome::failure},
     {"timeout", RunOutcome::timeout}}};

constexpr std::string_view stand_in =
    R"({"errorType":"Error","errorMessage":"a simulated failure of the function"})";

Error wrong(std::string what, std::string hint = {}) {
  return {.code = Code::invalid, .what = std::move(what), .hint = std::move(hint)};
}

Result<void> check_members(const Value& document) {
  for (const auto& entry : document.map().entries()) {
    const std::string name(entry.key.text());
    if (std::find(member_names.begin(), member_names.end(), name) != member_names.end()) continue;
    const auto guess = nearest(name, member_names);
    return wrong(fmt::format("a case has no `{}`", printable(name, 80)),
                 guess ? fmt::format("Did you mean `{}`?", *guess)
                       : fmt::format("It has {}.", fmt::join(member_names, ", ")));
  }
  return {};
}

Result<std::string> text_member(const Value& document, std::string_view name) {
  const Value* found = document.map().find(name);
  if (found == nullptr) return std::string();
  if (!found->is_text()) return wrong(fmt::format("`{}` must be a text", name));
  return std::string(found->text());
}

Result<void> read_outcome(const Value& document, RecordedCase& out) {
  TRY_ASSIGN(const std::string name, text_member(document, "outcome"));
  if (name.empty()) return {};
  for (const auto& [known, outcome] : outcomes) {
    if (known != name) continue;
    out.outcome = outcome;
    return {};
  }
  return wrong(fmt::format("`outcome` cannot be `{}`", printable(name, 80)),
               "It is success, failure or timeout.");
}

Result<void> read_answer(const Value& document, RecordedCase& out) {
  const Value* reply = document.map().find("reply");
  TRY_ASSIGN(const std::string kind, text_member(document, "fail"));
  std::string payload = reply == nullptr ? "" : write_json(*reply);
  if (!kind.empty()) {
    TRY_ASSIGN(out.answer, failed_execution(kind, std::move(payload)));
  } else if (reply != nullptr) {
    out.answer = Reply{std::move(payload)};
  }
  return {};
}

Result<void> read_expectation(const Value& document, RecordedCase& out) {
  const Value* part = document.map().find("expect");
  const Value* whole = document.map().find("expect_exact");
  if (part != nullptr && whole != nullptr) {
    return wrong("a case has `expect` or `expect_exact`, not both",
                 "`expect` compares the members that it names, `expect_exact` all.");
  }
  const Value* given = part != nullptr ? part : whole;
  if (given == nullptr) return {};
  if (out.outcome != RunOutcome::success)
    return wrong("a case that is expected to fail cannot expect a result");
  out.expected = *given;
  if (whole != nullptr) out.comparison = Comparison::whole;
  return {};
}

Value variables_of(const VersionRun& run) {
  Value made = make_map();
  for (auto& variable : architect_variables(run.action, run.result)) {
    if (!variable.value.is_null()) made.map().set(Value(variable.name), std::move(variable.value));
  }
  return made;
}

}  // namespace

Result<RecordedCase> case_from_json(std::string_view line) {
  TRY_ASSIGN(const Value document, read_json(line, "the case"));
  if (!document.is_map()) return wrong("a case is a JSON object");
  TRY(check_members(document));
  RecordedCase out;
  TRY_ASSIGN(out.name, text_member(document, "name"));
  if (const Value* input = document.map().find("input")) out.input = write_json(*input);
  TRY(read_outcome(document, out));
  TRY(read_answer(document, out));
  TRY(read_expectation(document, out));
  return out;
}

Result<Execution> failed_execution(std::string_view kind, std::string payload) {
  if (kind == "error") {
    return Execution(FunctionError{payload.empty() ? std::string(stand_in) : std::move(payload)});
  }
  if (kind == "timeout") return Execution(Timeout{});
  if (kind == "authentication")
    return Execution(AuthenticationFailure{"The role could not be assumed (simulated)."});
  if (kind == "remote")
    return Execution(RemoteFailure{"The function could not be invoked (simulated)."});
  const auto guess = nearest(kind, failure_kinds);
  return wrong(fmt::format("a function cannot fail by `{}`", printable(kind, 80)),
               guess ? fmt::format("Did you mean `{}`?", *guess)
                     : fmt::format("It is one of {}.", fmt::join(failure_kinds, ", ")));
}

const char* outcome_name(RunOutcome outcome) {
  for (const auto& [name, known] : outcomes) {
    if (known == outcome) return name.data();
  }
  return "";
}

std::vector<std::string> judge(const RecordedCase& recorded, const TestResult& result) {
  if (result.outcome != recorded.outcome) {
    std::string text = fmt::format(
        "expected {}, got {}", outcome_name(recorded.outcome), outcome_name(result.outcome));
    if (result.error)
      text += fmt::format(": {}: {}", result.operations.back().name, result.error->message);
    return {std::move(text)};
  }
  if (!recorded.expected || !result.final_result) return {};
  std::vector<std::string> found;
  for (const auto& one : differences(*recorded.expected, *result.final_result, recorded.comparison))
    found.push_back(one.text());
  return found;
}

std::vector<Difference> output_changes(const VersionRun& before, const VersionRun& after) {
  if (before.result.outcome != after.result.outcome) {
    return {{.path = "outcome",
             .expected = Value(outcome_name(before.result.outcome)),
             .actual = Value(outcome_name(after.result.outcome))}};
  }
  auto changed = differences(variables_of(before), variables_of(after), Comparison::whole);
  if (!changed.empty() || !before.result.final_result) return changed;
  return differences(*before.result.final_result, *after.result.final_result, Comparison::whole);
}

}  // namespace patchcord::simulator
