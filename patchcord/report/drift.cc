#include "patchcord/report/drift.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/report/role_proof.h"

namespace patchcord {
namespace {

bool refers_to(const Json& fields, const std::string& address) {
  if (is_reference(fields)) return string_at(fields, "$from") == address;
  return fields.is_structured() && std::any_of(fields.begin(), fields.end(), [&](const auto& one) {
           return refers_to(one, address);
         });
}

// A link of the chain that has no fault of its own when the one before it is made anew.
bool is_link(Operation operation) {
  return operation == Operation::put_role_policy || operation == Operation::create_credential ||
         operation == Operation::configure_integration ||
         operation == Operation::enable_integration || operation == Operation::delete_credential;
}

bool makes_anew(Operation operation) {
  return operation == Operation::create_role || operation == Operation::create_integration ||
         operation == Operation::create_credential || operation == Operation::configure_integration;
}

// A policy is written twice where what is called today has to go on working.
bool is_second_half(const Step& step, const Step& earlier) {
  return step.operation == earlier.operation && step.address == earlier.address;
}

bool follows(const Step& step, const Step& earlier) {
  if (is_second_half(step, earlier)) return true;
  if (refers_to(step.fields, earlier.address.text())) return true;
  return is_link(step.operation) && makes_anew(earlier.operation);
}

// The step that is to blame for this one; nothing: it is a cause itself.
std::optional<std::size_t> cause_of(const Plan& plan,
                                    std::size_t index,
                                    const std::vector<std::size_t>& causes) {
  const auto& step = plan.steps[index];
  for (const auto need : step.needs) {
    if (need < index && follows(step, plan.steps[need])) return causes[need];
  }
  return std::nullopt;
}

std::string fault_of(const Step& step) {
  const bool is_missing = step.changes.empty() && step.because == "it is new";
  return is_missing ? "it is missing" : step.because;
}

// Nobody changed it at the clouds: the manifest wants it to turn to a function that cannot be used.
bool only_turns_to(const Step& step, const std::set<std::string>& functions) {
  if (!step.because.starts_with("what is wanted has changed") &&
      !step.because.starts_with("it differs from what is wanted"))
    return false;
  return std::any_of(functions.begin(), functions.end(), [&](const auto& function) {
    return std::any_of(step.changes.begin(), step.changes.end(), [&](const auto& change) {
      return to_text(change.after).find(to_text(function)) != std::string::npos;
    });
  });
}

void add_line(std::string& detail, const std::string& line) {
  detail += (detail.empty() ? "" : "\n") + line;
}

Error error_of(const Step& step, const DriftQuestion& question) {
  Error error{.code = Code::conflict,
              .what = fmt::format(
                  "{} is not as the manifest says: {}", step.address.text(), fault_of(step)),
              .hint = question.hint};
  for (const auto& role : question.roles) {
    for (const auto& line : findings_corrected_by(step, role)) {
      add_line(error.detail, line);
    }
  }
  return error;
}

// Of one cause: its error, and what follows from it.
struct Cause {
  std::optional<Error> error{};  // nothing: it is not told
  std::vector<std::string> consequences{};
};

}  // namespace

std::vector<Error> drift_of(const DriftQuestion& question) {
  const auto& plan = question.plan;
  std::vector<Cause> all(plan.steps.size());
  std::vector<std::size_t> causes;  // of each step, by the index of its cause
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto& step = plan.steps[i];
    const auto cause = cause_of(plan, i, causes);
    causes.push_back(cause.value_or(i));
    if (!cause) {
      if (!only_turns_to(step, question.unusable)) all[i].error = error_of(step, question);
    } else if (!is_second_half(step, plan.steps[*cause])) {
      all[*cause].consequences.push_back(step.title());
    }
  }
  std::vector<Error> drift;
  for (auto& [error, consequences] : all) {
    if (!error) continue;
    if (!consequences.empty()) add_line(error->detail, "with it: " + join(consequences, ", "));
    drift.push_back(*std::move(error));
  }
  return drift;
}

}  // namespace patchcord
