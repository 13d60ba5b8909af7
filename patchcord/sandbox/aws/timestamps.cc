#include "patchcord/sandbox/aws/timestamps.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace patchcord::sandbox::aws {
namespace {

struct Fields {
  int year{};
  unsigned month{};
  unsigned day{};
  unsigned weekday{};  // 0 is Sunday
  long hour{};
  long minute{};
  long second{};
  long millisecond{};
};

Fields fields_of(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .weekday = std::chrono::weekday{day}.c_encoding(),
          .hour = clock.hours().count(),
          .minute = clock.minutes().count(),
          .second = clock.seconds().count(),
          .millisecond = clock.subseconds().count()};
}

// A number of exactly the digits given, or -1.
int digits(std::string_view text) {
  int number = 0;
  for (const char letter : text) {
    if (letter < '0' || letter > '9') return -1;
    number = number * 10 + (letter - '0');
  }
  return number;
}

}  // namespace

std::string iso_time(TimePoint time) {
  const Fields f = fields_of(time);
  return fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", f.year, f.month, f.day, f.hour, f.minute, f.second);
}

std::string compact_time(TimePoint time) {
  const Fields f = fields_of(time);
  return fmt::format(
      "{:04}{:02}{:02}T{:02}{:02}{:02}Z", f.year, f.month, f.day, f.hour, f.minute, f.second);
}

std::string lambda_time(TimePoint time) {
  const Fields f = fields_of(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+0000",
                     f.year,
                     f.month,
                     f.day,
                     f.hour,
                     f.minute,
                     f.second,
                     f.millisecond);
}

std::string http_time(TimePoint time) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Fields f = fields_of(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     days.at(f.weekday),
                     f.day,
                     months.at(f.month - 1),
                     f.year,
                     f.hour,
                     f.minute,
                     f.second);
}

std::optional<TimePoint> parse_compact_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const int year = digits(text.substr(0, 4));
  const int month = digits(text.substr(4, 2));
  const int day = digits(text.substr(6, 2));
  const int hour = digits(text.substr(9, 2));
  const int minute = digits(text.substr(11, 2));
  const int second = digits(text.substr(13, 2));
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  const bool clock_ok =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
  if (!date.ok() || year < 0 || !clock_ok) return std::nullopt;
  return TimePoint{std::chrono::sys_days{date} + std::chrono::hours{hour} +
                   std::chrono::minutes{minute} + std::chrono::seconds{second}};
}

}  // namespace patchcord::sandbox::aws
