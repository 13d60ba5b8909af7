#include "patchcord/plan/plan.h"

#include <fmt/format.h>

#include "patchcord/base/try.h"

namespace patchcord {
namespace {

constexpr const char* verb(Operation operation) {
  switch (operation) {
    case Operation::create_role:
    case Operation::create_integration:
    case Operation::create_credential:
    case Operation::create_action:
      return "create";
    case Operation::tag_role:
      return "tag";
    case Operation::update_role:
      return "describe";
    case Operation::update_trust:
      return "correct the trust policy of";
    case Operation::put_role_policy:
      return "write";
    case Operation::configure_integration:
      return "configure";
    case Operation::enable_integration:
      return "enable";
    case Operation::update_action:
      return "update";
    case Operation::untag_role:
      return "release";
    case Operation::delete_role_policy:
    case Operation::delete_role:
    case Operation::delete_integration:
    case Operation::delete_credential:
    case Operation::delete_action:
      return "remove";
  }
  return "change";
}

}  // namespace

std::string Step::title() const {
  return fmt::format("{} {}", verb(operation), address.text());
}

Json reference_to(const Address& address, std::string_view output) {
  return {{"$from", address.text()}, {"output", std::string(output)}};
}

bool is_reference(const Json& value) {
  return value.is_object() && value.size() == 2 && value.contains("$from") &&
         value.contains("output");
}

std::string reference_text(const Json& reference) {
  return fmt::format("({} of {}, known after it is made)",
                     string_at(reference, "output"),
                     string_at(reference, "$from"));
}

Result<Json> resolve(const Json& fields, const Outputs& outputs) {
  if (is_reference(fields)) {
    const auto found = outputs.find(string_at(fields, "$from"));
    const auto output = string_at(fields, "output");
    if (found == outputs.end() || !found->second.contains(output)) {
      return Error{
          .code = Code::internal,
          .what = fmt::format("no step gave {} of {}", output, string_at(fields, "$from"))};
    }
    return found->second.at(output);
  }
  if (!fields.is_structured()) return fields;
  Json resolved = fields;
  for (auto& member : resolved) {
    TRY_ASSIGN(member, resolve(member, outputs));
  }
  return resolved;
}

std::vector<FunctionArn> newly_invoked(const Plan& plan) {
  std::vector<FunctionArn> functions;
  for (const auto& step : plan.steps) {
    for (const auto& change : step.changes) {
      if (step.operation != Operation::update_action ||
          change.field != "config.request.requestUrlTemplate" || !change.after.is_string())
        continue;
      auto function = FunctionArn::parse(change.after.get<std::string>());
      if (function) functions.push_back(*std::move(function));
    }
  }
  return functions;
}

}  // namespace patchcord
