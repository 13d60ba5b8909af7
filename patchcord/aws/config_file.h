// The files that all AWS tools share: ~/.aws/config and ~/.aws/credentials. A pure parser over
// their text.
//
// Source   AWS SDKs and Tools Reference Guide, "Format of the configuration and credential files";
// where the SDKs differ
//          (inline comments, a section that comes twice, "key: value", indented keys) the lenient
//          reading is taken, which is that of the AWS CLI
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"

namespace patchcord::aws {

struct Setting {
  std::string text{};
  int line{};  // from 1
};
using Settings = std::map<std::string, Setting>;  // keys in lower case

struct Section {
  Settings settings{};
  std::map<std::string, Settings> nested{};  // "iam =" with indented lines below it
  int line{};                                // of its "[…]"; 0: it stands in no file

  // Empty where there is none: an empty value counts as none.
  [[nodiscard]] std::string get(const std::string& key) const;
};

struct ConfigFile {
  std::string path{};
  std::map<std::string, Section> profiles{};
  std::map<std::string, Section> services{};      // [services NAME], config file only
  std::map<std::string, Section> sso_sessions{};  // [sso-session NAME], config file only
};

enum class FileKind { config, credentials };

inline constexpr std::size_t largest_config_file = std::size_t{1} << 20U;  // bytes

// `path` is the file's, for errors.
//
// Errors   invalid, at path:line: a section without "]", a value before the first one, a line that
// is neither;
//          over largest_config_file
Result<ConfigFile> parse_config_file(std::string_view text, FileKind kind, std::string_view path);

}  // namespace patchcord::aws
