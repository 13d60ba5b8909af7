// Problems of an input in the forms that other programs read.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/diagnostic.h"
#include "patchcord/base/json.h"

namespace patchcord {

struct Counts {
  int errors{};
  int warnings{};
  int notes{};
};
Counts count(const Diagnostics& diagnostics);
// "2 errors, 1 warning"; "no problems".
std::string counts_text(const Counts& counts);

// Workflow commands, which GitHub shows beside the lines: the first 10 errors, 10 warnings and 10
// notices, as many as it takes from one step, and how many more there are.
//
// Source   GitHub Docs, Workflow commands for GitHub Actions; Annotations limits
std::string github_annotations(const Diagnostics& diagnostics);

// Static Analysis Results Interchange Format 2.1.0: one run, with the rules that were broken.
// Columns are code points.
//
// Source   OASIS, SARIF Version 2.1.0
Json sarif(const Diagnostics& diagnostics, std::string_view version);

// One test case for each problem; errors have failed, warnings and notes have passed with output.
// Without problems there is one that has passed.
std::string junit(const Diagnostics& diagnostics);

}  // namespace patchcord
