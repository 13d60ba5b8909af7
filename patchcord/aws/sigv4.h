// AWS Signature Version 4, header signing: pure arithmetic over what goes on the wire.
//
// Used by our clients to sign and by the sandbox to verify; vectors that others made hold both.
// Source: IAM User Guide, "Create a signed AWS API request"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/secret.h"

namespace patchcord::aws {

struct SignedHeader {
  std::string name{};
  std::string value{};
};

struct SigningInput {
  std::string method{};
  std::string path{};  // as on the wire, percent-encoded once: "/2015-03-31/functions/arn%3Aaws…"
  std::string query{};  // as on the wire, without "?"
  std::vector<SignedHeader>
      headers{};  // exactly those to sign, host and x-amz-date included; repeated names allowed
  std::string_view body{};
  std::string access_key_id{};
  Secret secret_access_key{};
  std::string region{};
  std::string service{};
  std::string timestamp{};  // "20260102T030405Z"
  bool normalize{
      true};  // remove dot segments and double slashes from the path (everywhere but at S3)
};

struct Signature {
  std::string canonical_request{};
  std::string string_to_sign{};
  std::string signed_headers{};  // "content-type;host;x-amz-date"
  std::string signature{};       // 64 lower-case hex digits
  std::string authorization{};   // the whole header value
};

Signature sign(const SigningInput& input);

// The path as signed: normalised, then every byte but unreserved ones and "/" encoded once more
// ("%3A" → "%253A").
std::string canonical_path(std::string_view wire_path, bool normalize = true);

// The query as signed: decoded, encoded again, sorted by key and value as pairs. What we send is
// already in this form.
std::string canonical_query(std::string_view wire_query);

}  // namespace patchcord::aws
