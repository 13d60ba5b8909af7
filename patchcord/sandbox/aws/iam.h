// IAM, as far as roles that somebody assumes need it.
//
// Source: IAM API Reference, version 2010-05-08; the order of checks and the texts as recorded from
// the service
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/authorize.h"
#include "patchcord/sandbox/aws/cloud.h"
#include "patchcord/sandbox/aws/query_protocol.h"

namespace patchcord::sandbox::aws {

struct QueryCall {
  Cloud& cloud;
  const Caller& caller;
  const Form& form;
  TimePoint now;
};

// One call, in IAM's order: known action, parameters, permission of the caller, existence,
// document, quota, effect.
//
// Errors   with an answer in IAM's words
Result<QueryResult> run_iam(const QueryCall& call, const std::string& action);

}  // namespace patchcord::sandbox::aws
