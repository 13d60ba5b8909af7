#include "patchcord/manifest/action_config.h"

namespace patchcord {

Json to_json(const ActionConfig& config) {
  Json json = {{"request",
                {{"requestUrlTemplate", config.function.text()},
                 {"requestType", "POST"},
                 {"requestTemplate", config.request_template},
                 {"headers", config.headers}}},
               {"response",
                {{"translationMap", config.translation_map},
                 {"translationMapDefaults", config.translation_defaults},
                 {"successTemplate", config.success_template}}}};
  if (config.timeout_seconds) json["timeoutSeconds"] = *config.timeout_seconds;
  return json;
}

}  // namespace patchcord
