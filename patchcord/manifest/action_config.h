// The `config` of a data action that invokes a Lambda function, as the API takes it.
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/model/arn.h"

namespace patchcord {

// The defaults are those of the action editor: the whole input goes to the function, its whole
// answer comes back.
//
// Source   Genesys Cloud Resource Center, "Request configuration for data actions", "Response
//          configuration for data actions"
struct ActionConfig {
  FunctionArn function{};
  std::optional<int> timeout_seconds{};  // left out when absent, never 0
  std::string request_template{"${input.rawRequest}"};
  std::string success_template{"${rawResult}"};
  Json headers = Json::object();
  Json translation_map = Json::object();
  Json translation_defaults = Json::object();
};

// Shape   {"timeoutSeconds": 15, "request": {"requestUrlTemplate": "arn:…", "requestType": "POST",
//         "requestTemplate": "…", "headers": {}}, "response": {"translationMap": {},
//         "translationMapDefaults": {}, "successTemplate": "…"}}
Json to_json(const ActionConfig& config);

}  // namespace patchcord
