// How a Lambda function is named in a request: by name, by partial or by full ARN, with or without
// a qualifier.
//
// Source: Lambda API Reference, Invoke, "FunctionName"
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchcord::sandbox::aws {

struct FunctionName {
  std::string partition{};  // empty unless a full ARN was given
  std::string region{};
  std::string account{};  // empty when a name alone was given
  std::string name{};
  std::string qualifier{};  // "live", "7", "$LATEST", or empty
};

std::optional<FunctionName> parse_function_name(std::string_view text);

// [0-9]+ or $LATEST; everything else is an alias.
bool is_version(std::string_view qualifier);

}  // namespace patchcord::sandbox::aws
