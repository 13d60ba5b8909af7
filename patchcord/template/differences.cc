#include "patchcord/template/differences.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/template/json_text.h"
#include "patchcord/template/schema_node.h"

namespace patchcord::simulator {

namespace {

// The canonical text goes through double, which whole numbers above 2^53 do not survive.
bool same_scalar(const Value& left, const Value& right) {
  if (left.is_whole() && right.is_whole()) return left.whole() == right.whole();
  if (left.is_text() && right.is_text()) return left.text() == right.text();
  return canonical_text(left) == canonical_text(right);
}

class Comparer {
 public:
  explicit Comparer(Comparison comparison) : comparison_(comparison) {}

  // NOLINTNEXTLINE(misc-no-recursion): what was read as JSON is at most max_value_depth deep
  void compare(const Value& expected, const Value& actual, const std::string& path) {
    if (found_.size() >= max_differences) return;
    if (expected.is_map() && actual.is_map()) return compare_maps(expected, actual, path);
    if (expected.is_list() && actual.is_list()) return compare_lists(expected, actual, path);
    if (!same_scalar(expected, actual)) report({path, expected, actual});
  }

  std::vector<Difference> take() { return std::move(found_); }

 private:
  void report(Difference difference) {
    if (found_.size() < max_differences) found_.push_back(std::move(difference));
  }

  static std::string member(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void compare_maps(const Value& expected, const Value& actual, const std::string& path) {
    for (const auto& entry : expected.map().entries()) {
      const std::string inner = member(path, entry.key.text());
      if (const Value* there = actual.map().find_key(entry.key)) {
        compare(entry.value, *there, inner);
      } else {
        report({inner, entry.value, std::nullopt});
      }
    }
    if (comparison_ == Comparison::part) return;
    for (const auto& entry : actual.map().entries()) {
      if (expected.map().find_key(entry.key) == nullptr)
        report({member(path, entry.key.text()), std::nullopt, entry.value});
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void compare_lists(const Value& expected, const Value& actual, const std::string& path) {
    const auto left = expected.list().items();
    const auto right = actual.list().items();
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      if (found_.size() >= max_differences) return;
      const std::string inner = fmt::format("{}[{}]", path, i);
      if (i < left.size() && i < right.size()) {
        compare(left[i], right[i], inner);
      } else if (i < left.size()) {
        report({inner, left[i], std::nullopt});
      } else {
        report({inner, std::nullopt, right[i]});
      }
    }
  }

  Comparison comparison_;
  std::vector<Difference> found_{};
};

}  // namespace

std::string Difference::text() const {
  const std::string subject = path.empty() ? "the result" : path;
  if (!expected) return fmt::format("{}: not expected, got {}", subject, write_json(*actual));
  return fmt::format("{}: expected {}, {}",
                     subject,
                     write_json(*expected),
                     actual ? "got " + write_json(*actual) : "but it is not there");
}

std::vector<Difference> differences(const Value& expected,
                                    const Value& actual,
                                    Comparison comparison) {
  Comparer comparer(comparison);
  comparer.compare(expected, actual, "");
  return comparer.take();
}

}  // namespace patchcord::simulator
