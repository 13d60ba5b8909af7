#include "patchcord/http/backoff.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "patchcord/base/text.h"
#include "patchcord/http/date.h"

namespace patchcord::http {
namespace {

constexpr double largest_factor = 20;
constexpr Milliseconds a_day = std::chrono::hours(24);

}  // namespace

Milliseconds backoff_delay(Milliseconds base, int attempt, double random) {
  const double factor = std::min(std::exp2(std::clamp(attempt - 1, 0, 30)), largest_factor);
  const double full = static_cast<double>(base.count()) * factor;
  return Milliseconds(
      static_cast<Milliseconds::rep>(full * (1 + std::clamp(random, 0.0, 1.0)) / 2));
}

std::optional<Milliseconds> parse_retry_after(std::string_view text, TimePoint now) {
  text = trim(text);
  if (const auto date = parse_http_date(text)) {
    return std::clamp(*date - now, Milliseconds(0), a_day);
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  long seconds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (problem == std::errc::result_out_of_range) return a_day;
  return std::min<Milliseconds>(std::chrono::seconds(std::min(seconds, 86'400L)), a_day);
}

}  // namespace patchcord::http
