// The deployment of `patchcord deploy`: one function, described by variables and options instead of
// a manifest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/model/desired.h"

namespace patchcord {

struct SingleFunction {
  std::string deployment{"architect-lambda"};
  std::string function_arn{};
  std::string trusted_account{};  // of Genesys Cloud
  std::optional<std::string> external_id{};
  std::string role{"GenesysCloudLambdaRole"};
  std::string role_description{"Role for Genesys Cloud to invoke Lambda functions"};
  std::string policy{"GenesysLambdaInvokePolicy"};
  std::string integration{"AWS Lambda"};
  std::string action{"Architect-Lambda-Invoke"};
  std::optional<int> timeout_seconds{};
  // Without any of these three an action that is there keeps its contract, and a new one gets an
  // open one.
  std::vector<std::string> inputs{};   // "orderId:string", "locale:optional string"
  std::vector<std::string> outputs{};  // "status:string", "lines:array of string"
  std::optional<Json> contract{};      // instead of inputs and outputs
  bool cross_account{false};
};

// Every problem at once, each naming the variable or option that a person can correct.
struct CompiledSingle {
  Desired desired{};
  std::vector<Error> problems{};
};
CompiledSingle compile(const SingleFunction& single);

}  // namespace patchcord
