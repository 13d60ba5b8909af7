// Do two policy documents say the same? Compared as values: AWS stores and returns them in other
// forms than it was sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/policy/document.h"

namespace patchcord::policy {

// The order and repetition of statements' list values, a list of one instead of its value, the case
// of actions and condition keys, true instead of "true", an account id instead of
// arn:PARTITION:iam::ID:root, "*" instead of
// {"AWS":"*"}, an empty Condition and Sids make no difference; Version, Id and everything else do.
// What a wildcard covers is not looked at: equal documents decide equally, documents that decide
// equally need not be equal. `partition`: the one of the account that owns the documents. Source:
// IAM User Guide, Grammar of the IAM JSON policy language; JSON policy elements: Principal
bool equivalent(const Document& a, const Document& b, std::string_view partition = "aws");

// What is not the same, for a person: "statement GenesysCloudAssume: Condition is {…} instead of
// {…}". Empty exactly when the two are equivalent.
std::vector<std::string> differences(const Document& expected,
                                     const Document& found,
                                     std::string_view partition = "aws");

}  // namespace patchcord::policy
