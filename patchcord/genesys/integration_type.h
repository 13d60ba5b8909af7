// The integration type for AWS Lambda, and how a credential is attached to it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/genesys/client.h"

namespace patchcord::genesys {

inline constexpr std::string_view lambda_type = "aws-lambda-data-actions";

// The defaults are what Genesys' own Terraform modules send; the service's own spelling wins.
//
// Source   GenesysCloudDevOps/integration-lambda-module
struct CredentialSlot {
  std::string slot{"AmazonWebServicesARN"};  // key in an integration's config.credentials
  std::string type{"amazonWebServicesARN"};  // type.name of the credential
  std::string field{"ARN"};                  // key in its credentialFields: the role's ARN

  friend bool operator==(const CredentialSlot&, const CredentialSlot&) = default;
};

// Asks once in a run. Thread-safe.
class LambdaType {
 public:
  explicit LambdaType(Client& client);

  // Calls    GET /api/v2/integrations/types/aws-lambda-data-actions; where that does not spell the
  // type of the credential as we know it, also GET /api/v2/integrations/credentials/types
  // Errors   not_found: the organization does not have the type
  Result<CredentialSlot> slot();
  // The same with the field looked up in any case: for when what we know was not accepted.
  Result<CredentialSlot> slot_looked_up();

 private:
  Result<void> look_up_field();

  Client& client_;
  std::mutex mutex_;
  std::optional<CredentialSlot> slot_;
  bool looked_up_{false};
};

}  // namespace patchcord::genesys
