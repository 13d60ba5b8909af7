#include "patchcord/aws/sigv4.h"

#include <algorithm>
#include <utility>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"

namespace patchcord::aws {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string_view bytes_of(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// Without dot segments and empty segments; a slash at the end stays.
std::string normalized(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const auto segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out;
  for (const auto segment : kept) {
    out += '/';
    out += segment;
  }
  if (out.empty() || path.ends_with('/')) out += '/';
  return out;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Trimmed, and every inner run of blanks is one space, also between quotes.
std::string canonical_value(std::string_view value) {
  std::string out;
  for (const char c : trim(value)) {
    if (!is_blank(c)) {
      out += c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

struct CanonicalHeaders {
  std::string lines;  // "host:example.com\n…"
  std::string names;  // "host;x-amz-date"
};

CanonicalHeaders canonical_headers(const std::vector<SignedHeader>& headers) {
  std::vector<std::pair<std::string, std::string>> sorted;
  sorted.reserve(headers.size());
  for (const auto& header : headers) {
    sorted.emplace_back(lower_case(header.name), canonical_value(header.value));
  }
  std::stable_sort(
      sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  CanonicalHeaders out;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto& [name, value] = sorted[i];
    if (i > 0 && sorted[i - 1].first == name) {
      out.lines.back() = ',';
    } else {
      if (i > 0) out.names += ';';
      out.names += name;
      out.lines += name + ':';
    }
    out.lines += value + '\n';
  }
  return out;
}

Sha256 signing_key(const SigningInput& input, std::string_view date) {
  Sha256 key = hmac_sha256("AWS4" + input.secret_access_key.expose(), date);
  for (const std::string_view part : {std::string_view(input.region),
                                      std::string_view(input.service),
                                      std::string_view("aws4_request")}) {
    key = hmac_sha256(bytes_of(key), part);
  }
  return key;
}

}  // namespace

std::string canonical_path(std::string_view wire_path, bool normalize) {
  const std::string path = normalize ? normalized(wire_path) : std::string(wire_path);
  if (path.empty()) return "/";
  std::string out;
  bool first = true;
  for (const auto segment : split(path, '/')) {
    if (!std::exchange(first, false)) out += '/';
    out += percent_encode(segment);
  }
  return out;
}

std::string canonical_query(std::string_view wire_query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto piece : split(wire_query, '&')) {
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    const auto value = piece.substr(std::min(equals + 1, piece.size()));
    pairs.emplace_back(percent_encode(percent_decode(piece.substr(0, equals))),
                       percent_encode(percent_decode(value)));
  }
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const auto& [key, value] : pairs) {
    if (!out.empty()) out += '&';
    out += key;
    out += '=';
    out += value;
  }
  return out;
}

Signature sign(const SigningInput& input) {
  const auto [lines, names] = canonical_headers(input.headers);
  const std::string_view date = std::string_view(input.timestamp).substr(0, 8);
  const std::string scope =
      std::string(date) + '/' + input.region + '/' + input.service + "/aws4_request";

  Signature out;
  out.signed_headers = names;
  out.canonical_request = input.method + '\n' + canonical_path(input.path, input.normalize) + '\n' +
                          canonical_query(input.query) + '\n' + lines + '\n' + names + '\n' +
                          sha256_hex(input.body);
  out.string_to_sign = std::string(algorithm) + '\n' + input.timestamp + '\n' + scope + '\n' +
                       sha256_hex(out.canonical_request);
  out.signature = to_hex(hmac_sha256(bytes_of(signing_key(input, date)), out.string_to_sign));
  out.authorization = std::string(algorithm) + " Credential=" + input.access_key_id + '/' + scope +
                      ", SignedHeaders=" + names + ", Signature=" + out.signature;
  return out;
}

}  // namespace patchcord::aws
