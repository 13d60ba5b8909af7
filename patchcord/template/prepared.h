// An action with its templates, paths and contracts read: what PreparedAction keeps between runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/action.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/schema.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {

// What could not be read keeps its error: the run fails with it where it needs the part.
struct PreparedTemplate {
  std::string name{};  // in error texts
  std::string text{};
  Result<Template> read;

  PreparedTemplate(std::string_view its_name, std::string_view its_text, Dialect dialect)
      : name(its_name), text(its_text), read(Template::parse(text, name, dialect)) {}
};

// What is said of such a macro, and of $input in the success template.
std::string unconfirmed_macro(std::string_view place, std::string_view macro);
inline constexpr std::string_view unconfirmed_input =
    "successTemplate: that $input can be read here is not confirmed; it may be unset, which fails "
    "the action";

struct PreparedVariable {
  std::string name{};
  Result<JsonPath> path;
  std::optional<Value> otherwise{};
};

struct Prepared {
  Prepared(const ActionDefinition& definition, Dialect dialect);

  ActionDefinition action;
  PreparedTemplate url;
  std::vector<PreparedTemplate> headers{};  // named as they are
  PreparedTemplate body;
  std::vector<PreparedVariable> variables{};
  PreparedTemplate success;
  std::optional<Result<Schema>> input_schema{};  // none: anything goes
  std::optional<Result<Schema>> success_schema{};
  bool has_parallel_lists{};            // of the members of objects, as Architect sees them
  std::vector<std::string> warnings{};  // about what the templates use
};

}  // namespace patchcord::simulator
