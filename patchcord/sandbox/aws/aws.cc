#include "patchcord/sandbox/aws/aws.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/arn.h"
#include "patchcord/model/aws_region.h"
#include "patchcord/policy/document.h"
#include "patchcord/sandbox/aws/cloud.h"
#include "patchcord/sandbox/aws/function_name.h"
#include "patchcord/sandbox/aws/iam.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/lambda.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/sts.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox {
namespace {

using aws::AccessKey;
using aws::Caller;
using aws::Cloud;
using aws::Completed;
using aws::Form;
using aws::Function;
using aws::FunctionRuntime;
using aws::LambdaCall;
using aws::LambdaRoute;
using aws::PlannedInvoke;
using aws::QueryCall;
using aws::QueryResult;
using aws::QueryService;
using aws::Role;

constexpr std::string_view unsigned_call = "AssumeRoleWithWebIdentity";

// A path that starts with a date: the REST protocol of Lambda.
bool is_lambda(const Message& message) {
  const std::string_view path = message.path;
  return path.size() > 11 && path.starts_with("/20") && path[5] == '-' && path[8] == '-' &&
         path[11] == '/';
}

QueryService query_service(const Message& message, const Form& form) {
  const std::string version = form.get("Version");
  if (version == "2010-05-08") return QueryService::iam;
  if (version == "2011-06-15") return QueryService::sts;
  return aws::scope_of(message).service == "sts" ? QueryService::sts : QueryService::iam;
}

const char* name_of(QueryService service) {
  return service == QueryService::iam ? "iam" : "sts";
}

// One listener stands for all regional endpoints of its partition. IAM signs with the partition's
// region, or with the client's own when its endpoint is overridden. Source: botocore's behaviour
// with a custom endpoint
std::vector<std::string> regions_of(const Cloud& cloud) {
  std::vector<std::string> regions{cloud.options.region};
  for (const auto& region : known_aws_regions()) {
    if (partition_of_region(region) == cloud.options.partition) regions.push_back(region);
  }
  for (const auto& [arn, function] : cloud.functions)
    regions.push_back(function.spec().region);
  return regions;
}

Result<Caller> caller_of(const Cloud& cloud,
                         const Message& message,
                         const std::string& service,
                         TimePoint now) {
  TRY_ASSIGN(const AccessKey* key,
             aws::verify_signature(message,
                                   cloud.keys,
                                   {.service = service,
                                    .regions = regions_of(cloud),
                                    .now = cloud.clock(now),
                                    .skew = std::chrono::minutes{cloud.knobs.skew_minutes},
                                    .content_type_signed = cloud.knobs.unsigned_content_type ==
                                                           UnsignedContentType::refused}));
  return key->caller;
}

// Genesys' own principal, which its account allows everything that a customer's role can ask for.
Caller genesys_caller(const Cloud& cloud, const std::string& account) {
  const std::string stem = "arn:" + cloud.options.partition;
  Caller caller{.user_id = "AROAGENESYSCLOUDSANDB:data-actions",
                .policies = aws::policies_of(std::nullopt)};
  caller.principal = {.kind = policy::PrincipalKind::role_session,
                      .partition = cloud.options.partition,
                      .account = account,
                      .arn = stem + ":sts::" + account + ":assumed-role/genesys-cloud/data-actions",
                      .role_arn = stem + ":iam::" + account + ":role/genesys-cloud",
                      .unique_id = "AROAGENESYSCLOUDSANDB"};
  return caller;
}

// The one call of a chain, checked and authorized; nothing has run yet.
Result<PlannedInvoke> plan_call(Cloud& cloud,
                                const Caller& caller,
                                const ChainRequest& request,
                                TimePoint now) {
  Message message{
      .method = "POST", .path = "/2015-03-31/functions/x/invocations", .body = request.payload};
  if (!request.client_context.empty()) {
    message.headers.push_back({"X-Amz-Client-Context", base64_encode(request.client_context)});
  }
  const LambdaRoute route{.operation = "Invoke", .function = request.function_arn};
  TRY_ASSIGN(
      auto planned,
      aws::plan_invoke(
          {.cloud = cloud, .caller = caller, .message = message, .route = route, .now = now}));
  planned.invocation.caller_timeout = request.timeout;
  return planned;
}

ChainOutcome not_invoked(const Error& error) {
  return NotInvoked{.status = error.answer->status,
                    .code = aws::lambda_code(error.answer->code),
                    .message = error.answer->message,
                    .why = error.detail};
}

Json role_json(const Cloud& cloud, const Role& role) {
  const auto document = [](const std::string& text) { return Json::parse(text, nullptr, false); };
  Json out{{"name", role.name},
           {"arn", role.arn},
           {"id", role.id},
           {"path", role.path},
           {"createdAt", aws::iso_time(role.created)},
           {"description", role.description.value_or("")},
           {"maxSessionSeconds", role.max_session_seconds},
           {"boundary", role.boundary ? Json(*role.boundary) : Json(nullptr)},
           {"trust", document(cloud.shown_trust(role))},
           {"policies", Json::object()},
           {"attached", role.attached},
           {"tags", Json::object()}};
  for (const auto& [name, text] : role.policies)
    out["policies"][name] = document(text);
  for (const auto& [key, value] : role.tags)
    out["tags"][key] = value;
  return out;
}

Json function_json(const std::string& arn, const Function& function) {
  Json out{{"arn", arn},
           {"aliases", function.spec().aliases},
           {"invocations", function.invocations},
           {"errors", function.errors},
           {"lastLog", function.last_log},
           {"policies", Json::object()}};
  for (const auto& [qualifier, statements] : function.policies) {
    for (const auto& [sid, statement] : statements)
      out["policies"][qualifier].push_back(statement);
  }
  return out;
}

void stop_programs(const Cloud& cloud) {
  for (const auto& [arn, function] : cloud.functions)
    function.runtime->stop();
}

}  // namespace

AwsCloud::AwsCloud(AwsOptions options, const Time& time)
    : options_(std::move(options)),
      time_(time),
      cloud_(std::make_unique<Cloud>(options_, time_.now())) {}

AwsCloud::~AwsCloud() {
  stop_programs(*cloud_);
}

Reply AwsCloud::handle(const Message& message) {
  Reply reply = is_lambda(message) ? handle_lambda(message) : handle_query(message);
  const int offset = knobs().clock_offset_seconds;
  reply.headers.push_back({"Date", aws::http_time(time_.now() + std::chrono::seconds{offset})});
  return reply;
}

Reply AwsCloud::handle_query(const Message& message) {
  const Form form = Form::parse(message.body);
  const QueryService service = query_service(message, form);
  const std::string action = form.get("Action");
  if (message.path != "/" || message.method != "POST") {
    return aws::lambda_error(
        aws::refuse(404, "UnknownOperationException", "The sandbox has no such operation."));
  }
  const std::scoped_lock lock(mutex_);
  const TimePoint now = time_.now();
  const bool anonymous = service == QueryService::sts && action == unsigned_call;
  const auto caller =
      anonymous ? Result<Caller>(Caller{}) : caller_of(*cloud_, message, name_of(service), now);
  if (!caller) return aws::query_error(service, caller.error());
  const QueryCall call{.cloud = *cloud_, .caller = *caller, .form = form, .now = now};
  const auto result = action.empty()
                          ? Result<QueryResult>(aws::refuse(
                                400, "MissingAction", "The request must contain an Action."))
                      : service == QueryService::iam ? aws::run_iam(call, action)
                                                     : aws::run_sts(call, action);
  return result ? aws::query_reply(service, action, *result)
                : aws::query_error(service, result.error());
}

Reply AwsCloud::handle_lambda(const Message& message) {
  std::unique_lock lock(mutex_);
  const TimePoint now = time_.now();
  const auto caller = caller_of(*cloud_, message, "lambda", now);
  if (!caller) return aws::lambda_error(caller.error());
  const auto route = aws::lambda_route(message);
  if (!route)
    return aws::lambda_error(
        aws::refuse(404, "UnknownOperationException", "The sandbox has no such operation."));
  const LambdaCall call{
      .cloud = *cloud_, .caller = *caller, .message = message, .route = *route, .now = now};
  if (route->operation != "Invoke") {
    const auto reply = aws::run_lambda(call);
    return reply ? *reply : aws::lambda_error(reply.error());
  }
  const auto planned = aws::plan_invoke(call);
  if (!planned) return aws::lambda_error(planned.error());
  if (planned->mode == PlannedInvoke::Mode::dry_run)
    return aws::invoke_reply(*planned, Completed{});
  lock.unlock();
  return aws::invoke_reply(*planned, execute(*planned));
}

Completed AwsCloud::execute(const PlannedInvoke& planned) {
  Completed completed = planned.runtime->invoke(planned.invocation);
  const std::scoped_lock lock(mutex_);
  aws::count_invoke(*cloud_, planned, completed);
  return completed;
}

ChainOutcome AwsCloud::run(const ChainRequest& request) {
  std::unique_lock lock(mutex_);
  const TimePoint now = time_.now();
  const Caller genesys = genesys_caller(*cloud_, request.genesys_account);
  const auto role = aws::assume(*cloud_,
                                genesys,
                                {.role_arn = request.role_arn,
                                 .session_name = "genesys-cloud",
                                 .external_id = request.external_id},
                                now);
  if (!role) return NotAssumed{.message = role.error().what, .why = role.error().detail};
  const auto planned =
      plan_call(*cloud_, aws::session_of(*cloud_, **role, "genesys-cloud"), request, now);
  lock.unlock();
  return planned ? execute_call(*planned) : not_invoked(planned.error());
}

ChainOutcome AwsCloud::run_as_owner(const ChainRequest& request) {
  std::unique_lock lock(mutex_);
  const auto name = aws::parse_function_name(request.function_arn);
  const auto planned =
      plan_call(*cloud_, genesys_caller(*cloud_, name ? name->account : ""), request, time_.now());
  lock.unlock();
  return planned ? execute_call(*planned) : not_invoked(planned.error());
}

ChainOutcome AwsCloud::execute_call(const PlannedInvoke& planned) {
  Completed completed = execute(planned);
  switch (completed.kind) {
    case Completed::Kind::replied:
      return FunctionReplied{std::move(completed.payload)};
    case Completed::Kind::failed:
      return FunctionFailed{.payload = std::move(completed.payload), .kind = "Unhandled"};
    case Completed::Kind::caller_gave_up:
      return FunctionTimedOut{};
    case Completed::Kind::throttled:
      break;
  }
  return NotInvoked{.status = 429, .code = "TooManyRequestsException", .message = "Rate Exceeded."};
}

std::string AwsCloud::operation_of(const Message& message) {
  if (is_lambda(message)) {
    const auto route = aws::lambda_route(message);
    return "lambda " + (route ? route->operation : "?");
  }
  const Form form = Form::parse(message.body);
  const std::string action = form.get("Action", "?");
  const bool plain =
      action.size() <= 100 && std::all_of(action.begin(), action.end(), [](unsigned char c) {
        return std::isalnum(c) != 0;
      });
  return std::string(name_of(query_service(message, form))) + " " + (plain ? action : "?");
}

Json AwsCloud::state() const {
  const std::scoped_lock lock(mutex_);
  const auto sessions =
      std::count_if(cloud_->keys.begin(), cloud_->keys.end(), [](const auto& entry) {
        return entry.second.expires.has_value();
      });
  Json out{{"account", options_.account},
           {"region", options_.region},
           {"sessions", sessions},
           {"roles", Json::array()},
           {"policies", Json::array()},
           {"functions", Json::array()},
           {"knobs", to_json(cloud_->knobs)}};
  for (const auto& [name, timeline] : cloud_->roles) {
    if (const Role* role = timeline.latest()) out["roles"].push_back(role_json(*cloud_, *role));
  }
  for (const auto& [arn, policy] : cloud_->policies) {
    if (!policy.of_aws) out["policies"].push_back(arn);
  }
  for (const auto& [arn, function] : cloud_->functions)
    out["functions"].push_back(function_json(arn, function));
  return out;
}

std::vector<std::string> AwsCloud::function_arns() const {
  std::vector<std::string> arns;
  for (const FunctionSpec& function : options_.functions)
    arns.push_back(arn_of(function));
  return arns;
}

AwsKnobs AwsCloud::knobs() const {
  const std::scoped_lock lock(mutex_);
  return cloud_->knobs;
}

void AwsCloud::set_knobs(const AwsKnobs& knobs) {
  const std::scoped_lock lock(mutex_);
  cloud_->knobs = knobs;
}

void AwsCloud::stop() {
  std::vector<std::shared_ptr<FunctionRuntime>> runtimes;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [arn, function] : cloud_->functions)
      runtimes.push_back(function.runtime);
  }
  for (const auto& runtime : runtimes)
    runtime->stop();
}

void AwsCloud::reset() {
  auto fresh = std::make_unique<Cloud>(options_, time_.now());
  {
    const std::scoped_lock lock(mutex_);
    cloud_.swap(fresh);
  }
  stop_programs(*fresh);
}

}  // namespace patchcord::sandbox
