#include "patchcord/cli/connection.h"

#include <algorithm>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/cli/genesys_access.h"
#include "patchcord/os/file.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_env_file_bytes = 1U << 20U;
constexpr const char* secrets[] = {
    "GENESYS_CLIENT_SECRET", "GENESYS_CLIENT_SECRET_FILE", "GENESYS_CLIENT_SECRET_COMMAND"};
// Each in two spellings, of which the small one counts more.
constexpr const char* proxies[][2] = {
    {"https_proxy", "HTTPS_PROXY"}, {"all_proxy", "ALL_PROXY"}, {"no_proxy", "NO_PROXY"}};

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
  // The file was named explicitly: it counts more than what the shell happens to have. A secret in
  // it takes the place of any there.
  const auto has_secret = [&](const char* name) { return !value_of(*given, name).empty(); };
  if (std::any_of(std::begin(secrets), std::end(secrets), has_secret)) {
    for (const auto* name : secrets)
      connection.variables.erase(name);
  }
  for (const auto& [small, large] : proxies) {
    if (!given->contains(small) && !given->contains(large)) continue;
    connection.variables.erase(small);
    connection.variables.erase(large);
  }
  for (const auto& [name, value] : *given) {
    connection.variables[name] = value;
  }
}

void find_client(const std::string& profile, Connection& connection) {
  auto client = find_genesys_client(connection.variables, profile);
  if (client) {
    connection.client = *std::move(client);
  } else {
    connection.problems.push_back(std::move(client).error());
  }
}

void check_required(const std::vector<std::string>& required, Connection& connection) {
  auto missing = connection.client.missing;
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

// Half a pair of keys helps nobody; a profile that was named counts more than either.
void check_aws_keys(const ConnectionOptions& options, Connection& connection) {
  const auto is_set = [&](const char* name) {
    return !value_of(connection.variables, name).empty();
  };
  if (!options.aws_profile.empty() || !is_set("AWS_ACCESS_KEY_ID") ||
      is_set("AWS_SECRET_ACCESS_KEY"))
    return;
  connection.problems.push_back(
      Error{.code = Code::invalid,
            .what = "AWS credentials in the environment are incomplete: the secret access key is "
                    "missing",
            .at = "AWS_ACCESS_KEY_ID",
            .hint = "Set AWS_SECRET_ACCESS_KEY too, or unset AWS_ACCESS_KEY_ID."});
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
  option("--genesys-profile",
         options.genesys_profile,
         "OAuth client and region of a profile of gc; counts more than variables",
         "NAME");
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
  find_client(options.genesys_profile, connection);
  check_required(required, connection);
  check_aws_keys(options, connection);
  return connection;
}

}  // namespace patchcord::cli
