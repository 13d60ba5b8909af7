// What a run comes out as: the API's JSON, Architect's variables, and what is wrong with a
// definition.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/template/simulate.h"

namespace patchcord::simulator {

namespace {

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
    const Value values =
        flat ? final : flatten(action.success_schema, final, result.missing_leaves);
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
