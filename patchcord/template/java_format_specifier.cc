#include "patchcord/template/java_format_specifier.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

using Problem = std::optional<Answer>;

constexpr std::string_view all_flags = "-#+ 0,(<";
constexpr std::string_view conversions = "bBhHsScCdoxXeEfgGaAn%";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Answer unknown_conversion(std::string_view conversion) {
  return format_error("UnknownFormatConversion", fmt::format("Conversion = '{}'", conversion));
}
Answer illegal_flags(const FormatSpecifier& spec) {
  std::string flags = spec.flags_among(all_flags);
  if (spec.upper) flags.insert(flags.starts_with('-') ? 1 : 0, "^");
  return format_error("IllegalFormatFlags", fmt::format("Flags = '{}'", flags));
}
Answer missing_width(const FormatSpecifier& spec) {
  return format_error("MissingFormatWidth", spec.text());
}

// Flags that the conversion cannot have.
Problem check_flags(const FormatSpecifier& spec, std::string_view bad) {
  const std::string found = spec.flags_among(bad);
  return found.empty() ? Problem{} : flag_mismatch(spec, found);
}
Problem check_precision(const FormatSpecifier& spec) {
  if (spec.precision < 0) return {};
  return format_error("IllegalFormatPrecision", std::to_string(spec.precision));
}
Problem check_left(const FormatSpecifier& spec) {
  return spec.width < 0 && spec.has('-') ? Problem(missing_width(spec)) : Problem{};
}

Problem check_number(const FormatSpecifier& spec) {
  if (spec.width < 0 && (spec.has('-') || spec.has('0'))) return missing_width(spec);
  if ((spec.has('+') && spec.has(' ')) || (spec.has('-') && spec.has('0')))
    return illegal_flags(spec);
  return {};
}

Problem check_text(const FormatSpecifier& spec) {
  if (auto problem = check_precision(spec)) return problem;
  if (spec.conversion == 'n' && spec.width >= 0) {
    return format_error("IllegalFormatWidth", std::to_string(spec.width));
  }
  const bool left = spec.conversion == '%' && spec.flags == "-";
  if (!spec.flags.empty() && !left) return illegal_flags(spec);
  return check_left(spec);
}

Problem check(const FormatSpecifier& spec) {
  constexpr std::string_view of_numbers = "#+ 0,(";
  switch (spec.conversion) {
    case 'b':
    case 'h':
      if (auto problem = check_flags(spec, "#")) return problem;
      [[fallthrough]];
    case 's':
      if (auto problem = check_left(spec)) return problem;
      return check_flags(spec, of_numbers.substr(1));
    case 'c':
      if (auto problem = check_precision(spec)) return problem;
      if (auto problem = check_flags(spec, of_numbers)) return problem;
      return check_left(spec);
    case 'd':
    case 'o':
    case 'x':
      if (auto problem = check_number(spec)) return problem;
      if (auto problem = check_precision(spec)) return problem;
      return check_flags(spec, spec.conversion == 'd' ? "#" : ",");
    case 'e':
    case 'f':
      if (auto problem = check_number(spec)) return problem;
      return check_flags(spec, spec.conversion == 'e' ? "," : "");
    case 'n':
    case '%':
      return check_text(spec);
    default:
      return refused(fmt::format("patchcord does not format with %{}", spec.conversion));
  }
}

// Reads one specifier behind its `%`.
class Reader {
 public:
  Reader(std::string_view format, std::size_t at) : format_(format), at_(at) {}

  [[nodiscard]] std::size_t end() const { return at_; }

  Problem run(FormatSpecifier& spec) {
    const std::size_t first = at_;
    if (first >= format_.size()) return unknown_conversion("%");
    if (auto problem = index(spec)) return problem;
    if (auto problem = flags(spec)) return problem;
    if (auto problem = number(spec.width, "IllegalFormatWidth")) return problem;
    const std::size_t point = at_;
    if (at_ < format_.size() && format_[at_] == '.') {
      ++at_;
      if (auto problem = number(spec.precision, "IllegalFormatPrecision")) return problem;
      if (at_ == point + 1) return unknown_at(first);
    }
    if (at_ >= format_.size() || !is_conversion(format_[at_])) return unknown_at(first);
    return conversion(spec);
  }

 private:
  static bool is_conversion(char c) {
    return c == '%' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  [[nodiscard]] Answer unknown_at(std::size_t first) const {
    return unknown_conversion(to_utf8(to_utf16(format_.substr(first, 4)).substr(0, 1)));
  }

  Problem index(FormatSpecifier& spec) {
    std::size_t end = at_;
    while (end < format_.size() && is_digit(format_[end]))
      ++end;
    if (end == at_ || end >= format_.size() || format_[end] != '$') return {};
    if (auto problem = number(spec.index, "IllegalFormatArgumentIndex")) return problem;
    ++at_;
    if (spec.index > 0) return {};
    return format_error("IllegalFormatArgumentIndex", "Illegal format argument index = 0");
  }

  Problem flags(FormatSpecifier& spec) {
    for (; at_ < format_.size() && all_flags.find(format_[at_]) != std::string_view::npos; ++at_) {
      if (spec.has(format_[at_])) {
        return format_error("DuplicateFormatFlags", fmt::format("Flags = '{}'", format_[at_]));
      }
      spec.flags += format_[at_];
    }
    if (spec.has('<')) spec.index = 0;
    return {};
  }

  Problem number(int& out, std::string_view exception) {
    const std::size_t first = at_;
    while (at_ < format_.size() && is_digit(format_[at_]))
      ++at_;
    if (at_ == first) return {};
    const auto result = std::from_chars(format_.data() + first, format_.data() + at_, out);
    if (result.ec == std::errc{}) return {};
    return format_error(exception,
                        exception == "IllegalFormatArgumentIndex"
                            ? "Format argument index: (not representable as int)"
                            : "-2147483648");
  }

  Problem conversion(FormatSpecifier& spec) {
    const char c = format_[at_];
    if ((c == 't' || c == 'T') && at_ + 1 < format_.size() && is_conversion(format_[at_ + 1])) {
      return refused("patchcord does not format with %t");
    }
    ++at_;
    if (conversions.find(c) == std::string_view::npos) return unknown_conversion({&c, 1});
    spec.upper = c >= 'A' && c <= 'Z';
    spec.conversion = spec.upper ? static_cast<char>(c + 0x20) : c;
    return check(spec);
  }

  std::string_view format_;
  std::size_t at_;
};

}  // namespace

std::string FormatSpecifier::flags_among(std::string_view wanted) const {
  std::string found;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(found), [this](char flag) {
    return has(flag);
  });
  return found;
}

std::string FormatSpecifier::text() const {
  std::string out = "%" + flags_among(all_flags);
  if (index > 0) out += std::to_string(index) + '$';
  if (width >= 0) out += std::to_string(width);
  if (precision >= 0) out += '.' + std::to_string(precision);
  return out + (upper ? static_cast<char>(conversion - 0x20) : conversion);
}

Answer format_error(std::string_view name, std::string_view message) {
  return thrown(fmt::format("java.util.{}Exception: {}", name, message));
}

Answer flag_mismatch(const FormatSpecifier& specifier, std::string_view flags) {
  return format_error("FormatFlagsConversionMismatch",
                      fmt::format("Conversion = {}, Flags = {}", specifier.conversion, flags));
}

std::optional<Answer> parse_format(std::string_view format, std::vector<FormatPiece>& pieces) {
  for (std::size_t at = 0; at < format.size();) {
    const std::size_t sign = std::min(format.find('%', at), format.size());
    FormatPiece piece{.text = std::string(format.substr(at, sign - at))};
    at = sign;
    if (sign < format.size()) {
      Reader reader(format, sign + 1);
      if (auto problem = reader.run(piece.specifier.emplace())) return problem;
      at = reader.end();
    }
    pieces.push_back(std::move(piece));
  }
  return {};
}

}  // namespace patchcord::simulator
