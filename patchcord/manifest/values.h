// The values of an environment, put in place of `<name>`.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "patchcord/manifest/manifest.h"
#include "patchcord/manifest/problems.h"

namespace patchcord {

class Values {
 public:
  // `environment`: the chosen one, or null.
  Values(const Manifest& manifest, const EnvironmentSection* environment, Problems& problems);

  // The text with its values. Absent when one is unknown: that is reported, once for each name.
  std::optional<std::string> fill(const Text& text);

  // Warns about values of the environment that fill() never met; not where it met a name without
  // value, which one of them may be meant to give.
  void report_unused();

 private:
  [[nodiscard]] const std::string* find(const std::string& name) const;
  void report_unknown(const std::string& name, const Span& span);

  const Manifest& manifest_;
  const EnvironmentSection* environment_;
  Problems& problems_;
  std::set<std::string> used_{};
  std::set<std::string> unknown_{};
};

}  // namespace patchcord
