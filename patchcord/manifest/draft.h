// A manifest written for people who have functions but no manifest yet: from their ARNs alone, or
// from what the functions really take and return.
//
// Pure: values in, text and explanations out. What it writes parses and compiles, and a simulation
// of the samples sets what the samples say; the exceptions are named in `choices`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/model/arn.h"
#include "patchcord/template/value.h"

namespace patchcord {

struct DraftAction {
  std::optional<FunctionArn> function{};   // absent: a stand-in that has to be replaced
  std::vector<simulator::Value> events{};  // what it takes; none: no input contract
  std::vector<simulator::Value> replies{};
};

struct DraftOptions {
  std::string deployment{};  // empty: after the first function
  std::string genesys_region{"us-east-1"};
  bool map_all{false};  // a variable for each member of the reply, even where none is needed
  std::vector<DraftAction> actions{};  // at least one
};

struct Draft {
  std::string text{};                  // YAML
  std::vector<std::string> choices{};  // what was decided, one sentence each; also in the text
};

// Errors   invalid: a name that cannot name a deployment, a sample that Genesys Cloud refuses (it
// nests deeper than 50 levels), an event that is no object
Result<Draft> draft_manifest(const DraftOptions& options);

}  // namespace patchcord
