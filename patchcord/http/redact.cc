#include "patchcord/http/redact.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"

namespace patchcord::http {
namespace {

constexpr std::size_t longest_body = std::size_t{64} << 10U;

constexpr std::array<std::string_view, 18> harmless_headers = {"accept",
                                                               "content-type",
                                                               "content-length",
                                                               "date",
                                                               "user-agent",
                                                               "host",
                                                               "retry-after",
                                                               "server",
                                                               "x-amz-date",
                                                               "x-amzn-requestid",
                                                               "x-amzn-errortype",
                                                               "x-amz-executed-version",
                                                               "inin-correlation-id",
                                                               "inin-ratelimit-count",
                                                               "inin-ratelimit-allowed",
                                                               "inin-ratelimit-reset",
                                                               "x-amz-function-error",
                                                               "x-amz-invocation-type"};

constexpr std::array<std::string_view, 24> harmless_queries = {"pagesize",
                                                               "pagenumber",
                                                               "after",
                                                               "before",
                                                               "expand",
                                                               "flatten",
                                                               "includeconfig",
                                                               "includeauthactions",
                                                               "integrationtype",
                                                               "reportedstate",
                                                               "sortby",
                                                               "sortorder",
                                                               "category",
                                                               "name",
                                                               "ids",
                                                               "secure",
                                                               "id",
                                                               "objecttype",
                                                               "resourcetype",
                                                               "version",
                                                               "flowfilter",
                                                               "qualifier",
                                                               "credentialid",
                                                               "maxitems"};

constexpr std::array<std::string_view, 11> secret_parts = {"token",
                                                           "secret",
                                                           "password",
                                                           "passwd",
                                                           "credentialfields",
                                                           "authorization",
                                                           "apikey",
                                                           "accesskey",
                                                           "privatekey",
                                                           "environment",
                                                           "signature"};

template <typename List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), lower_case(name)) != list.end();
}

// "client_secret", "SecretAccessKey", "x-api-key": compared without case, "-" and "_".
bool is_secret_name(std::string_view name) {
  std::string plain = lower_case(name);
  std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
  return std::any_of(secret_parts.begin(), secret_parts.end(), [&](std::string_view part) {
    return plain.find(part) != std::string::npos;
  });
}

void redact(Json& value);

// Documents travel as strings too: IAM policies, payloads of functions.
void redact_text(Json& value) {
  const auto& text = value.get_ref<const std::string&>();
  if (!text.starts_with('{') && !text.starts_with('[')) return;
  auto inner = parse_json(text, "");
  if (!inner) return;
  redact(*inner);
  value = to_text(*inner);
}

void redact(Json& value) {
  if (value.is_string()) redact_text(value);
  if (!value.is_structured()) return;
  for (auto it = value.begin(); it != value.end(); ++it) {
    if (value.is_object() && is_secret_name(it.key())) {
      *it = redacted;
    } else {
      redact(*it);
    }
  }
}

std::string size_of(std::string_view what, std::string_view body) {
  return fmt::format("({} bytes{})", body.size(), what);
}

std::string redacted_json(std::string_view body) {
  auto parsed = parse_json(body, "");
  if (!parsed) return size_of(", not JSON", body);
  redact(*parsed);
  return to_text(*parsed);
}

std::string redacted_form(std::string_view body) {
  std::string out;
  for (const auto pair : split(body, '&')) {
    if (!out.empty()) out += '&';
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = pair.substr(0, equals);
    out += name;
    if (equals == pair.size()) continue;
    out += '=';
    out += is_secret_name(percent_decode(name)) ? redacted : pair.substr(equals + 1);
  }
  return out;
}

// The name in the tag that ends at `close`: "<Name a='1'>" → "Name"; closing tags have none.
std::string_view tag_name(std::string_view body, std::size_t close) {
  const auto open = body.substr(0, close).rfind('<');
  if (open == std::string_view::npos) return {};
  const auto tag = body.substr(open + 1, close - open - 1);
  return tag.starts_with('/') ? std::string_view{} : tag.substr(0, tag.find_first_of(" \t\r\n/"));
}

// Whatever stands in an element of a secret-looking name goes, up to its end.
std::string redacted_xml(std::string_view body) {
  std::string out;
  while (!body.empty()) {
    const auto close = std::min(body.find('>'), body.size() - 1);
    const auto name = tag_name(body, close);
    out += body.substr(0, close + 1);
    body.remove_prefix(close + 1);
    if (name.empty() || !is_secret_name(name)) continue;
    out += redacted;
    body.remove_prefix(std::min(body.find(fmt::format("</{}", name)), body.size()));
  }
  return out;
}

}  // namespace

std::string redacted_target(std::string_view path, std::string_view query) {
  std::string out(path);
  char separator = '?';
  for (const auto pair : split(query, '&')) {
    if (pair.empty()) continue;
    out += separator;
    separator = '&';
    const auto equals = std::min(pair.find('='), pair.size());
    out += pair.substr(0, equals);
    if (equals == pair.size()) continue;
    out += '=';
    out += contains(harmless_queries, pair.substr(0, equals)) ? pair.substr(equals + 1) : redacted;
  }
  return out;
}

std::string redacted_headers(std::span<const Header> headers) {
  std::string out;
  for (const auto& header : headers) {
    const bool harmless = contains(harmless_headers, header.name);
    out +=
        fmt::format("{}: {}\n", header.name, harmless ? std::string_view(header.value) : redacted);
  }
  return out;
}

std::string redacted_body(std::string_view content_type, std::string_view body) {
  const auto type = lower_case(trim(content_type.substr(0, content_type.find(';'))));
  if (body.empty()) return {};
  if (body.size() > longest_body) return size_of("", body);
  if (type == "application/json" || type.ends_with("+json")) return redacted_json(body);
  if (type == "application/x-www-form-urlencoded") return redacted_form(body);
  if (type == "text/xml" || type == "application/xml") return redacted_xml(body);
  if (type.starts_with("text/")) return std::string(body);
  return size_of(type.empty() ? "" : " of " + type, body);
}

}  // namespace patchcord::http
