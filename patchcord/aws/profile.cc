#include "patchcord/aws/profile.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::aws {
namespace {

namespace fs = std::filesystem;

struct File {
  std::string path{};
  ConfigFile content{};
};

std::string path_of(const Variables& variables,
                    const std::string& moved_by,
                    const std::string& usual) {
  auto path = variable(variables, moved_by);
  if (path.empty()) path = usual;
  const auto home = variable(variables, "HOME");
  if (path.starts_with("~/") && !home.empty()) path = home + path.substr(1);
  return path;
}

Result<File> load(const std::string& path, FileKind kind) {
  std::ifstream stream(path, std::ios::binary);
  std::error_code ignored;
  if (!stream || fs::is_directory(path, ignored)) return File{.path = path};
  // One byte more than the parser takes: it refuses what is larger.
  std::string text(largest_config_file + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  TRY_ASSIGN(ConfigFile content, parse_config_file(text, kind, path));
  return File{.path = path, .content = std::move(content)};
}

Section section_of(const std::map<std::string, Section>& sections, const std::string& name) {
  const auto found = sections.find(name);
  return found == sections.end() ? Section{} : found->second;
}

bool others_may_read(const std::string& path) {
  std::error_code problem;
  const auto permissions = fs::status(path, problem).permissions();
  return !problem &&
         (permissions & (fs::perms::group_read | fs::perms::others_read)) != fs::perms::none;
}

Error unknown_profile(const Profile& profile, const File& config, const File& credentials) {
  std::vector<std::string> known;
  for (const auto& [name, section] : config.content.profiles)
    known.push_back(name);
  for (const auto& [name, section] : credentials.content.profiles)
    known.push_back(name);
  const auto meant = nearest(profile.name, known);
  return Error{.code = Code::invalid,
               .what = fmt::format("the AWS profile {} is neither in {} nor in {}",
                                   printable(profile.name, 100),
                                   config.path,
                                   credentials.path),
               .hint = meant ? fmt::format("Did you mean {}?", *meant) : ""};
}

}  // namespace

std::string variable(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string{} : found->second;
}

std::string Profile::get(const std::string& key) const {
  auto value = credentials.get(key);
  return value.empty() ? config.get(key) : value;
}

Result<Profile> load_profile(const Variables& variables, const std::string& option) {
  Profile profile{.by_option = !option.empty()};
  bool named = false;
  for (const auto& name :
       {option, variable(variables, "AWS_PROFILE"), variable(variables, "AWS_DEFAULT_PROFILE")}) {
    if (!named && !name.empty()) profile.name = name;
    named = named || !name.empty();
  }
  TRY_ASSIGN(const File config,
             load(path_of(variables, "AWS_CONFIG_FILE", "~/.aws/config"), FileKind::config));
  TRY_ASSIGN(const File credentials,
             load(path_of(variables, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
                  FileKind::credentials));
  const bool exists = config.content.profiles.contains(profile.name) ||
                      credentials.content.profiles.contains(profile.name);
  if (named && !exists) return unknown_profile(profile, config, credentials);

  profile.config = section_of(config.content.profiles, profile.name);
  profile.credentials = section_of(credentials.content.profiles, profile.name);
  profile.config_path = config.path;
  profile.credentials_path = credentials.path;
  if (const auto services = profile.config.get("services"); !services.empty()) {
    if (!config.content.services.contains(services)) {
      return Error{.code = Code::invalid,
                   .what = fmt::format(
                       "the AWS profile {} names the services section {}, which does not exist",
                       profile.name,
                       printable(services, 100)),
                   .at = config.path};
    }
    profile.services = section_of(config.content.services, services);
  }
  if (!profile.credentials.values.empty() && others_may_read(credentials.path)) {
    profile.warnings.push_back(
        fmt::format("{} can be read by others: chmod 600 {}", credentials.path, credentials.path));
  }
  return profile;
}

Result<std::string> resolve_region(const Variables& variables,
                                   const Profile& profile,
                                   const std::string& option) {
  for (const auto& region : {option,
                             variable(variables, "AWS_REGION"),
                             variable(variables, "AWS_DEFAULT_REGION"),
                             profile.get("region")}) {
    if (region.empty()) continue;
    if (region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos &&
        region.size() <= 40) {
      return region;
    }
    return Error{.code = Code::invalid,
                 .what = fmt::format("\"{}\" is no AWS region", printable(region, 60))};
  }
  return Error{.code = Code::invalid,
               .what = "no AWS region is set",
               .hint = "Set AWS_REGION, or region in the AWS profile."};
}

}  // namespace patchcord::aws
