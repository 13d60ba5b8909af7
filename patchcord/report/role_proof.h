// What a role was proven to allow, for people and as JSON.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/base/json.h"
#include "patchcord/plan/plan.h"
#include "patchcord/plan/role_proof.h"
#include "patchcord/report/style.h"

namespace patchcord {

// Two lines: who may assume it, and what it may do; each is proven, wrong, or undetermined. Notes
// follow.
std::string role_proof_text(const RoleProof& proof, const Style& style);

// {"role": "GenesysCloud-orders", "arn": "arn:…", "trustedAccount": "765628985471", "externalId":
//  "…", "functions": ["arn:…"], "trust": "proven", "permission": "wrong", "findings": [{"about":
//  "permission", "document": "inline policy Extra", "statement": 0, "severity": "error",
//  "undetermined": false, "code": "action_wildcard", "message": "…", "expected": "…", "found": "…",
//  "hint": "…"}]}; notes are the last of the findings
Json to_json(const RoleProof& proof);

// What is wrong in the document that the step writes, one line each; of many the first few.
std::vector<std::string> findings_corrected_by(const Step& step, const RoleProof& proof);

// One for each document that is wrong, with what is wrong in it; without those that the plan
// writes.
std::vector<Error> problems_of(const RoleProof& proof, const Plan& plan);

// What could not be decided, one line each.
std::vector<std::string> unproven_of(const RoleProof& proof);

}  // namespace patchcord
