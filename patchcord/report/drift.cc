#include "patchcord/report/drift.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

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

bool follows(const Step& step, const Step& earlier) {
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

}  // namespace

std::vector<Error> drift_of(const Plan& plan, const std::string& hint) {
  std::vector<Error> drift;
  std::vector<std::size_t> causes;  // of each step, by the index of its cause
  std::vector<std::size_t> errors;  // of each step, by the index of its error
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto& step = plan.steps[i];
    const auto cause = cause_of(plan, i, causes);
    causes.push_back(cause.value_or(i));
    if (cause) {
      auto& detail = drift[errors[*cause]].detail;
      detail += (detail.empty() ? "with it: " : ", ") + step.title();
      errors.push_back(errors[*cause]);
      continue;
    }
    errors.push_back(drift.size());
    drift.push_back({.code = Code::conflict,
                     .what = fmt::format(
                         "{} is not as the manifest says: {}", step.address.text(), fault_of(step)),
                     .hint = hint});
  }
  return drift;
}

}  // namespace patchcord
