// What Lambda says of functions, before anything is made to invoke them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "patchcord/cli/world.h"

namespace patchcord::cli {

class FunctionLooks {
 public:
  explicit FunctionLooks(World& world) : world_(world) {}

  // What is wrong with each, "" where nothing is; an error where Lambda was not to be asked. A
  // function is asked for once in a run.
  //
  // Calls    1 × GetFunctionConfiguration for each, several at a time; another one for a qualified
  // ARN of which Lambda knows nothing
  std::map<FunctionArn, Result<std::string>> look_at(const std::vector<FunctionArn>& functions);

 private:
  World& world_;
  std::map<FunctionArn, Result<std::string>> known_{};
};

}  // namespace patchcord::cli
