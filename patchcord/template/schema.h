// JSON Schema draft-04, as contracts use it: compiled once, checked many times.
//
// Our own instead of valijson: it works on our values (key order, whole numbers apart from
// decimals), takes patterns to an engine in linear time where std::regex could run away, has no
// $ref to resolve, and is smaller than an adapter would be.
//
// Source: JSON Schema: interactive and non interactive validation,
// draft-fge-json-schema-validation-00 (draft-04); Genesys Cloud Resource Center, "Add contracts to
// custom actions for integrations" ($ref is not supported).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

struct SchemaNode;

struct Violation {
  std::string path{};     // `items[2].id`; empty for the document itself
  std::string message{};  // `must be a string`
  std::string code{};     // of the rule that a contract breaks ("L15"); empty for a document
  std::string hint{};     // what to do, in one sentence
};

enum class NullPolicy : std::uint8_t {
  accept,  // a null is as good as a property that is not there
  refuse
};

struct SchemaOptions {
  NullPolicy nulls{NullPolicy::accept};
  bool fraction_is_integer{};  // `5.0` is one; draft-04 says that it is not
};

class Schema {
 public:
  // Unknown keywords are ignored, `format` too.
  //
  // Errors   invalid: not a schema (`at` is the path inside it), `$ref`, or a pattern with
  // what JavaRegex lacks
  static Result<Schema> compile(const Value& schema);

  // All that is wrong, at most max_violations.
  [[nodiscard]] std::vector<Violation> check(const Value& document,
                                             const SchemaOptions& options) const;
  [[nodiscard]] std::vector<Violation> check(const Value& document, NullPolicy nulls) const {
    return check(document, SchemaOptions{.nulls = nulls});
  }

  static constexpr std::size_t max_violations = 50;

 private:
  explicit Schema(std::shared_ptr<const SchemaNode> root) : root_(std::move(root)) {}

  std::shared_ptr<const SchemaNode> root_;
};

}  // namespace patchcord::simulator
