#include "patchcord/manifest/problems.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/source_map.h"

namespace patchcord {

void Problems::error(Span span, std::string message, std::string hint, std::string code) {
  add({.code = std::move(code),
       .span = std::move(span),
       .message = std::move(message),
       .hint = std::move(hint)});
}

void Problems::warning(Span span, std::string message, std::string hint, std::string code) {
  add({.severity = Severity::warning,
       .code = std::move(code),
       .span = std::move(span),
       .message = std::move(message),
       .hint = std::move(hint)});
}

void Problems::add(Diagnostic diagnostic) {
  if (kept_.size() < max_problems) {
    kept_.push_back(std::move(diagnostic));
    return;
  }
  // Warnings may not crowd out the error that stops everything.
  if (diagnostic.severity == Severity::error && !has_errors(kept_))
    kept_.back() = std::move(diagnostic);
  ++dropped_;
}

Diagnostics Problems::take(const std::string& file, const SourceFiles& files) && {
  show_lines(kept_, files);
  std::stable_sort(
      kept_.begin(), kept_.end(), [](const auto& a, const auto& b) { return a.span < b.span; });
  if (dropped_ > 0) {
    kept_.push_back({.severity = Severity::note,
                     .span = {.file = file},
                     .message = fmt::format("{} more problems are not shown", dropped_)});
  }
  return std::move(kept_);
}

std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& candidates,
                         std::string otherwise) {
  const auto guess = nearest(word, candidates);
  return guess ? fmt::format("Did you mean `{}`?", *guess) : std::move(otherwise);
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", word);
  }
  return out;
}

}  // namespace patchcord
