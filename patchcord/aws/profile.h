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

struct SharedFiles {
  ConfigFile config{};
  ConfigFile credentials{};
  bool credentials_exposed{false};  // others may read the credentials file
};

struct Profile {
  std::string name{"default"};
  bool by_option{false};  // named by an option: the keys in the environment are not ours then
  Section config{};       // of ~/.aws/config; empty where it has no such profile
  Section credentials{};  // of ~/.aws/credentials, whose keys win
  Section services{};     // the [services …] section that the profile names
  std::string config_path{};
  std::string credentials_path{};
  std::vector<std::string> warnings{};  // "~/.aws/credentials can be read by others"

  [[nodiscard]] bool exists() const { return config.line > 0 || credentials.line > 0; }
  [[nodiscard]] std::string get(const std::string& key) const;
  // "~/.aws/config:12" for errors: where the key stands, or where the profile begins.
  [[nodiscard]] std::string place(const std::string& key = {}) const;
};

// AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE move the files. A missing file is empty.
//
// Errors   invalid: a file that cannot be read or parsed
Result<SharedFiles> read_shared_files(const Variables& variables);

// What the files say of that name; it need not exist.
Profile profile_in(const SharedFiles& files, const std::string& name);

// The error for a profile that exists nowhere: it names those that do.
Error unknown_profile(const SharedFiles& files, const std::string& name);

// The profile of this run. `option` is the name given on the command line, or empty: then
// AWS_DEFAULT_PROFILE, AWS_PROFILE, else "default", as the AWS CLI does.
//
// Errors   invalid: a profile that was named and exists nowhere, or names a services section that
// does not exist
Result<Profile> select_profile(const SharedFiles& files,
                               const Variables& variables,
                               const std::string& option = {});

// The two together.
Result<Profile> load_profile(const Variables& variables, const std::string& option = {});

// "~/x" with $HOME.
std::string expand_home(const Variables& variables, const std::string& path);

// Lower-case letters, digits and "-": nothing that changes the meaning of a host name.
bool is_region(const std::string& text);

// Region by option, AWS_REGION, AWS_DEFAULT_REGION, or the profile; never guessed.
//
// Errors   invalid: none is set, or its name is no region's
Result<std::string> resolve_region(const Variables& variables,
                                   const Profile& profile,
                                   const std::string& option = {});

}  // namespace patchcord::aws
