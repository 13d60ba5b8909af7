#include "patchcord/template/simulate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/failure_place.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {

namespace {

// Limit of the platform on the nesting of JSON.
constexpr int max_json_nesting = 50;

constexpr std::string_view authentication = "ACTION.AUTHENTICATION";
constexpr std::string_view processing = "ACTION.PROCESSING";
constexpr std::string_view remote_endpoint = "ACTION.REMOTE_ENDPOINT";

// NOLINTNEXTLINE(misc-no-recursion): stops at the limit
bool nests_deeper(const Value& value, int levels) {
  if (!value.is_list() && !value.is_map()) return false;
  if (levels == 0) return true;
  if (value.is_list()) {
    const auto items = value.list().items();
    return std::any_of(items.begin(), items.end(), [&](const Value& item) {
      return nests_deeper(item, levels - 1);
    });
  }
  const auto& entries = value.map().entries();
  return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
    return nests_deeper(entry.value, levels - 1);
  });
}

ActionError failure(std::string message, std::string_view code) {
  return {.message = std::move(message), .error_code = std::string(code)};
}

ActionError failure_in(std::string_view name, std::string_view text, const Error& error) {
  ActionError made = failure(error.what, processing);
  made.place = failure_place(name, text, error.at);
  return made;
}

std::string describe(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& violation : violations) {
    if (!text.empty()) text += "; ";
    text += violation.path.empty() ? violation.message : violation.path + " " + violation.message;
  }
  return text;
}

Value pairs_to_map(const TextPairs& pairs) {
  Value made = make_map();
  for (const auto& [name, text] : pairs)
    made.map().set(Value(name), Value(text));
  return made;
}

// The function's answer as the platform repeats it: without braces and quotes.
ActionError function_failure(const std::string& payload, const std::string& context_id) {
  std::string bare;
  for (const char c : payload) {
    if (c != '{' && c != '}' && c != '"') bare += c;
  }
  ActionError error = failure("Internal Server Error", remote_endpoint);
  error.code = "internal.server.error";
  error.status = 500;
  error.inner_message = fmt::format(
      "REST call for action execute failed. Message: Invoked function failed. Response from "
      "function: "
      "Function execution failed with error Type: Unhandled; Message: {} [{}]",
      bare,
      context_id);
  return error;
}

class Run {
 public:
  Run(const ActionDefinition& action, const Executor& execute, const RunOptions& options)
      : action_(action), execute_(execute), options_(options) {
    result_.context_id = options.context_id;
  }

  TestResult run(std::string_view inputs) {
    if (prepare(inputs) && resolve_request() && perform() && transform()) {
      result_.outcome = RunOutcome::success;
    }
    return std::move(result_);
  }

 private:
  bool prepare(std::string_view inputs) {
    if (!read_inputs(inputs)) return false;
    if (options_.draft && !validate_definition()) return false;
    if (!validate_inputs()) return false;
    pass("Perform authentication");
    authentication_step_ = result_.operations.size();
    return true;
  }

  OperationResult& add(std::string_view name, bool success) {
    auto& operation = result_.operations.emplace_back();
    operation.step = static_cast<int>(result_.operations.size());
    operation.name = std::string(name);
    operation.success = success;
    return operation;
  }
  bool pass(std::string_view name) {
    add(name, true);
    return true;
  }
  bool pass(std::string_view name, Value value) {
    auto& operation = add(name, true);
    operation.result = std::move(value);
    operation.has_result = true;
    return true;
  }
  bool fail(std::string_view name, ActionError error) {
    add(name, false).error = error;
    result_.error = std::move(error);
    return false;
  }

  bool read_inputs(std::string_view text) {
    constexpr std::string_view name =
        "Validate request body contains simple json (key-value pairs)";
    auto inputs = read_json(text, "the request body");
    if (!inputs) return fail(name, failure(inputs.error().what, processing));
    if (!inputs->is_map())
      return fail(name, failure("the request body must be a JSON object", processing));
    for (const auto& entry : inputs->map().entries()) {
      if (!entry.value.is_list() && !entry.value.is_map()) continue;
      return fail(
          name,
          failure(fmt::format("the input {} is not a simple value", entry.key.text()), processing));
    }
    inputs_ = *std::move(inputs);
    return pass(name);
  }

  bool validate_definition() {
    constexpr std::string_view name = "Validate draft definition";
    const auto violations = check_definition(action_);
    return violations.empty() ? pass(name) : fail(name, failure(describe(violations), processing));
  }

  bool validate_inputs() {
    constexpr std::string_view name = "Validate request body against simple input schema";
    if (!check_schema(name, action_.input_schema, inputs_)) return false;
    return pass(name);
  }

  bool check_schema(std::string_view operation, const Value& schema, const Value& document) {
    if (schema.is_null()) return true;
    const auto compiled = Schema::compile(schema);
    if (!compiled) return fail(operation, failure(compiled.error().what, processing));
    const auto violations = compiled->check(document, options_.nulls);
    if (!violations.empty()) return fail(operation, failure(describe(violations), processing));
    if (options_.nulls == NullPolicy::accept &&
        !compiled->check(document, NullPolicy::refuse).empty()) {
      result_.warnings.push_back(
          fmt::format("{}: a null where a type is declared was accepted; whether the platform does "
                      "so is not confirmed",
                      operation));
    }
    return true;
  }

  Context request_context() const {
    Context context;
    context.set("input", input_value());
    context.set("credentials", pairs_to_map(options_.credentials));
    if (!options_.auth_response.is_null()) context.set("authResponse", options_.auth_response);
    return context;
  }

  // A null counts as absent in templates; rawRequest keeps it.
  Value input_value() const {
    Value input = make_map();
    for (const auto& entry : inputs_.map().entries()) {
      if (!entry.value.is_null()) input.map().set(entry.key, entry.value);
    }
    input.map().set("rawRequest", Value(write_json(inputs_)));
    input.map().set("orgId", Value(options_.organization_id));
    input.map().set("integrationId", Value(options_.integration_id));
    return input;
  }

  Result<std::string> render(std::string_view text,
                             std::string_view name,
                             Strictness strictness,
                             const Context& context) const {
    TRY_ASSIGN(const auto parsed, Template::parse(text, name, options_.dialect));
    RenderOptions options;
    options.strictness = strictness;
    options.limits = options_.limits;
    return parsed.render(context, options);
  }

  bool resolve_request() {
    const Context context = request_context();
    const Strictness strictness =
        options_.strict_request ? Strictness::strict : Strictness::lenient;
    auto url = render(action_.url_template, "requestUrlTemplate", strictness, context);
    if (!url) {
      return fail("Resolve request URL template",
                  failure_in("requestUrlTemplate", action_.url_template, url.error()));
    }
    request_.url = *std::move(url);
    pass("Resolve request URL template", Value(request_.url));
    for (const auto& [name, text] : action_.headers) {
      auto header = render(text, name, strictness, context);
      if (!header)
        return fail("Resolve request header templates", failure_in(name, text, header.error()));
      request_.headers.emplace_back(name, *std::move(header));
    }
    pass("Resolve request header templates", pairs_to_map(request_.headers));
    return resolve_body(context, strictness);
  }

  bool resolve_body(const Context& context, Strictness strictness) {
    constexpr std::string_view name = "Resolve request body template";
    request_.type = action_.request_type;
    request_.timeout_seconds =
        static_cast<int>(std::clamp<std::int64_t>(action_.timeout_seconds.value_or(60), 1, 60));
    if (action_.request_type == "GET") return pass(name, Value(""));
    const std::string_view text =
        action_.request_template.empty() ? default_request_template : action_.request_template;
    auto body = render(text, "requestTemplate", strictness, context);
    if (!body) return fail(name, failure_in("requestTemplate", text, body.error()));
    if (action_.is_lambda()) {
      const auto event = read_json(*body, "the request body");
      if (!event) {
        ActionError error = failure_in("the request body", *body, event.error());
        error.message += ": " + *body;
        return fail(name, std::move(error));
      }
      if (nests_deeper(*event, max_json_nesting)) {
        return fail(
            name,
            failure(fmt::format("the request body nests deeper than {} levels", max_json_nesting),
                    processing));
      }
    }
    request_.body = *std::move(body);
    return pass(name, Value(request_.body));
  }

  bool perform() {
    Execution execution = execute_(request_);
    constexpr std::string_view name = "Execute";
    if (auto* reply = std::get_if<Reply>(&execution)) {
      raw_result_ = std::move(reply->payload);
      auto parsed = read_json(raw_result_, "the response");
      if (!parsed) return fail(name, failure(parsed.error().what, remote_endpoint));
      if (nests_deeper(*parsed, max_json_nesting)) {
        return fail(
            name,
            failure(fmt::format("the response nests deeper than {} levels", max_json_nesting),
                    processing));
      }
      document_ = *std::move(parsed);
      return pass(name, document_);
    }
    if (const auto* error = std::get_if<FunctionError>(&execution)) {
      return fail(name, function_failure(error->payload, options_.context_id));
    }
    if (const auto* error = std::get_if<RemoteFailure>(&execution)) {
      return fail(name, failure(error->message, remote_endpoint));
    }
    if (const auto* error = std::get_if<AuthenticationFailure>(&execution)) {
      // It ended before anything was resolved.
      result_.operations.resize(authentication_step_ - 1);
      return fail("Perform authentication", failure(error->message, authentication));
    }
    result_.outcome = RunOutcome::timeout;
    ActionError error = failure(
        fmt::format("The action did not answer within {} seconds.", request_.timeout_seconds),
        remote_endpoint);
    error.code = "request.timeout";
    error.status = 504;
    return fail(name, std::move(error));
  }

  bool transform() {
    Context context;
    context.set("input", input_value());
    context.set("rawResult", Value(raw_result_));
    if (!translate(context) || !apply_template(context)) return false;
    constexpr std::string_view name = "Validate response against output schema";
    if (!check_schema(name, action_.success_schema, resolved_)) return false;
    pass(name);
    if (options_.flatten) {
      resolved_ = flatten(action_.success_schema, resolved_);
      pass("Flatten output", resolved_);
    }
    result_.final_result = resolved_;
    return true;
  }

  bool translate(Context& context) {
    constexpr std::string_view name = "Resolve translation map";
    Value variables = make_map();
    for (const auto& [variable, text] : action_.translation_map) {
      const auto path = JsonPath::compile(text);
      if (!path)
        return fail(name, failure(fmt::format("{}: {}", variable, path.error().what), processing));
      const auto found = path->read(document_);
      if (!found)
        return fail(name, failure(fmt::format("{}: {}", variable, found.error().what), processing));
      if (*found) {
        variables.map().set(Value(variable), Value(write_json(**found)));
        continue;
      }
      const auto& defaults = action_.translation_map_defaults;
      const auto known =
          std::find_if(defaults.begin(), defaults.end(), [&key = variable](const auto& pair) {
            return pair.first == key;
          });
      if (known != defaults.end()) variables.map().set(Value(variable), Value(known->second));
    }
    for (const auto& entry : variables.map().entries())
      context.set(entry.key.text(), entry.value);
    return pass(name, std::move(variables));
  }

  bool apply_template(const Context& context) {
    constexpr std::string_view name = "Apply output transformation";
    const std::string_view text =
        action_.success_template.empty() ? default_success_template : action_.success_template;
    const auto refuse = [&](ActionError error) {
      error.message = fmt::format(
          "Transform failed to process result using 'successTemplate' template due to "
          "error:'{}'\n Template:'{}'.",
          error.message,
          text);
      return fail(name, std::move(error));
    };
    auto rendered = render(text, "successTemplate", Strictness::strict, context);
    if (!rendered) return refuse(failure_in("successTemplate", text, rendered.error()));
    auto parsed = read_json(*rendered, "the resolved template");
    if (!parsed) {
      ActionError error = failure_in("the resolved template", *rendered, parsed.error());
      error.message += ": " + *rendered;
      return refuse(std::move(error));
    }
    resolved_ = *std::move(parsed);
    return pass(name, resolved_);
  }

  const ActionDefinition& action_;
  const Executor& execute_;
  const RunOptions& options_;
  TestResult result_{};
  Value inputs_{};
  ExecutionRequest request_{};
  std::string raw_result_{};
  Value document_{};
  Value resolved_{};
  std::size_t authentication_step_{};
};

}  // namespace

TestResult run_action(const ActionDefinition& action,
                      std::string_view inputs,
                      const Executor& execute,
                      const RunOptions& options) {
  return Run(action, execute, options).run(inputs);
}

}  // namespace patchcord::simulator
