// Sets of characters, as the classes of Java's regular expressions name them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace patchcord::simulator {

// Characters that Unicode's tables tell, which RE2 has (Unicode 14; Java 17 has Unicode 13).
class UnicodeClass {
 public:
  // `class_text`: what stands between the brackets of a class of RE2, `\p{Lu}\p{Nd}`. Nothing if
  // RE2 does not know it.
  static std::optional<UnicodeClass> make(std::string_view class_text);

  [[nodiscard]] bool contains(char32_t code) const;

 private:
  explicit UnicodeClass(std::shared_ptr<const re2::RE2> regex) : regex_(std::move(regex)) {}

  std::shared_ptr<const re2::RE2> regex_;
};

class CharacterSet {
 public:
  void add(char32_t low, char32_t high);
  void add(char32_t code) { add(code, code); }
  void add(CharacterSet other);
  void add(UnicodeClass named);
  void negate() { negated_ = !negated_; }
  void intersect(CharacterSet other);

  [[nodiscard]] bool contains(char32_t code) const;

 private:
  struct Range {
    char32_t low{};
    char32_t high{};
  };

  void begin_union();

  std::vector<Range> ranges_{};
  std::vector<UnicodeClass> named_{};
  std::vector<CharacterSet> parts_{};
  bool negated_{};  // then all others
};

// `\p{name}` or, with `key`, `\p{key=name}` as Java 17 reads it. Some of Java's names are not
// there; `IsAlphabetic` lacks the marks and symbols that Unicode counts as alphabetic. Source: Java
// SE 17 API, java.util.regex.Pattern, "Unicode support".
std::optional<CharacterSet> java_property(std::string_view key,
                                          std::string_view name,
                                          bool ignore_case);

}  // namespace patchcord::simulator
