#include "patchcord/cli/suggestion.h"

#include <fmt/format.h>

namespace patchcord::cli {

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@:/-";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos)
    return std::string(text);
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string command_line(std::string_view command, const ManifestOptions& manifest) {
  auto line = fmt::format("patchcord {}", command);
  if (manifest.file != ManifestOptions{}.file) line += " " + shell_quoted(manifest.file);
  if (!manifest.environment.empty()) line += " --env " + shell_quoted(manifest.environment);
  return line;
}

std::string command_line(std::string_view command,
                         const ManifestOptions& manifest,
                         const ConnectionOptions& connection) {
  auto line = command_line(command, manifest);
  const auto option = [&](const char* name, const std::string& value) {
    if (!value.empty()) line += fmt::format(" {} {}", name, shell_quoted(value));
  };
  option("--env-file", connection.env_file);
  option("--genesys-api-url", connection.genesys_api_url);
  option("--genesys-login-url", connection.genesys_login_url);
  option("--genesys-profile", connection.genesys_profile);
  option("--profile", connection.aws_profile);
  option("--ca-file", connection.ca_file);
  option("--record", connection.record_folder);
  return line;
}

}  // namespace patchcord::cli
