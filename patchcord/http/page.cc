#include "patchcord/http/page.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/http/url.h"

namespace patchcord::http {
namespace {

constexpr std::size_t searched = 8192;  // bytes; a title stands at the beginning
constexpr std::size_t longest_quote = 120;

bool is_html(const std::string& begin, const std::string& type) {
  return type.starts_with("text/html") || begin.starts_with("<!doctype html") ||
         begin.starts_with("<html");
}

// `lower` is the text in small letters: where its tags stand.
std::string_view title_in(std::string_view text, const std::string& lower) {
  const auto tag = lower.find("<title");
  const auto begin = tag == std::string::npos ? tag : lower.find('>', tag);
  const auto end = begin == std::string::npos ? begin : lower.find("</title", begin);
  if (end == std::string::npos) return {};
  return trim(text.substr(begin + 1, end - begin - 1));
}

}  // namespace

std::string page_in(const Response& response) {
  const auto text = trim(response.body).substr(0, searched);
  const auto type = lower_case(find_header(response.headers, "Content-Type").value_or(""));
  const auto lower = lower_case(text);
  if (is_html(lower, type)) {
    const auto title = title_in(text, lower);
    return title.empty() ? "an HTML page instead of an answer"
                         : fmt::format("an HTML page (\"{}\") instead of an answer",
                                       printable(title, longest_quote));
  }
  if (!type.starts_with("text/plain") || text.empty()) return {};
  return fmt::format("the text \"{}\" instead of an answer", printable(text, longest_quote));
}

std::string redirect_in(const Response& response) {
  if (response.status < 300 || response.status >= 400) return {};
  const auto location = find_header(response.headers, "Location").value_or("");
  const auto url = parse_url(location);
  if (url) return url->scheme + "://" + url->authority;
  return printable(std::string_view(location).substr(0, location.find_first_of("?#")),
                   longest_quote);
}

}  // namespace patchcord::http
