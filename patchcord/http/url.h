// Absolute http and https URLs, taken apart as far as signing, logging and checking them needs.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/result.h"

namespace patchcord::http {

struct Url {
  std::string scheme{};     // "https" | "http"
  std::string authority{};  // as it goes into the Host header: "example.com", "127.0.0.1:8080",
                            // "[::1]:8080"
  std::string host{};       // lower case, without port and brackets
  std::string path{};       // as written; "/" at least
  std::string query{};      // as written, without "?"
};

// Errors   invalid: another scheme, no host, user names, fragments, blanks or control characters;
// it shows no user name and no password
Result<Url> parse_url(std::string_view text);

// Names and addresses that cannot leave this machine: localhost, 127.0.0.0/8, ::1.
bool is_loopback(const Url& url);

// "https://example.com/prefix" + "/path" with exactly one slash between.
std::string join_url(std::string_view base, std::string_view path);

}  // namespace patchcord::http
