// A refusal as an AWS service words it. It travels as an Error whose `answer` is what goes on the
// wire.
#pragma once

#include <string>
#include <utility>

#include "patchcord/base/error.h"

namespace patchcord::sandbox::aws {

inline Error refuse(int status, std::string code, std::string message) {
  Error error{.code = Code::invalid, .what = message};
  error.answer = Answer{.status = status, .code = std::move(code), .message = std::move(message)};
  return error;
}

}  // namespace patchcord::sandbox::aws
