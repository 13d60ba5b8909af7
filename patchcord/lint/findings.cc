#include "patchcord/lint/findings.h"

#include <algorithm>
#include <utility>

#include "patchcord/lint/rule.h"
#include "patchcord/manifest/source_map.h"

namespace patchcord::lint {
namespace {

// Of one action: a person corrects the first ones and looks again.
constexpr std::size_t max_findings = 100;

}  // namespace

void Findings::add(std::string_view code, const Span& span, std::string message, std::string hint) {
  const auto* rule = find_rule(code);
  Diagnostic diagnostic{.severity = rule == nullptr ? Severity::error : rule->severity,
                        .code = std::string(code),
                        .span = span,
                        .message = std::move(message),
                        .hint = std::move(hint)};
  if (diagnostic.hint.empty() && rule != nullptr) diagnostic.hint = std::string(rule->fix);
  last_is_new_ = found_.size() < max_findings &&
                 std::none_of(found_.begin(), found_.end(), [&](const auto& other) {
                   return other.diagnostic.span == diagnostic.span &&
                          other.diagnostic.code == diagnostic.code &&
                          other.diagnostic.message == diagnostic.message;
                 });
  if (last_is_new_) found_.push_back({.diagnostic = std::move(diagnostic)});
}

void Findings::add(std::string_view code,
                   const Text& text,
                   std::size_t offset,
                   std::string message,
                   std::string hint) {
  add(code, place_in(files_, text, offset), std::move(message), std::move(hint));
}

void Findings::soften(Severity severity) {
  if (last_is_new_) found_.back().diagnostic.severity = severity;
}

void Findings::about(std::string subject) {
  if (last_is_new_) found_.back().subject = std::move(subject);
}

bool Findings::explain(std::string_view subject, const std::string& shown) {
  return explain_first([&](const Found& one) { return one.subject == subject; }, shown);
}

bool Findings::explain_any(std::span<const std::string_view> codes, const std::string& shown) {
  return explain_first(
      [&](const Found& one) {
        return std::find(codes.begin(), codes.end(), one.diagnostic.code) != codes.end();
      },
      shown);
}

bool Findings::explain_first(const std::function<bool(const Found&)>& matches,
                             const std::string& shown) {
  const auto found = std::find_if(found_.begin(), found_.end(), matches);
  if (found == found_.end()) return false;
  if (!found->shown) found->diagnostic.message += "; " + shown;
  found->shown = true;
  return true;
}

bool Findings::has(std::string_view code) const {
  return std::any_of(
      found_.begin(), found_.end(), [&](const auto& one) { return one.diagnostic.code == code; });
}

Diagnostics Findings::take() && {
  Diagnostics out;
  out.reserve(found_.size());
  for (auto& one : found_)
    out.push_back(std::move(one.diagnostic));
  return out;
}

}  // namespace patchcord::lint
