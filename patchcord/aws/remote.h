// IAM and STS as the engine sees them.
#pragma once

#include <functional>
#include <string>

#include "patchcord/aws/iam_client.h"
#include "patchcord/aws/sts_client.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/remote.h"

namespace patchcord::aws {

struct AwsRemoteParts {
  IamClient& iam;
  StsClient& sts;
  Clock& clock;
  Events& events;
  Waits waits{};
};

class AwsRemote : public Remote {
 public:
  explicit AwsRemote(const AwsRemoteParts& parts) : parts_(parts) {}

  // Calls    GetCallerIdentity, GetRole and GetRolePolicy for each role that we make; none where
  // every role is
  //          another team's
  Result<void> observe(const Desired& desired, const Applied& applied, Observed& observed) override;

  // What was written is read back until two reads in a row show it: IAM answers from several hosts,
  // and promises no time.
  Result<Json> perform(Operation operation, const Json& fields) override;

  // A role's name is unique and its creation carries our operation id: nothing needs to be looked
  // for.
  Result<std::optional<Json>> find(Operation operation,
                                   const Json& fields,
                                   std::span<const std::string> known) override;

 private:
  using Look = std::function<Result<bool>()>;  // does a read show what was written?

  Result<void> write(Operation operation, const Json& fields);
  Result<Json> create_role(const Json& fields);
  Result<void> update_trust(const Json& fields);
  Result<void> put_role_policy(const Json& fields);
  Result<void> settle(const std::string& what, const Look& look);

  AwsRemoteParts parts_;
};

}  // namespace patchcord::aws
