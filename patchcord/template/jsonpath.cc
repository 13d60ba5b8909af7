// The walk: names, indexes, slices, wildcards and `..`.
#include "patchcord/template/jsonpath.h"

#include <algorithm>

#include "patchcord/base/try.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath_evaluation.h"

namespace patchcord::simulator {

namespace {

constexpr int max_walk_depth = 4 * max_value_depth;

}  // namespace

Walked Evaluation::run(const Value& model) {
  if (path_.steps.empty()) {
    results_.push_back(model);
    return Walked::fine;
  }
  const Walked walked = step(0, model);
  if (walked == Walked::fine && path_.definite && results_.empty()) return Walked::missing;
  return walked;
}

Walked Evaluation::step(std::size_t at, const Value& model) {
  if (--budget_.steps < 0) return fail("the path looks at too much of the document");
  if (++budget_.depth > max_walk_depth)
    return fail("the document is nested too deeply for the path");
  const Walked walked = take(at, model);
  --budget_.depth;
  return walked;
}

Walked Evaluation::take(std::size_t at, const Value& model) {
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

Walked Evaluation::names(std::size_t at, const Value& model) {
  const PathStep& step = path_.steps[at];
  if (!model.is_map()) return step.upstream_definite ? Walked::missing : Walked::fine;
  if (step.names.size() > 1 && step.last) return merged(step, model);
  for (const auto& key : step.keys) {
    if (const Walked walked = one_name(at, model, key); walked != Walked::fine) return walked;
  }
  return Walked::fine;
}

Walked Evaluation::one_name(std::size_t at, const Value& model, const Value& key) {
  const PathStep& step = path_.steps[at];
  const Value* value = model.map().find_key(key);
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

bool Evaluation::keeps(std::size_t at) const {
  if (upstream_.empty() || upstream_[at] == -1) return true;
  if (tail_ < 2) return false;
  const PathStep& before = path_.steps[tail_ - 2];
  return before.kind == PathStepKind::indexes && before.indexes.size() == 1 &&
         before.indexes[0] == upstream_[at];
}

Walked Evaluation::merged(const PathStep& step, const Value& model) {
  Value made = make_map();
  for (const auto& key : step.keys) {
    const Value* value = model.map().find_key(key);
    if (value != nullptr) {
      made.map().set(key, *value);
    } else if (required_) {
      return Walked::missing;
    }
  }
  results_.push_back(std::move(made));
  return Walked::fine;
}

Walked Evaluation::element(std::size_t at, const Value& model, std::int64_t index) {
  const auto items = model.list().items();
  if (index < 0) index += static_cast<std::int64_t>(items.size());
  if (index < 0 || index >= static_cast<std::int64_t>(items.size())) return Walked::fine;
  return inside_list(go_on(at, items[static_cast<std::size_t>(index)]));
}

Walked Evaluation::list(std::size_t at, const Value& model) {
  const PathStep& step = path_.steps[at];
  if (!model.is_list()) return step.upstream_definite ? Walked::missing : Walked::fine;
  if (step.kind == PathStepKind::slice) return slice(at, model);
  for (const std::int32_t index : step.indexes) {
    if (const Walked walked = element(at, model, index); walked != Walked::fine) return walked;
  }
  return Walked::fine;
}

Walked Evaluation::slice(std::size_t at, const Value& model) {
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

Walked Evaluation::wildcard(std::size_t at, const Value& model) {
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

Walked Evaluation::applies(std::size_t at, const Value& model, bool& answer) {
  const PathStep& target = path_.steps[at];
  switch (target.kind) {
    case PathStepKind::names:
      answer = model.is_map() &&
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

Walked Evaluation::scan(std::size_t at, const Value& model) {
  if (!model.is_map() && !model.is_list()) return Walked::fine;
  if (--budget_.steps < 0) return fail("the path looks at too much of the document");
  if (++budget_.depth > max_walk_depth)
    return fail("the document is nested too deeply for the path");
  bool wanted = false;
  Walked walked = applies(at, model, wanted);
  if (walked == Walked::fine && wanted) {
    walked = model.is_map() || path_.steps[at].last ? step(at, model) : all_elements(at + 1, model);
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

Walked Evaluation::all_elements(std::size_t at, const Value& model) {
  int index = 0;
  for (const auto& item : model.list().items()) {
    upstream_[at] = index++;
    if (const Walked walked = step(at, item); walked != Walked::fine) return walked;
  }
  return Walked::fine;
}

const Value* follow(const CompiledPath& path, const Value& model) {
  const Value* at = &model;
  for (const auto& step : path.steps) {
    if (step.kind == PathStepKind::names) {
      at = at->is_map() ? at->map().find_key(step.keys[0]) : nullptr;
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
  PathBudget budget;
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

// What is in the document is not copied: that would be a second one who holds a part of it.
Result<bool> JsonPath::append_to(std::string& out, const Value& document) const {
  if (path_.plain && !document.is_null()) {
    const Value* found = follow(path_, document);
    if (found != nullptr) append_json(*found, out);
    return found != nullptr;
  }
  TRY_ASSIGN(const auto found, read(document));
  if (found) append_json(*found, out);
  return found.has_value();
}

}  // namespace patchcord::simulator
