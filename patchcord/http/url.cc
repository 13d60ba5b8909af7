#include "patchcord/http/url.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::http {
namespace {

// Without what stands before the last "@": a user name, and maybe a password.
std::string without_user(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return std::string(text);
  const auto scheme = text.find("://");
  const auto kept = scheme < at ? text.substr(0, scheme + 3) : std::string_view();
  return fmt::format("{}…{}", kept, text.substr(at));
}

Error bad_url(std::string_view text, std::string_view reason) {
  return Error{.code = Code::invalid,
               .what = fmt::format(
                   "\"{}\" is not a usable URL: {}", printable(without_user(text), 200), reason)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "example.com:8080" → host and the rest, which is empty or ":8080".
std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    return close == std::string_view::npos ? std::string_view{} : authority.substr(0, close + 1);
  }
  return authority.substr(0, authority.find(':'));
}

bool is_port_suffix(std::string_view text) {
  if (text.empty()) return true;
  const auto digits = text.substr(1);
  return text.front() == ':' && !digits.empty() && digits.size() <= 5 &&
         std::all_of(digits.begin(), digits.end(), is_digit);
}

bool is_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && part.size() <= 3 &&
                  std::all_of(part.begin(), part.end(), is_digit);
         });
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const auto is_odd = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), is_odd)) {
    return bad_url(text, "it has blanks or control characters");
  }
  const auto colon = text.find("://");
  Url url;
  url.scheme = lower_case(text.substr(0, std::min(colon, text.size())));
  if (colon == std::string_view::npos || (url.scheme != "https" && url.scheme != "http")) {
    return bad_url(text, "it must begin with https:// (or http://)");
  }
  if (text.find('#') != std::string_view::npos) return bad_url(text, "it has a fragment");
  const auto rest = text.substr(colon + 3);
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  const auto authority = rest.substr(0, authority_end);
  if (authority.find('@') != std::string_view::npos) return bad_url(text, "it has a user name");
  const auto host = host_of(authority);
  if (host.empty() || !is_port_suffix(authority.substr(host.size()))) {
    return bad_url(text, "it has no usable host and port");
  }
  const auto target = rest.substr(authority_end);
  const auto question = std::min(target.find('?'), target.size());
  url.authority = authority;
  url.host = lower_case(host.starts_with('[') ? host.substr(1, host.size() - 2) : host);
  url.path = target.substr(0, question);
  url.query = target.substr(std::min(question + 1, target.size()));
  if (url.path.empty()) url.path = "/";
  return url;
}

bool is_loopback(const Url& url) {
  return url.host == "localhost" || url.host == "::1" ||
         (url.host.starts_with("127.") && is_ipv4(url.host));
}

std::string join_url(std::string_view base, std::string_view path) {
  while (base.ends_with('/'))
    base.remove_suffix(1);
  std::string out(base);
  if (!path.starts_with('/')) out += '/';
  out += path;
  return out;
}

}  // namespace patchcord::http
