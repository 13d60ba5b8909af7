// What both proofs need: how findings are collected, and what is known of a call by Genesys. Not
// for other folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/policy/evaluate.h"
#include "patchcord/policy/genesys_role.h"

namespace patchcord::policy {

StatementPlace place_of(const Document& document, std::size_t index, std::size_t statement);

bool has_wildcard(std::string_view text);

// Keys of every call that Genesys makes: what it sends is there, what an account principal never
// sends is absent, the rest is not known.
//
// Source  IAM User Guide, AWS global condition context keys (availability of each)
Context genesys_context(std::string_view now);

// What is not understood or older than the current language, in any kind of policy. `index` as in
// StatementPlace.
void check_form(const Document& document, std::size_t index, Findings& findings);

// Actions of an Allow other than the one that is needed.
void check_actions(const Statement& statement,
                   const StatementPlace& place,
                   std::string_view needed,
                   Findings& findings);

// Adds `if_allowed` unless the verdict denies; its text says what would be allowed ("an anonymous
// caller may assume the role"). It becomes a warning when the verdict is undetermined.
void check_denied(const Verdict& verdict, Finding if_allowed, Findings& findings);

}  // namespace patchcord::policy
