#include "patchcord/sandbox/aws/lambda.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/authorize.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/query_protocol.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

constexpr std::size_t max_page = 50;

struct Route {
  std::string_view method;
  std::string_view rest;  // after the function's name
  std::string_view operation;
};
constexpr std::array routes{
    Route{"GET", "", "GetFunction"},
    Route{"GET", "configuration", "GetFunctionConfiguration"},
    Route{"GET", "versions", "ListVersionsByFunction"},
    Route{"GET", "aliases", "ListAliases"},
    Route{"GET", "aliases/*", "GetAlias"},
    Route{"GET", "policy", "GetPolicy"},
    Route{"POST", "policy", "AddPermission"},
    Route{"DELETE", "policy/*", "RemovePermission"},
    Route{"POST", "invocations", "Invoke"},
};
// The one operation of a later version of the API that the sandbox has.
constexpr std::string_view code_signing = "GetFunctionCodeSigningConfig";
constexpr std::array later_routes{Route{"GET", "code-signing-config", code_signing}};

std::set<std::string> versions_of(const FunctionSpec& spec) {
  std::set<std::string> versions;
  for (const auto& [alias, version] : spec.aliases) {
    if (version != "$LATEST") versions.insert(version);
  }
  return versions;
}

Json configuration(const Function& function,
                   const std::string& qualifier,
                   const std::string& version) {
  const FunctionSpec& spec = function.spec();
  const std::string arn = arn_of(spec) + (qualifier.empty() ? "" : ":" + qualifier);
  const bool program = std::holds_alternative<FunctionProgram>(spec.behaviour);
  Json environment = Json::object();
  for (const auto& [name, value] : spec.environment)
    environment[name] = value;
  Json out{{"FunctionName", spec.name},
           {"FunctionArn", arn},
           {"Runtime", "provided.al2023"},
           {"Role",
            "arn:" + spec.partition + ":iam::" + spec.account + ":role/service-role/" + spec.name},
           {"Handler", spec.handler},
           {"CodeSize", program ? 1024 : 0},
           {"Description", ""},
           {"Timeout", spec.timeout.count()},
           {"MemorySize", spec.memory_megabytes},
           {"LastModified", function.modified},
           {"CodeSha256", base64_encode(sha256_hex(arn_of(spec)).substr(0, 32))},
           {"Version", version},
           {"TracingConfig", {{"Mode", "PassThrough"}}},
           {"RevisionId", function.revision},
           {"PackageType", "Zip"},
           {"Architectures", {"x86_64"}},
           {"EphemeralStorage", {{"Size", 512}}}};
  if (!environment.empty()) out["Environment"] = {{"Variables", environment}};
  return out;
}

Json with_state(Json configuration) {
  configuration["State"] = "Active";
  configuration["LastUpdateStatus"] = "Successful";
  return configuration;
}

Json alias_json(const Function& function, const std::string& alias, const std::string& version) {
  return {{"AliasArn", arn_of(function.spec()) + ":" + alias},
          {"Name", alias},
          {"FunctionVersion", version},
          {"Description", ""},
          {"RevisionId", function.revision}};
}

std::size_t number_or(const std::string& text, std::size_t otherwise) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc{} && end == text.data() + text.size() && !text.empty() ? number
                                                                                    : otherwise;
}

// One page by Marker (the index of its first item) and MaxItems.
Json paged(const LambdaCall& call, const char* name, const Json& items) {
  const Form query = Form::parse(call.message.query);
  const std::size_t start = std::min(number_or(query.get("Marker"), 0), items.size());
  const std::size_t size =
      std::clamp<std::size_t>(number_or(query.get("MaxItems"), max_page), 1, max_page);
  const std::size_t end = std::min(start + size, items.size());
  Json page = Json::array();
  for (std::size_t index = start; index < end; ++index)
    page.push_back(items[index]);
  Json out{{name, page}};
  out["NextMarker"] = end < items.size() ? Json(std::to_string(end)) : Json(nullptr);
  return out;
}

Result<Reply> get_function(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, call.route.operation));
  TRY(authorize_lambda(
      call.cloud, call.caller, "lambda:" + call.route.operation, target, call.now));
  const Json config = with_state(configuration(*target.function, target.qualifier, target.version));
  if (call.route.operation == "GetFunctionConfiguration") return lambda_json(200, config);
  return lambda_json(
      200,
      {{"Configuration", config},
       {"Code",
        {{"RepositoryType", "S3"}, {"Location", "https://awslambda.invalid/" + target.arn}}}});
}

// No function of the sandbox has signed code.
Result<Reply> get_code_signing_config(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, std::string(code_signing)));
  const auto action = fmt::format("lambda:{}", code_signing);
  TRY(authorize_lambda(call.cloud, call.caller, action, target, call.now));
  return lambda_json(
      200, {{"CodeSigningConfigArn", ""}, {"FunctionName", target.function->spec().name}});
}

Result<Reply> list_functions(const LambdaCall& call) {
  TRY(authorize(
      call.cloud, call.caller, {.action = "lambda:ListFunctions", .resource = "*"}, call.now));
  const bool all = Form::parse(call.message.query).get("FunctionVersion") == "ALL";
  Json items = Json::array();
  for (const auto& [arn, function] : call.cloud.functions) {
    if (function.spec().account != call.caller.principal.account) continue;
    items.push_back(configuration(function, all ? "$LATEST" : "", "$LATEST"));
    if (!all) continue;
    for (const std::string& version : versions_of(function.spec())) {
      items.push_back(configuration(function, version, version));
    }
  }
  return lambda_json(200, paged(call, "Functions", items));
}

Result<Reply> list_versions(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, call.route.operation));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:ListVersionsByFunction", target, call.now));
  Json items = Json::array({configuration(*target.function, "$LATEST", "$LATEST")});
  for (const std::string& version : versions_of(target.function->spec())) {
    items.push_back(configuration(*target.function, version, version));
  }
  return lambda_json(200, paged(call, "Versions", items));
}

Result<Reply> list_aliases(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, call.route.operation));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:ListAliases", target, call.now));
  const Form query = Form::parse(call.message.query);
  Json items = Json::array();
  for (const auto& [alias, version] : target.function->spec().aliases) {
    if (query.get("FunctionVersion", version) == version)
      items.push_back(alias_json(*target.function, alias, version));
  }
  return lambda_json(200, paged(call, "Aliases", items));
}

Result<Reply> get_alias(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, call.route.operation));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:GetAlias", target, call.now));
  const auto& aliases = target.function->spec().aliases;
  const auto found = aliases.find(call.route.last);
  if (found == aliases.end()) {
    return refuse(404,
                  "ResourceNotFoundException",
                  "Cannot find alias arn: " + target.arn + ":" + call.route.last);
  }
  return lambda_json(200, alias_json(*target.function, found->first, found->second));
}

// Which name a request may use: its own account's functions in this region by name, others by full
// ARN.
Result<FunctionName> name_of(const LambdaCall& call) {
  auto name = parse_function_name(call.route.function);
  if (!name) {
    return refuse(
        400,
        "ValidationException",
        "1 validation error detected: Value '" + printable(call.route.function, 200) +
            "' at 'functionName' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: "
            R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?)"
            R"((\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)");
  }
  const std::string region = scope_of(call.message).region;
  if (!name->region.empty() && !region.empty() && name->region != region) {
    return refuse(404,
                  "ResourceNotFoundException",
                  "Functions from '" + name->region + "' are not reachable in this region ('" +
                      region + "')");
  }
  if (name->partition.empty()) name->partition = call.cloud.options.partition;
  if (name->region.empty()) name->region = region.empty() ? call.cloud.options.region : region;
  if (name->account.empty()) name->account = call.caller.principal.account;
  return *name;
}

}  // namespace

std::optional<LambdaRoute> lambda_route(const Message& message) {
  constexpr std::string_view stem = "/2015-03-31/functions";
  constexpr std::string_view later_stem = "/2020-06-30/functions";
  std::string_view path = message.path;
  const bool later = path.starts_with(later_stem);
  if (!later && !path.starts_with(stem)) return std::nullopt;
  const std::span<const Route> known_routes =
      later ? std::span<const Route>(later_routes) : std::span<const Route>(routes);
  path.remove_prefix(stem.size());
  if (path.empty() || path == "/") {
    return message.method == "GET" && !later
               ? std::optional(LambdaRoute{.operation = "ListFunctions"})
               : std::nullopt;
  }
  std::vector<std::string_view> parts = split(path.substr(1), '/');
  while (parts.size() > 1 && parts.back().empty())
    parts.pop_back();
  LambdaRoute route{.function = percent_decode(parts[0])};
  std::string rest = parts.size() > 1 ? std::string(parts[1]) : "";
  if (parts.size() == 3) {
    rest += "/*";
    route.last = percent_decode(parts[2]);
  }
  if (parts.size() > 3) return std::nullopt;
  for (const Route& known : known_routes) {
    if (known.method == message.method && known.rest == rest) {
      route.operation = known.operation;
      return route;
    }
  }
  return std::nullopt;
}

Result<Target> target_of(const LambdaCall& call, const std::string& operation) {
  TRY_ASSIGN(const FunctionName name, name_of(call));
  const std::string asked = Form::parse(call.message.query).get("Qualifier");
  if (!asked.empty() && !name.qualifier.empty() && asked != name.qualifier) {
    return refuse(
        400,
        "InvalidParameterValueException",
        "The derived qualifier from the function name does not match the specified qualifier.");
  }
  Target target{.qualifier = asked.empty() ? name.qualifier : asked, .version = "$LATEST"};
  target.arn = arn_of(FunctionSpec{.name = name.name,
                                   .partition = name.partition,
                                   .region = name.region,
                                   .account = name.account});
  target.function = call.cloud.function(target.arn);
  // Who may not know gets no other answer for a function that is there than for one that is not.
  if (target.function == nullptr) {
    TRY(authorize_lambda(call.cloud, call.caller, "lambda:" + operation, target, call.now));
    const bool invoke = operation == "InvokeFunction" && target.qualifier.empty();
    return refuse(404,
                  "ResourceNotFoundException",
                  "Function not found: " + target.qualified_arn() + (invoke ? ":$LATEST" : ""));
  }
  if (target.qualifier.empty() || target.qualifier == "$LATEST") return target;
  const FunctionSpec& spec = target.function->spec();
  const auto alias = spec.aliases.find(target.qualifier);
  const bool version = versions_of(spec).count(target.qualifier) > 0;
  if (alias == spec.aliases.end() && !version) {
    TRY(authorize_lambda(call.cloud, call.caller, "lambda:" + operation, target, call.now));
    return refuse(
        404, "ResourceNotFoundException", "Function not found: " + target.qualified_arn());
  }
  target.version = version ? target.qualifier : alias->second;
  return target;
}

Result<void> authorize_lambda(const Cloud& cloud,
                              const Caller& caller,
                              const std::string& action,
                              const Target& target,
                              TimePoint now) {
  const bool latest =
      target.qualifier == "$LATEST" && cloud.knobs.latest_qualifier == LatestQualifier::unqualified;
  const Question question{.action = action,
                          .resource = latest ? target.arn : target.qualified_arn()};
  std::optional<policy::Document> resource_policy;
  if (target.function != nullptr) {
    const auto statements = target.function->policies.find(target.qualifier);
    if (statements != target.function->policies.end() && !statements->second.empty()) {
      Json list = Json::array();
      for (const auto& [sid, statement] : statements->second)
        list.push_back(statement);
      const Json whole{{"Version", "2012-10-17"}, {"Statement", list}};
      auto document = policy::parse_document(to_text(whole));
      if (document) resource_policy = *std::move(document);
    }
  }
  const policy::Verdict verdict = policy::may_use(
      identity_of(cloud, caller, now), resource_policy, request_of(cloud, caller, question, now));
  if (verdict.decision == policy::Decision::allowed) return {};
  Error error = denied(caller, question, policy::denial_clause(verdict, action));
  error.detail = verdict.reason;
  return error;
}

Result<Reply> run_lambda(const LambdaCall& call) {
  const std::string& operation = call.route.operation;
  if (operation == "GetFunction" || operation == "GetFunctionConfiguration")
    return get_function(call);
  if (operation == "ListFunctions") return list_functions(call);
  if (operation == "ListVersionsByFunction") return list_versions(call);
  if (operation == "ListAliases") return list_aliases(call);
  if (operation == "GetAlias") return get_alias(call);
  if (operation == code_signing) return get_code_signing_config(call);
  if (operation == "GetPolicy") return get_policy_of_function(call);
  if (operation == "AddPermission") return add_permission(call);
  return remove_permission(call);
}

Reply lambda_json(int status, const Json& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"x-amzn-RequestId", uuid()}},
          .body = to_text(body)};
}

std::string lambda_code(const std::string& code) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> spellings{{
      {"SignatureDoesNotMatch", "InvalidSignatureException"},
      {"IncompleteSignature", "IncompleteSignatureException"},
      {"MissingAuthenticationToken", "MissingAuthenticationTokenException"},
      {"InvalidClientTokenId", "UnrecognizedClientException"},
      {"ExpiredToken", "ExpiredTokenException"},
      {"AccessDenied", "AccessDeniedException"},
      {"ServiceFailure", "ServiceException"},
  }};
  for (const auto& [query, json] : spellings) {
    if (code == query) return std::string(json);
  }
  return code;
}

Reply lambda_error(const Error& error) {
  const Answer answer =
      error.answer.value_or(Answer{.status = 500, .code = "ServiceFailure", .message = error.what});
  const std::string code = lambda_code(answer.code);
  // Both spellings of the member occur: capital for what the front end says, small for the rest.
  const bool front = code == "AccessDeniedException" || code == "ResourceNotFoundException" ||
                     code == "TooManyRequestsException";
  Json body{{front ? "Message" : "message", answer.message},
            {"Type", answer.status < 500 ? "User" : "Service"}};
  if (answer.status == 429) body["Reason"] = "ConcurrentInvocationLimitExceeded";
  Reply reply = lambda_json(answer.status, body);
  reply.headers.push_back({"X-Amzn-ErrorType", code});
  if (answer.status == 429) reply.headers.push_back({"Retry-After", "1"});
  return reply;
}

}  // namespace patchcord::sandbox::aws
