#include "patchcord/cli/world.h"

#include <map>
#include <mutex>

#include <fmt/format.h>

#include "patchcord/aws/endpoints.h"
#include "patchcord/aws/judge.h"
#include "patchcord/aws/lambda_client.h"
#include "patchcord/aws/remote.h"
#include "patchcord/aws/signer.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/aws_access.h"
#include "patchcord/cli/endpoint_note.h"
#include "patchcord/genesys/judge.h"
#include "patchcord/genesys/region.h"
#include "patchcord/genesys/remote.h"
#include "patchcord/genesys/token.h"
#include "patchcord/http/log.h"
#include "patchcord/http/pace.h"
#include "patchcord/http/retry.h"
#include "patchcord/http/sign.h"
#include "patchcord/http/url.h"
#include "patchcord/os/environment.h"

namespace patchcord::cli {
namespace {

// Retrying( Paced( Signed( Logged( Curl )))): every attempt waits its turn, is signed afresh, and
// is logged.
class Stack {
 public:
  Stack(Transport& logged,
        http::Signer& signer,
        const http::Judge& judge,
        const http::RetryParts& parts)
      : signed_(logged, signer, judge),
        paced_(signed_, parts.clock, parts.events),
        retrying_(paced_, judge, parts) {}

  Transport& transport() { return retrying_; }

 private:
  http::Signed signed_;
  http::Paced paced_;
  http::Retrying retrying_;
};

struct Addresses {
  http::CurlOptions curl{};
  std::string genesys_api{};
  std::string genesys_login{};
  aws::Endpoint iam{};
  aws::Endpoint sts{};
  std::string note{};  // where they are not the clouds' own
};

struct AwsStack {
  aws::Signer signer;
  Stack stack;
  AwsStack(Transport& logged, aws::SignerParts signer_parts, const http::RetryParts& parts)
      : signer(std::move(signer_parts)), stack(logged, signer, aws::judge, parts) {}
};

struct LambdaStack {
  AwsStack aws;
  aws::LambdaClient client;
  LambdaStack(Transport& logged,
              aws::SignerParts signer,
              const http::RetryParts& parts,
              const std::string& url)
      : aws(logged, std::move(signer), parts), client(aws.stack.transport(), url) {}
};

class RealWorld : public World {
 public:
  RealWorld(const WorldOptions& options, const Addresses& addresses, Clock& clock, Events& events)
      : options_(options),
        parts_{.clock = clock,
               .events = events,
               .random = os::random_fraction,
               .waits = options.waits},
        programs_(clock),
        curl_(addresses.curl, clock),
        logged_(curl_,
                clock,
                events,
                options.log_everything ? http::LogDetail::full : http::LogDetail::line),
        token_(
            logged_,
            addresses.genesys_login,
            genesys::client_of(options.genesys_client, programs_, options.waits.credential_process),
            clock),
        genesys_stack_(logged_, token_, genesys::judge, parts_),
        genesys_client_({.transport = genesys_stack_.transport(),
                         .api_url = addresses.genesys_api,
                         .clock = clock,
                         .events = events,
                         .waits = options.waits}),
        genesys_(genesys_client_),
        access_({.variables = options.variables,
                 .profile = options.aws_profile,
                 .region = options.aws_region},
                logged_,
                parts_),
        iam_stack_(logged_,
                   {.service = "iam",
                    .region = addresses.iam.signing_region,
                    .credentials = access_.credentials(),
                    .skew = access_.skew(),
                    .clock = clock,
                    .events = events},
                   parts_),
        sts_stack_(logged_,
                   {.service = "sts",
                    .region = addresses.sts.signing_region,
                    .credentials = access_.credentials(),
                    .skew = access_.skew(),
                    .clock = clock,
                    .events = events},
                   parts_),
        iam_(aws::QueryClient(iam_stack_.stack.transport(),
                              {.name = "iam", .version = "2010-05-08", .url = addresses.iam.url}),
             clock,
             options.waits),
        sts_(aws::QueryClient(sts_stack_.stack.transport(),
                              {.name = "sts", .version = "2011-06-15", .url = addresses.sts.url})),
        aws_({.iam = iam_, .sts = sts_, .clock = clock, .events = events, .waits = options.waits}) {
  }

  Remotes remotes() override { return {.aws = aws_, .genesys = genesys_}; }
  ActionTester& tester() override { return genesys_; }
  Consumers& consumers() override { return genesys_; }
  Result<Organization> organization() override { return genesys_.organization(); }
  Result<std::string> look_at(const FunctionArn& function) override {
    TRY_ASSIGN(auto* stack, lambda_in(function.region));
    TRY_ASSIGN(const auto found, stack->client.get_function_configuration(function));
    if (!found) return why_not_found(stack->client, function);
    if (found->state == "Failed" || found->state == "Inactive")
      return fmt::format("it is {}: {}", found->state, printable(found->state_reason, 300));
    return std::string();
  }
  Result<std::optional<Json>> policy_of(const FunctionArn& function) override {
    TRY_ASSIGN(auto* stack, lambda_in(function.region));
    return stack->client.get_policy(function);
  }

 private:
  static Result<std::string> why_not_found(aws::LambdaClient& client, const FunctionArn& function) {
    if (!function.qualifier.empty()) {
      TRY_ASSIGN(const auto whole, client.get_function_configuration(function.unqualified()));
      if (whole)
        return fmt::format("the function is there, its alias or version \"{}\" is not",
                           function.qualifier);
    }
    return fmt::format("it does not exist in {} of account {}", function.region, function.account);
  }

  // Functions live in many regions: each has its own endpoint.
  Result<LambdaStack*> lambda_in(const std::string& region) {
    const std::lock_guard lock(lambdas_mutex_);
    auto& stack = lambdas_[region];
    if (!stack) {
      TRY_ASSIGN(const auto profile, aws::load_profile(options_.variables, options_.aws_profile));
      TRY_ASSIGN(
          const auto endpoint,
          aws::endpoint_for(
              aws::Service::lambda, region, {.variables = options_.variables, .profile = profile}));
      stack = std::make_unique<LambdaStack>(logged_,
                                            aws::SignerParts{.service = "lambda",
                                                             .region = endpoint.signing_region,
                                                             .credentials = access_.credentials(),
                                                             .skew = access_.skew(),
                                                             .clock = parts_.clock,
                                                             .events = parts_.events},
                                            parts_,
                                            endpoint.url);
    }
    return stack.get();
  }

  const WorldOptions options_;
  http::RetryParts parts_;
  os::SystemPrograms programs_;
  http::Curl curl_;
  http::Logged logged_;
  genesys::TokenSigner token_;
  Stack genesys_stack_;
  genesys::Client genesys_client_;
  genesys::GenesysRemote genesys_;
  AwsAccess access_;
  AwsStack iam_stack_;
  AwsStack sts_stack_;
  aws::IamClient iam_;
  aws::StsClient sts_;
  aws::AwsRemote aws_;
  std::mutex lambdas_mutex_{};
  std::map<std::string, std::unique_ptr<LambdaStack>> lambdas_{};  // by region
};

struct LambdaAddress {
  http::CurlOptions curl{};
  aws::Endpoint endpoint{};
};

class RealInvoker : public FunctionInvoker {
 public:
  RealInvoker(const WorldOptions& options,
              const LambdaAddress& address,
              Clock& clock,
              Events& events)
      : parts_{.clock = clock,
               .events = events,
               .random = os::random_fraction,
               .waits = options.waits},
        curl_(address.curl, clock),
        logged_(curl_,
                clock,
                events,
                options.log_everything ? http::LogDetail::full : http::LogDetail::line),
        access_({.variables = options.variables,
                 .profile = options.aws_profile,
                 .region = options.aws_region},
                logged_,
                parts_),
        lambda_(logged_,
                {.service = "lambda",
                 .region = address.endpoint.signing_region,
                 .credentials = access_.credentials(),
                 .skew = access_.skew(),
                 .clock = clock,
                 .events = events},
                parts_,
                address.endpoint.url) {}

  Result<InvocationResult> invoke(const Invocation& invocation) override {
    return lambda_.client.invoke(invocation);
  }

 private:
  http::RetryParts parts_;
  http::Curl curl_;
  http::Logged logged_;
  AwsAccess access_;
  LambdaStack lambda_;
};

Result<void> check_url(const std::string& url, std::string_view name) {
  if (url.empty()) return {};
  auto parsed = http::parse_url(url);
  if (parsed) return {};
  auto error = std::move(parsed).error();
  error.at = name;
  return error;
}

std::string note_of(const Addresses& addresses,
                    const WorldOptions& options,
                    const aws::EndpointSettings& settings) {
  EndpointsInUse endpoints{
      .genesys_api = options.genesys_api_url,
      .genesys_login = options.genesys_login_url,
      .aws = {{aws::Service::iam, addresses.iam}, {aws::Service::sts, addresses.sts}}};
  // Its region is not known yet; an address that somebody gave is good for all of them.
  auto lambda = aws::endpoint_for(aws::Service::lambda, options.aws_region, settings);
  if (lambda) endpoints.aws.emplace_back(aws::Service::lambda, *std::move(lambda));
  return endpoint_note(endpoints);
}

Result<Addresses> addresses_of(const WorldOptions& options) {
  TRY_ASSIGN(const auto region, genesys::find_region(options.genesys_region));
  TRY(check_url(options.genesys_api_url, "the address of the Genesys Cloud API"));
  TRY(check_url(options.genesys_login_url, "the address of the Genesys Cloud login"));
  // Behind another login host nobody but its owner knows where a client belongs.
  if (options.genesys_login_url.empty()) TRY(check_region(options.genesys_client, region));
  TRY_ASSIGN(const auto profile, aws::load_profile(options.variables, options.aws_profile));
  const aws::EndpointSettings settings{.variables = options.variables, .profile = profile};
  Addresses addresses{
      .curl = curl_options(options.ca_file, options.variables, profile, options.waits),
      .genesys_api = options.genesys_api_url.empty() ? region.api_url() : options.genesys_api_url,
      .genesys_login =
          options.genesys_login_url.empty() ? region.login_url() : options.genesys_login_url};
  TRY_ASSIGN(addresses.iam, aws::endpoint_for(aws::Service::iam, options.aws_region, settings));
  TRY_ASSIGN(addresses.sts, aws::endpoint_for(aws::Service::sts, options.aws_region, settings));
  addresses.note = note_of(addresses, options, settings);
  return addresses;
}

}  // namespace

Result<std::unique_ptr<World>> make_world(const WorldOptions& options,
                                          Clock& clock,
                                          Events& events) {
  TRY_ASSIGN(const auto addresses, addresses_of(options));
  const auto tell = [&](Notice::Level level, const std::vector<std::string>& texts) {
    for (const auto& text : texts)
      events.emit(Notice{.level = level, .text = text});
  };
  if (!addresses.note.empty()) tell(Notice::Level::information, {addresses.note});
  tell(Notice::Level::information, options.genesys_client.notes);
  tell(Notice::Level::warning, options.genesys_client.warnings);
  return std::unique_ptr<World>(std::make_unique<RealWorld>(options, addresses, clock, events));
}

Result<std::unique_ptr<FunctionInvoker>> make_invoker(const WorldOptions& options,
                                                      Clock& clock,
                                                      Events& events) {
  TRY_ASSIGN(const auto profile, aws::load_profile(options.variables, options.aws_profile));
  TRY_ASSIGN(const auto endpoint,
             aws::endpoint_for(aws::Service::lambda,
                               options.aws_region,
                               {.variables = options.variables, .profile = profile}));
  return std::unique_ptr<FunctionInvoker>(std::make_unique<RealInvoker>(
      options,
      LambdaAddress{
          .curl = curl_options(options.ca_file, options.variables, profile, options.waits),
          .endpoint = endpoint},
      clock,
      events));
}

}  // namespace patchcord::cli
