// Checks the Signature Version 4 of a request from what came over the wire.
//
// Source: IAM User Guide, "Create a signed AWS API request" and "Troubleshoot signed requests"
#pragma once

#include <map>
#include <string>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/caller.h"
#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox::aws {

using KeyRing = std::map<std::string, AccessKey>;  // by access key id

struct SignatureRules {
  std::string service{};  // whose request this is: "iam"
  std::vector<std::string>
      regions{};  // that the scope may name; the first is the one in error texts
  TimePoint now{};
  std::chrono::minutes skew{5};  // Source: error texts of STS and IAM, "(… - 5 min.)"
  bool content_type_signed{};    // a Content-Type must be among the signed headers
};

// "20260102/us-east-1/iam/aws4_request" taken apart.
struct SignatureScope {
  std::string access_key_id{};
  std::string date{};
  std::string region{};
  std::string service{};
};
// The scope of the Authorization header; empty fields where there is none to read.
SignatureScope scope_of(const Message& message);

// The key that signed the request. The path is verified in its canonical form: a raw ":" counts as
// "%3A", so that a client which signs it raw fails here as it does at AWS. A signature in the query
// string (presigned) is none.
//
// Errors   with an answer in the words of the Query protocol: IncompleteSignature 400,
// MissingAuthenticationToken,
//          InvalidClientTokenId, ExpiredToken, SignatureDoesNotMatch 403. The canonical request
//          that we computed is in Error::detail.
Result<const AccessKey*> verify_signature(const Message& message,
                                          const KeyRing& keys,
                                          const SignatureRules& rules);

}  // namespace patchcord::sandbox::aws
