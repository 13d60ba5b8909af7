#include "patchcord/template/simulate.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/action_error.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/invocation_limits.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/prepared.h"
#include "patchcord/template/reply_shape.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t operation_count = 12;  // at most

Value pairs_to_map(const TextPairs& pairs) {
  Value made = make_map();
  for (const auto& [name, text] : pairs)
    made.map().set(Value(name), Value(text));
  return made;
}

// `default` of the properties that are absent.
void fill_defaults(const Value& schema, Value& inputs) {
  const Value* properties = schema.is_map() ? schema.map().find("properties") : nullptr;
  if (properties == nullptr || !properties->is_map()) return;
  for (const auto& [name, property] : properties->map().entries()) {
    const Value* given = property.is_map() ? property.map().find("default") : nullptr;
    if (given != nullptr && inputs.map().find(name.text()) == nullptr)
      inputs.map().set(name, *given);
  }
}

class Run {
 public:
  Run(const Prepared& parts, const Executor& execute, const RunOptions& options)
      : parts_(parts),
        action_(parts.action),
        execute_(execute),
        options_(options),
        readings_(options.readings) {
    result_.context_id = options.context_id;
    if (readings_.missing_leaf_is_left_out) result_.missing_leaves = MissingLeaves::left_out;
    result_.operations.reserve(operation_count);
  }

  TestResult run(std::string_view inputs) {
    result_.warnings = parts_.warnings;
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
    if (readings_.fills_contract_defaults) fill_defaults(action_.input_schema, inputs_);
    raw_request_ = Value(write_json(inputs_));
    return pass(name);
  }

  bool validate_definition() {
    constexpr std::string_view name = "Validate draft definition";
    const auto violations = check_definition(action_);
    return violations.empty() ? pass(name) : fail(name, failure(describe(violations), processing));
  }

  bool validate_inputs() {
    constexpr std::string_view name = "Validate request body against simple input schema";
    if (!check_schema(name, parts_.input_schema, inputs_)) return false;
    return pass(name);
  }

  bool check_schema(std::string_view operation,
                    const std::optional<Result<Schema>>& schema,
                    const Value& document) {
    if (!schema) return true;
    if (!*schema) return fail(operation, failure(schema->error().what, processing));
    const Schema& contract = **schema;
    const SchemaOptions strict{NullPolicy::refuse, readings_.fraction_is_integer};
    const auto violations =
        contract.check(document, {readings_.nulls, readings_.fraction_is_integer});
    if (!violations.empty()) return fail(operation, failure(describe(violations), processing));
    if (readings_.nulls == NullPolicy::accept && !contract.check(document, strict).empty()) {
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

  [[nodiscard]] Value seen_by_templates(const Value& input) const {
    const bool decimal = input.kind() == Kind::real && std::isfinite(input.real());
    return decimal && readings_.exact_decimals ? make_big(BigNumber(input.real())) : input;
  }

  // A null counts as absent in templates; rawRequest keeps it.
  Value input_value() const {
    Value input = make_map();
    input.map().reserve(inputs_.map().size() + 3);
    for (const auto& entry : inputs_.map().entries()) {
      if (!entry.value.is_null()) input.map().set(entry.key, seen_by_templates(entry.value));
    }
    input.map().set("rawRequest", raw_request_);
    input.map().set("orgId", Value(options_.organization_id));
    input.map().set("integrationId", Value(options_.integration_id));
    return input;
  }

  Result<std::string> render(const PreparedTemplate& part,
                             Strictness strictness,
                             const Context& context) const {
    if (!part.read) return part.read.error();
    RenderOptions options;
    options.strictness = strictness;
    options.limits = options_.limits;
    return part.read->render(context, options);
  }

  bool resolve_request() {
    const Context context = request_context();
    const Strictness strictness =
        readings_.strict_request ? Strictness::strict : Strictness::lenient;
    auto url = render(parts_.url, strictness, context);
    if (!url) return fail("Resolve request URL template", failure_in(parts_.url, url.error()));
    request_.url = *std::move(url);
    pass("Resolve request URL template", Value(request_.url));
    for (const auto& part : parts_.headers) {
      auto header = render(part, strictness, context);
      if (!header)
        return fail("Resolve request header templates", failure_in(part, header.error()));
      request_.headers.emplace_back(part.name, *std::move(header));
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
    auto body = render(parts_.body, strictness, context);
    if (!body) return fail(name, failure_in(parts_.body, body.error()));
    if (readings_.empty_body_is_object && trim(*body).empty()) *body = "{}";
    if (action_.is_lambda()) {
      const auto depth = check_json(*body, "the request body");
      if (!depth) {
        ActionError error = failure_in("the request body", *body, depth.error());
        error.message += ": " + *body;
        return fail(name, std::move(error));
      }
      if (*depth > max_json_nesting) return fail(name, too_deep("request body"));
    }
    request_.body = *std::move(body);
    return pass(name, Value(request_.body));
  }

  bool perform() {
    constexpr std::string_view name = "Execute";
    if (action_.is_lambda()) {
      if (auto problem = sending_problem(request_))
        return fail(name, failure(*std::move(problem), processing));
    }
    Execution execution = execute_(request_);
    if (action_.is_lambda()) {
      execution = within_limits(request_,
                                {.organization_id = options_.organization_id,
                                 .integration_id = options_.integration_id,
                                 .correlation_id = options_.context_id},
                                std::move(execution));
    }
    if (auto* reply = std::get_if<Reply>(&execution)) {
      raw_result_ = std::move(reply->payload);
      int depth = 0;
      auto parsed = read_json(raw_result_, "the response", &depth);
      if (!parsed) return fail(name, failure(parsed.error().what, remote_endpoint));
      if (depth > max_json_nesting) return fail(name, too_deep("response"));
      document_ = *std::move(parsed);
      if (const auto oddity = sentence_of(shape_of(document_)); !oddity.empty())
        result_.warnings.push_back(fmt::format("{}; {}", oddity, advice_of(shape_of(document_))));
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
    return fail(name, timeout_failure(request_.timeout_seconds));
  }

  bool transform() {
    Context context;
    context.reserve(parts_.variables.size() + 2);
    if (readings_.success_sees_input) context.set("input", input_value());
    context.set("rawResult", Value(raw_result_));
    if (!translate(context) || !apply_template(context)) return false;
    constexpr std::string_view name = "Validate response against output schema";
    if (!check_schema(name, parts_.success_schema, resolved_)) return false;
    pass(name);
    warn_of_gaps();
    if (options_.flatten) {
      resolved_ = flatten(action_.success_schema, resolved_, result_.missing_leaves);
      pass("Flatten output", resolved_);
    }
    warn_of_size();
    result_.final_result = resolved_;
    return true;
  }

  void warn_of_gaps() {
    if (!parts_.has_parallel_lists) return;
    const auto gaps = lists_with_gaps(action_.success_schema, resolved_);
    if (gaps.empty()) return;
    result_.warnings.push_back(
        fmt::format("{}: some elements have no such member; {}. Architect goes through these lists "
                    "side by side, and what the platform does is not confirmed: return it in every "
                    "element",
                    fmt::join(gaps, ", "),
                    readings_.missing_leaf_is_left_out ? "they are left out, so the lists shift"
                                                       : "null stands in their place"));
  }

  // Source: Genesys Cloud Resource Center, "Call Data action"
  void warn_of_size() {
    constexpr std::size_t max_result = 2'000'000;
    // What is no larger as a text cannot be as compact JSON, except for how numbers are written.
    if (rendered_size_ <= max_result) return;
    const std::size_t bytes = write_json(resolved_).size();
    if (bytes <= max_result) return;
    result_.warnings.push_back(
        fmt::format("the result has {} bytes: Call Data Action takes at most 2 MB in flows for "
                    "email, messages, chats, surveys and work, and follows the Failure path then",
                    bytes));
  }

  bool translate(Context& context) {
    constexpr std::string_view name = "Resolve translation map";
    Value variables = make_map();
    std::string text;
    text.reserve(256);
    const bool nothing = document_.is_null() && readings_.null_reply_is_missing;
    for (const auto& [variable, path, otherwise] : parts_.variables) {
      if (!path)
        return fail(name, failure(fmt::format("{}: {}", variable, path.error().what), processing));
      text.clear();
      const auto found = nothing ? Result<bool>(false) : path->append_to(text, document_);
      if (!found)
        return fail(name, failure(fmt::format("{}: {}", variable, found.error().what), processing));
      if (*found && !(readings_.mapped_null_is_missing && text == "null")) {
        variables.map().set(Value(variable), Value(text));
      } else if (otherwise) {
        variables.map().set(Value(variable), *otherwise);
      }
    }
    if (readings_.defaults_outside_map) add_other_defaults(variables);
    for (const auto& entry : variables.map().entries())
      context.set(entry.key.text(), entry.value);
    return pass(name, std::move(variables));
  }

  void add_other_defaults(Value& variables) const {
    const auto& map = action_.translation_map;
    for (const auto& entry : action_.translation_map_defaults) {
      const bool mapped = std::any_of(
          map.begin(), map.end(), [&](const auto& pair) { return pair.first == entry.first; });
      if (!mapped) variables.map().set(Value(entry.first), Value(entry.second));
    }
  }

  bool apply_template(const Context& context) {
    constexpr std::string_view name = "Apply output transformation";
    const auto refuse = [&](ActionError error) {
      error.message = fmt::format(
          "Transform failed to process result using 'successTemplate' template due to "
          "error:'{}'\n Template:'{}'.",
          error.message,
          parts_.success.text);
      return fail(name, std::move(error));
    };
    auto rendered = render(parts_.success, Strictness::strict, context);
    if (!rendered) return refuse(failure_in(parts_.success, rendered.error()));
    rendered_size_ = rendered->size();
    auto parsed = read_json(*rendered, "the resolved template");
    if (!parsed) {
      ActionError error = failure_in("the resolved template", *rendered, parsed.error());
      error.message += ": " + *rendered;
      return refuse(std::move(error));
    }
    resolved_ = *std::move(parsed);
    return pass(name, resolved_);
  }

  const Prepared& parts_;
  const ActionDefinition& action_;
  const Executor& execute_;
  const RunOptions& options_;
  const Readings& readings_;
  TestResult result_{};
  Value inputs_{};
  Value raw_request_{};
  ExecutionRequest request_{};
  std::string raw_result_{};
  Value document_{};
  Value resolved_{};
  std::size_t authentication_step_{};
  std::size_t rendered_size_{};  // of the success template
};

}  // namespace

PreparedAction::PreparedAction(const ActionDefinition& action, RunOptions options)
    : parts_(std::make_shared<const Prepared>(action, options.readings.dialect)),
      options_(std::move(options)) {}

TestResult PreparedAction::run(std::string_view inputs, const Executor& execute) const {
  return Run(*parts_, execute, options_).run(inputs);
}

TestResult run_action(const ActionDefinition& action,
                      std::string_view inputs,
                      const Executor& execute,
                      const RunOptions& options) {
  return PreparedAction(action, options).run(inputs, execute);
}

}  // namespace patchcord::simulator
