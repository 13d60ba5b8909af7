#include "patchcord/manifest/single.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/action_config.h"
#include "patchcord/manifest/contract.h"
#include "patchcord/manifest/names.h"
#include "patchcord/manifest/schema_rules.h"
#include "patchcord/model/marks.h"

namespace patchcord {
namespace {

class Compiler {
 public:
  explicit Compiler(const SingleFunction& single) : single_(single) {}

  CompiledSingle compile() {
    auto function = FunctionArn::parse(single_.function_arn);
    if (!function) problem("LAMBDA_FUNCTION_ARN", function.error());
    check_names();
    const Json contract =
        single_.contract ? given_contract(*single_.contract) : described_contract();
    if (!function) return std::move(result_);

    auto& desired = result_.desired;
    desired.deployment = single_.deployment;
    desired.trusted_account = single_.trusted_account;
    desired.external_id = single_.external_id;
    desired.cross_account = single_.cross_account;
    desired.roles.push_back({.name = single_.role,
                             .description = single_.role_description,
                             .policy_name = single_.policy,
                             .functions = {*function}});
    desired.integrations.push_back({.key = marks::key_of(single_.integration),
                                    .name = single_.integration,
                                    .role = single_.role,
                                    .actions = {action(*function, contract)}});
    return std::move(result_);
  }

 private:
  void problem(std::string at, Error error) {
    error.at = std::move(at);
    result_.problems.push_back(std::move(error));
  }
  void problem(std::string at, std::string what, std::string hint = {}) {
    problem(std::move(at),
            Error{.code = Code::invalid, .what = std::move(what), .hint = std::move(hint)});
  }

  // Source: IAM API Reference, CreateRole and PutRolePolicy (name patterns); Genesys Cloud API,
  // PostActionInput
  void check_names() {
    if (!is_account_id(single_.trusted_account)) {
      problem("GENESYS_AWS_ACCOUNT_ID",
              fmt::format("`{}` is not an AWS account id", printable(single_.trusted_account, 80)),
              "An account id has 12 digits.");
    }
    if (single_.deployment != marks::key_of(single_.deployment)) {
      problem("--deployment",
              fmt::format("`{}` cannot name a deployment", printable(single_.deployment, 80)),
              "Use 1 to 40 lower case letters, digits and single hyphens.");
    }
    check("--role", check_iam_name("a role", single_.role, max_role_name));
    check("--policy", check_iam_name("an inline policy", single_.policy, max_policy_name));
    check("--integration", check_display_name("an integration", single_.integration));
    check("--action", check_display_name("an action", single_.action));
    if (single_.timeout_seconds &&
        (*single_.timeout_seconds < 1 || *single_.timeout_seconds > 60)) {
      problem("--timeout",
              fmt::format("a data action cannot have a timeout of {} s", *single_.timeout_seconds),
              "Give 1 to 60 seconds.");
    }
    if (single_.role_description.size() > 1000)
      problem("--role-description", "a role's description has at most 1000 characters");
  }

  void check(const char* at, Result<void> checked) {
    if (!checked) problem(at, std::move(checked).error());
  }

  Json described_contract() {
    const auto input = fields_of(single_.inputs, "--input", ContractSide::input);
    const auto output = fields_of(single_.outputs, "--output", ContractSide::output);
    return contract_of(object_schema(input), object_schema(output));
  }

  std::vector<ContractField> fields_of(const std::vector<std::string>& texts,
                                       const char* at,
                                       ContractSide side) {
    std::vector<ContractField> fields;
    for (const auto& text : texts) {
      const auto colon = text.find(':');
      if (colon == std::string::npos) {
        problem(at,
                fmt::format("`{}` has no type", printable(text, 100)),
                fmt::format("Write {} name:type, for example {} orderId:string", at, at));
        continue;
      }
      auto field = parse_contract_field(text.substr(0, colon), text.substr(colon + 1), side);
      if (!field) {
        problem(at, std::move(field).error());
        continue;
      }
      const bool twice = std::any_of(fields.begin(), fields.end(), [&](const auto& other) {
        return other.name == field->name;
      });
      if (twice) problem(at, fmt::format("`{}` is given twice", field->name));
      fields.push_back(*std::move(field));
    }
    return fields;
  }

  // Either {"input": <schema>, "output": <schema>} or the form of the API and of exported actions.
  Json given_contract(const Json& contract) {
    if (!single_.inputs.empty() || !single_.outputs.empty()) {
      problem("--contract",
              "a contract file and --input or --output describe the same thing",
              "Give one or the other.");
    }
    const auto& input = member_at(contract, "input");
    const auto& output = member_at(contract, "output");
    const auto& input_schema = input.contains("inputSchema") ? input.at("inputSchema") : input;
    const auto& success_schema =
        output.contains("successSchema") ? output.at("successSchema") : output;
    if (!input_schema.is_object() || !success_schema.is_object()) {
      problem("--contract",
              "the contract file does not have the schemas `input` and `output`",
              R"(Write {"input": {…}, "output": {…}} with one JSON Schema each.)");
    } else {
      check_schema(input_schema, ContractSide::input);
      check_schema(success_schema, ContractSide::output);
    }
    return contract_of(input_schema, success_schema);
  }

  void check_schema(const Json& schema, ContractSide side) {
    for (auto& found : problems_of_schema(schema, side)) {
      if (found.severity != Severity::error) continue;
      if (!found.at.empty()) found.what += fmt::format(", at `{}`", printable(found.at, 200));
      problem("--contract", std::move(found.what), std::move(found.hint));
    }
  }

  [[nodiscard]] DesiredAction action(const FunctionArn& function, const Json& contract) const {
    return {
        .name = single_.action,
        .category = single_.integration,
        .function = function,
        .config =
            to_json(ActionConfig{.function = function, .timeout_seconds = single_.timeout_seconds}),
        .contract = contract,
        .keeps_contract = !single_.contract && single_.inputs.empty() && single_.outputs.empty()};
  }

  const SingleFunction& single_;
  CompiledSingle result_{};
};

}  // namespace

CompiledSingle compile(const SingleFunction& single) {
  return Compiler(single).compile();
}

}  // namespace patchcord
