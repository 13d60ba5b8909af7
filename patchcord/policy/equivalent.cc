#include "patchcord/policy/equivalent.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"

namespace patchcord::policy {
namespace {

template <typename Change>
Json as_set(const Strings& strings, Change change) {
  std::set<std::string> out;
  for (const auto& text : strings)
    out.insert(change(text));
  return out;
}

std::string unchanged(const std::string& text) {
  return text;
}

Json normal(const Principals& principals, std::string_view partition) {
  const auto account_root = [&](const std::string& name) {
    return is_account_id(name) ? fmt::format("arn:{}:iam::{}:root", partition, name) : name;
  };
  Json out = Json::object();
  const auto put = [&](const char* kind, Json names) {
    if (!names.empty()) out[kind] = std::move(names);
  };
  put("AWS", as_set(principals.aws, account_root));
  put("Service", as_set(principals.service, unchanged));
  put("Federated", as_set(principals.federated, unchanged));
  put("CanonicalUser", as_set(principals.canonical_user, unchanged));
  return out;
}

// Two keys that differ in case only stay two conditions, so each key has a list of value sets.
Json normal(const std::vector<Condition>& conditions) {
  Json out = Json::object();
  for (const auto& condition : conditions) {
    out[condition.operation][lower_case(condition.key)].push_back(
        as_set(condition.values, unchanged));
  }
  for (auto& operation : out) {
    for (auto& values : operation) {
      std::sort(values.begin(), values.end());
      if (values.size() == 1) values = Json(values.front());
    }
  }
  return out;
}

// Everything of a statement that has an effect, in one form: element → value.
Json normal(const Statement& statement, std::string_view partition) {
  const auto without_case = [](const std::string& text) { return lower_case(text); };
  Json out = Json::object();
  if (statement.effect != StatementEffect::unknown) {
    out["Effect"] = statement.effect == StatementEffect::allow ? "Allow" : "Deny";
  }
  if (statement.principal) out["Principal"] = normal(*statement.principal, partition);
  if (statement.not_principal) out["NotPrincipal"] = normal(*statement.not_principal, partition);
  if (statement.actions) out["Action"] = as_set(*statement.actions, without_case);
  if (statement.not_actions) out["NotAction"] = as_set(*statement.not_actions, without_case);
  if (statement.resources) out["Resource"] = as_set(*statement.resources, unchanged);
  if (statement.not_resources) out["NotResource"] = as_set(*statement.not_resources, unchanged);
  if (!statement.conditions.empty()) out["Condition"] = normal(statement.conditions);
  for (const auto& [name, value] : statement.not_understood.items())
    out[name] = value;
  return out;
}

struct Named {
  std::string name{};
  Json value{};
};

std::vector<Named> normal_statements(const Document& document, std::string_view partition) {
  std::vector<Named> out;
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const auto& statement = document.statements[i];
    out.push_back({.name = statement.sid.empty() ? fmt::format("statement {}", i)
                                                 : fmt::format("statement {}", statement.sid),
                   .value = normal(statement, partition)});
  }
  std::stable_sort(
      out.begin(), out.end(), [](const Named& a, const Named& b) { return a.value < b.value; });
  return out;
}

// The statements of `from` that have no partner in `other`, each partner used once.
std::vector<Named> unmatched(const std::vector<Named>& from, const std::vector<Named>& other) {
  std::vector<Named> out;
  std::set_difference(from.begin(),
                      from.end(),
                      other.begin(),
                      other.end(),
                      std::back_inserter(out),
                      [](const Named& a, const Named& b) { return a.value < b.value; });
  return out;
}

std::string shown(const Json& object, const std::string& key) {
  return object.contains(key) ? patchcord::to_text(object.at(key)) : "absent";
}

void compare(const Named& expected, const Named& found, Strings& out) {
  std::set<std::string> elements;
  for (const auto& [name, value] : expected.value.items())
    elements.insert(name);
  for (const auto& [name, value] : found.value.items())
    elements.insert(name);
  for (const auto& element : elements) {
    const auto wanted = shown(expected.value, element);
    const auto is = shown(found.value, element);
    if (wanted != is) {
      out.push_back(fmt::format("{}: {} is {} instead of {}", found.name, element, is, wanted));
    }
  }
}

std::size_t equal_elements(const Named& a, const Named& b) {
  std::size_t out = 0;
  for (const auto& [name, value] : a.value.items()) {
    if (b.value.contains(name) && b.value.at(name) == value) ++out;
  }
  return out;
}

// Pairs what was changed with what it was changed from: first by Sid, then by the most equal
// elements.
std::vector<Named>::iterator partner_of(const Named& expected, std::vector<Named>& candidates) {
  const auto same_name = [&](const Named& candidate) { return candidate.name == expected.name; };
  const auto named = std::find_if(candidates.begin(), candidates.end(), same_name);
  if (named != candidates.end()) return named;
  return std::max_element(
      candidates.begin(), candidates.end(), [&](const Named& a, const Named& b) {
        return equal_elements(expected, a) < equal_elements(expected, b);
      });
}

void compare_value(std::string_view name, const Json& expected, const Json& found, Strings& out) {
  if (expected == found) return;
  out.push_back(fmt::format(
      "{} is {} instead of {}", name, patchcord::to_text(found), patchcord::to_text(expected)));
}

}  // namespace

bool equivalent(const Document& a, const Document& b, std::string_view partition) {
  return differences(a, b, partition).empty();
}

std::vector<std::string> differences(const Document& expected,
                                     const Document& found,
                                     std::string_view partition) {
  Strings out;
  compare_value("Version", expected.version, found.version, out);
  compare_value("Id", expected.id, found.id, out);
  compare_value("what is not understood", expected.not_understood, found.not_understood, out);
  const auto wanted = normal_statements(expected, partition);
  const auto is = normal_statements(found, partition);
  auto extra = unmatched(is, wanted);
  for (const auto& missing : unmatched(wanted, is)) {
    const auto partner = partner_of(missing, extra);
    if (partner == extra.end()) {
      out.push_back(
          fmt::format("{} is missing: {}", missing.name, patchcord::to_text(missing.value)));
      continue;
    }
    compare(missing, *partner, out);
    extra.erase(partner);
  }
  for (const auto& one : extra) {
    out.push_back(fmt::format("{} is additional: {}", one.name, patchcord::to_text(one.value)));
  }
  return out;
}

}  // namespace patchcord::policy
