#include "patchcord/plan/forecast.h"

#include <algorithm>
#include <set>

namespace patchcord {
namespace {

constexpr std::size_t page = 100;
// A written document is read back twice: IAM answers from several hosts.
constexpr std::size_t write_and_read_back = 3;

std::size_t requests_of(Operation operation) {
  switch (operation) {
    case Operation::create_role:
    case Operation::update_trust:
    case Operation::put_role_policy:
      return write_and_read_back;
    case Operation::configure_integration:  // read, then written
    case Operation::enable_integration:     // wished, then looked whether it is
    case Operation::delete_integration:     // and looked for until it is gone
      return 2;
    case Operation::tag_role:
    case Operation::update_role:
    case Operation::delete_role_policy:
    case Operation::untag_role:
    case Operation::delete_role:
    case Operation::create_integration:
    case Operation::create_credential:
    case Operation::delete_credential:
    case Operation::create_action:
    case Operation::update_action:
    case Operation::delete_action:
      return 1;
  }
  return 1;
}

std::size_t pages(std::size_t objects) {
  return std::max<std::size_t>(1, (objects + page - 1) / page);
}

std::size_t count(const Plan& plan, Operation operation) {
  return static_cast<std::size_t>(
      std::count_if(plan.steps.begin(), plan.steps.end(), [&](const auto& step) {
        return step.operation == operation;
      }));
}

Calls of_steps(const Plan& plan) {
  Calls calls;
  for (const auto& step : plan.steps) {
    (is_at_aws(step.operation) ? calls.aws : calls.genesys) += requests_of(step.operation);
  }
  return calls;
}

std::size_t pages_of_actions(const Plan& plan, const Observed& observed) {
  return pages(static_cast<std::size_t>(observed.visible_actions) +
               count(plan, Operation::create_action) - count(plan, Operation::delete_action));
}

// Roles of which something was written that is not read back at once.
std::size_t unread_roles(const Plan& plan) {
  std::set<std::string> stale;
  for (const auto& step : plan.steps) {
    const auto role = string_at(step.fields, "role");
    if (step.operation == Operation::tag_role || step.operation == Operation::update_role ||
        step.operation == Operation::untag_role || step.operation == Operation::delete_role)
      stale.insert(role);
    // The trust is read back as part of the role.
    if (step.operation == Operation::update_trust) stale.erase(role);
  }
  return stale.size();
}

}  // namespace

Calls forecast(const Plan& plan, const Observed& observed) {
  if (plan.steps.empty()) return {};
  auto calls = of_steps(plan);
  const auto integrations = observed.integrations.size() +
                            count(plan, Operation::create_integration) -
                            count(plan, Operation::delete_integration);
  calls.genesys += pages(integrations) + pages_of_actions(plan, observed);
  if (!observed.has_asked_for_slot && count(plan, Operation::create_credential) > 0)
    ++calls.genesys;
  calls.aws += unread_roles(plan);
  return calls;
}

Calls forecast_removal(const Plan& plan, const Observed& observed) {
  auto calls = of_steps(plan);
  if (count(plan, Operation::delete_integration) > 0)
    calls.genesys += pages(observed.integrations.size()) + pages_of_actions(plan, observed);
  return calls;
}

}  // namespace patchcord
