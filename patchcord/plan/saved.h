// A plan in a file: applied later only if what it was made from has not changed.
#pragma once

#include <string>
#include <vector>

#include "patchcord/manifest/compile.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

struct SavedPlan {
  Compiled compiled{};  // without diagnostics
  PlanOptions options{};
  std::string manifest{};     // the file that it was made from, and
  std::string environment{};  // its environment: for the next command, not for applying
  std::string record_folder{};
  Json basis{};                // of basis_of
  Json steps = Json::array();  // as shown, for people and programs that read the file
};

// What a plan depends on: the observed values of this deployment's objects, and of nothing else.
// {"organization": "…", "account": "…", "roles": {"<name>": {…}}, "integrations": {"<id>": {…}},
//  "credentials": {"<id>": {…}}, "actions": {"<id>": {…}}}
Json basis_of(const Desired& desired, const Observed& observed, const Applied& applied);

// What differs, one line each: "integrations/7a2f…/version: 3, now 4".
std::vector<std::string> changed_since(const Json& basis, const Json& now);

// {"format": 1, "patchcordPlan": 1, "deployment": …, "steps": […], "basis": {…}, …, "digest":
// SHA-256 of all the rest}; no secrets.
Json to_json(const SavedPlan& plan);
bool is_saved_plan(const Json& document);

// Errors   invalid: not written by this version's format, or not as it was written
Result<SavedPlan> read_saved_plan(const Json& document);

}  // namespace patchcord
