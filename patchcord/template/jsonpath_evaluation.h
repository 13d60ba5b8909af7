// One evaluation of a path: a walk over the document, step by step, that collects results.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "patchcord/template/jsonpath.h"
#include "patchcord/template/jsonpath_filter.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

// How a step ended. `missing` leaves the whole evaluation, except where the engine catches it.
enum class Walked : std::uint8_t {
  fine,
  missing,
  refused,  // a function that does not exist, or a comparison: in a filter, no match
  outside,  // a function asked for an element that is not there; forgiven inside lists
  failed
};

struct PathBudget {
  std::int64_t steps{5'000'000};  // that may still be taken
  int depth{};
  std::string problem{};
};

class Evaluation {
 public:
  Evaluation(const CompiledPath& path, const Value& root, PathBudget& budget, bool required)
      : path_(path),
        root_(root),
        budget_(budget),
        required_(required),
        tail_(path.steps.size()),
        upstream_(path.scans ? path.steps.size() : 0, -1) {
    results_.reserve(path.definite ? 1 : 8);
  }

  Walked run(const Value& model);

  Value result() { return path_.definite ? results_.back() : make_list(std::move(results_)); }

 private:
  Walked fail(std::string problem) {
    if (budget_.problem.empty()) budget_.problem = std::move(problem);
    return Walked::failed;
  }
  Walked step(std::size_t at, const Value& model);
  Walked take(std::size_t at, const Value& model);
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
  Walked names(std::size_t at, const Value& model);
  Walked one_name(std::size_t at, const Value& model, const Value& key);
  [[nodiscard]] bool keeps(std::size_t at) const;
  Walked merged(const PathStep& step, const Value& model);
  Walked element(std::size_t at, const Value& model, std::int64_t index);
  Walked list(std::size_t at, const Value& model);
  // With both bounds negative ones are not counted from the end, but then each index is.
  Walked slice(std::size_t at, const Value& model);
  Walked wildcard(std::size_t at, const Value& model);
  // Whether the step behind `..` applies here.
  Walked applies(std::size_t at, const Value& model, bool& answer);
  Walked scan(std::size_t at, const Value& model);
  Walked all_elements(std::size_t at, const Value& model);
  Walked filter(std::size_t at, const Value& model);
  // What the engine refuses makes the filter not match; other failures end the
  // evaluation.
  Walked accepts(const PathFilter& filter, const Value& item, bool& answer);
  Walked matches(const PathFilter& filter, const Value& item, bool& answer);
  Walked compares(const PathFilter& filter, const Value& item, bool& answer);
  Walked exists(const Operand& written, const Value& item, bool& answer);
  // `found` keeps what had to be made.
  Walked side(const Operand& written, const Value& item, Value& found, Side& out);
  Walked function(std::size_t at, const Value& model);
  // `$..x.length()`: the engine counts what `$..x[*]` finds, with `$` for the value at hand.
  Walked length_of_argument(std::size_t at, const Value& model, const CompiledPath& argument);
  Walked finish_function(std::size_t at, const Value& result);

  const CompiledPath& path_;
  const Value& root_;
  PathBudget& budget_;
  bool required_;
  std::size_t tail_;           // number of steps; where one was added, without it
  std::vector<int> upstream_;  // of each step: which element of a list `..` is visiting, -1 for
                               // none; empty without a `..`
  std::vector<Value> results_{};
};

}  // namespace patchcord::simulator
