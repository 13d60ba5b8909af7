// From the manifest and an environment to what should be: defaults, shared roles, values, and the
// rules that need no network.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/manifest/manifest.h"
#include "patchcord/model/address.h"
#include "patchcord/model/desired.h"

namespace patchcord {

// Where the organization lives, as far as compiling must know.
struct GenesysPlace {
  std::string region{};                          // "eu-central-1"; empty for an unknown domain
  std::string domain{};                          // "mypurecloud.de"
  std::optional<std::string> trusted_account{};  // absent where nothing is published
};

// By region or domain; the caller has the table. Errors are shown at the place of the text.
using FindGenesysPlace = std::function<Result<GenesysPlace>(std::string_view region_or_domain)>;

struct CompileOptions {
  std::string environment{};  // of --env; empty: none
  FindGenesysPlace find_place{};
  // False: parts of the file could not be read, so that nothing is known of what they use.
  bool complete{true};
};

// One declared run of an action.
struct ActionTest {
  Json input = Json::object();
  std::optional<Json> expected{};  // of the unflattened result; absent: it only has to succeed
  bool exact{false};               // all of the result, not only the members of `expected`
  bool safe{false};                // may run on every apply
  Span span{};
};

struct Compiled {
  std::string environment{};  // of CompileOptions
  Desired desired{};
  GenesysPlace genesys{};
  std::map<Address, std::vector<ActionTest>> tests{};  // by action
  // Sorted by place. With errors, the rest is incomplete and not to be used.
  Diagnostics diagnostics{};
};

// Pure. The manifest may be incomplete where parsing found problems: these are not repeated.
Compiled compile(const Manifest& manifest, const CompileOptions& options);

}  // namespace patchcord
