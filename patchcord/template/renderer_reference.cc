// References: what they mean, what they print, and setting them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/renderer.h"

namespace patchcord::simulator {

namespace {

std::string class_names(std::span<const Value* const> values) {
  std::string names;
  for (const Value* value : values) {
    if (!names.empty()) names += ", ";
    names += class_name(*value);
  }
  return names;
}

// Whether the method goes straight to its place in this text, or asks for its length alone.
bool is_direct(const Value& target, JavaName method) {
  static const std::array<JavaName, 4> direct{find_java_name("charAt"),
                                              find_java_name("isEmpty"),
                                              find_java_name("length"),
                                              find_java_name("substring")};
  return std::find(direct.begin(), direct.end(), method) != direct.end() &&
         static_cast<std::size_t>(length_of(target)) == target.text().size();
}

// Steps for what a method may look at: texts as a whole, what tools are handed, and long numbers.
std::size_t work_of_call(const Value& target,
                         JavaName method,
                         std::span<const Value* const> arguments) {
  constexpr std::size_t bytes_a_step = 16;
  std::size_t given = 0;
  std::size_t items = 0;
  for (const Value* argument : arguments) {
    if (argument->is_text()) given += argument->text().size();
    if (argument->is_list()) items += argument->list().items().size();
    if (argument->is_map()) items += argument->map().size();
  }
  if (target.kind() == Kind::object) return items * 4 + given / 4;
  if (target.is_text() && given + target.text().size() >= bytes_a_step)
    return (given + (is_direct(target, method) ? 0 : target.text().size())) / bytes_a_step;
  if (target.kind() != Kind::big) return given / bytes_a_step;
  const std::array<const Value*, 2> numbers{&target,
                                            arguments.empty() ? &target : arguments.front()};
  return work_of_numbers(numbers);
}

// The engine has forgotten the names of methods and indexes by the time it complains about them.
std::string_view remembered_name(const Access& access) {
  return access.kind == AccessKind::property ? std::string_view(access.name) : "null";
}

}  // namespace

const Value* Renderer::root(const Reference& reference) {
  if (const Value* found = find_variable(reference.variable)) return found;
  if (reference.tool) {
    Value& tool = tools_[static_cast<std::size_t>(*reference.tool)];
    if (tool.is_null()) tool = Value::adopt(new ToolObject(*reference.tool));
    return &tool;
  }
  if (strict() && !reference.may_be_unset && reference.alternate == nullptr) {
    fail("Variable $" + reference.root + " has not been set", reference.place);
    return nullptr;
  }
  return &null_;
}

const Value* Renderer::null_step(const Access& access) {
  if (!strict()) return &null_;
  fail(fmt::format("Attempted to access '{}' on a null value", remembered_name(access)),
       access.place);
  return nullptr;
}

const Value* Renderer::resolve(const Reference& reference, Value& scratch) {
  const Value* current = root(reference);
  for (const auto& access : reference.chain) {
    if (current == nullptr) return nullptr;
    current = current->is_null() ? null_step(access) : step(access, *current, scratch);
  }
  if (current == nullptr || reference.alternate == nullptr || truth_of(*current)) return current;
  Value alternate;
  if (!take(*reference.alternate, alternate)) return nullptr;
  scratch = std::move(alternate);
  return &scratch;
}

const Value* Renderer::step(const Access& access, const Value& target, Value& scratch) {
  if (access.kind != AccessKind::property) return call(access, target, scratch);
  if (target.is_map() && access.method != Method::java_class) {
    const Value* found = target.map().find_key(access.key);
    return found == nullptr ? &null_ : found;
  }
  Answer answer = property(target, {access.method, access.java_name, access.name});
  if (answer.outcome != Called::unknown) {
    return finish_call(access, target, std::move(answer), scratch);
  }
  if (!strict()) return &null_;
  fail(fmt::format("Object '{}' does not contain property '{}'", class_name(target), access.name),
       access.place);
  return nullptr;
}

// `list[-1]` counts from the end.
bool Renderer::adjust_index(const Access& access, const Value& target, Value& index) {
  if (index.kind() != Kind::integer || index.whole() >= 0) return true;
  std::size_t size = 0;
  if (target.is_list()) {
    size = target.list().items().size();
  } else if (target.is_map()) {
    size = target.map().size();
  } else {
    return fail(
        fmt::format(
            "A 'size()' method required for negative value {} does not exist for class '{}'",
            index.whole(),
            class_name(target)),
        access.place);
  }
  index = Value::whole(static_cast<std::int64_t>(size) + index.whole());
  return true;
}

const Value* Renderer::unknown_method(const Access& access,
                                      const Value& target,
                                      std::span<const Value* const> arguments) {
  if (!strict()) return &null_;
  fail(fmt::format("Object '{}' does not contain method {}({})",
                   class_name(target),
                   access.kind == AccessKind::index ? "get" : access.name,
                   class_names(arguments)),
       access.place);
  return nullptr;
}

const Value* Renderer::call(const Access& access, const Value& target, Value& scratch) {
  std::array<Value, 4> few;
  std::array<const Value*, 4> few_places;
  const std::size_t count = access.arguments.size();
  const bool some = count > few.size();
  std::vector<Value> many(some ? count : 0);
  std::vector<const Value*> many_places(some ? count : 0);
  Value* const made = some ? many.data() : few.data();
  const std::span<const Value*> arguments(some ? many_places.data() : few_places.data(), count);
  // Evaluating an argument may change or free what `target` and earlier arguments point to.
  const Value held = access.inert ? Value() : target;
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = evaluate(access.arguments[i], made[i]);
    if (arguments[i] == nullptr) return nullptr;
    if (access.inert || arguments[i] == &made[i]) continue;
    made[i] = *arguments[i];
    arguments[i] = &made[i];
  }
  return call_with(access, access.inert ? target : held, arguments, scratch);
}

const Value* Renderer::call_with(const Access& access,
                                 const Value& target,
                                 std::span<const Value*> arguments,
                                 Value& scratch) {
  if (!spend(1 + work_of_call(target, access.java_name, arguments), access.place)) return nullptr;
  const bool index = access.kind == AccessKind::index;
  Value from_end;
  if (index && arguments[0]->kind() == Kind::integer && arguments[0]->whole() < 0) {
    from_end = *arguments[0];
    if (!adjust_index(access, target, from_end)) return nullptr;
    arguments[0] = &from_end;
  }
  const Call made{index ? Method::get : access.method,
                  arguments,
                  options_.limits.max_output,
                  &steps_,
                  access.java_name,
                  dialect_ == Dialect::velocity_2};
  if (target.kind() == Kind::object && made.method == Method::stop &&
      type_of(target) == ObjectType::loop) {
    interrupted_loop_ = &target.object();
    flow_ = Flow::interrupt;
    return nullptr;
  }
  if (target.kind() == Kind::object && made.method == Method::to_string &&
      type_of(target) == ObjectType::block) {
    std::string text;
    if (!text_of(target, text)) return nullptr;
    scratch = Value(text);
    return &scratch;
  }
  Answer answer = invoke(target, made);
  if (answer.outcome == Called::unknown) return unknown_method(access, target, arguments);
  if (answer.outcome == Called::thrown && index) {
    fail(
        fmt::format(
            "Error invoking method 'get({})' in {}", class_name(*arguments[0]), class_name(target)),
        access.place);
    return nullptr;
  }
  return finish_call(access, target, std::move(answer), scratch);
}

const Value* Renderer::finish_call(const Access& access,
                                   const Value& target,
                                   Answer answer,
                                   Value& scratch) {
  switch (answer.outcome) {
    case Called::thrown:
      fail(fmt::format("Invocation of method '{}' in  class {} threw exception {}",
                       access.name,
                       class_name(target),
                       answer.value.text()),
           access.place);
      return nullptr;
    case Called::refused:
      fail(std::string(answer.value.text()), access.place);
      return nullptr;
    default:
      break;
  }
  if (answer.value.is_text()) {
    const std::size_t bytes = answer.value.text().size();
    if (!check_size(bytes, access.place) || !spend(bytes / 16, access.place)) return nullptr;
  } else if (answer.value.is_list() && !spend(answer.value.list().items().size(), access.place)) {
    return nullptr;
  }
  scratch = std::move(answer.value);
  return &scratch;
}

bool Renderer::text_of(const Value& value, std::string& out) {
  const Place nowhere{&(*ast_)->sources.front(), 0};
  if (value.kind() == Kind::object && type_of(value) == ObjectType::block) {
    // Rendering may change the variable it came from.
    const Value held = value;  // NOLINT(performance-unnecessary-copy-initialization)
    auto& block = static_cast<BlockObject&>(held.object());
    if (block.exhausted()) {
      out += "null";
      return true;
    }
    ++block.depth;
    const Flow flow = render(block.block(), out);
    --block.depth;
    return flow == Flow::next;
  }
  append_java_text(value, out, options_.limits.max_output);
  return check_size(out.size(), nowhere);
}

Renderer::Flow Renderer::render_reference(const Reference& reference, std::string& out) {
  if (reference.text_only) {
    // `$\!x` is a name to strict mode that nothing can have.
    if (strict() && !reference.root.empty()) {
      fail("Variable $" + reference.root + " has not been set", reference.place);
      return flow_;
    }
    out += reference.literal;
    return Flow::next;
  }
  Value scratch;
  const Value* value = resolve(reference, scratch);
  if (value == nullptr) return flow_;
  if (reference.escaped) {
    out += reference.backslashes;
    if (value->is_null()) out += '\\';
    out += reference.literal;
    return Flow::next;
  }
  if (value->is_null()) return render_nothing(reference, false, out);
  if (value->kind() == Kind::object && type_of(*value) == ObjectType::block) {
    const Value block = *value;
    return render_block_object(block, reference, out);
  }
  if (!reference.backslashes.empty()) out += reference.backslashes;
  if (!reference.before.empty()) out += reference.before;
  if (value->is_text()) {
    const std::string_view text = value->text();
    out += text;
    steps_ += static_cast<std::int64_t>(text.size() / 16);
  } else {
    append_java_text(*value, out, options_.limits.max_output);
  }
  return check_size(out.size(), reference.place) ? Flow::next : flow_;
}

Renderer::Flow Renderer::render_nothing(const Reference& reference, bool known, std::string& out) {
  if (strict()) {
    if (reference.quiet) return Flow::next;
    fail(known
             ? fmt::format("Reference {} evaluated to object "
                           "org.apache.velocity.runtime.directive.Block$Reference whose toString() "
                           "method returned null",
                           reference.literal)
             : fmt::format("Reference {} evaluated to null when attempting to render",
                           reference.literal),
         reference.place);
    return flow_;
  }
  out += reference.backslashes;
  out += reference.backslashes;
  out += reference.before;
  if (!reference.quiet) out += reference.literal;
  return check_size(out.size(), reference.place) ? Flow::next : flow_;
}

Renderer::Flow Renderer::render_block_object(const Value& object,
                                             const Reference& reference,
                                             std::string& out) {
  auto& block = static_cast<BlockObject&>(object.object());
  if (block.exhausted()) return render_nothing(reference, true, out);
  out += reference.backslashes;
  out += reference.before;
  ++block.depth;
  Flow flow = render(block.block(), out);
  --block.depth;
  if (flow == Flow::interrupt && interrupted_loop_ == nullptr) flow = flow_ = Flow::next;
  return flow;
}

// What cannot be set is left alone, silently where the engine is silent.
bool Renderer::assign(const Node& node, Value value) {
  const Reference& reference = *node.reference;
  if (reference.alternate != nullptr) return true;
  if (reference.chain.empty()) {
    // 1.7 takes the signs of `$!v` and `${v}` for a part of the name.
    const bool bare = !reference.quiet && !reference.literal.starts_with("${");
    if (!bare && dialect_ == Dialect::velocity_1_7) return true;
    set_variable(reference.variable, std::move(value));
    return true;
  }
  Value scratch;
  const Value* current = root(reference);
  if (current == nullptr) return false;
  if (current->is_null()) return true;
  for (std::size_t i = 0; i + 1 < reference.chain.size(); ++i) {
    current = step(reference.chain[i], *current, scratch);
    if (current == nullptr) return false;
    if (current->is_null()) {
      return !strict() || null_step(reference.chain[i + 1]) != nullptr;
    }
  }
  const Value target = *current;
  return assign_member(reference, target, value);
}

bool Renderer::assign_member(const Reference& reference, const Value& target, const Value& value) {
  static const JavaName put = find_java_name("put");
  static const JavaName set = find_java_name("set");
  const Access& last = reference.chain.back();
  if (last.kind == AccessKind::index) {
    Value index;
    if (!take(last.arguments[0], index) || !adjust_index(last, target, index)) return false;
    const std::array<const Value*, 2> arguments{&index, &value};
    const std::string types = class_name(index) + "," + class_name(value);
    const JavaName method = target.is_map() ? put : set;
    const Answer answer = invoke(target,
                                 {.arguments = arguments,
                                  .max_bytes = options_.limits.max_output,
                                  .effort = &steps_,
                                  .name = method});
    if (answer.outcome == Called::done) return true;
    if (answer.outcome == Called::refused)
      return fail(std::string(answer.value.text()), last.place);
    if (answer.outcome == Called::thrown) {
      return fail(
          fmt::format("Exception calling method 'set({})' in  class {}", types, class_name(target)),
          last.place);
    }
    return !strict() ||
           fail(fmt::format(
                    "Found neither a 'set' or 'put' method with param types '({})' on class '{}'",
                    types,
                    class_name(target)),
                last.place);
  }
  if (last.kind == AccessKind::property && target.is_map()) {
    const Value name(last.name);
    const std::array<const Value*, 2> arguments{&name, &value};
    const Answer answer = invoke(target,
                                 {.arguments = arguments,
                                  .max_bytes = options_.limits.max_output,
                                  .effort = &steps_,
                                  .name = put});
    return answer.outcome != Called::refused || fail(std::string(answer.value.text()), last.place);
  }
  return !strict() ||
         fail(fmt::format(
                  "Object '{}' does not contain property '{}'", class_name(target), last.name),
              reference.place);
}

}  // namespace patchcord::simulator
