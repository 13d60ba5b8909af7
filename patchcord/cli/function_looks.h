// What Lambda says of functions, before anything is made to invoke them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/cli/world.h"

namespace patchcord::cli {

// What Lambda said of each function: what is wrong with it, "" where nothing is; an error where
// Lambda was not to be asked.
using Looks = std::map<FunctionArn, Result<std::string>>;

// One error for each fault; `detail` names the other functions that have the same.
std::vector<Error> problems_of(const Looks& looks);

class FunctionLooks {
 public:
  explicit FunctionLooks(World& world) : world_(world) {}

  // A function is asked for once in a run.
  //
  // Calls    1 × GetFunctionConfiguration for each, several at a time; another one for a qualified
  // ARN of which Lambda knows nothing
  Looks look_at(const std::vector<FunctionArn>& functions);

 private:
  World& world_;
  Looks known_{};
};

}  // namespace patchcord::cli
