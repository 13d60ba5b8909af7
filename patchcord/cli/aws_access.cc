#include "patchcord/cli/aws_access.h"

#include <initializer_list>
#include <utility>

#include <fmt/format.h>

#include "patchcord/os/file.h"
#include "patchcord/os/terminal.h"

namespace patchcord::cli {
namespace {

constexpr unsigned owner_only = 0600;

aws::FetchParts parts_of(Transport& logged,
                         ProgramRunner& programs,
                         aws::ClockSkew& skew,
                         const http::RetryParts& retry) {
  const Clock& clock = retry.clock;
  return {.transport = logged,
          .programs = programs,
          .skew = skew,
          .retry = retry,
          .read_file = [](const std::string& path,
                          std::size_t most) { return os::read_file(path, most); },
          .write_file =
              [](const std::string& path, std::string_view content) {
                return os::write_file_atomically(path, content, owner_only);
              },
          .ask = [&clock](const std::string& prompt) { return os::ask_secret(prompt, clock); }};
}

std::string first_of(const Variables& variables, std::initializer_list<const char*> names) {
  for (const auto* name : names) {
    if (auto value = value_of(variables, name); !value.empty()) return value;
  }
  return {};
}

}  // namespace

AwsAccess::AwsAccess(AwsAccessOptions options, Transport& logged, const http::RetryParts& retry)
    : programs_(retry.clock),
      credentials_({.variables = std::move(options.variables),
                    .profile = std::move(options.profile),
                    .region = std::move(options.region)},
                   parts_of(logged, programs_, skew_, retry)) {}

http::CurlOptions curl_options(const std::string& ca_option,
                               const Variables& variables,
                               const aws::Profile& profile,
                               const Waits& waits) {
  auto ca_file = ca_option.empty() ? value_of(variables, "AWS_CA_BUNDLE") : ca_option;
  if (ca_file.empty()) ca_file = profile.get("ca_bundle");
  return {.user_agent = fmt::format("patchcord/{}", PATCHCORD_VERSION),
          .ca_file = std::move(ca_file),
          .local_hosts = aws::metadata_hosts(),
          .proxy = first_of(variables, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
          .no_proxy = first_of(variables, {"no_proxy", "NO_PROXY"}),
          .timeout = waits.request};
}

}  // namespace patchcord::cli
