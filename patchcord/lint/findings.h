// What the rules found: with the severity and advice of the rule, at the place in the file.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/manifest/manifest.h"

namespace patchcord::lint {

class Findings {
 public:
  explicit Findings(const SourceFiles& files) : files_(files) {}

  // `hint`: what to do here; empty: what the rule says. The same finding twice is one.
  void add(std::string_view code, const Span& span, std::string message, std::string hint = {});
  // At the byte `offset` of a template.
  void add(std::string_view code,
           const Text& text,
           std::size_t offset,
           std::string message,
           std::string hint = {});
  // The last one that was added is only this severe.
  void soften(Severity severity);

  // What was found is about this input; a sample that shows it is added to its message.
  void about(std::string subject);
  // Whether something was found about the input. The first time, `shown` becomes a part of it.
  bool explain(std::string_view subject, const std::string& shown);
  // The same for the first finding with one of these codes.
  bool explain_any(std::span<const std::string_view> codes, const std::string& shown);

  [[nodiscard]] std::size_t count() const { return found_.size(); }
  [[nodiscard]] bool has(std::string_view code) const;
  Diagnostics take() &&;

 private:
  struct Found {
    Diagnostic diagnostic{};
    std::string subject{};
    bool shown{};
  };

  bool explain_first(const std::function<bool(const Found&)>& matches, const std::string& shown);

  const SourceFiles& files_;
  std::vector<Found> found_{};
  bool last_is_new_{};
};

}  // namespace patchcord::lint
