// What comes back from somebody between us and a service instead of its answer.
#pragma once

#include <string>

#include "patchcord/ports/transport.h"

namespace patchcord::http {

// "an HTML page (\"Blocked by the proxy\") instead of an answer"; also for plain text. Empty for
// everything else.
std::string page_in(const Response& response);

// Where a redirect points, as far as it may be shown: "https://portal.example.com", without path
// and query, or what it says when that is no URL. Empty when it is no redirect.
std::string redirect_in(const Response& response);

}  // namespace patchcord::http
