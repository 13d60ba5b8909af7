// Evaluation: a walk over the document, step by step, that collects results.
#include "patchcord/template/jsonpath.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/jsonpath_filter.h"
#include "patchcord/template/jsonpath_function.h"

namespace patchcord::simulator {

namespace {

constexpr std::int64_t max_steps = 5'000'000;
constexpr int max_walk_depth = 4 * max_value_depth;

// How a step ended. `missing` leaves the whole evaluation, except where the engine catches it.
enum class Walked : std::uint8_t {
  fine,
  missing,
  refused,
  outside,  // a function asked for an element that is not there; forgiven inside lists
  failed
};

struct Budget {
  std::int64_t steps{max_steps};
  int depth{};
  std::string problem{};
};

class Evaluation {
 public:
  Evaluation(const CompiledPath& path, const Value& root, Budget& budget, bool required)
      : path_(path),
        root_(root),
        budget_(budget),
        required_(required),
        tail_(path.steps.size()),
        upstream_(path.scans ? path.steps.size() : 0, -1) {
    results_.reserve(path.definite ? 1 : 8);
  }

  Walked run(const Value& model) {
    if (path_.steps.empty()) {
      results_.push_back(model);
      return Walked::fine;
    }
    const Walked walked = step(0, model);
    if (walked == Walked::fine && path_.definite && results_.empty()) return Walked::missing;
    return walked;
  }

  Value result() { return path_.definite ? results_.back() : make_list(std::move(results_)); }

 private:
  Walked fail(std::string problem) {
    if (budget_.problem.empty()) budget_.problem = std::move(problem);
    return Walked::failed;
  }

  Walked step(std::size_t at, const Value& model) {
    if (--budget_.steps < 0) return fail("the path looks at too much of the document");
    if (++budget_.depth > max_walk_depth)
      return fail("the document is nested too deeply for the path");
    const Walked walked = take(at, model);
    --budget_.depth;
    return walked;
  }

  Walked take(std::size_t at, const Value& model) {
    const PathStep& step = path_.steps[at];
    switch (step.kind) {
      case PathStepKind::names:
        return names(at, model);
      case PathStepKind::indexes:
      case PathStepKind::slice:
        return list(at, model);
      case PathStepKind::wildcard:
        return wildcard(at, model);
      case PathStepKind::scan:
        return step.last ? fail("nothing stands behind '..'") : scan(at + 1, model);
      case PathStepKind::filter:
        return filter(at, model);
      case PathStepKind::function:
        return function(at, model);
    }
    return Walked::fine;
  }

  Walked go_on(std::size_t at, const Value& value) {
    if (path_.steps[at].last) {
      results_.push_back(value);
      return Walked::fine;
    }
    return step(at + 1, value);
  }

  static Walked inside_list(Walked walked) {
    return walked == Walked::outside ? Walked::fine : walked;
  }

  Walked names(std::size_t at, const Value& model) {
    const PathStep& step = path_.steps[at];
    if (!model.is_map()) return step.upstream_definite ? Walked::missing : Walked::fine;
    if (step.names.size() > 1 && step.last) return merged(step, model);
    for (const auto& name : step.names) {
      if (const Walked walked = one_name(at, model, name); walked != Walked::fine) return walked;
    }
    return Walked::fine;
  }

  Walked one_name(std::size_t at, const Value& model, const std::string& name) {
    const PathStep& step = path_.steps[at];
    const Value* value = model.map().find(std::string_view(name));
    if (value == nullptr) {
      if (required_) return Walked::missing;
      if (step.last) return Walked::fine;
      return step.upstream_definite && step.definite ? Walked::missing : Walked::fine;
    }
    if (!step.last) return this->step(at + 1, *value);
    // Behind `$..[0]` the engine visits all elements and keeps what came from the wanted one.
    if (keeps(at)) results_.push_back(*value);
    return Walked::fine;
  }

  [[nodiscard]] bool keeps(std::size_t at) const {
    if (upstream_.empty() || upstream_[at] == -1) return true;
    if (tail_ < 2) return false;
    const PathStep& before = path_.steps[tail_ - 2];
    return before.kind == PathStepKind::indexes && before.indexes.size() == 1 &&
           before.indexes[0] == upstream_[at];
  }

  Walked merged(const PathStep& step, const Value& model) {
    Value made = make_map();
    for (const auto& name : step.names) {
      const Value* value = model.map().find(std::string_view(name));
      if (value != nullptr) {
        made.map().set(Value(name), *value);
      } else if (required_) {
        return Walked::missing;
      }
    }
    results_.push_back(std::move(made));
    return Walked::fine;
  }

  Walked element(std::size_t at, const Value& model, std::int64_t index) {
    const auto items = model.list().items();
    if (index < 0) index += static_cast<std::int64_t>(items.size());
    if (index < 0 || index >= static_cast<std::int64_t>(items.size())) return Walked::fine;
    return inside_list(go_on(at, items[static_cast<std::size_t>(index)]));
  }

  Walked list(std::size_t at, const Value& model) {
    const PathStep& step = path_.steps[at];
    if (!model.is_list()) return step.upstream_definite ? Walked::missing : Walked::fine;
    if (step.kind == PathStepKind::slice) return slice(at, model);
    for (const std::int32_t index : step.indexes) {
      if (const Walked walked = element(at, model, index); walked != Walked::fine) return walked;
    }
    return Walked::fine;
  }

  // With both bounds negative ones are not counted from the end, but then each index is.
  Walked slice(std::size_t at, const Value& model) {
    const PathStep& step = path_.steps[at];
    const auto size = static_cast<std::int64_t>(model.list().items().size());
    std::int64_t from = step.from.value_or(0);
    std::int64_t to = step.to.value_or(size);
    if (!step.to && from < 0) from = std::max<std::int64_t>(0, size + from);
    if (!step.from && to < 0) to += size;
    to = std::min(to, size);
    if (from < -size) from = -size;
    for (std::int64_t index = from; index < to; ++index) {
      if (const Walked walked = element(at, model, index); walked != Walked::fine) return walked;
    }
    return Walked::fine;
  }

  Walked wildcard(std::size_t at, const Value& model) {
    if (model.is_map()) {
      const bool kept = !path_.steps[at].last || keeps(at);
      for (const auto& entry : model.map().entries()) {
        if (!kept) break;
        if (const Walked walked = go_on(at, entry.value); walked != Walked::fine) return walked;
      }
    } else if (model.is_list()) {
      for (const auto& item : model.list().items()) {
        const Walked walked = inside_list(go_on(at, item));
        if (walked == Walked::missing && !required_) continue;
        if (walked != Walked::fine) return walked;
      }
    }
    return Walked::fine;
  }

  // Whether the step behind `..` applies here.
  Walked applies(std::size_t at, const Value& model, bool& answer) {
    const PathStep& target = path_.steps[at];
    switch (target.kind) {
      case PathStepKind::names:
        answer =
            model.is_map() &&
            (!target.definite ||
             std::all_of(target.names.begin(), target.names.end(), [&](const std::string& name) {
               return model.map().find(std::string_view(name)) != nullptr;
             }));
        return Walked::fine;
      case PathStepKind::indexes:
      case PathStepKind::slice:
        answer = model.is_list();
        return Walked::fine;
      case PathStepKind::wildcard:
        answer = true;
        return Walked::fine;
      case PathStepKind::filter:
        return accepts(*target.filter, model, answer);
      default:
        answer = false;
        return Walked::fine;
    }
  }

  Walked scan(std::size_t at, const Value& model) {
    if (!model.is_map() && !model.is_list()) return Walked::fine;
    if (--budget_.steps < 0) return fail("the path looks at too much of the document");
    if (++budget_.depth > max_walk_depth)
      return fail("the document is nested too deeply for the path");
    bool wanted = false;
    Walked walked = applies(at, model, wanted);
    if (walked == Walked::fine && wanted) {
      walked =
          model.is_map() || path_.steps[at].last ? step(at, model) : all_elements(at + 1, model);
    }
    if (model.is_map()) {
      for (const auto& entry : model.map().entries()) {
        if (walked != Walked::fine) return walked;
        walked = scan(at, entry.value);
      }
    } else {
      for (const auto& item : model.list().items()) {
        if (walked != Walked::fine) return walked;
        walked = scan(at, item);
      }
    }
    --budget_.depth;
    return walked;
  }

  Walked all_elements(std::size_t at, const Value& model) {
    int index = 0;
    for (const auto& item : model.list().items()) {
      upstream_[at] = index++;
      if (const Walked walked = step(at, item); walked != Walked::fine) return walked;
    }
    return Walked::fine;
  }

  Walked filter(std::size_t at, const Value& model) {
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

  // A comparison that the engine refuses makes the filter not match; other failures end the
  // evaluation.
  Walked accepts(const PathFilter& filter, const Value& item, bool& answer) {
    const Walked walked = matches(filter, item, answer);
    if (walked != Walked::refused) return walked;
    answer = false;
    return Walked::fine;
  }

  Walked matches(const PathFilter& filter, const Value& item, bool& answer) {
    if (filter.kind == FilterKind::comparison) return compares(filter, item, answer);
    for (const auto& part : filter.parts) {
      if (const Walked walked = matches(part, item, answer); walked != Walked::fine) return walked;
      if (answer == (filter.kind == FilterKind::logical_or)) break;
    }
    if (filter.kind == FilterKind::logical_not) answer = !answer;
    return Walked::fine;
  }

  Walked compares(const PathFilter& filter, const Value& item, bool& answer) {
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
    answer = compared == Compared::yes;
    if (compared == Compared::failed)
      return fail("a filter cannot look for lists or objects inside a list");
    return compared == Compared::refused ? Walked::refused : Walked::fine;
  }

  Walked exists(const Operand& written, const Value& item, bool& answer) {
    bool found = false;
    if (written.path.plain) {
      found = follow(written.path, item) != nullptr;
    } else {
      Evaluation evaluation(written.path, root_, budget_, true);
      const Walked walked = evaluation.run(item);
      if (walked == Walked::failed || walked == Walked::outside) return Walked::failed;
      found = walked == Walked::fine;
    }
    answer = found == written.should_exist;
    return Walked::fine;
  }

  // `found` keeps what had to be made.
  Walked side(const Operand& written, const Value& item, Value& found, Side& out) {
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
    if (walked == Walked::failed || walked == Walked::outside) return Walked::failed;
    if (walked == Walked::fine) {
      found = evaluation.result();
      out = side_of(found);
    }
    return Walked::fine;
  }

  Walked function(std::size_t at, const Value& model) {
    const PathStep& step = path_.steps[at];
    if (!is_path_function(step.names[0])) {
      return fail(fmt::format("Function with name: {} does not exist.", step.names[0]));
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

  // `$..x.length()`: the engine counts what `$..x[*]` finds, with `$` for the value at hand.
  Walked length_of_argument(std::size_t at, const Value& model, const CompiledPath& argument) {
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

  Walked finish_function(std::size_t at, const Value& result) {
    results_.push_back(result);
    return path_.steps[at].last ? Walked::fine : step(at + 1, result);
  }

  const CompiledPath& path_;
  const Value& root_;
  Budget& budget_;
  bool required_;
  std::size_t tail_;           // number of steps; where one was added, without it
  std::vector<int> upstream_;  // of each step: which element of a list `..` is visiting, -1 for
                               // none; empty without a `..`
  std::vector<Value> results_{};
};

}  // namespace

const Value* follow(const CompiledPath& path, const Value& model) {
  const Value* at = &model;
  for (const auto& step : path.steps) {
    if (step.kind == PathStepKind::names) {
      at = at->is_map() ? at->map().find(step.names[0]) : nullptr;
    } else if (at->is_list()) {
      const auto items = at->list().items();
      const auto size = static_cast<std::int64_t>(items.size());
      const std::int64_t index = step.indexes[0] < 0 ? step.indexes[0] + size : step.indexes[0];
      at = index >= 0 && index < size ? &items[static_cast<std::size_t>(index)] : nullptr;
    } else {
      at = nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

Result<std::optional<Value>> JsonPath::read(const Value& document) const {
  if (document.is_null()) return Error{.code = Code::invalid, .what = "root can not be null"};
  if (path_.plain) {
    const Value* found = follow(path_, document);
    return found == nullptr ? std::optional<Value>() : std::optional<Value>(*found);
  }
  Budget budget;
  Evaluation evaluation(path_, document, budget, false);
  switch (evaluation.run(document)) {
    case Walked::fine:
      return std::optional<Value>(evaluation.result());
    case Walked::missing:
      return std::optional<Value>();
    default:
      return Error{.code = Code::invalid, .what = budget.problem};
  }
}

}  // namespace patchcord::simulator
