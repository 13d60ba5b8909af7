// Statements, variables and limits; references and expressions have files of their own.
#include "patchcord/template/renderer.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/template/java_text.h"
#include "patchcord/template/parser.h"

namespace patchcord::simulator {

namespace {

// velocimacro.max.depth, the engine's default.
constexpr int max_macro_depth = 20;
// directive.define.max.depth, likewise.
constexpr int max_define_depth = 2;

// Java's ==: the same object. Scalars and short texts are compared by value, as Java does for the
// ones it caches.
bool identical(const Value& left, const Value& right) {
  if (left.kind() != right.kind()) return false;
  return left.is_shared() && right.is_shared() ? left.shared() == right.shared()
                                               : equals(left, right);
}

}  // namespace

Renderer::Renderer(const std::shared_ptr<const Ast>& ast,
                   Dialect dialect,
                   const Context& context,
                   const RenderOptions& options)
    : main_(ast),
      ast_(&ast),
      dialect_(dialect),
      context_(context),
      options_(options),
      variables_(ast->names.size()) {}

Result<std::string> Renderer::run() {
  std::string out;
  out.reserve((*ast_)->sources.front().text.size());
  if (render((*ast_)->root, out) == Flow::failed) return *std::move(error_);
  return out;
}

bool Renderer::fail_at(std::string text) {
  flow_ = Flow::failed;
  if (!error_) error_ = Error{.code = Code::invalid, .what = std::move(text)};
  return false;
}

bool Renderer::fail(std::string text, const Place& place) {
  std::string where = describe(place);
  fail_at(std::move(text) + " at " + where);
  if (error_->at.empty()) error_->at = std::move(where);
  return false;
}

bool Renderer::fail_for_steps(const Place& place) {
  return fail(fmt::format("The template takes more than {} steps", options_.limits.max_steps),
              place);
}

bool Renderer::fail_for_size(const Place& place) {
  return fail(fmt::format("The template makes more than {} bytes", options_.limits.max_output),
              place);
}

const Value* Renderer::find_variable(std::uint32_t number) {
  Variable& variable = variables_[number];
  if (variable.state == Variable::State::unseen) {
    variable.in_context = context_.find(names().key(number));
    variable.state =
        variable.in_context == nullptr ? Variable::State::absent : Variable::State::in_context;
  }
  if (variable.state == Variable::State::own) return &variable.own;
  return variable.state == Variable::State::in_context ? variable.in_context : nullptr;
}

void Renderer::set_variable(std::uint32_t number, Value value) {
  Variable& variable = variables_[number];
  variable.own = std::move(value);
  variable.state = Variable::State::own;
}

std::optional<Value> Renderer::saved(std::uint32_t number) {
  const Value* found = find_variable(number);
  return found == nullptr ? std::nullopt : std::optional<Value>(*found);
}

void Renderer::restore(std::uint32_t number, std::optional<Value> old) {
  const bool absent = !old;
  set_variable(number, std::move(old).value_or(Value()));
  if (absent) variables_[number].state = Variable::State::absent;
}

Renderer::Flow Renderer::render(const Block& block, std::string& out) {
  if (++depth_ > options_.limits.max_depth) {
    auto problem =
        fmt::format("The template nests deeper than {} levels", options_.limits.max_depth);
    if (block.nodes.empty()) {
      fail_at(std::move(problem));
    } else {
      fail(std::move(problem), block.nodes.front().place);
    }
    return flow_;
  }
  Flow flow = Flow::next;
  for (const auto& node : block.nodes) {
    flow = render(node, out);
    if (flow != Flow::next) break;
  }
  --depth_;
  return flow;
}

Renderer::Flow Renderer::render(const Node& node, std::string& out) {
  if (node.kind == NodeKind::text) {
    out += node.text;
    ++steps_;
    return check_size(out.size(), node.place) ? Flow::next : flow_;
  }
  if (!spend(1, node.place)) return flow_;
  switch (node.kind) {
    case NodeKind::reference:
      return render_reference(*node.reference, out);
    case NodeKind::conditional:
      return conditional(node, out);
    case NodeKind::set:
      return set(node, out);
    case NodeKind::foreach:
      return foreach (node, out);
    case NodeKind::define:
      set_variable(node.variable,
                   Value::adopt(new BlockObject(*ast_, node.blocks[0], max_define_depth)));
      return Flow::next;
    case NodeKind::macro_call:
      return call_macro(node, out);
    case NodeKind::evaluate:
      return evaluate_text(node, out);
    case NodeKind::stop:
      return flow_ = Flow::stop;
    case NodeKind::interrupt:
      return interrupt(node);
    default:
      fail("#include and #parse are not available: there are no files to take in", node.place);
      return flow_;
  }
}

Renderer::Flow Renderer::conditional(const Node& node, std::string& out) {
  for (std::size_t i = 0; i < node.expressions.size(); ++i) {
    bool holds = false;
    if (!truth(node.expressions[i], holds)) return flow_;
    if (holds) return render(node.blocks[i], out);
  }
  if (node.blocks.size() > node.expressions.size()) return render(node.blocks.back(), out);
  return Flow::next;
}

Renderer::Flow Renderer::set(const Node& node, std::string&) {
  Value value;
  if (!take(node.expressions[0], value)) return flow_;
  // 1.7 does not set a variable to null, unless it is strict.
  if (value.is_null() && dialect_ == Dialect::velocity_1_7 && !strict()) return Flow::next;
  return assign(node, std::move(value)) ? Flow::next : flow_;
}

Renderer::Flow Renderer::foreach (const Node& node, std::string & out) {
  const Expression& source = node.expressions[0];
  Value items;
  if (!take(source, items)) return flow_;
  if (items.kind() == Kind::object && type_of(items) == ObjectType::iterator) {
    return exhaust(node, static_cast<IteratorObject&>(items.object()), out);
  }
  if (!items.is_list() && !items.is_map()) {
    if (!items.is_null() && strict()) {
      fail_at(
          fmt::format("#foreach parameter {} at {} is of type {} and cannot be iterated by "
                      "org.apache.velocity.util.introspection.UberspectImpl",
                      source.literal,
                      describe(source.place),
                      class_name(items)));
      return flow_;
    }
    items = make_list({});
  }
  if ((items.is_list() ? items.list().items().size() : items.map().size()) == 0) {
    return node.blocks.size() > 1 ? render(node.blocks[1], out) : Flow::next;
  }
  return loop(node, items, out);
}

// An iterator gives each element once, to whoever asks for it.
Renderer::Flow Renderer::exhaust(const Node& node, IteratorObject& iterator, std::string& out) {
  const Value list = iterator.list();
  const auto all = list.list().items();
  const std::size_t first = std::min(iterator.next, all.size());
  if (!spend(all.size() - first, node.place)) return flow_;
  iterator.next = all.size();
  const Value rest = make_list({all.begin() + static_cast<std::ptrdiff_t>(first), all.end()});
  if (first == all.size()) return node.blocks.size() > 1 ? render(node.blocks[1], out) : Flow::next;
  return loop(node, rest, out);
}

Renderer::Flow Renderer::loop(const Node& node, const Value& items, std::string& out) {
  std::optional<Value> old_item = saved(node.variable);
  std::optional<Value> old_loop = saved(Names::foreach);
  std::optional<Value> old_count = saved(Names::velocity_count);
  auto* state = new LoopState(old_loop.value_or(Value()));
  const Value state_value = Value::adopt(state);
  set_variable(Names::foreach, state_value);
  const bool old_dialect = dialect_ == Dialect::velocity_1_7;
  // What the body adds is not visited; Java would refuse to go on.
  const auto size = [&items] {
    return items.is_list() ? items.list().items().size() : items.map().size();
  };
  const std::size_t count = size();
  Flow flow = Flow::next;
  for (std::size_t i = 0; i < std::min(count, size()) && flow == Flow::next; ++i) {
    set_variable(node.variable,
                 items.is_list() ? items.list().items()[i] : items.map().entries()[i].value);
    if (old_dialect)
      set_variable(Names::velocity_count, Value::whole(static_cast<std::int64_t>(i) + 1));
    state->step(i + 1 < std::min(count, size()));
    if (!spend(1, node.place)) return flow_;
    flow = render(node.blocks[0], out);
  }
  if (flow == Flow::interrupt && (interrupted_loop_ == nullptr || interrupted_loop_ == state)) {
    interrupted_loop_ = nullptr;
    flow = flow_ = Flow::next;
  }
  if (old_item && old_item->is_null()) old_item.reset();
  restore(node.variable, std::move(old_item));
  restore(Names::foreach, std::move(old_loop));
  if (old_dialect) restore(Names::velocity_count, std::move(old_count));
  return flow;
}

Renderer::Flow Renderer::interrupt(const Node& node) {
  if (!node.expressions.empty()) {
    Value scope;
    if (!take(node.expressions[0], scope)) return flow_;
    if (scope.kind() != Kind::object || type_of(scope) != ObjectType::loop) {
      fail(std::string(node.expressions[0].literal) +
               " is not a valid org.apache.velocity.runtime.directive.Scope instance",
           node.place);
      return flow_;
    }
    interrupted_loop_ = &scope.object();
  }
  return flow_ = Flow::interrupt;
}

const Macro* Renderer::find_macro(std::string_view name) const {
  if (const auto found = (*ast_)->macros.find(name); found != (*ast_)->macros.end())
    return &found->second;
  if (const auto found = main_->macros.find(name); found != main_->macros.end())
    return &found->second;
  for (const auto& ast : with_macros_) {
    if (const auto found = ast->macros.find(name); found != ast->macros.end())
      return &found->second;
  }
  return nullptr;
}

bool Renderer::macro_arguments(const Node& node,
                               const Macro& macro,
                               std::vector<Value>& arguments) {
  const std::size_t required = macro.parameters.size() - macro.defaults.size();
  for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
    Value value;
    if (i < node.expressions.size()) {
      if (!take(node.expressions[i], value)) return false;
    } else if (dialect_ == Dialect::velocity_1_7) {
      break;  // the others stay as they are outside
    } else if (i >= required) {
      if (!take(macro.defaults[i - required], value)) return false;
    }
    arguments.push_back(std::move(value));
  }
  return true;
}

Renderer::Flow Renderer::call_macro(const Node& node, std::string& out) {
  const Macro* macro = find_macro(node.text);
  if (macro == nullptr) {
    if (strict() && node.strict) {
      fail("Macro '#" + node.text + "' is not defined", node.place);
      return flow_;
    }
    out += node.literal;
    return check_size(out.size(), node.place) ? Flow::next : flow_;
  }
  if (macro_stack_.size() == static_cast<std::size_t>(max_macro_depth)) {
    fail(fmt::format("Max calling depth of {} was exceeded in macro '{}' with Call Stack:{}",
                     max_macro_depth,
                     macro->name,
                     fmt::join(macro_stack_, "->")),
         macro->place);
    return flow_;
  }
  std::vector<Value> arguments;
  if (!macro_arguments(node, *macro, arguments)) return flow_;
  if (node.blocks.empty()) return run_macro(*macro, std::move(arguments), out);
  std::optional<Value> old_body = saved(Names::body_content);
  set_variable(Names::body_content,
               Value::adopt(new BlockObject(*ast_, node.blocks[0], max_macro_depth)));
  const Flow flow = run_macro(*macro, std::move(arguments), out);
  restore(Names::body_content, std::move(old_body));
  return flow;
}

// Parameters are variables like others; one that the body did not set anew gets its old value back.
Renderer::Flow Renderer::run_macro(const Macro& macro,
                                   std::vector<Value> arguments,
                                   std::string& out) {
  std::vector<std::optional<Value>> old;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    old.push_back(saved(macro.variables[i]));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i)
    set_variable(macro.variables[i], arguments[i]);
  macro_stack_.push_back(macro.name);
  Flow flow = render(macro.body, out);
  macro_stack_.pop_back();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Value* current = find_variable(macro.variables[i]);
    if (identical(current == nullptr ? null_ : *current, arguments[i]))
      restore(macro.variables[i], std::move(old[i]));
  }
  if (flow == Flow::interrupt && interrupted_loop_ == nullptr) flow = flow_ = Flow::next;
  return flow;
}

Renderer::Flow Renderer::evaluate_text(const Node& node, std::string& out) {
  Value value;
  if (!take(node.expressions[0], value)) return flow_;
  std::string text;
  if (!value.is_null() && !text_of(value, text)) return flow_;
  if (!spend(1 + text.size() / 4, node.place)) return flow_;
  const auto ast = std::make_shared<Ast>();
  ast->sources.push_back({std::move(text), (*ast_)->sources.front().name, {}});
  ast->names = grown_ ? *std::move(grown_) : main_->names;
  auto block = Parser(*ast, ast->sources.back(), dialect_, 0).parse();
  grown_ = std::move(ast->names);
  variables_.resize(grown_->size());
  if (!block) {
    flow_ = Flow::failed;
    error_ = std::move(block).error();
    return flow_;
  }
  ast->root = *std::move(block);
  if (!ast->macros.empty()) with_macros_.push_back(ast);
  const std::shared_ptr<const Ast> read = ast;
  const auto* const outer = std::exchange(ast_, &read);
  Flow flow = render(read->root, out);
  ast_ = outer;
  if (flow == Flow::interrupt && interrupted_loop_ == nullptr) flow = flow_ = Flow::next;
  return flow;
}

}  // namespace patchcord::simulator
