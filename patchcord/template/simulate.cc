#include "patchcord/template/simulate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/try.h"
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
    const auto& items = value.list().items;
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
    return parsed.render(context, options);
  }

  bool resolve_request() {
    const Context context = request_context();
    const Strictness strictness =
        options_.strict_request ? Strictness::strict : Strictness::lenient;
    auto url = render(action_.url_template, "requestUrlTemplate", strictness, context);
    if (!url) return fail("Resolve request URL template", failure(url.error().what, processing));
    request_.url = *std::move(url);
    pass("Resolve request URL template", Value(request_.url));
    for (const auto& [name, text] : action_.headers) {
      auto header = render(text, name, strictness, context);
      if (!header)
        return fail("Resolve request header templates", failure(header.error().what, processing));
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
    auto body = render(
        action_.request_template.empty() ? default_request_template : action_.request_template,
        "requestTemplate",
        strictness,
        context);
    if (!body) return fail(name, failure(body.error().what, processing));
    if (action_.is_lambda()) {
      const auto event = read_json(*body, "the request body");
      if (!event)
        return fail(name, failure(fmt::format("{}: {}", event.error().what, *body), processing));
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
    const auto refuse = [&](std::string_view reason) {
      return fail(
          name,
          failure(fmt::format(
                      "Transform failed to process result using 'successTemplate' template due to "
                      "error:'{}'\n Template:'{}'.",
                      reason,
                      text),
                  processing));
    };
    auto rendered = render(text, "successTemplate", Strictness::strict, context);
    if (!rendered) return refuse(rendered.error().what);
    auto parsed = read_json(*rendered, "the resolved template");
    if (!parsed) return refuse(fmt::format("{}: {}", parsed.error().what, *rendered));
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

void check_contract(const Value& schema,
                    std::string_view subject,
                    std::vector<Violation> (*rules)(const Value&),
                    std::vector<Violation>& found) {
  if (schema.is_null()) return;
  if (const auto compiled = Schema::compile(schema); !compiled) {
    found.push_back({std::string(subject), compiled.error().what});
    return;
  }
  for (auto& violation : rules(schema)) {
    violation.path = violation.path.empty() ? std::string(subject)
                                            : fmt::format("{}.{}", subject, violation.path);
    found.push_back(std::move(violation));
  }
}

std::string architect_type(const FlatProperty& property) {
  std::string type = property.type == "integer"   ? "Integer"
                     : property.type == "number"  ? "Decimal"
                     : property.type == "boolean" ? "Boolean"
                                                  : "String";
  return property.array ? type + " collection" : type;
}

}  // namespace

TestResult run_action(const ActionDefinition& action,
                      std::string_view inputs,
                      const Executor& execute,
                      const RunOptions& options) {
  return Run(action, execute, options).run(inputs);
}

std::vector<Violation> check_definition(const ActionDefinition& action) {
  std::vector<Violation> found;
  constexpr std::array<std::string_view, 5> types{"GET", "PUT", "POST", "PATCH", "DELETE"};
  if (std::find(types.begin(), types.end(), action.request_type) == types.end()) {
    found.push_back({"config.request.requestType", "must be GET, PUT, POST, PATCH or DELETE"});
  }
  if (action.url_template.empty())
    found.push_back({"config.request.requestUrlTemplate", "is required"});
  if (action.timeout_seconds && (*action.timeout_seconds < 1 || *action.timeout_seconds > 60)) {
    found.push_back({"config.timeoutSeconds", "must be from 1 to 60"});
  }
  check_contract(action.input_schema, "contract.input.inputSchema", check_input_contract, found);
  check_contract(
      action.success_schema, "contract.output.successSchema", check_output_contract, found);
  return found;
}

Value to_json(const ActionError& error, std::string_view context_id) {
  Value made = make_map();
  made.map().set("message", Value(error.message));
  made.map().set("code", Value(error.code));
  made.map().set("status", Value(error.status));
  made.map().set("messageParams", make_map());
  made.map().set("contextId", Value(context_id));
  std::vector<Value> details;
  if (!error.error_code.empty()) {
    details.push_back(make_map());
    details.back().map().set("errorCode", Value(error.error_code));
  }
  made.map().set("details", make_list(std::move(details)));
  std::vector<Value> errors;
  if (!error.inner_message.empty()) {
    ActionError inner;
    inner.message = error.inner_message;
    inner.code = "INTERNAL_SERVER_ERROR";
    inner.status = error.status;
    errors.push_back(to_json(inner, context_id));
  }
  made.map().set("errors", make_list(std::move(errors)));
  return made;
}

Value to_json(const TestResult& result) {
  std::vector<Value> operations;
  for (const auto& operation : result.operations) {
    Value made = make_map();
    made.map().set("step", Value(operation.step));
    made.map().set("name", Value(operation.name));
    made.map().set("success", Value(operation.success));
    if (operation.has_result) made.map().set("result", operation.result);
    if (operation.error) made.map().set("error", to_json(*operation.error, result.context_id));
    operations.push_back(std::move(made));
  }
  Value made = make_map();
  made.map().set("operations", make_list(std::move(operations)));
  if (result.error) made.map().set("error", to_json(*result.error, result.context_id));
  if (result.final_result) made.map().set("finalResult", *result.final_result);
  made.map().set("success", Value(result.success()));
  return made;
}

std::vector<ArchitectVariable> architect_variables(const ActionDefinition& action,
                                                   const TestResult& result) {
  std::vector<ArchitectVariable> variables;
  if (result.outcome == RunOutcome::timeout) return variables;
  if (result.success()) {
    // Flattening what is flat already finds nothing to change in names without dots; take the
    // unflattened value.
    const Value& final = *result.final_result;
    const bool flat =
        !result.operations.empty() && result.operations.back().name == "Flatten output";
    const Value values = flat ? final : flatten(action.success_schema, final);
    for (const auto& property : flat_properties(action.success_schema)) {
      const Value* value =
          values.is_map() ? values.map().find(std::string_view(property.name)) : nullptr;
      variables.push_back(
          {property.name, architect_type(property), value == nullptr ? Value() : *value});
    }
    return variables;
  }
  const ActionError& error = *result.error;
  variables = {
      {"errorCode", "String", Value(error.code)},
      {"status", "Integer", Value(error.status)},
      {"correlationId", "String", Value(result.context_id)},
      {"entityId", "String", {}},
      {"entityName", "String", {}},
      {"userMessage", "String", Value(error.message)},
      {"userParamsMessage", "String", {}},
      {"userParams.key", "String collection", {}},
      {"userParams.value", "String collection", {}},
      {"details.errorCode", "String collection", make_list({Value(error.error_code)})},
      {"details.fieldName", "String collection", {}},
      {"details.entityId", "String collection", {}},
      {"details.entityName", "String collection", {}},
  };
  return variables;
}

}  // namespace patchcord::simulator
