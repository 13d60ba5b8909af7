#include "patchcord/sandbox/aws/signature.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "patchcord/aws/sigv4.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

struct Authorization {
  std::optional<std::string> credential{};
  std::optional<std::string> signed_headers{};
  std::optional<std::string> signature{};
};

Authorization parse_authorization(std::string_view text) {
  Authorization parsed;
  for (std::string_view piece : split(text.substr(std::min(algorithm.size(), text.size())), ',')) {
    piece = trim(piece);
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = piece.substr(0, equals);
    const std::string value(piece.substr(equals + 1));
    if (name == "Credential") parsed.credential = value;
    if (name == "SignedHeaders") parsed.signed_headers = value;
    if (name == "Signature") parsed.signature = value;
  }
  return parsed;
}

// The last four parts are the scope; what is before them, slashes included, is the key.
std::optional<SignatureScope> parse_scope(std::string_view credential) {
  std::vector<std::string_view> parts = split(credential, '/');
  if (parts.size() < 5 || parts.back() != "aws4_request") return std::nullopt;
  const std::size_t first = parts.size() - 4;
  std::size_t key_length = first - 1;
  for (std::size_t index = 0; index < first; ++index)
    key_length += parts[index].size();
  return SignatureScope{.access_key_id = std::string(credential.substr(0, key_length)),
                        .date = std::string(parts[first]),
                        .region = std::string(parts[first + 1]),
                        .service = std::string(parts[first + 2])};
}

Error mismatch(std::string message) {
  return refuse(403, "SignatureDoesNotMatch", std::move(message));
}

Result<Authorization> read_authorization(const Message& message) {
  const auto header = find_field(message.headers, "Authorization");
  if (!header)
    return refuse(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  if (header->substr(0, algorithm.size()) != algorithm) {
    return refuse(400,
                  "IncompleteSignature",
                  "Unsupported AWS 'algorithm': '" +
                      printable(header->substr(0, header->find(' ')), 80) + "'");
  }
  Authorization parsed = parse_authorization(*header);
  std::string missing;
  if (!parsed.credential) missing += "Authorization header requires 'Credential' parameter. ";
  if (!parsed.signature) missing += "Authorization header requires 'Signature' parameter. ";
  if (!parsed.signed_headers)
    missing += "Authorization header requires 'SignedHeaders' parameter. ";
  if (!find_field(message.headers, "X-Amz-Date")) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (!missing.empty())
    return refuse(400, "IncompleteSignature", missing.substr(0, missing.size() - 1));
  return parsed;
}

Result<void> check_scope(const SignatureScope& scope,
                         std::string_view timestamp,
                         const SignatureRules& rules) {
  if (scope.date != timestamp.substr(0, 8)) {
    return mismatch(fmt::format(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP: '{}' != '{}', from '{}'.",
        scope.date,
        timestamp.substr(0, 8),
        timestamp));
  }
  if (std::find(rules.regions.begin(), rules.regions.end(), scope.region) == rules.regions.end()) {
    return mismatch(
        fmt::format("Credential should be scoped to a valid Region, not '{}'. ", scope.region));
  }
  if (scope.service != rules.service) {
    return mismatch(
        fmt::format("Credential should be scoped to correct service: '{}'. ", rules.service));
  }
  return {};
}

Result<void> check_time(const std::string& timestamp, const SignatureRules& rules) {
  const auto now = rules.now;
  const auto time = parse_compact_time(timestamp);
  if (!time) {
    return refuse(400,
                  "IncompleteSignature",
                  "Date must be in ISO-8601 'basic format'. Got '" + printable(timestamp, 80) +
                      "'. See http://en.wikipedia.org/wiki/ISO_8601");
  }
  if (*time < now - rules.skew) {
    return mismatch(fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)",
                                timestamp,
                                compact_time(now - rules.skew),
                                compact_time(now),
                                rules.skew.count()));
  }
  if (*time > now + rules.skew) {
    return mismatch(
        fmt::format("Signature not yet current: {} is still later than {} ({} + {} min.)",
                    timestamp,
                    compact_time(now + rules.skew),
                    compact_time(now),
                    rules.skew.count()));
  }
  return {};
}

// Every header that was signed, in all its occurrences; host and each x-amz-* header must be among
// them.
Result<std::vector<patchcord::aws::SignedHeader>> signed_headers(const Message& message,
                                                                 std::string_view list,
                                                                 bool content_type) {
  std::vector<patchcord::aws::SignedHeader> headers;
  const std::vector<std::string_view> names = split(list, ';');
  bool host = false;
  for (const Field& field : message.headers) {
    const std::string name = lower_case(field.name);
    const bool is_signed = std::find(names.begin(), names.end(), name) != names.end();
    const bool must_be =
        name == "host" || name.substr(0, 6) == "x-amz-" || (content_type && name == "content-type");
    if (!is_signed && must_be) {
      return mismatch("'" + field.name + "' must be a 'SignedHeader' in the AWS Authorization.");
    }
    host = host || name == "host";
    if (is_signed) headers.push_back({name, field.value});
  }
  if (!host) return mismatch("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  for (const std::string_view name : names) {
    const auto same = [name](const auto& header) { return header.name == name; };
    if (std::none_of(headers.begin(), headers.end(), same))
      headers.push_back({std::string(name), ""});
  }
  return headers;
}

// Each label decoded and encoded again, as the service does before it signs for itself.
std::string canonical_labels(std::string_view path) {
  std::vector<std::string> labels;
  for (const std::string_view label : split(path, '/'))
    labels.push_back(percent_encode(percent_decode(label)));
  return join(labels, "/");
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<void> compare(const Message& message,
                     const Authorization& given,
                     const SignatureScope& scope,
                     const AccessKey& key,
                     bool content_type) {
  TRY_ASSIGN(auto headers, signed_headers(message, *given.signed_headers, content_type));
  const patchcord::aws::Signature expected =
      patchcord::aws::sign({.method = message.method,
                            .path = canonical_labels(message.path),
                            .query = message.query,
                            .headers = std::move(headers),
                            .body = message.body,
                            .access_key_id = scope.access_key_id,
                            .secret_access_key = key.secret,
                            .region = scope.region,
                            .service = scope.service,
                            .timestamp = find_field(message.headers, "X-Amz-Date").value_or("")});
  if (equal_in_constant_time(expected.signature, *given.signature)) return {};
  Error error = mismatch(
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access "
      "Key and signing method. Consult the service documentation for details.");
  error.detail = expected.canonical_request;
  return error;
}

}  // namespace

SignatureScope scope_of(const Message& message) {
  const auto header = find_field(message.headers, "Authorization");
  if (!header) return {};
  const Authorization parsed = parse_authorization(*header);
  return parse_scope(parsed.credential.value_or("")).value_or(SignatureScope{});
}

Result<const AccessKey*> verify_signature(const Message& message,
                                          const KeyRing& keys,
                                          const SignatureRules& rules) {
  TRY_ASSIGN(const Authorization given, read_authorization(message));
  const auto scope = parse_scope(*given.credential);
  if (!scope) {
    return refuse(400,
                  "IncompleteSignature",
                  "Credential must have exactly 5 slash-delimited elements, e.g. "
                  "keyid/date/region/service/term, got '" +
                      printable(*given.credential, 200) + "'");
  }
  const Error unknown =
      refuse(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  const auto key = keys.find(scope->access_key_id);
  const std::string token = find_field(message.headers, "X-Amz-Security-Token").value_or("");
  if (key == keys.end() || !equal_in_constant_time(token, key->second.token)) return unknown;
  const std::string timestamp = find_field(message.headers, "X-Amz-Date").value_or("");
  TRY(check_time(timestamp, rules));
  TRY(check_scope(*scope, timestamp, rules));
  TRY(compare(message, given, *scope, key->second, rules.content_type_signed));
  if (key->second.expires && *key->second.expires <= rules.now) {
    return refuse(403, "ExpiredToken", "The security token included in the request is expired");
  }
  return &key->second;
}

}  // namespace patchcord::sandbox::aws
