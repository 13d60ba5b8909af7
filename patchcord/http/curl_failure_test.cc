#include "patchcord/http/curl_failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>

namespace patchcord::http {
namespace {

using ::testing::HasSubstr;

TEST(CurlFailure, SaysWhoseFaultItIsAndWhatToDo) {
  struct Case {
    CurlFailure failure;
    Code code;
    const char* reason;
    const char* hint;
  };
  const Case cases[] = {
      {{.code = CURLE_RECV_ERROR, .peer = "10.0.0.1:3128", .proxy_status = 407},
       Code::protocol,
       "the proxy at 10.0.0.1:3128 does not accept our user and password (407)",
       "https_proxy=http://USER:PASSWORD@HOST:PORT"},
      {{.code = CURLE_RECV_ERROR, .host = "api.example.com", .peer = "p:1", .proxy_status = 403},
       Code::protocol,
       "the proxy at p:1 does not let us through (403)",
       "Allow api.example.com at the proxy"},
      {{.code = CURLE_RECV_ERROR, .peer = "p:1", .proxy_status = 502},
       Code::unavailable,
       "the proxy at p:1 cannot reach it (502)",
       "NO_PROXY"},
      {{.code = CURLE_PEER_FAILED_VERIFICATION,
        .said = "certificate has expired",
        .certificate_result = X509_V_ERR_CERT_HAS_EXPIRED},
       Code::protocol,
       "certificate has expired",
       "the clock of this machine"},
      {{.code = CURLE_PEER_FAILED_VERIFICATION,
        .said = "no name matches",
        .certificate_result = X509_V_ERR_UNSPECIFIED},
       Code::protocol,
       "no name matches",
       "is for other names"},
      {{.code = CURLE_PEER_FAILED_VERIFICATION,
        .said = "self-signed",
        .certificate_result = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
       Code::protocol,
       "self-signed",
       "--ca-file"},
      {{.code = CURLE_SSL_CACERT_BADFILE, .said = "bad file"}, Code::protocol, "bad file", "PEM"},
      {{.code = CURLE_COULDNT_CONNECT,
        .said = "Failed to connect to proxy.example.com port 3128",
        .host = "api.example.com"},
       Code::unavailable,
       "proxy.example.com",
       "That is the proxy"},
      {{.code = CURLE_COULDNT_CONNECT,
        .said = "Failed to connect to API.example.com port 443",
        .host = "api.example.com"},
       Code::unavailable,
       "API.example.com",
       "something listens"},
      {{.code = CURLE_SSL_CONNECT_ERROR, .said = "wrong version number"},
       Code::unavailable,
       "wrong version number",
       "http:// or https://"},
      {{.code = CURLE_COULDNT_RESOLVE_PROXY, .said = "x"}, Code::unavailable, "x", "https_proxy"},
      {{.code = CURLE_OPERATION_TIMEDOUT, .said = "timed out"}, Code::deadline, "timed out", ""},
      {{.code = CURLE_UNSUPPORTED_PROTOCOL, .said = "Received HTTP/0.9 when not allowed"},
       Code::protocol,
       "what it sent is not HTTP",
       ""},
      {{.code = CURLE_GOT_NOTHING, .said = "a\nb\033"}, Code::unavailable, "a?b?", ""},
  };
  for (const auto& [failure, code, reason, hint] : cases) {
    const auto meaning = meaning_of(failure);
    EXPECT_EQ(meaning.code, code) << reason;
    EXPECT_THAT(meaning.reason, HasSubstr(reason));
    if (std::string_view(hint).empty()) {
      EXPECT_EQ(meaning.hint, "") << reason;
    } else {
      EXPECT_THAT(meaning.hint, HasSubstr(hint));
    }
  }
}

}  // namespace
}  // namespace patchcord::http
