// What an answer of the Genesys Cloud API means for repeating the request.
//
// Source   Genesys Cloud SDKs (429, 408, 5xx), CLI (one new login on 401); "Rate limit exceeded"
// means: not executed
#pragma once

#include "patchcord/http/retry.h"

namespace patchcord::genesys {

http::Verdict judge(const Request& request, const Result<Response>& answer);

}  // namespace patchcord::genesys
