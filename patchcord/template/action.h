// A data action as the platform has it: its configuration and its two contracts.
//
// Source: Genesys Cloud Platform API, Action, ActionConfig, ActionContract; exports of the admin UI
// (*.custom.json); the Terraform resource genesyscloud_integration_action.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

using TextPairs = std::vector<std::pair<std::string, std::string>>;  // in the order of the file

struct ActionDefinition {
  std::string name{};
  std::string category{};
  std::string integration_type{"aws-lambda-data-actions"};
  bool secure{};
  std::optional<std::int64_t> timeout_seconds{};  // 1 to 60; 60 when not given
  std::string url_template{};                     // of a Lambda action: the function's ARN
  std::string request_type{"POST"};
  TextPairs headers{};
  std::string request_template{};  // empty: ${input.rawRequest}
  TextPairs translation_map{};     // variable → JSONPath
  TextPairs translation_map_defaults{};
  std::string success_template{};  // empty: ${rawResult}
  Value input_schema{};            // null: an open object
  Value success_schema{};

  [[nodiscard]] bool is_lambda() const { return integration_type == "aws-lambda-data-actions"; }
};

inline constexpr std::string_view default_request_template = "${input.rawRequest}";
inline constexpr std::string_view default_success_template = "${rawResult}";

// Reads any of the three forms; a UTF-8 byte order mark is skipped. What is absent keeps its
// default. Templates and schemas that the API gives only by address (requestTemplateUri) are
// refused.
//
//   {"name": …, "config": {"request": {…}, "response": {…}}, "contract": {"input": {…}, "output":
//   {…}}}    export, API
//   {"name": …, "config_request": {…}, "config_response": {…}, "contract_input": "…", …} Terraform
//
// Errors   protocol: not JSON · invalid: not an action (`at` names the member)
Result<ActionDefinition> action_from_json(std::string_view text);

// The form of exports, which action_from_json reads again. Contracts that are null are left out.
Value to_json(const ActionDefinition& action);

}  // namespace patchcord::simulator
