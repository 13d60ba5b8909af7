#include "patchcord/cli/connection.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/os/file.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_env_file_bytes = 1U << 20U;

void read_env_file(const std::string& path, Connection& connection) {
  const auto problem = [&](Error error) {
    error.code = Code::invalid;
    if (error.at.empty()) error.at = "--env-file";
    connection.problems.push_back(std::move(error));
  };
  const auto text = os::read_file(path, max_env_file_bytes);
  if (!text) return problem(text.error());
  const auto given = parse_env_file(*text, path);
  if (!given) return problem(given.error());
  // The file was named explicitly: it counts more than what the shell happens to have.
  for (const auto& [name, value] : *given) {
    connection.variables[name] = value;
  }
}

void check_required(std::vector<std::string> required, Connection& connection) {
  required.insert(required.begin(), {"GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"});
  std::vector<std::string> missing;
  for (const auto& name : required) {
    if (value_of(connection.variables, name).empty()) missing.push_back(name);
  }
  if (missing.empty()) return;
  connection.problems.push_back(
      Error{.code = Code::invalid,
            .what = fmt::format("{} not set: {}",
                                missing.size() == 1 ? "a variable is" : "variables are",
                                fmt::join(missing, ", ")),
            .hint = "Export them, or put them into a file and give --env-file FILE."});
}

}  // namespace

void describe_connection(CLI::App& app, ConnectionOptions& options) {
  const auto option = [&](const char* name, std::string& into, const char* what, const char* type) {
    app.add_option(name, into, what)->type_name(type)->group("Connection");
  };
  option("--env-file",
         options.env_file,
         "read variables from FILE; they count more than the environment's",
         "FILE");
  option("--genesys-api-url",
         options.genesys_api_url,
         "a gateway instead of the region's host",
         "URL");
  option("--genesys-login-url", options.genesys_login_url, "the same for the login host", "URL");
  option("--profile",
         options.aws_profile,
         "AWS profile; counts more than keys in the environment",
         "NAME");
  option("--ca-file", options.ca_file, "trusted authorities (PEM) instead of the system's", "FILE");
  option("--log-file",
         options.log_file,
         "append everything, with times, redacted, readable by the owner only",
         "FILE");
  option("--record",
         options.record_folder,
         "folder of the record (ids and digests; safe to delete); .patchcord beside the manifest",
         "FOLDER");
}

Connection read_connection(const ConnectionOptions& options,
                           const Variables& process,
                           const std::vector<std::string>& required) {
  Connection connection{.variables = process};
  if (!options.env_file.empty()) read_env_file(options.env_file, connection);
  if (!connection.problems.empty()) return connection;
  auto waits = read_waits(connection.variables);
  connection.waits = waits.waits;
  connection.problems = std::move(waits.problems);
  const auto url = [&](const std::string& option, const char* variable) {
    return option.empty() ? value_of(connection.variables, variable) : option;
  };
  connection.genesys_api_url = url(options.genesys_api_url, "PATCHCORD_GENESYS_API_URL");
  connection.genesys_login_url = url(options.genesys_login_url, "PATCHCORD_GENESYS_LOGIN_URL");
  check_required(required, connection);
  return connection;
}

}  // namespace patchcord::cli
