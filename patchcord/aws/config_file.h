// The files that all AWS tools share: ~/.aws/config and ~/.aws/credentials. A pure parser over
// their text.
//
// Source   AWS SDKs and Tools Reference Guide, "Format of the configuration and credential files";
// where the SDKs differ
//          (inline comments, a section that comes twice) the lenient reading is taken
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"

namespace patchcord::aws {

using Values = std::map<std::string, std::string>;  // keys in lower case

struct Section {
  Values values{};
  std::map<std::string, Values> nested{};  // "iam =" with indented lines below it

  // Empty where there is none: an empty value counts as none.
  [[nodiscard]] std::string get(const std::string& key) const;
};

struct ConfigFile {
  std::map<std::string, Section> profiles{};
  std::map<std::string, Section> services{};  // [services NAME], config file only
};

enum class FileKind { config, credentials };

inline constexpr std::size_t largest_config_file = std::size_t{1} << 20U;  // bytes

// `name` is the file's, for errors.
//
// Errors   invalid, at name:line: a section without "]", a continued line with nothing before it, a
// line that is neither;
//          over largest_config_file
Result<ConfigFile> parse_config_file(std::string_view text, FileKind kind, std::string_view name);

}  // namespace patchcord::aws
