// The functions file: which Lambda functions the sandbox has, and what answers for each of them.
//
//     functions:                      # or the list alone
//       - name: order-status          # or arn: arn:aws:lambda:…:function:order-status
//         aliases: { live: "1" }
//         reply: { status: shipped }  # or reply_file: shipped.json
//       - name: shipping-quote
//         program: [node, quote.js]   # started in the folder of this file, speaks the Lambda
//         Runtime API handler: index.handler      # _HANDLER; "function.handler" when not given
//         timeout: 15                 # seconds, 1 to 900
//         environment: { RATE: "4.90" }
//       - name: broken
//         error: { errorType: ValueError, errorMessage: no such order }
//         delay_ms: 200
//         allow: [ { principal: "210987654321", qualifier: live } ]   # resource policy, for
//         callers of other accounts
//
// YAML or JSON. A function without reply, reply_file, error and program returns its event.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

struct EchoEvent {};
struct FixedReply {
  std::string payload{};  // JSON text
};
struct FixedError {
  std::string payload{};  // {"errorMessage":…,"errorType":…}
};
struct FunctionProgram {
  std::vector<std::string> command{};  // program and arguments, no shell
  std::filesystem::path folder{};      // where it starts
};
using FunctionBehaviour = std::variant<EchoEvent, FixedReply, FixedError, FunctionProgram>;

// One Allow statement of the function's resource policy.
struct FunctionGrant {
  std::string principal{};  // account id, ARN or "*"
  std::string qualifier{};  // alias or version; empty: the unqualified function
};

struct FunctionSpec {
  std::string name{};
  std::string partition{"aws"};
  std::string region{};
  std::string account{};
  std::map<std::string, std::string> aliases{};  // alias → version number or "$LATEST"
  FunctionBehaviour behaviour{};
  std::string handler{"function.handler"};
  std::chrono::seconds timeout{15};
  int memory_megabytes{128};
  std::map<std::string, std::string> environment{};
  Milliseconds delay{};  // before a fixed answer
  std::vector<FunctionGrant> grants{};
};

// "arn:aws:lambda:us-east-1:123456789012:function:order-status", without qualifier.
std::string arn_of(const FunctionSpec& function);

// Where functions are that the file gives by name alone.
struct FunctionPlace {
  std::string partition{"aws"};
  std::string region{"us-east-1"};
  std::string account{"123456789012"};
};

struct FunctionsFile {
  std::vector<FunctionSpec> functions{};
  Diagnostics diagnostics{};  // all problems of the file at once; with any error `functions` is not
                              // to be used
};

// Reads files of at most 4 MiB; `reply_file` is relative to the file's folder.
FunctionsFile read_functions(const std::filesystem::path& file, const FunctionPlace& place);
FunctionsFile parse_functions(std::string_view text,
                              const std::filesystem::path& file,
                              const FunctionPlace& place);

// What a sandbox without a functions file has: `echo`, which returns its event.
std::vector<FunctionSpec> default_functions(const FunctionPlace& place);

}  // namespace patchcord::sandbox
