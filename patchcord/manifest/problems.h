// The problems found in a manifest: collected, not thrown, and bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/manifest/manifest.h"

namespace patchcord {

class Problems {
 public:
  // More are counted, not kept: a person corrects the first ones and looks again.
  static constexpr std::size_t max_problems = 200;

  // `code`: of the lint rule that the problem breaks, if one has it.
  void error(Span span, std::string message, std::string hint = {}, std::string code = {});
  void warning(Span span, std::string message, std::string hint = {}, std::string code = {});

  // All of them, sorted by place, with their lines. That some were left out is said at `file`.
  Diagnostics take(const std::string& file, const SourceFiles& files) &&;

 private:
  void add(Diagnostic diagnostic);

  Diagnostics kept_{};
  std::size_t dropped_{};
};

// "Did you mean `name`?", or `otherwise`.
std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& candidates,
                         std::string otherwise);

// "`dev`, `prod`"
std::string quoted_list(const std::vector<std::string>& words);

}  // namespace patchcord
