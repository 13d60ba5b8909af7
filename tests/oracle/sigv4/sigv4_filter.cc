// Our signer as a filter: one request a line in, what signing it gives a line out.
//
//   {"method":"GET","path":"/a%3Ab","query":"b=1&a","headers":[["Host","h"]],"body":"<base64>","access_key":"A","secret":"s",
//    "region":"us-east-1","service":"iam","timestamp":"20260102T030405Z"}
//   → {"authorization":"…","canonical_request":"…","string_to_sign":"…"}
#include <iostream>
#include <string>

#include "patchcord/aws/sigv4.h"
#include "patchcord/base/json.h"
#include "patchcord/base/text.h"

namespace patchcord::aws {
namespace {

Json signed_form(const Json& request) {
  const auto body = base64_decode(string_at(request, "body")).value_or("");
  SigningInput input{.method = string_at(request, "method"),
                     .path = string_at(request, "path"),
                     .query = string_at(request, "query"),
                     .body = body,
                     .access_key_id = string_at(request, "access_key"),
                     .secret_access_key = Secret(string_at(request, "secret")),
                     .region = string_at(request, "region"),
                     .service = string_at(request, "service"),
                     .timestamp = string_at(request, "timestamp")};
  for (const auto& header : member_at(request, "headers")) {
    input.headers.push_back({header.at(0), header.at(1)});
  }
  const auto signature = sign(input);
  return {{"authorization", signature.authorization},
          {"canonical_request", signature.canonical_request},
          {"string_to_sign", signature.string_to_sign}};
}

}  // namespace
}  // namespace patchcord::aws

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto request = patchcord::parse_json(line, "a request");
    if (!request) {
      std::cerr << request.error().what << '\n';
      return 1;
    }
    std::cout << patchcord::to_text(patchcord::aws::signed_form(*request)) << '\n';
  }
  return 0;
}
