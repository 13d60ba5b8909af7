// Filters and functions, which evaluate paths of their own.
#include <fmt/format.h>

#include "patchcord/template/jsonpath_evaluation.h"
#include "patchcord/template/jsonpath_function.h"

namespace patchcord::simulator {

Walked Evaluation::filter(std::size_t at, const Value& model) {
  const PathStep& step = path_.steps[at];
  const auto visit = [&](const Value& item) {
    bool accepted = false;
    const Walked walked = accepts(*step.filter, item, accepted);
    return walked == Walked::fine && accepted ? go_on(at, item) : walked;
  };
  if (model.is_map()) return visit(model);
  if (!model.is_list()) {
    return step.upstream_definite ? fail("a filter can not be applied to primitives")
                                  : Walked::fine;
  }
  for (const auto& item : model.list().items()) {
    if (const Walked walked = inside_list(visit(item)); walked != Walked::fine) return walked;
  }
  return Walked::fine;
}

Walked Evaluation::accepts(const PathFilter& filter, const Value& item, bool& answer) {
  const Walked walked = matches(filter, item, answer);
  if (walked != Walked::refused) return walked;
  budget_.problem.clear();
  answer = false;
  return Walked::fine;
}

Walked Evaluation::matches(const PathFilter& filter, const Value& item, bool& answer) {
  if (filter.kind == FilterKind::comparison) return compares(filter, item, answer);
  for (const auto& part : filter.parts) {
    if (const Walked walked = matches(part, item, answer); walked != Walked::fine) return walked;
    if (answer == (filter.kind == FilterKind::logical_or)) break;
  }
  if (filter.kind == FilterKind::logical_not) answer = !answer;
  return Walked::fine;
}

Walked Evaluation::compares(const PathFilter& filter, const Value& item, bool& answer) {
  if (filter.operation == FilterOperator::exists) return exists(filter.left, item, answer);
  Value left_found;
  Value right_found;
  Side left;
  Side right;
  Walked walked = side(filter.left, item, left_found, left);
  if (walked == Walked::fine) walked = side(filter.right, item, right_found, right);
  if (walked != Walked::fine) return walked;
  std::int64_t effort = 0;
  const Compared compared = compare_sides(filter.operation, left, right, effort);
  budget_.steps -= effort;
  if (budget_.steps < 0) return fail("the path looks at too much of the document");
  answer = compared == Compared::yes;
  if (compared == Compared::failed)
    return fail("a filter cannot look for lists or objects inside a list");
  return compared == Compared::refused ? Walked::refused : Walked::fine;
}

Walked Evaluation::exists(const Operand& written, const Value& item, bool& answer) {
  bool found = false;
  if (written.path.plain) {
    found = follow(written.path, item) != nullptr;
  } else {
    Evaluation evaluation(written.path, root_, budget_, true);
    const Walked walked = evaluation.run(item);
    if (walked == Walked::refused) return walked;
    if (walked == Walked::failed || walked == Walked::outside) return Walked::failed;
    found = walked == Walked::fine;
  }
  answer = found == written.should_exist;
  return Walked::fine;
}

Walked Evaluation::side(const Operand& written, const Value& item, Value& found, Side& out) {
  if (written.kind != OperandKind::path) {
    out = {written.kind, &written.value, written.read, written.pattern.get()};
    return Walked::fine;
  }
  const Value& start = written.path.from_root ? root_ : item;
  if (written.path.plain) {
    if (const Value* value = follow(written.path, start)) out = side_of(*value);
    return Walked::fine;
  }
  Evaluation evaluation(written.path, root_, budget_, false);
  const Walked walked = evaluation.run(start);
  if (walked == Walked::refused) return walked;
  if (walked == Walked::failed || walked == Walked::outside) return Walked::failed;
  if (walked == Walked::fine) {
    found = evaluation.result();
    out = side_of(found);
  }
  return Walked::fine;
}

Walked Evaluation::function(std::size_t at, const Value& model) {
  const PathStep& step = path_.steps[at];
  if (!is_path_function(step.names[0])) {
    fail(fmt::format("Function with name: {} does not exist.", step.names[0]));
    return Walked::refused;
  }
  std::vector<Value> arguments;
  for (const auto& parameter : step.parameters) {
    if (!parameter.path) {
      arguments.push_back(parameter.json);
      continue;
    }
    Evaluation evaluation(*parameter.path, root_, budget_, false);
    if (const Walked walked = evaluation.run(root_); walked != Walked::fine) return walked;
    arguments.push_back(evaluation.result());
  }
  const bool length = step.names[0] == "length" || step.names[0] == "size";
  if (length && !step.parameters.empty() && step.parameters[0].path) {
    return length_of_argument(at, model, *step.parameters[0].path);
  }
  auto result = call_path_function(step.names[0], model, arguments);
  if (!result) {
    fail(result.error().what);
    return result.error().code == Code::not_found ? Walked::outside : Walked::failed;
  }
  return finish_function(at, *std::move(result));
}

Walked Evaluation::length_of_argument(std::size_t at,
                                      const Value& model,
                                      const CompiledPath& argument) {
  CompiledPath children = argument;
  if (!children.steps.empty()) children.steps.back().last = false;
  children.steps.emplace_back().kind = PathStepKind::wildcard;
  children.steps.back().last = true;
  Evaluation evaluation(children, model, budget_, false);
  evaluation.tail_ = argument.steps.size();
  if (const Walked walked = evaluation.run(model); walked != Walked::fine) return walked;
  std::vector<Value>& found = evaluation.results_;
  if (!argument.definite)
    return finish_function(at, Value::whole(static_cast<std::int64_t>(found.size())));
  if (found.empty()) return Walked::missing;
  return finish_function(
      at, *call_path_function("length", found.back().is_list() ? found.back() : model, {}));
}

Walked Evaluation::finish_function(std::size_t at, const Value& result) {
  results_.push_back(result);
  return path_.steps[at].last ? Walked::fine : step(at + 1, result);
}

}  // namespace patchcord::simulator
