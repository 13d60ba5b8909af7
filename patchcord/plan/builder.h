// What the parts of the planner share while one plan is made. Internal to plan/.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "patchcord/model/desired.h"
#include "patchcord/plan/plan.h"
#include "patchcord/plan/planner.h"

namespace patchcord {

// The record by the ids of its objects.
class RecordIndex {
 public:
  using Entry = std::pair<const Address, AppliedObject>;
  explicit RecordIndex(const Applied& applied);
  // Null: the record has no such object.
  [[nodiscard]] const Entry* find(Kind kind, std::string_view id) const;

 private:
  std::map<std::pair<Kind, std::string_view>, const Entry*> entries_{};
};

struct PlanBuilder {
  const Desired& desired;
  const Observed& observed;
  const Applied& applied;
  const PlanOptions& options;
  Plan plan{};
  std::map<std::string, std::vector<std::size_t>> steps_of{};  // by the text of their address
  std::vector<Step> last{};           // to be added when everything else is planned
  std::set<std::string> undecided{};  // ids of objects that a refusal is about
  ActionIndex actions{observed};
  RecordIndex records{applied};

  // Adds a step behind the earlier steps on the objects that its references name, and behind those
  // in `needs`.
  std::size_t add(Step step);
  void refuse(std::string what, std::string hint = {});
  void note(std::string text) { plan.notes.push_back(std::move(text)); }

  [[nodiscard]] const AppliedObject* recorded(const Address& address) const;
  // Wherever the record has it: a renamed object stands under its old address until it is written.
  [[nodiscard]] const RecordIndex::Entry* recorded_by_id(Kind kind, const std::string& id) const;
  // What is there is as it should be: the record learns it, if it does not know.
  void confirm(const Address& address, const AppliedObject& object);
  // Who uses an action, for people: "used by flow \"Main\" (INBOUNDCALLFLOW)". Asks for what is not
  // known yet.
  std::string flows_text(const std::string& action_id);
  // The reason for a removal, and who uses the action where that was looked up.
  std::string with_flows(const std::string& because, const std::string& action_id);
  // Known to be used by no flow; false also when that was not looked up, or may not be.
  [[nodiscard]] bool is_unused(const std::string& action_id) const;
  // Why an object that is not there is made: the record knows whether it was there.
  [[nodiscard]] std::string why_missing(const Address& address) const;
  // Why an object that is there differs: the record knows what we last wrote of it.
  [[nodiscard]] std::string why_it_differs(const Address& address,
                                           const std::string& desired_digest) const;
  [[nodiscard]] std::string external_id() const;
};

// The parts, in the order in which they are planned. plan_role returns the role's ARN or a
// reference to it.
Json plan_role(PlanBuilder& builder, const DesiredRole& role);
// The inline policy of a role that is there.
void plan_policy(PlanBuilder& builder,
                 const DesiredRole& wanted,
                 const ObservedRole& role,
                 const std::string& permission);
// Functions that the role's policy allows now, that the manifest does not name, and that actions of
// our integrations invoke which this plan leaves alone: their flows must go on working.
std::vector<FunctionArn> still_invoked(PlanBuilder& builder,
                                       const DesiredRole& wanted,
                                       const ObservedRole& role);
// AWS returns documents in other forms than it was sent, and somebody may have stored what is no
// document at all.
bool same_document(const Json& found, const std::string& wanted);
void plan_integration(PlanBuilder& builder, const DesiredIntegration& wanted, const Json& role_arn);
struct UnderIntegration {
  const DesiredIntegration& integration;
  Json id{};                         // an id, or a reference
  bool adopting{};                   // it becomes ours by this plan
  bool adopted{};                    // somebody else made it: so its actions may be others', too
  std::vector<std::size_t> after{};  // steps that make it ready for actions
};
void plan_actions(PlanBuilder& builder, const UnderIntegration& under);
// Actions, integrations and roles that the manifest dropped: removed with --prune, named without.
void plan_dropped(PlanBuilder& builder);

// Names what the plan is for, and refuses an organization or account that is not the one meant.
PlanBuilder begin_plan(PlanBuilder builder);
// Is this integration of our deployment, by the record or by its mark?
bool is_ours(const PlanBuilder& builder, const ObservedIntegration& integration);
// Does an integration other than `except` bind the credential, or may it, because its configuration
// is not known?
bool may_be_bound(const Observed& observed,
                  const std::string& credential,
                  const std::string& except);

// Where `after` has an opinion: leaves that differ, named by their path
// ("config.request.requestTemplate"). Maps that a person writes as a whole (headers,
// translationMap, …) are one leaf.
std::vector<Change> differences(const Json& before,
                                const Json& after,
                                const std::string& path = {});

}  // namespace patchcord
