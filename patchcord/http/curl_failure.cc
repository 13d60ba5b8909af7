#include "patchcord/http/curl_failure.h"

#include <fmt/format.h>
#include <openssl/x509_vfy.h>

#include "patchcord/base/text.h"

namespace patchcord::http {
namespace {

constexpr long proxy_wants_credentials = 407;

FailureMeaning refused_by_proxy(const CurlFailure& failure) {
  const auto proxy = fmt::format("the proxy at {}", failure.peer);
  if (failure.proxy_status == proxy_wants_credentials) {
    return {
        .code = Code::protocol,
        .reason = proxy + " does not accept our user and password (407)",
        .hint = "Give them in the proxy's address: https_proxy=http://USER:PASSWORD@HOST:PORT."};
  }
  if (failure.proxy_status >= 500) {
    return {.code = Code::unavailable,
            .reason = fmt::format("{} cannot reach it ({})", proxy, failure.proxy_status),
            .hint = "Look at the proxy, or name the host in NO_PROXY if it is reachable without."};
  }
  return {.code = Code::protocol,
          .reason = fmt::format("{} does not let us through ({})", proxy, failure.proxy_status),
          .hint = fmt::format(
              "Allow {} at the proxy, or name it in NO_PROXY if it is reachable without.",
              failure.host)};
}

Code code_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Code::deadline;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
      return Code::protocol;
    case CURLE_URL_MALFORMAT:
      return Code::invalid;
    default:
      return Code::unavailable;
  }
}

std::string hint_for_certificate(long result) {
  switch (result) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:  // libcurl's beginning: it looked at the names before the chain
      return "Check the address: the certificate there is for other names.";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "Check the clock of this machine; if it is right, the server needs a new certificate.";
    default:
      return "If a proxy here replaces certificates, give its authority with --ca-file or "
             "AWS_CA_BUNDLE.";
  }
}

std::string hint_for(const CurlFailure& failure) {
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "Check the region or domain, and the name service of this machine.";
    case CURLE_PEER_FAILED_VERIFICATION:
      return hint_for_certificate(failure.certificate_result);
    case CURLE_SSL_CACERT_BADFILE:
      return "The file of --ca-file, AWS_CA_BUNDLE or ca_bundle has to hold certificates (PEM), "
             "and "
             "to be readable.";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "Check https_proxy and ALL_PROXY.";
    case CURLE_COULDNT_CONNECT:
      // libcurl names whom it wanted to reach.
      if (lower_case(failure.said).find(failure.host) == std::string::npos)
        return "That is the proxy: check https_proxy and ALL_PROXY, or name the host in NO_PROXY.";
      return "Check the address, that something listens there, and that no firewall is between.";
    case CURLE_SSL_CONNECT_ERROR:
      return "Check that the address begins with what the server speaks: http:// or https://.";
    default:
      return {};
  }
}

}  // namespace

FailureMeaning meaning_of(const CurlFailure& failure) {
  if (failure.proxy_status >= 400) return refused_by_proxy(failure);
  const bool is_http = failure.code != CURLE_UNSUPPORTED_PROTOCOL;
  return {.code = code_of(failure.code),
          .reason = is_http ? printable(failure.said, 300) : "what it sent is not HTTP",
          .hint = hint_for(failure)};
}

}  // namespace patchcord::http
