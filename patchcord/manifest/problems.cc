#include "patchcord/manifest/problems.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

// A caret under a line that is cut would point nowhere.
constexpr std::size_t max_shown_line = 400;

}  // namespace

void Problems::error(Span span, std::string message, std::string hint) {
  add({.span = std::move(span), .message = std::move(message), .hint = std::move(hint)});
}

void Problems::warning(Span span, std::string message, std::string hint) {
  add({.severity = Severity::warning,
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

Diagnostics Problems::take(std::string_view file, std::string_view source) && {
  const auto lines = kept_.empty() ? std::vector<std::string_view>() : split(source, '\n');
  for (auto& diagnostic : kept_) {
    const auto line = static_cast<std::size_t>(diagnostic.span.line);
    if (diagnostic.span.file != file || line == 0 || line > lines.size()) continue;
    auto text = lines[line - 1];
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.size() <= max_shown_line) diagnostic.source_line = std::string(text);
  }
  std::stable_sort(
      kept_.begin(), kept_.end(), [](const auto& a, const auto& b) { return a.span < b.span; });
  if (dropped_ > 0) {
    kept_.push_back({.severity = Severity::note,
                     .span = {.file = std::string(file)},
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
