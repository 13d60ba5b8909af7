// The result of `patchcord deploy`: the tutorial's, read back from both clouds.
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/report/style.h"
#include "patchcord/verify/live_test.h"

namespace patchcord {

struct Deployed {
  std::string action_id{};
  std::string name{};
  std::string status{};        // of the action: "created" | "updated" | "unchanged" | "adopted"
  bool chain_changed{};        // the action, or something before it, was written
  std::string function_arn{};  // from the action at Genesys Cloud
  std::string role_arn{};      // from IAM
  std::string external_id{};   // from the role's trust policy
  std::string region{};        // of the function, from its ARN
  std::optional<LiveTest> test{};
};

// {"id": …, "name": …, "status": …, "type": "aws.lambda.invoke", "configuration": {"functionArn":
// …, "roleArn": …, "externalId": …, "region": …},
//  "test": {"passed": …, "result": …} | null}
Json to_json(const Deployed& deployed);
std::string deployed_text(const Deployed& deployed, const Style& style);

}  // namespace patchcord
