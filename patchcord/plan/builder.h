// What the parts of the planner share while one plan is made. Internal to plan/.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "patchcord/model/desired.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

struct PlanBuilder {
  const Desired& desired;
  const Observed& observed;
  const Applied& applied;
  const PlanOptions& options;
  Plan plan{};

  // Adds a step behind the earlier steps on the objects that its references name, and behind those
  // in `needs`.
  std::size_t add(Step step);
  void refuse(std::string what, std::string hint = {});
  void note(std::string text) { plan.notes.push_back(std::move(text)); }

  [[nodiscard]] const AppliedObject* recorded(const Address& address) const;
  // Why an object that is there differs: the record knows what we last wrote of it.
  [[nodiscard]] std::string why_it_differs(const Address& address,
                                           const std::string& desired_digest) const;
  [[nodiscard]] std::string external_id() const;
};

// The parts, in the order in which they are planned. plan_role returns the role's ARN or a
// reference to it.
Json plan_role(PlanBuilder& builder, const DesiredRole& role);
void plan_integration(PlanBuilder& builder, const DesiredIntegration& wanted, const Json& role_arn);
// `integration_id`: an id, or a reference; `adopting`: the integration becomes ours by this plan.
void plan_actions(PlanBuilder& builder,
                  const DesiredIntegration& integration,
                  const Json& integration_id,
                  bool adopting);

// Where `after` has an opinion: leaves that differ, named by their path
// ("config.request.requestTemplate"). Maps that a person writes as a whole (headers,
// translationMap, …) are one leaf.
std::vector<Change> differences(const Json& before,
                                const Json& after,
                                const std::string& path = {});
// The same contract, whatever the order of `required` and of keys.
bool same_contract(const Json& one, const Json& other);

}  // namespace patchcord
