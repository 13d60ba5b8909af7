// Two runs at once: names are not unique at Genesys Cloud, so duplicates can only be healed.
#include <algorithm>
#include <map>

#include "patchcord/model/marks.h"
#include "patchcord/plan/builder.h"
#include "patchcord/plan/planner.h"

namespace patchcord {
namespace {

// Objects that stand for the same thing: the ids, smallest first.
using Group = std::vector<std::string>;

struct Verdict {
  std::vector<std::string> remove{};
  bool wait{};
};

Verdict judge(Group ids, const std::set<std::string>& made, bool patient) {
  if (ids.size() < 2) return {};
  std::sort(ids.begin(), ids.end());
  Verdict verdict;
  const auto stays = ids.front();
  for (std::size_t i = 1; i < ids.size(); ++i) {
    if (made.contains(ids[i])) verdict.remove.push_back(ids[i]);
  }
  if (!verdict.remove.empty() || !made.contains(stays)) return verdict;
  // Ours is the one to stay, but the other run may have ended before it could see ours.
  verdict.wait = patient;
  if (!patient) verdict.remove.push_back(stays);
  return verdict;
}

class Healing {
 public:
  Healing(PlanBuilder& builder, const std::set<std::string>& made, bool patient)
      : builder_(builder), made_(made), patient_(patient) {}

  bool run() {
    integrations();
    actions();
    return wait_;
  }

 private:
  std::vector<std::string> settle(const Group& ids) {
    auto verdict = judge(ids, made_, patient_);
    wait_ = wait_ || verdict.wait;
    return verdict.remove;
  }

  void integrations() {
    std::map<std::string, Group> groups;
    for (const auto& integration : builder_.observed.integrations) {
      const auto notes = integration.config ? integration.config->notes : integration.notes;
      auto mark = marks::in_notes(notes);
      if (!mark) mark = marks::in_unfinished_name(integration.name);
      if (mark && mark->deployment == builder_.desired.deployment)
        groups[mark->key].push_back(integration.id);
    }
    for (const auto& [key, ids] : groups) {
      for (const auto& id : settle(ids)) {
        remove_integration(id);
      }
    }
  }

  // Only if everything under it is of this run, too.
  void remove_integration(const std::string& id) {
    for (const auto& action : builder_.observed.actions) {
      if (action.integration_id == id && !made_.contains(action.id)) return;
    }
    const auto& all = builder_.observed.integrations;
    const auto integration =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    const auto removed = builder_.add({.operation = Operation::delete_integration,
                                       .address = {Kind::integration, integration->name},
                                       .because = "another run made it at the same time",
                                       .fields = {{"id", id}, {"name", integration->name}},
                                       .forgets = true});
    gone_.insert(id);
    if (!integration->config) return;
    for (const auto& [slot, credential] : integration->config->credentials) {
      if (!made_.contains(credential)) continue;
      builder_.add({.operation = Operation::delete_credential,
                    .address = {Kind::credential, integration->name},
                    .because = "its integration goes",
                    .fields = {{"id", credential}},
                    .needs = {removed},
                    .forgets = true});
    }
  }

  void actions() {
    std::map<std::pair<std::string, std::string>, Group> groups;
    for (const auto& action : builder_.observed.actions) {
      if (!gone_.contains(action.integration_id))
        groups[{action.integration_id, action.name}].push_back(action.id);
    }
    for (const auto& [place, ids] : groups) {
      for (const auto& id : settle(ids)) {
        builder_.add({.operation = Operation::delete_action,
                      .address = {Kind::action, place.second},
                      .because = "another run made it at the same time",
                      .fields = {{"id", id}},
                      .forgets = true});
      }
    }
  }

  PlanBuilder& builder_;
  const std::set<std::string>& made_;
  bool patient_;
  bool wait_{false};
  std::set<std::string> gone_{};
};

}  // namespace

Rivalry judge_rivalry(const Desired& desired,
                      const Observed& observed,
                      const std::set<std::string>& made,
                      bool patient) {
  const Applied nothing;
  const PlanOptions options;
  PlanBuilder builder{
      .desired = desired, .observed = observed, .applied = nothing, .options = options};
  builder.plan.deployment = desired.deployment;
  if (observed.organization) builder.plan.organization = *observed.organization;
  const bool wait = Healing(builder, made, patient).run();
  return {.healing = std::move(builder.plan), .wait_for_rival = wait};
}

}  // namespace patchcord
