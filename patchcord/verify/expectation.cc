#include "patchcord/verify/expectation.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t most_told = 20;
constexpr std::size_t longest_value = 300;

class Comparison {
 public:
  explicit Comparison(bool exact) : exact_(exact) {}

  void compare(const Json& expected, const Json& actual, const std::string& path) {
    if (found_.size() >= most_told) return;
    if (expected.is_object() && actual.is_object()) return compare_objects(expected, actual, path);
    if (expected.is_array() && actual.is_array()) return compare_arrays(expected, actual, path);
    if (expected != actual) tell(path, "is {}, not {}", actual, expected);
  }

  std::vector<std::string> found_{};

 private:
  void compare_objects(const Json& expected, const Json& actual, const std::string& path) {
    for (const auto& [name, value] : expected.items()) {
      const auto place = path + "." + printable(name, 100);
      if (!actual.contains(name)) {
        found_.push_back(fmt::format("{} is missing; {} is expected", place, text_of(value)));
      } else {
        compare(value, actual.at(name), place);
      }
    }
    if (!exact_) return;
    for (const auto& [name, value] : actual.items()) {
      if (!expected.contains(name))
        found_.push_back(fmt::format(
            "{}.{} is {}; nothing is expected", path, printable(name, 100), text_of(value)));
    }
  }

  void compare_arrays(const Json& expected, const Json& actual, const std::string& path) {
    if (expected.size() != actual.size()) return tell(path, "is {}, not {}", actual, expected);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      compare(expected[i], actual[i], fmt::format("{}[{}]", path, i));
    }
  }

  static std::string text_of(const Json& value) { return printable(to_text(value), longest_value); }
  void tell(const std::string& path, const char* sentence, const Json& actual, const Json& wanted) {
    found_.push_back(path + " " +
                     fmt::format(fmt::runtime(sentence), text_of(actual), text_of(wanted)));
  }

  bool exact_;
};

}  // namespace

std::vector<std::string> mismatches(const Json& expected, const Json& actual, bool exact) {
  Comparison comparison(exact);
  comparison.compare(expected, actual, "$");
  return std::move(comparison.found_);
}

}  // namespace patchcord
