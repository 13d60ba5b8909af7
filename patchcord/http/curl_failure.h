// What it means that libcurl gave no answer.
#pragma once

#include <string>

#include <curl/curl.h>

#include "patchcord/base/error.h"

namespace patchcord::http {

struct CurlFailure {
  CURLcode code{CURLE_OK};
  std::string said{};         // in libcurl's words
  std::string host{};         // that we wanted
  std::string peer{};         // "10.0.0.1:3128": whom we were connected to
  long proxy_status{};        // of the proxy's answer to CONNECT; 0: there was none
  long certificate_result{};  // X509_V_…; 1: not looked at yet
};

struct FailureMeaning {
  Code code{Code::unavailable};
  std::string reason{};
  std::string hint{};
};

FailureMeaning meaning_of(const CurlFailure& failure);

}  // namespace patchcord::http
