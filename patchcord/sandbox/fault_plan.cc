#include "patchcord/sandbox/fault_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::sandbox {
namespace {

constexpr std::array<std::string_view, 9> names = {"status",
                                                   "delay",
                                                   "reset_before_effect",
                                                   "reset_after_effect",
                                                   "truncated_body",
                                                   "wrong_content_type",
                                                   "html_502",
                                                   "expired_token",
                                                   "stall"};
constexpr std::size_t max_faults = 1000;
constexpr int max_delay_ms = 600'000;

Error invalid(std::string what) {
  return Error{.code = Code::invalid, .what = std::move(what)};
}

Result<int> number_at(const Json& given,
                      const std::string& name,
                      std::pair<int, int> range,
                      int otherwise) {
  if (!given.contains(name)) return otherwise;
  const auto value = integer_at(given, name, -1);
  if (value < range.first || value > range.second) {
    return invalid(fmt::format(
        "a fault's \"{}\" must be an integer from {} to {}", name, range.first, range.second));
  }
  return static_cast<int>(value);
}

Result<void> check_members(const Json& given) {
  static const std::vector<std::string> known = {"match",
                                                 "nth",
                                                 "times",
                                                 "then",
                                                 "status",
                                                 "code",
                                                 "message",
                                                 "body",
                                                 "contentType",
                                                 "retryAfter",
                                                 "delayMs",
                                                 "afterEffect"};
  if (!given.is_object()) return invalid("a fault must be a JSON object");
  for (const auto& [name, value] : given.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      auto error = invalid(fmt::format("a fault has no member \"{}\"", name));
      if (const auto near = nearest(name, known))
        error.hint = fmt::format("Did you mean \"{}\"?", *near);
      return error;
    }
    const bool text = name == "match" || name == "then" || name == "code" || name == "message" ||
                      name == "body" || name == "contentType";
    if (text && !value.is_string())
      return invalid(fmt::format("a fault's \"{}\" must be a string", name));
  }
  return {};
}

// "status 503" → the kind and 503
Result<void> read_kind(const Json& given, Fault& fault) {
  const auto then = string_at(given, "then", given.contains("status") ? "status" : "");
  const auto words = split(then, ' ');
  const auto found = std::find(names.begin(), names.end(), words.front());
  if (found == names.end() || words.size() > 2) {
    return invalid(fmt::format("a fault's \"then\" must be one of {}", fmt::join(names, ", ")));
  }
  fault.kind = static_cast<FaultKind>(found - names.begin());
  if (words.size() == 1) return {};
  int value = -1;
  const auto digits = words.back();
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const bool is_status = fault.kind == FaultKind::status && value >= 400 && value <= 599;
  const bool is_delay = fault.kind == FaultKind::delay && value >= 0 && value <= max_delay_ms;
  if (end != digits.data() + digits.size() || (!is_status && !is_delay)) {
    return invalid(fmt::format("a fault's \"then\" cannot be \"{}\"", then));
  }
  if (is_status) fault.status = value;
  if (is_delay) fault.delay = Milliseconds(value);
  return {};
}

// Which requests it hits, and how long it takes.
Result<void> read_times(const Json& given, Fault& fault) {
  TRY_ASSIGN(fault.nth, number_at(given, "nth", {1, 1'000'000}, fault.nth));
  TRY_ASSIGN(fault.times, number_at(given, "times", {0, 1'000'000}, fault.times));
  const int delay_ms = static_cast<int>(fault.delay.count());
  TRY_ASSIGN(const int delay, number_at(given, "delayMs", {0, max_delay_ms}, delay_ms));
  fault.delay = Milliseconds(delay);
  return {};
}

// What it answers.
Result<void> read_answer(const Json& given, Fault& fault) {
  TRY_ASSIGN(fault.status, number_at(given, "status", {200, 599}, fault.status));
  if (given.contains("retryAfter")) {
    TRY_ASSIGN(fault.retry_after_seconds, number_at(given, "retryAfter", {0, 1'000'000}, 0));
  }
  fault.code = string_at(given, "code");
  fault.message = string_at(given, "message");
  if (given.contains("body")) fault.body = string_at(given, "body");
  fault.content_type = string_at(given, "contentType", fault.content_type);
  return {};
}

Result<Fault> read_fault(const Json& given) {
  TRY(check_members(given));
  Fault fault;
  TRY(read_kind(given, fault));
  TRY(read_times(given, fault));
  TRY(read_answer(given, fault));
  fault.match = string_at(given, "match", fault.match);
  fault.after_effect = boolean_at(given, "afterEffect");
  return fault;
}

bool matches(const Fault& fault, std::string_view operation) {
  const auto blank = operation.find(' ');
  const auto bare = blank == std::string_view::npos ? operation : operation.substr(blank + 1);
  return matches_wildcard(fault.match, operation) || matches_wildcard(fault.match, bare);
}

}  // namespace

std::string_view fault_name(FaultKind kind) {
  return names[static_cast<std::size_t>(kind)];
}

Result<void> FaultPlan::add(const Json& faults) {
  const Json list = faults.is_array() ? faults : Json::array({faults});
  std::vector<Entry> added;
  for (const auto& given : list) {
    TRY_ASSIGN(auto fault, read_fault(given));
    added.push_back({.fault = std::move(fault), .given = given});
  }
  const std::scoped_lock lock(mutex_);
  if (entries_.size() + added.size() > max_faults) {
    return invalid(fmt::format("there cannot be more than {} faults", max_faults));
  }
  for (auto& entry : added)
    entries_.push_back(std::move(entry));
  return {};
}

void FaultPlan::clear() {
  const std::scoped_lock lock(mutex_);
  entries_.clear();
}

std::optional<Fault> FaultPlan::next(std::string_view operation) {
  const std::scoped_lock lock(mutex_);
  std::optional<Fault> hit;
  for (auto& entry : entries_) {
    const auto& fault = entry.fault;
    if (!matches(fault, operation)) continue;
    ++entry.seen;
    const bool due =
        entry.seen >= fault.nth && (fault.times == 0 || entry.seen < fault.nth + fault.times);
    if (!due || hit) continue;
    ++entry.hit;
    hit = fault;
  }
  return hit;
}

Json FaultPlan::state() const {
  const std::scoped_lock lock(mutex_);
  Json out = Json::array();
  for (const auto& entry : entries_) {
    out.push_back(entry.given);
    out.back()["seen"] = entry.seen;
    out.back()["hit"] = entry.hit;
  }
  return out;
}

}  // namespace patchcord::sandbox
