// The profiles of gc, the command line program of Genesys Cloud: ~/.gc/config.toml. A pure parser
// over its text.
//
// Source   platform-client-sdk-cli 110.2, its own code: one table for each profile; names and keys
// in any case (it writes them in small letters); client_credentials is the client's id
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"

namespace patchcord::genesys {

struct GcProfile {
  std::string client_id{};
  Secret client_secret{};
  std::string environment{};  // region or domain
  // "0" none, "1" Client Credentials, "2" Implicit, "3" PKCE; empty in files of early versions.
  std::string grant_type{};
  bool has_redirect{false};  // a log-in by browser, whatever the grant
  bool has_proxy{false};
  bool has_gateway{false};
};

using GcProfiles = std::map<std::string, GcProfile>;  // names in small letters

inline constexpr std::size_t largest_gc_file = std::size_t{1} << 20U;  // bytes

// `path` is the file's, for errors.
//
// Errors   invalid, at path:line:column: no TOML
Result<GcProfiles> parse_gc_profiles(std::string_view text, const std::string& path);

}  // namespace patchcord::genesys
