// Apache Velocity templates, as data actions use them: parsed once, rendered many times.
//
// Templates come from outside, so everything is bounded: nesting, steps, output. Reading a template
// takes time linear in its length. A Template is immutable: threads may render it at the same time,
// each with its own Context.
//
// Source: Apache Velocity Engine 2.3 and Velocity Tools 3.1, measured; which differences are known
// is listed in tests/oracle/velocity/README.md. The macros that only Genesys has: Genesys Cloud
// Resource Center, "Velocity macros for data actions".
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/lexer.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

struct Ast;

// What a reference to nothing does. Lenient: it prints its own source text, or nothing if it is
// quiet (`$!x`). Strict: it is an error (`Variable $x has not been set at name[line 1, column 5]`),
// for variables also if quiet.
enum class Strictness { lenient, strict };

struct RenderLimits {
  std::int64_t max_steps{
      20'000'000};  // nodes visited, and one more per 16 bytes that text operations make
  std::size_t max_output{16'777'216};  // bytes, of the output and of each text on the way
  int max_depth{1000};  // of blocks, expressions, macros and evaluated templates in each other
};

struct RenderOptions {
  Strictness strictness{Strictness::lenient};
  RenderLimits limits{};
};

// The variables a template sees. The tools ($esc, $math, …) are always there, under names that a
// variable may take.
class Context {
 public:
  void set(std::string_view name, Value value) { variables_.map().set(name, std::move(value)); }
  void reserve(std::size_t variables) { variables_.map().reserve(variables); }
  [[nodiscard]] const Value* find(const Value& name) const {
    return variables_.map().find_key(name);
  }
  [[nodiscard]] const Map& variables() const { return variables_.map(); }

 private:
  Value variables_{make_map()};
};

class Template {
 public:
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;
  ~Template();

  // `name` stands in error texts: `Encountered "…" at successTemplate[line 1, column 20]`.
  //
  // Errors   invalid: not a template; `at` has the place
  static Result<Template> parse(std::string_view text,
                                std::string_view name,
                                Dialect dialect = Dialect::velocity_2);

  // The macros in it whose meaning here is a guess, each once: "$esc.jsonDecode".
  [[nodiscard]] std::vector<std::string> unconfirmed_macros() const;
  // Whether it has a variable of this name.
  [[nodiscard]] bool names(std::string_view variable) const;

  // Errors   invalid, with the engine's text (`Reference $x evaluated to null when attempting to
  // render at …`), or
  //          that a limit was passed
  [[nodiscard]] Result<std::string> render(const Context& context,
                                           const RenderOptions& options = {}) const;

 private:
  explicit Template(std::shared_ptr<const Ast> ast, Dialect dialect);

  std::shared_ptr<const Ast> ast_;
  Dialect dialect_;
};

}  // namespace patchcord::simulator
