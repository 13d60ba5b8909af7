// JSONPath in the dialect of Jayway, which translation maps use: compiled once, evaluated many
// times.
//
// Source: Jayway JsonPath 2.9.0 with its default options, measured; known differences:
// tests/oracle/velocity/README.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

struct PathFilter;

struct PathParameter;

enum class PathStepKind : std::uint8_t { names, indexes, slice, wildcard, scan, filter, function };

// One token of a path. Which members mean something depends on the kind.
struct PathStep {
  PathStepKind kind{};
  std::vector<std::string> names{};  // of properties; of a function: its name
  std::vector<Value> keys{};         // the names, ready to look up
  std::vector<std::int32_t> indexes{};
  std::optional<std::int32_t> from{};
  std::optional<std::int32_t> to{};
  std::shared_ptr<const PathFilter> filter{};
  std::vector<PathParameter> parameters;  // no initializer: the type is not complete yet
  bool last{};
  bool definite{};           // gives one value
  bool upstream_definite{};  // so do all the steps before it
};

struct CompiledPath {
  bool from_root{};  // `$`, not `@`
  bool definite{};   // gives one value, not a list
  bool plain{};      // only names and indexes, one at a time: follow() finds what it means
  bool scans{};      // has a `..`
  std::vector<PathStep> steps{};
};

// What a plain path leads to, in place; null when it does not resolve.
const Value* follow(const CompiledPath& path, const Value& model);

// An argument of a function: a path, or a JSON value.
struct PathParameter {
  std::optional<CompiledPath> path{};
  Value json{};
};

class JsonPath {
 public:
  // Errors   invalid: not a path; the text says why
  static Result<JsonPath> compile(std::string_view text);

  // One value, or a list for a path that may find several. Nothing when the path does not resolve;
  // a null that is there is a value.
  //
  // Errors   invalid: the document is null, a function cannot be applied, or too much would have to
  // be looked at
  [[nodiscard]] Result<std::optional<Value>> read(const Value& document) const;

  // The same, appended as JSON; false when the path does not resolve.
  [[nodiscard]] Result<bool> append_to(std::string& out, const Value& document) const;

  // A path that may find several values always gives a list, maybe an empty one.
  [[nodiscard]] bool definite() const { return path_.definite; }
  [[nodiscard]] const CompiledPath& compiled() const { return path_; }

 private:
  explicit JsonPath(CompiledPath path) : path_(std::move(path)) {}

  CompiledPath path_;
};

}  // namespace patchcord::simulator
