#include "patchcord/cli/function_looks.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/parallel.h"

namespace patchcord::cli {

std::vector<Error> problems_of(const Looks& looks) {
  std::map<std::string, Error> by_fault;
  for (const auto& [function, fault] : looks) {
    if (!fault || fault->empty()) continue;
    const auto [found, is_first] = by_fault.try_emplace(
        *fault,
        Error{.code = Code::conflict,
              .what = fmt::format("function {}: {}", function.text(), *fault)});
    auto& detail = found->second.detail;
    if (!is_first)
      detail += (detail.empty() ? "the same: function " : "\nfunction ") + function.text();
  }
  std::vector<Error> problems;
  problems.reserve(by_fault.size());
  for (auto& [fault, problem] : by_fault) {
    problems.push_back(std::move(problem));
  }
  return problems;
}

Looks FunctionLooks::look_at(const std::vector<FunctionArn>& functions) {
  std::vector<FunctionArn> unknown;
  std::copy_if(
      functions.begin(), functions.end(), std::back_inserter(unknown), [&](const auto& function) {
        return !known_.contains(function);
      });
  std::vector<std::optional<Result<std::string>>> found(unknown.size());
  // An error is an answer here: it never ends the others.
  const auto looked =
      in_flight(unknown.size(), requests_in_flight, [&](std::size_t i) -> Result<void> {
        found[i] = world_.look_at(unknown[i]);
        return {};
      });
  static_cast<void>(looked);
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    known_.emplace(unknown[i], *std::move(found[i]));
  }
  Looks told;
  for (const auto& function : functions) {
    told.emplace(function, known_.at(function));
  }
  return told;
}

}  // namespace patchcord::cli
