#include "patchcord/sandbox/aws/constraints.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/text.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

bool is_name_letter(char32_t c) {
  return c < 0x80 &&
         (std::isalnum(static_cast<int>(c)) != 0 ||
          std::string_view("_+=,.@-").find(static_cast<char>(c)) != std::string_view::npos);
}
bool is_path_letter(char32_t c) {
  return c >= 0x21 && c <= 0x7e;
}
bool is_latin(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xff);
}

bool is_printed_latin(char32_t c) {
  return is_latin(c) && (c < 0x7f || c > 0xa0);
}

// The characters of a UTF-8 text; a byte that belongs to none counts as one.
std::vector<char32_t> characters(std::string_view text) {
  std::vector<char32_t> out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if ((byte & 0xc0U) == 0x80U && !out.empty()) {
      out.back() = (out.back() << 6U) | (byte & 0x3fU);
    } else {
      out.push_back(byte < 0x80 ? byte
                                : byte & (byte >= 0xf0   ? 0x07U
                                          : byte >= 0xe0 ? 0x0fU
                                                         : 0x1fU));
    }
  }
  return out;
}

std::optional<std::size_t> number_of(const std::string& text) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Violations {
 public:
  void check(const Form& form, const Constraint& constraint) {
    const std::string name(constraint.name);
    if (constraint.list) {
      if (constraint.need == Need::required && form.list(name).empty() && form.tags(name).empty())
        missing(name);
      return;
    }
    if (!form.has(name)) {
      if (constraint.need == Need::required) missing(name);
      return;
    }
    const std::string value = form.get(name);
    if (constraint.number) return check_number(constraint, value);
    const std::vector<char32_t> letters = characters(value);
    const bool fits = constraint.allowed == nullptr ||
                      std::all_of(letters.begin(), letters.end(), constraint.allowed);
    if (!fits)
      add(name,
          value,
          "Member must satisfy regular expression pattern: " + std::string(constraint.pattern));
    if (letters.size() > constraint.most) {
      add(name,
          value,
          "Member must have length less than or equal to " + std::to_string(constraint.most));
    }
    if (letters.size() < constraint.least) {
      add(name,
          value,
          "Member must have length greater than or equal to " + std::to_string(constraint.least));
    }
  }

  [[nodiscard]] Result<void> result() const {
    if (found_.empty()) return {};
    const std::string count = std::to_string(found_.size());
    return refuse(400,
                  "ValidationError",
                  count +
                      (found_.size() == 1 ? " validation error detected: "
                                          : " validation errors detected: ") +
                      join(found_, "; "));
  }

 private:
  void check_number(const Constraint& constraint, const std::string& value) {
    const auto number = number_of(value);
    const std::string name(constraint.name);
    if (!number || *number < constraint.least) {
      add(name,
          value,
          "Member must have value greater than or equal to " + std::to_string(constraint.least));
    } else if (*number > constraint.most) {
      add(name,
          value,
          "Member must have value less than or equal to " + std::to_string(constraint.most));
    }
  }
  void missing(const std::string& name) {
    found_.push_back("Value null at '" + member(name) +
                     "' failed to satisfy constraint: Member must not be null");
  }
  void add(const std::string& name, const std::string& value, const std::string& rule) {
    found_.push_back("Value '" + printable(value, 300) + "' at '" + member(name) +
                     "' failed to satisfy constraint: " + rule);
  }
  // RoleName is roleName in error texts.
  static std::string member(std::string name) {
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    return name;
  }

  std::vector<std::string> found_{};
};

}  // namespace

Result<void> validate(const Form& form, std::span<const Constraint> constraints) {
  Violations violations;
  for (const Constraint& constraint : constraints)
    violations.check(form, constraint);
  return violations.result();
}

namespace shape {

Constraint name(std::string_view parameter, std::size_t most) {
  return {.name = parameter,
          .least = 1,
          .most = most,
          .pattern = R"([\w+=,.@-]+)",
          .allowed = is_name_letter};
}
Constraint path(std::string_view parameter) {
  return {.name = parameter,
          .need = Need::optional,
          .least = 1,
          .most = 512,
          .pattern = R"((\u002F)|(\u002F[\u0021-\u007E]+\u002F))",
          .allowed = is_path_letter};
}
Constraint arn(std::string_view parameter, Need need) {
  return {.name = parameter, .need = need, .least = 20, .most = 2048};
}
Constraint document(std::string_view parameter) {
  return {.name = parameter,
          .least = 1,
          .most = 131'072,
          .pattern = R"([\u0009\u000A\u000D\u0020-\u00FF]+)",
          .allowed = is_latin};
}
Constraint text(std::string_view parameter, std::size_t most) {
  return {.name = parameter,
          .need = Need::optional,
          .most = most,
          .pattern = R"([\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*)",
          .allowed = is_printed_latin};
}
Constraint number(std::string_view parameter, std::size_t least, std::size_t most) {
  return {.name = parameter, .need = Need::optional, .least = least, .most = most, .number = true};
}
Constraint list(std::string_view parameter) {
  return {.name = parameter, .list = true};
}

}  // namespace shape

}  // namespace patchcord::sandbox::aws
