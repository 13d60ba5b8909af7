// One rendering of a template: walks the Ast with the variables of a Context.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/ast.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {

class Renderer {
 public:
  // `ast`, `context` and `options` outlive the renderer.
  Renderer(const std::shared_ptr<const Ast>& ast,
           Dialect dialect,
           const Context& context,
           const RenderOptions& options);

  Result<std::string> run();

 private:
  // How a block ended. Errors are kept in error_ instead of being carried through every return:
  // most nodes succeed, and a Result per node would cost more than the node.
  enum class Flow : std::uint8_t { next, interrupt, stop, failed };

  Flow render(const Block& block, std::string& out);
  Flow render(const Node& node, std::string& out);
  Flow render_reference(const Reference& reference, std::string& out);
  Flow render_nothing(const Reference& reference, bool known, std::string& out);
  Flow render_block_object(const Value& object, const Reference& reference, std::string& out);
  Flow conditional(const Node& node, std::string& out);
  Flow set(const Node& node, std::string& out);
  Flow foreach (const Node& node, std::string & out);
  Flow exhaust(const Node& node, IteratorObject& iterator, std::string& out);
  Flow loop(const Node& node, const Value& items, std::string& out);
  Flow interrupt(const Node& node);
  Flow call_macro(const Node& node, std::string& out);
  Flow run_macro(const Macro& macro, std::vector<Value> arguments, std::string& out);
  Flow evaluate_text(const Node& node, std::string& out);
  bool macro_arguments(const Node& node, const Macro& macro, std::vector<Value>& arguments);
  const Macro* find_macro(std::string_view name) const;

  // The value, in place where it has one, otherwise in `scratch`. What is in place stays as it is
  // only until something that is not inert is evaluated. Null after a failure or an interruption,
  // which flow_ names.
  const Value* evaluate(const Expression& expression, Value& scratch);
  const Value* evaluate_operator(const Expression& expression, Value& scratch);
  const Value* evaluate_both(const Expression& expression, Value& scratch);

  // Each of these answers false after a failure or an interruption, which flow_ names.
  bool take(const Expression& expression, Value& out);
  bool interpolate(const Expression& expression, Value& out);
  bool evaluate_logical(const Expression& expression, bool& out);
  bool compare(const Expression& expression, const Value& left, const Value& right, bool& out);
  bool compare_equal(const Value& left, const Value& right);
  bool arithmetic(const Expression& expression, const Value& left, const Value& right, Value& out);
  bool add_texts(const Expression& expression, const Value& left, const Value& right, Value& out);
  bool make_list_of(const Expression& expression, Value& out);
  bool make_map_of(const Expression& expression, Value& out);
  bool make_range(const Expression& expression, Value& out);
  bool truth(const Expression& expression, bool& out);
  bool truth_of(const Value& value) const;
  bool text_of(const Value& value, std::string& out);

  // The value of a reference, in place where possible; null after a failure. `scratch` keeps what
  // had to be made.
  const Value* resolve(const Reference& reference, Value& scratch);
  const Value* root(const Reference& reference);
  const Value* step(const Access& access, const Value& target, Value& scratch);
  const Value* null_step(const Access& access);
  const Value* call(const Access& access, const Value& target, Value& scratch);
  const Value* call_with(const Access& access,
                         const Value& target,
                         std::span<const Value*> arguments,
                         Value& scratch);
  const Value* unknown_method(const Access& access,
                              const Value& target,
                              std::span<const Value* const> arguments);
  const Value* finish_call(const Access& access,
                           const Value& target,
                           Answer answer,
                           Value& scratch);
  bool adjust_index(const Access& access, const Value& target, Value& index);
  bool assign(const Node& node, Value value);
  bool assign_member(const Reference& reference, const Value& target, const Value& value);

  // Variables by their numbers in names().
  const Value* find_variable(std::uint32_t number);  // null when absent
  void set_variable(std::uint32_t number, Value value);
  void restore(std::uint32_t number, std::optional<Value> old);
  std::optional<Value> saved(std::uint32_t number);
  [[nodiscard]] const Names& names() const { return grown_ ? *grown_ : main_->names; }

  bool fail(std::string text, const Place& place);
  bool fail_at(std::string text);  // text that has its place already
  bool spend(std::size_t steps, const Place& place) {
    steps_ += static_cast<std::int64_t>(steps);
    return steps_ <= options_.limits.max_steps || fail_for_steps(place);
  }
  bool check_size(std::size_t bytes, const Place& place) {
    return bytes <= options_.limits.max_output || fail_for_size(place);
  }
  bool fail_for_steps(const Place& place);
  bool fail_for_size(const Place& place);
  [[nodiscard]] bool strict() const { return options_.strictness == Strictness::strict; }

  // What the template itself sets hides what the context has, or takes it away.
  struct Variable {
    enum class State : std::uint8_t { unseen, absent, in_context, own };
    State state{};
    const Value* in_context{};
    Value own{};
  };

  const std::shared_ptr<const Ast>& main_;
  const std::shared_ptr<const Ast>* ast_;  // main_, except inside #evaluate
  Dialect dialect_;
  const Context& context_;
  const RenderOptions& options_;
  std::vector<Variable> variables_;
  std::array<Value, tool_count> tools_{};
  std::optional<Names> grown_{};                           // with the names that #evaluate brought
  std::vector<std::shared_ptr<const Ast>> with_macros_{};  // what #evaluate read and defined
  std::vector<std::string_view> macro_stack_{};
  Flow flow_{Flow::next};
  std::optional<Error> error_{};
  const Value null_{};
  const Object* interrupted_loop_{};  // of `#break($foreach.parent)`
  std::int64_t steps_{};
  int depth_{};
};

}  // namespace patchcord::simulator
