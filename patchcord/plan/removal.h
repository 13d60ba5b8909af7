// Removing, whether one thing that the manifest dropped or everything: who made an object decides.
// Internal to plan/.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "patchcord/plan/builder.h"

namespace patchcord {

enum class Maker {
  us,
  others,   // adopted: released, never deleted
  unknown,  // neither in the record nor in the manifest: shown, never touched
};

// The integration of the manifest that this one is, by its mark or the record; null: none.
const DesiredIntegration* desired_of(const PlanBuilder& builder,
                                     const ObservedIntegration& integration);

// Who made an action under an integration of ours.
Maker maker_of(const PlanBuilder& builder,
               const ObservedIntegration& integration,
               const ObservedAction& action);

std::size_t remove_action(PlanBuilder& builder,
                          const Address& address,
                          const ObservedAction& action,
                          std::string because);

// Removes or releases an integration of ours with what we made in it. Returns its steps, or nothing
// when it has to stay as it is: then its role has to stay, too.
std::optional<std::vector<std::size_t>> remove_integration(PlanBuilder& builder,
                                                           const ObservedIntegration& integration,
                                                           const std::string& because);

// `after`: steps that must be done before. A role that is not ours is left alone.
void remove_role(PlanBuilder& builder,
                 const ObservedRole& role,
                 const std::string& policy_name,
                 const std::string& because,
                 std::vector<std::size_t> after);

// The address under which the record has it, or would.
Address address_of_observed(const PlanBuilder& builder, const ObservedIntegration& integration);
Address address_of_observed(const PlanBuilder& builder,
                            const ObservedIntegration& integration,
                            const ObservedAction& action);

}  // namespace patchcord
