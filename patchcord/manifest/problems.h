// The problems found in a manifest: collected, not thrown, and bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/diagnostic.h"

namespace patchcord {

class Problems {
 public:
  // More are counted, not kept: a person corrects the first ones and looks again.
  static constexpr std::size_t max_problems = 200;

  void error(Span span, std::string message, std::string hint = {});
  void warning(Span span, std::string message, std::string hint = {});

  // All of them, sorted by place. `source` is the text of `file`: its problems get their line.
  Diagnostics take(std::string_view file, std::string_view source) &&;

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
