#include "patchcord/http/date.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace patchcord::http {
namespace {

// A fixed number of digits at a fixed place.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

struct Fields {
  std::optional<int> year{}, month{}, day{}, hour{}, minute{}, second{};
};

std::optional<TimePoint> to_time(const Fields& fields) {
  if (!fields.year || !fields.month || !fields.day || !fields.hour || !fields.minute ||
      !fields.second) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*fields.year),
                                         std::chrono::month(static_cast<unsigned>(*fields.month)),
                                         std::chrono::day(static_cast<unsigned>(*fields.day))};
  if (!date.ok() || *fields.hour > 23 || *fields.minute > 59 || *fields.second > 60)
    return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*fields.hour) +
         std::chrono::minutes(*fields.minute) + std::chrono::seconds(*fields.second);
}

}  // namespace

std::optional<TimePoint> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT")
    return std::nullopt;
  const auto* const month = std::find(months.begin(), months.end(), text.substr(8, 3));
  if (month == months.end()) return std::nullopt;
  return to_time({.year = digits_at(text, 12, 4),
                  .month = static_cast<int>(month - months.begin()) + 1,
                  .day = digits_at(text, 5, 2),
                  .hour = digits_at(text, 17, 2),
                  .minute = digits_at(text, 20, 2),
                  .second = digits_at(text, 23, 2)});
}

std::optional<TimePoint> parse_iso_date(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const auto time = to_time({.year = digits_at(text, 0, 4),
                             .month = digits_at(text, 5, 2),
                             .day = digits_at(text, 8, 2),
                             .hour = digits_at(text, 11, 2),
                             .minute = digits_at(text, 14, 2),
                             .second = digits_at(text, 17, 2)});
  auto rest = text.substr(19);
  if (rest.starts_with('.')) {
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  }
  if (!time || rest == "Z") return time;
  if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return std::nullopt;
  const auto hours = digits_at(rest, 1, 2);
  const auto minutes = digits_at(rest, 4, 2);
  if (!hours || !minutes) return std::nullopt;
  const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return rest[0] == '+' ? *time - offset : *time + offset;
}

std::string compact_date(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     clock.hours().count(),
                     clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace patchcord::http
