#include "patchcord/sandbox/sandbox.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/refusals.h"

namespace patchcord::sandbox {
namespace {

bool is_genesys(std::string_view path) {
  return path == "/oauth/token" || path == "/api/v2" || path.starts_with("/api/v2/");
}

std::string upper_case(std::string text) {
  for (auto& c : text)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

// What was left empty, made at random.
SandboxOptions completed(SandboxOptions options, Randomness& random) {
  const auto fill = [](std::string& value, std::string made) {
    if (value.empty()) value = std::move(made);
  };
  fill(options.organization_id, random.uuid());
  fill(options.client_id, random.uuid());
  if (options.client_secret.empty()) options.client_secret = Secret(random.letters(43));
  fill(options.aws.access_key_id, "AKIA" + upper_case(random.letters(16)));
  if (options.aws.secret_access_key.empty()) {
    options.aws.secret_access_key = Secret(random.letters(40));
  }
  auto& aws = options.aws;
  if (aws.functions.empty()) {
    aws.functions = default_functions(
        {.partition = aws.partition, .region = aws.region, .account = aws.account});
  }
  return options;
}

GenesysOptions genesys_part(const SandboxOptions& options) {
  return {.organization_id = options.organization_id,
          .organization_name = options.organization_name,
          .domain = options.genesys_domain,
          .aws_account = options.aws.genesys_account,
          .client_id = options.client_id,
          .client_secret = options.client_secret};
}

// The client's waits: everything here happens at once, so it need not wait as for the real clouds.
constexpr std::array<std::pair<const char*, const char*>, 9> waits = {
    {{"PATCHCORD_WAIT_BACKOFF_MS", "20"},
     {"PATCHCORD_WAIT_OPERATION_MS", "20000"},
     {"PATCHCORD_WAIT_RETRY_AFTER_MS", "5000"},
     {"PATCHCORD_WAIT_LISTING_MS", "200"},
     {"PATCHCORD_WAIT_POLL_MS", "20"},
     {"PATCHCORD_WAIT_ACTIVE_MS", "5000"},
     {"PATCHCORD_WAIT_REMOVAL_MS", "2000"},
     {"PATCHCORD_WAIT_IAM_POLL_MS", "0"},
     {"PATCHCORD_WAIT_PROPAGATION_MS", "3000"}}};

}  // namespace

Sandbox::Sandbox(SandboxOptions options)
    : random_(options.seed),
      options_(completed(std::move(options), random_)),
      time_(options_.frozen_at),
      aws_(options_.aws, time_),
      genesys_(genesys_part(options_), time_, random_, aws_),
      server_([this](const Message& message) { return deliver(message); }) {}

Result<std::uint16_t> Sandbox::start(std::uint16_t port) {
  pause_.begin();
  TRY_ASSIGN(port_, server_.start(port));
  return port_;
}

Sandbox::~Sandbox() {
  stop();
}

void Sandbox::stop() {
  pause_.end();
  aws_.stop();  // so that no connection waits for a function
  server_.stop();
  aws_.stop();  // a request that was on its way may have started one again
}

std::string Sandbox::url() const {
  return port_ == 0 ? "" : fmt::format("http://127.0.0.1:{}", port_);
}

Environment Sandbox::environment() const {
  Environment out = {{"PATCHCORD_GENESYS_API_URL", url()},
                     {"PATCHCORD_GENESYS_LOGIN_URL", url()},
                     {"GENESYS_CLIENT_ID", options_.client_id},
                     {"GENESYS_CLIENT_SECRET", options_.client_secret.expose()},
                     {"GENESYS_ORGANIZATION_ID", options_.organization_id},
                     {"GENESYS_AWS_ACCOUNT_ID", options_.aws.genesys_account},
                     {"EXTERNAL_ID", options_.organization_id},
                     {"AWS_ENDPOINT_URL", url()},
                     {"AWS_ACCESS_KEY_ID", options_.aws.access_key_id},
                     {"AWS_SECRET_ACCESS_KEY", options_.aws.secret_access_key.expose()},
                     {"AWS_REGION", options_.aws.region},
                     {"AWS_DEFAULT_REGION", options_.aws.region}};
  const auto functions = aws_.function_arns();
  if (!functions.empty()) out.emplace_back("LAMBDA_FUNCTION_ARN", functions.front());
  out.insert(out.end(), waits.begin(), waits.end());
  return out;
}

Reply Sandbox::handle(const Message& message) {
  auto delivered = deliver(message);
  auto& reply = delivered.reply;
  if (delivered.delivery == Delivery::truncated) reply.body.resize(reply.body.size() / 2);
  const bool silent =
      delivered.delivery == Delivery::reset || delivered.delivery == Delivery::stalled;
  return silent ? Reply{.status = 0} : std::move(reply);
}

Reply Sandbox::serve(const Message& message) {
  return is_genesys(message.path) ? genesys_.handle(message) : aws_.handle(message);
}

Delivered Sandbox::deliver(const Message& message) {
  if (is_control(message.path)) {
    const Parts parts{.time = time_,
                      .genesys = genesys_,
                      .aws = aws_,
                      .faults = faults_,
                      .statistics = statistics_,
                      .recorder = recorder_};
    return {.reply = control(parts, message)};
  }
  const auto operation = is_genesys(message.path) ? GenesysCloud::operation_of(message)
                                                  : AwsCloud::operation_of(message);
  const auto knobs = genesys_.knobs();
  statistics_.count(operation);
  const auto fault = faults_.next(operation);
  pause_.wait(Milliseconds(knobs.latency_ms));
  auto delivered = fault ? spoil(message, operation, *fault) : Delivered{.reply = serve(message)};
  if (knobs.record) {
    const auto name = fault ? std::string(fault_name(fault->kind)) : std::string();
    recorder_.add(message, delivered.reply, operation, name);
  }
  return delivered;
}

Delivered Sandbox::spoil(const Message& message, const std::string& operation, const Fault& fault) {
  pause_.wait(fault.delay);
  if (fault.after_effect) serve(message);
  switch (fault.kind) {
    case FaultKind::delay:
      return {.reply = serve(message)};
    case FaultKind::reset_before_effect:
      return {.reply = {.status = 0}, .delivery = Delivery::reset};
    case FaultKind::stall:
      return {.reply = {.status = 0}, .delivery = Delivery::stalled};
    case FaultKind::reset_after_effect:
      serve(message);
      return {.reply = {.status = 0}, .delivery = Delivery::reset};
    case FaultKind::truncated_body:
      return {.reply = serve(message), .delivery = Delivery::truncated};
    case FaultKind::wrong_content_type:
      return {.reply = claiming(serve(message), fault.content_type)};
    case FaultKind::html_502:
      return {.reply = gateway_page()};
    case FaultKind::expired_token:
      if (!is_genesys(message.path)) return {.reply = aws_expired(operation)};
      genesys_.expire_token(message);
      return {.reply = genesys_.refuse(message, 401, {}, {})};
    case FaultKind::status:
      break;
  }
  auto reply = is_genesys(message.path)
                   ? genesys_.refuse(message, fault.status, fault.code, fault.message)
                   : aws_refusal(operation, fault.status, fault.code, fault.message);
  return {.reply = finished(std::move(reply), fault)};
}

}  // namespace patchcord::sandbox
