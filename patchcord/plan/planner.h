// The planner: what should be, what is, and what we last wrote in; a plan out. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "patchcord/model/applied.h"
#include "patchcord/model/desired.h"
#include "patchcord/model/observed.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

// Refusals are in the plan: all of them at once. A plan of what is already so is empty.
Plan make_plan(const Desired& desired,
               const Observed& observed,
               const Applied& applied,
               const PlanOptions& options);

// Destroy: removes what is ours of the deployment, releases what was adopted. What must stay,
// because somebody else's things hang on it, is in Plan::kept. Observed by Purpose::remove.
Plan make_removal(const Desired& desired,
                  const Observed& observed,
                  const Applied& applied,
                  const PlanOptions& options);

// Two runs at once may have made the same object twice. Of equal ones the smallest id stays.
struct Rivalry {
  Plan healing{};         // removes what this run made and another run's object stands for
  bool wait_for_rival{};  // there are two, and it is the other run that removes its own
};
// `made`: ids that this run created. `patient`: give the other run time to remove its own.
Rivalry judge_rivalry(const Desired& desired,
                      const Observed& observed,
                      const std::set<std::string>& made,
                      bool patient);

// SHA-256 of what we write of an action: equal digests and equal versions need no read.
std::string digest_of(const DesiredAction& action);

// How an object is recognised, by these rules in this order: id from the record, our mark, exact
// name if unique. Observe uses them to know what to read, the planner to know what to do.
enum class Match {
  none,
  recorded,    // id from the record
  marked,      // our mark in the notes
  unfinished,  // our mark in the name: an earlier run ended between create and configure
  pinned,      // `adopt: <id>`
  named,       // exact name: becomes ours only by adoption
};

struct MatchedIntegration {
  Match match{Match::none};
  std::vector<const ObservedIntegration*>
      candidates{};  // one, or several that cannot be told apart
};
MatchedIntegration match_integration(const DesiredIntegration& wanted,
                                     const Desired& desired,
                                     const Observed& observed,
                                     const Applied& applied);

// Where the actions are, so that matching a thousand costs no more than reading them once. Valid as
// long as the observed actions stay as they are.
class ActionIndex {
 public:
  explicit ActionIndex(const Observed& observed);

  using Found = std::vector<const ObservedAction*>;
  [[nodiscard]] Found with_id(std::string_view integration_id, std::string_view id) const;
  [[nodiscard]] Found with_name(std::string_view integration_id, std::string_view name) const;

 private:
  using Key = std::pair<std::string_view, std::string_view>;
  std::map<Key, Found> by_id_{};
  std::map<Key, Found> by_name_{};
};

struct MatchedAction {
  Match match{Match::none};
  ActionIndex::Found candidates{};
};
MatchedAction match_action(const DesiredAction& wanted,
                           const DesiredIntegration& under,
                           std::string_view integration_id,
                           const ActionIndex& index,
                           const Applied& applied);

Address address_of(const DesiredRole& role);
Address policy_address_of(const DesiredRole& role);
Address address_of(const DesiredIntegration& integration);
Address credential_address_of(const DesiredIntegration& integration);
Address address_of(const DesiredIntegration& integration, const DesiredAction& action);

}  // namespace patchcord
