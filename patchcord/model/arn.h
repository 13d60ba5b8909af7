// Amazon resource names, as far as this program names things at AWS.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"

namespace patchcord {

// A Lambda function, maybe with an alias or a version. Only full ARNs: a role's policy and an
// action need all of it.
//
// Source   Lambda API Reference, Invoke: FunctionName
struct FunctionArn {
  std::string partition{};  // "aws", "aws-us-gov", "aws-cn", …
  std::string region{};
  std::string account{};  // 12 digits
  std::string name{};
  std::string qualifier{};  // "", an alias, a version number, or "$LATEST"

  // Errors   invalid, with the part that is wrong and what was expected (a name only, a function
  // URL, a layer, …)
  static Result<FunctionArn> parse(std::string_view text);

  [[nodiscard]] std::string text() const;
  // The same function without alias or version.
  [[nodiscard]] FunctionArn unqualified() const;

  friend auto operator<=>(const FunctionArn&, const FunctionArn&) = default;
};

// What a policy has to name so that the functions (sorted, unique) can be invoked. $LATEST by
// name is also the unqualified function: which of the two IAM compares is not documented.
//
// Source   Lambda Developer Guide, Resources and conditions for Lambda actions
std::vector<std::string> invoked_resources(const std::vector<FunctionArn>& functions);

// The partition that a region belongs to; "aws" where the name tells nothing else.
//
// Source   botocore, partitions
std::string partition_of_region(std::string_view region);

bool is_account_id(std::string_view text);       // 12 digits
bool is_organization_id(std::string_view text);  // a UUID, as Genesys Cloud organizations have

// "arn:aws:iam::123456789012:role/path/name"
std::string role_arn(std::string_view partition,
                     std::string_view account,
                     std::string_view path,
                     std::string_view name);

}  // namespace patchcord
