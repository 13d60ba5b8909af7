// The profile that this run uses: environment variables, ~/.aws/config and ~/.aws/credentials put
// together.
//
// Source   AWS SDKs and Tools Reference Guide, "Shared config and credentials files", "Environment
// variables"
#pragma once

#include <map>
#include <string>
#include <vector>

#include "patchcord/aws/config_file.h"

namespace patchcord::aws {

using Variables = std::map<std::string, std::string>;

// An empty variable counts as unset.
std::string variable(const Variables& variables, const std::string& name);

struct Profile {
  std::string name{"default"};
  bool by_option{false};  // named by an option: the keys in the environment are not ours then
  Section config{};       // of ~/.aws/config; empty where it has no such profile
  Section credentials{};  // of ~/.aws/credentials, whose keys win
  Section services{};     // the [services …] section that the profile names
  std::string config_path{};
  std::string credentials_path{};
  std::vector<std::string> warnings{};  // "~/.aws/credentials can be read by others"

  [[nodiscard]] std::string get(const std::string& key) const;
};

// `option` is the profile named on the command line, or empty: then AWS_PROFILE,
// AWS_DEFAULT_PROFILE, else "default". AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE move the
// files. A missing file is empty.
//
// Errors   invalid: a profile that was named and exists nowhere, a file that cannot be parsed
Result<Profile> load_profile(const Variables& variables, const std::string& option = {});

// Region by option, AWS_REGION, AWS_DEFAULT_REGION, or the profile; never guessed.
//
// Errors   invalid: none is set, or its name is no region's
Result<std::string> resolve_region(const Variables& variables,
                                   const Profile& profile,
                                   const std::string& option = {});

}  // namespace patchcord::aws
