// Answers that faults put in the place of the real ones.
#pragma once

#include <string>

#include "patchcord/sandbox/fault_plan.h"
#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox {

// In the form of the service of "iam CreateRole": XML of IAM and STS, JSON of Lambda. An empty code
// or text becomes the usual one of the status.
Reply aws_refusal(const std::string& operation, int status, std::string code, std::string text);
Reply aws_expired(const std::string& operation);

// 502 with a page, as gateways and load balancers send it.
Reply gateway_page();

// The same answer under another content type.
Reply claiming(Reply reply, const std::string& content_type);

// With the body and the Retry-After that the fault asks for.
Reply finished(Reply reply, const Fault& fault);

}  // namespace patchcord::sandbox
