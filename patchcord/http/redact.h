// Requests and answers as people may see them: what is not known to be harmless is left out.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "patchcord/ports/transport.h"

namespace patchcord::http {

inline constexpr std::string_view redacted = "REDACTED";

// "/path?pageSize=25&code=REDACTED": values of query names that are not known to be harmless are
// replaced.
std::string redacted_target(std::string_view path, std::string_view query);

// One line each, "Name: value"; values of headers that are not known to be harmless are replaced.
std::string redacted_headers(std::span<const Header> headers);

// JSON, forms and XML with the values of secret-looking names replaced, at any depth, also in JSON
// inside a string; other text as it is; what is neither, or longer than 64 KiB, only as its size.
std::string redacted_body(std::string_view content_type, std::string_view body);

}  // namespace patchcord::http
