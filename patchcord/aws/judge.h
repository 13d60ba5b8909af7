// What an answer of an AWS service means for repeating the request.
//
// Source   botocore, standard retry mode: throttling and transient codes, compared exactly
#pragma once

#include "patchcord/http/retry.h"

namespace patchcord::aws {

http::Verdict judge(const Request& request, const Result<Response>& response);

}  // namespace patchcord::aws
