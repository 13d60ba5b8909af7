#include "patchcord/aws/profile.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::aws {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_region = 40;
constexpr std::size_t most_names = 20;  // in one hint

bool is_in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// $NAME and ${NAME}, once; what is not set stays as it is. Source: botocore, configloader.py, by
// Python's os.path.expandvars
std::string expand_variables(const Variables& variables, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto dollar = std::min(text.find('$'), text.size());
    out += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    const bool braced = text.substr(1).starts_with('{');
    const auto rest = text.substr(braced ? 2 : 1);
    const auto* const end = std::find_if_not(rest.begin(), rest.end(), is_in_name);
    const auto length = braced ? rest.find('}') : static_cast<std::size_t>(end - rest.begin());
    const auto name = std::string(length == std::string_view::npos ? "" : rest.substr(0, length));
    const auto found = variables.find(name);
    const bool known = !name.empty() && found != variables.end();
    const auto taken = known ? name.size() + (braced ? 3 : 1) : 1;
    out += known ? std::string_view(found->second) : text.substr(0, 1);
    text.remove_prefix(taken);
  }
  return out;
}

std::string path_of(const Variables& variables,
                    const std::string& moved_by,
                    const std::string& usual) {
  const auto path = expand_variables(variables, variable(variables, moved_by));
  return expand_home(variables, path.empty() ? usual : path);
}

Result<ConfigFile> load(const std::string& path, FileKind kind) {
  std::ifstream stream(path, std::ios::binary);
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return ConfigFile{.path = path};
  if (!stream && fs::exists(path, ignored))
    return Error{.code = Code::invalid, .what = "the file cannot be read", .at = path};
  if (!stream) return ConfigFile{.path = path};
  // One byte more than the parser takes: it refuses what is larger.
  std::string text(largest_config_file + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return parse_config_file(text, kind, path);
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

void warn(Profile& profile, const SharedFiles& files, const Variables& variables) {
  if (!profile.credentials.settings.empty() && files.credentials_exposed) {
    profile.warnings.push_back(fmt::format(
        "{} can be read by others: chmod 600 {}", files.credentials.path, files.credentials.path));
  }
  const auto region = variable(variables, "AWS_REGION");
  const auto other = variable(variables, "AWS_DEFAULT_REGION");
  if (!region.empty() && !other.empty() && region != other) {
    profile.warnings.push_back(
        fmt::format("AWS_REGION is {} and AWS_DEFAULT_REGION is {}: AWS_REGION counts",
                    printable(region, 60),
                    printable(other, 60)));
  }
}

}  // namespace

std::string variable(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string{} : found->second;
}

std::string expand_home(const Variables& variables, const std::string& path) {
  const auto home = variable(variables, "HOME");
  return path.starts_with("~/") && !home.empty() ? home + path.substr(1) : path;
}

std::string Profile::get(const std::string& key) const {
  auto value = credentials.get(key);
  return value.empty() ? config.get(key) : value;
}

std::string Profile::place(const std::string& key) const {
  for (const auto& [section, path] :
       {std::pair(&credentials, &credentials_path), std::pair(&config, &config_path)}) {
    const auto found = section->settings.find(key);
    if (found != section->settings.end() && !found->second.text.empty())
      return fmt::format("{}:{}", *path, found->second.line);
  }
  if (config.line > 0) return fmt::format("{}:{}", config_path, config.line);
  if (credentials.line > 0) return fmt::format("{}:{}", credentials_path, credentials.line);
  return config_path;
}

Result<SharedFiles> read_shared_files(const Variables& variables) {
  SharedFiles files;
  TRY_ASSIGN(files.config,
             load(path_of(variables, "AWS_CONFIG_FILE", "~/.aws/config"), FileKind::config));
  TRY_ASSIGN(files.credentials,
             load(path_of(variables, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
                  FileKind::credentials));
  files.credentials_exposed = others_may_read(files.credentials.path);
  return files;
}

Profile profile_in(const SharedFiles& files, const std::string& name) {
  return {.name = name,
          .config = section_of(files.config.profiles, name),
          .credentials = section_of(files.credentials.profiles, name),
          .config_path = files.config.path,
          .credentials_path = files.credentials.path};
}

Error unknown_profile(const SharedFiles& files, const std::string& name) {
  std::set<std::string> names;
  for (const auto* file : {&files.config, &files.credentials}) {
    for (const auto& [known, section] : file->profiles)
      names.insert(printable(known, 60));
  }
  const std::vector<std::string> known(names.begin(), names.end());
  const auto meant = nearest(name, known);
  std::string hint = meant ? fmt::format("Did you mean {}? ", *meant) : "";
  if (known.empty()) {
    hint += "There is no profile at all: `aws configure` makes one.";
  } else if (known.size() <= most_names) {
    hint += fmt::format("Profiles: {}.", fmt::join(known, ", "));
  } else {
    hint += fmt::format("`aws configure list-profiles` shows all {}.", known.size());
  }
  return Error{.code = Code::invalid,
               .what = fmt::format("the AWS profile {} is neither in {} nor in {}",
                                   printable(name, 100),
                                   files.config.path,
                                   files.credentials.path),
               .hint = hint};
}

Result<Profile> select_profile(const SharedFiles& files,
                               const Variables& variables,
                               const std::string& option) {
  std::string name;
  for (const auto& named :
       {option, variable(variables, "AWS_DEFAULT_PROFILE"), variable(variables, "AWS_PROFILE")}) {
    if (name.empty()) name = named;
  }
  auto profile = profile_in(files, name.empty() ? "default" : name);
  profile.by_option = !option.empty();
  if (!name.empty() && !profile.exists()) return unknown_profile(files, name);
  if (const auto services = profile.config.get("services"); !services.empty()) {
    profile.services = section_of(files.config.services, services);
    if (profile.services.line == 0) {
      return Error{.code = Code::invalid,
                   .what = fmt::format(
                       "the AWS profile {} names the services section {}, which does not exist",
                       profile.name,
                       printable(services, 100)),
                   .at = profile.place("services")};
    }
  }
  warn(profile, files, variables);
  return profile;
}

Result<Profile> load_profile(const Variables& variables, const std::string& option) {
  TRY_ASSIGN(const auto files, read_shared_files(variables));
  return select_profile(files, variables, option);
}

bool is_region(const std::string& text) {
  constexpr auto letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  return !text.empty() && text.size() <= longest_region &&
         text.find_first_not_of(letters) == std::string::npos;
}

Result<std::string> resolve_region(const Variables& variables,
                                   const Profile& profile,
                                   const std::string& option) {
  for (const auto& [region, place] :
       {std::pair(option, std::string()),
        std::pair(variable(variables, "AWS_REGION"), std::string("AWS_REGION")),
        std::pair(variable(variables, "AWS_DEFAULT_REGION"), std::string("AWS_DEFAULT_REGION")),
        std::pair(profile.get("region"), profile.place("region"))}) {
    if (region.empty()) continue;
    if (is_region(region)) return region;
    return Error{.code = Code::invalid,
                 .what = fmt::format("\"{}\" is no AWS region", printable(region, 60)),
                 .at = place};
  }
  return Error{.code = Code::invalid,
               .what = "no AWS region is set",
               .hint = "Set AWS_REGION, or region in the AWS profile."};
}

}  // namespace patchcord::aws
