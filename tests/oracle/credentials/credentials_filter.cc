// Who we are at AWS by this environment, as one JSON document; with --endpoints, where the services
// are.
//
//   credentials_filter [--profile NAME]
//   → {"arn":"arn:aws:sts::…","source":"environment"} or {"error":…,"at":…,"hint":…}
//   credentials_filter --endpoints REGION
//   → {"sts":{"url":…,"region":…},…}
#include <iostream>
#include <string>

#include "patchcord/aws/endpoints.h"
#include "patchcord/aws/judge.h"
#include "patchcord/aws/sts_client.h"
#include "patchcord/base/json.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/aws_access.h"
#include "patchcord/http/sign.h"
#include "patchcord/os/environment.h"
#include "patchcord/os/interrupt.h"
#include "patchcord/os/system_clock.h"

namespace patchcord::cli {
namespace {

class Warnings : public Events {
 public:
  void emit(const Event& event) override {
    if (const auto* notice = std::get_if<Notice>(&event)) said.push_back(notice->text);
  }
  std::vector<std::string> said{};
};

Result<Json> who_am_i(const std::string& profile_option, Clock& clock, Warnings& events) {
  const auto variables = os::environment();
  TRY_ASSIGN(const auto profile, aws::load_profile(variables, profile_option));
  TRY_ASSIGN(const auto region, aws::resolve_region(variables, profile));
  TRY_ASSIGN(
      const auto sts,
      aws::endpoint_for(aws::Service::sts, region, {.variables = variables, .profile = profile}));
  const http::RetryParts retry{
      .clock = clock, .events = events, .waits = read_waits(variables).waits};
  http::Curl curl(curl_options({}, variables, profile, retry.waits), clock);
  AwsAccess access({.variables = variables, .profile = profile_option}, curl, retry);
  aws::Signer signer({.service = "sts",
                      .region = sts.signing_region,
                      .credentials = access.credentials(),
                      .skew = access.skew(),
                      .clock = clock,
                      .events = events});
  http::Signed with_signature(curl, signer, aws::judge);
  http::Retrying retrying(with_signature, aws::judge, retry);
  aws::StsClient client(
      aws::QueryClient(retrying, {.name = "sts", .version = "2011-06-15", .url = sts.url}));
  TRY_ASSIGN(const auto caller, client.get_caller_identity());
  TRY_ASSIGN(const auto credentials, access.credentials().credentials());
  return Json{{"arn", caller.arn}, {"source", credentials.source}, {"region", region}};
}

Result<Json> endpoints(const std::string& region) {
  const auto variables = os::environment();
  TRY_ASSIGN(const auto profile, aws::load_profile(variables));
  Json out;
  for (const auto service : {aws::Service::iam,
                             aws::Service::sts,
                             aws::Service::lambda,
                             aws::Service::sso,
                             aws::Service::sso_oidc}) {
    const auto found =
        aws::endpoint_for(service, region, {.variables = variables, .profile = profile});
    out[aws::service_name(service)] =
        found ? Json{{"url", found->url}, {"region", found->signing_region}} : Json();
  }
  return out;
}

int run(const std::string& option, const std::string& value) {
  const os::Interrupt interrupt;
  os::SystemClock clock(interrupt);
  Warnings events;
  auto found = option == "--endpoints" ? endpoints(value) : who_am_i(value, clock, events);
  if (!found) {
    const auto& error = found.error();
    found = Json{{"error", error.what}, {"at", error.at}, {"hint", error.hint}};
  }
  if (!events.said.empty()) (*found)["warnings"] = events.said;
  std::cout << to_text(*found) << '\n';
  return found->contains("error") ? 1 : 0;
}

}  // namespace
}  // namespace patchcord::cli

int main(int argc, char** argv) {
  return patchcord::cli::run(argc > 2 ? argv[1] : "", argc > 2 ? argv[2] : "");
}
