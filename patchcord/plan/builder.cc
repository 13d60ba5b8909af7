#include "patchcord/plan/builder.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

void collect_references(const Json& value, std::set<std::string>& addresses) {
  if (is_reference(value)) {
    addresses.insert(string_at(value, "$from"));
  } else if (value.is_structured()) {
    for (const auto& member : value) {
      collect_references(member, addresses);
    }
  }
}

bool is_whole(const std::string& name) {
  return name == "headers" || name == "translationMap" || name == "translationMapDefaults";
}

}  // namespace

RecordIndex::RecordIndex(const Applied& applied) {
  for (const auto& entry : applied.objects) {
    entries_.emplace(std::pair{entry.first.kind, std::string_view(entry.second.id)}, &entry);
  }
}

const RecordIndex::Entry* RecordIndex::find(Kind kind, std::string_view id) const {
  const auto found = entries_.find({kind, id});
  return found == entries_.end() ? nullptr : found->second;
}

std::size_t PlanBuilder::add(Step step) {
  std::set<std::string> addresses;
  collect_references(step.fields, addresses);
  std::set<std::size_t> needs(step.needs.begin(), step.needs.end());
  for (const auto& address : addresses) {
    const auto found = steps_of.find(address);
    if (found != steps_of.end()) needs.insert(found->second.begin(), found->second.end());
  }
  step.needs.assign(needs.begin(), needs.end());
  steps_of[step.address.text()].push_back(plan.steps.size());
  plan.steps.push_back(std::move(step));
  return plan.steps.size() - 1;
}

void PlanBuilder::refuse(std::string what, std::string hint) {
  plan.refusals.push_back(
      Error{.code = Code::conflict, .what = std::move(what), .hint = std::move(hint)});
}

const AppliedObject* PlanBuilder::recorded(const Address& address) const {
  const auto found = applied.objects.find(address);
  return found == applied.objects.end() ? nullptr : &found->second;
}

const RecordIndex::Entry* PlanBuilder::recorded_by_id(Kind kind, const std::string& id) const {
  return records.find(kind, id);
}

void PlanBuilder::confirm(const Address& address, const AppliedObject& object) {
  const auto* known = recorded(address);
  if (known == nullptr || !(*known == object)) plan.confirmed[address] = object;
}

std::string PlanBuilder::flows_text(const std::string& action_id) {
  const auto found = observed.flows.find(action_id);
  if (found == observed.flows.end()) {
    plan.wants_flows.push_back(action_id);
    return "flows not looked up";
  }
  const auto& [flows, unknown] = found->second;
  if (flows.empty() && !unknown.empty()) return "which flows use it is unknown: " + unknown;
  if (flows.empty()) return "no flow is known to use it";
  std::vector<std::string> names;
  names.reserve(flows.size());
  for (const auto& flow : flows) {
    names.push_back(
        fmt::format("\"{}\" ({})", printable(flow.name, 200), printable(flow.type, 60)));
  }
  return fmt::format("used by {} {}", names.size() == 1 ? "flow" : "flows", fmt::join(names, ", "));
}

std::string PlanBuilder::with_flows(const std::string& because, const std::string& action_id) {
  const auto flows = flows_text(action_id);
  return observed.flows.contains(action_id) ? because + "; " + flows : because;
}

bool PlanBuilder::is_unused(const std::string& action_id) const {
  const auto known = observed.flows.find(action_id);
  return known != observed.flows.end() && known->second == FlowUse{};
}

std::string PlanBuilder::why_missing(const Address& address) const {
  return recorded(address) == nullptr ? "it is new" : "it is missing: removed outside patchcord";
}

std::string PlanBuilder::why_it_differs(const Address& address,
                                        const std::string& desired_digest) const {
  const auto* record = recorded(address);
  if (record == nullptr || record->digest.empty()) return "it differs from what is wanted";
  return record->digest == desired_digest ? "changed outside patchcord"
                                          : "what is wanted has changed";
}

std::string PlanBuilder::external_id() const {
  if (desired.external_id && options.any_external_id) return *desired.external_id;
  return observed.organization ? observed.organization->id : std::string();
}

std::vector<Change> differences(const Json& before, const Json& after, const std::string& path) {
  if (before == after) return {};
  if (!after.is_object() || !before.is_object())
    return {Change{.field = path, .before = before, .after = after}};
  std::vector<Change> changes;
  for (const auto& [name, value] : after.items()) {
    const auto place = path.empty() ? name : fmt::format("{}.{}", path, name);
    const Json& old = member_at(before, name);
    if (old == value) continue;
    if (is_whole(name)) {
      changes.push_back(Change{.field = place, .before = old, .after = value});
      continue;
    }
    for (auto& change : differences(old, value, place)) {
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

}  // namespace patchcord
