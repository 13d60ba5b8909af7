#include "patchcord/policy/comparison.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>

#include <arpa/inet.h>

#include "patchcord/base/text.h"

namespace patchcord::policy {
namespace {

// Reads exactly `count` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// "2026-11-22" as seconds since 1970.
std::optional<double> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) * 86400.0;
}

// "09" or "09.25".
std::optional<double> take_seconds(std::string_view& text) {
  const auto digits = text.substr(0, text.find_first_not_of("0123456789."));
  const auto seconds = number_of(digits);
  const bool two_digits = digits.size() == 2 || digits.find('.') == 2;
  if (!seconds || !two_digits || *seconds >= 61) return std::nullopt;
  text.remove_prefix(digits.size());
  return seconds;
}

// "13:05", "13:05:09" or "13:05:09.25" in seconds.
std::optional<double> take_time_of_day(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const auto second = take(text, ':') ? take_seconds(text) : std::optional(0.0);
  if (!second) return std::nullopt;
  return *hour * 3600.0 + *minute * 60.0 + *second;
}

// "Z", "+01:00" or "-0130" in seconds east of Greenwich.
std::optional<double> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return 0.0;
  const bool west = !text.empty() && text.front() == '-';
  if (!take(text, '-') && !take(text, '+')) return std::nullopt;
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes) return std::nullopt;
  const double offset = *hours * 3600.0 + *minutes * 60.0;
  return west ? -offset : offset;
}

// One character in lower case; nothing where that is more than a step within Latin-1: `ß`, `µ` and
// `ÿ` have their capitals outside of it.
std::optional<std::string> lower_character(std::string_view character) {
  if (character.size() == 1) return lower_case(character);
  std::string out(character);
  const bool latin = out.size() == 2 && (out[0] == '\xC2' || out[0] == '\xC3');
  if (!latin || out == "µ" || out == "ß" || out == "ÿ") return std::nullopt;
  const bool capital = out[0] == '\xC3' && static_cast<unsigned char>(out[1]) < 0x9F && out != "×";
  if (capital) out[1] = static_cast<char>(static_cast<unsigned char>(out[1]) + 0x20U);
  return out;
}

struct Address {
  std::array<std::uint8_t, 16> bytes{};
  unsigned bits{};  // 32 or 128
};

std::optional<Address> address_of(std::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  Address out;
  if (inet_pton(AF_INET, terminated.c_str(), out.bytes.data()) == 1) {
    out.bits = 32;
    return out;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), out.bytes.data()) == 1) {
    out.bits = 128;
    return out;
  }
  return std::nullopt;
}

std::optional<unsigned> prefix_of(std::string_view text, unsigned bits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > bits) return std::nullopt;
  return value;
}

bool same_prefix(const Address& a, const Address& b, unsigned prefix) {
  for (unsigned bit = 0; bit < prefix; bit += 8) {
    const unsigned rest = prefix - bit;
    const unsigned mask = rest >= 8 ? 0xFFU : (0xFFU << (8 - rest)) & 0xFFU;
    if (((a.bytes[bit / 8] ^ b.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace

Truth same_ignoring_case(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const auto one = first_character(a);
    const auto other = first_character(b);
    a.remove_prefix(one.size());
    b.remove_prefix(other.size());
    if (one == other) continue;
    const auto lower_one = lower_character(one);
    const auto lower_other = lower_character(other);
    if (!lower_one || !lower_other) return Truth::unknown;
    if (*lower_one != *lower_other) return Truth::no;
  }
  return truth_of(a.empty() && b.empty());
}

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value, std::chars_format::fixed);
  const bool digits_only = text.find_first_not_of("-.0123456789") == std::string_view::npos;
  if (error != std::errc{} || end != last || !digits_only) return std::nullopt;
  return value;
}

std::optional<double> time_of(std::string_view text) {
  if (text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos)
    return std::nullopt;
  if (const auto seconds = number_of(text)) return seconds;
  const auto day = take_date(text);
  if (!day || text.empty()) return day;
  if (!take(text, 'T')) return std::nullopt;
  const auto clock = take_time_of_day(text);
  const auto zone = clock ? take_zone(text) : std::nullopt;
  if (!zone || !text.empty()) return std::nullopt;
  return *day + *clock - *zone;
}

Truth is_in_block(std::string_view address, std::string_view block) {
  const auto slash = block.find('/');
  const auto wanted = address_of(block.substr(0, slash));
  const auto found = address_of(address);
  if (!wanted || !found) return Truth::unknown;
  auto prefix = std::optional(wanted->bits);
  if (slash != std::string_view::npos) prefix = prefix_of(block.substr(slash + 1), wanted->bits);
  if (!prefix) return Truth::unknown;
  return truth_of(wanted->bits == found->bits && same_prefix(*wanted, *found, *prefix));
}

}  // namespace patchcord::policy
