// The integration types and credential types of the sandbox's organization.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

inline constexpr std::string_view lambda_type = "aws-lambda-data-actions";
inline constexpr std::string_view functions_type = "function-data-actions";
inline constexpr std::string_view genesys_cloud_type = "purecloud-data-actions";

// The IntegrationType object, if the organization has that type.
std::optional<Json> integration_type(std::string_view id, const Knobs& knobs);
// The CredentialType object.
std::optional<Json> credential_type(std::string_view name, const Knobs& knobs);

// The slot of an integration type that a request names, in the service's own spelling.
std::optional<std::string> slot_of(const Json& type, const std::string& name, const Knobs& knobs);

Result<Outcome> list_integration_types(Call& call);
Result<Outcome> get_integration_type(Call& call);
Result<Outcome> get_config_schema(Call& call);
Result<Outcome> list_credential_types(Call& call);

}  // namespace patchcord::sandbox::genesys
