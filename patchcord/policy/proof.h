// What both proofs need: how findings are collected, and what is known of a call by Genesys. Not
// for other folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/policy/evaluate.h"
#include "patchcord/policy/genesys_role.h"

namespace patchcord::policy {

// A finding about one statement: "statement 1 (Invoke) …".
std::string name_of(const Statement& statement, std::size_t index);

bool has_wildcard(std::string_view text);

// Keys of every call that Genesys makes: what it sends is there, what an account principal never
// sends is absent, the rest is not known. Source: IAM User Guide, AWS global condition context keys
// (availability of each)
Context genesys_context(std::string_view now);

// What is not understood or older than the current language, in any kind of policy.
void check_form(const Document& document, Findings& findings);

// Conditions of an Allow that the call cannot meet, or not provably. `skipped` is left to the
// caller.
void check_conditions(const Statement& statement,
                      std::string_view name,
                      const Context& context,
                      std::string_view skipped,
                      Findings& findings);

// Actions of an Allow other than the one that is needed.
void check_actions(const Statement& statement,
                   std::string_view name,
                   std::string_view needed,
                   Findings& findings);

// `what` must be denied: "an anonymous caller may assume the role".
void check_denied(const Verdict& verdict,
                  std::string_view code,
                  std::string_view what,
                  Findings& findings);

}  // namespace patchcord::policy
