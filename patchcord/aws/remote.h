// IAM and STS as the engine sees them.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
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
  // To remove: also the names of the other policies and of the instance profiles. A role that the
  // record has and `desired` does not is looked at in the same way. To prove, and where a role is
  // not marked as ours: also their documents and the boundary's; what the caller may not read is
  // `unread`. To prove, another team's roles are read, too.
  Result<void> observe(const Desired& desired,
                       const Applied& applied,
                       Purpose purpose,
                       Observed& observed) override;
  // Calls    GetRole for roles whose tags or description this run wrote; the rest was read back
  Result<void> observe_again(const Desired& desired,
                             const Applied& applied,
                             Purpose purpose,
                             Observed& observed) override;

  // A write that meets a host of IAM which does not know yet what this run did is repeated.
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

  struct Wanted {
    std::string name{};
    std::string policy{};  // that we write; empty: another team's role
    std::string arn{};     // of another team's role
    Purpose purpose{};
  };
  // What there is of a role besides itself and the policy that we write.
  enum class Depth { nothing, names, documents };

  static std::vector<Wanted> wanted_roles(const Desired& desired,
                                          const Applied& applied,
                                          Purpose purpose);
  static ObservedRole observed_role(const Role& role);
  Result<void> observe_roles(const Desired& desired,
                             const std::vector<Wanted>& wanted,
                             Observed& observed);
  Result<std::optional<ObservedRole>> read_role(const Wanted& wanted, const Desired& desired);
  ObservedRole read_role_of_others(const Wanted& wanted, const Caller& caller);
  Result<std::vector<ObservedPolicy>> read_others(const Role& role,
                                                  const std::string& policy,
                                                  Depth depth);
  Result<void> name_others(const Role& role,
                           const std::string& policy,
                           Depth depth,
                           std::vector<ObservedPolicy>& others);
  Result<void> read_document(const std::string& role, ObservedPolicy& policy);
  Result<std::optional<Role>> get_role(const std::string& name);
  Result<std::optional<Json>> get_role_policy(const std::string& name, const std::string& policy);
  Result<Role> create_or_share(const RoleSpec& spec);
  void mark_stale(const std::string& name);
  std::set<std::string> stale_roles();
  void forget_policy(const std::string& name, const std::string& policy);

  Result<void> write(Operation operation, const Json& fields);
  Result<void> write_once(Operation operation, const Json& fields);
  Result<void> delete_role_policy(const std::string& role, const std::string& policy);
  Result<void> delete_role(const std::string& role);
  bool is_spreading(Operation operation, const std::string& role, const Error& error);
  Result<std::vector<std::string>> holders_of(const std::string& role);
  Result<Json> create_role(const Json& fields);
  Result<void> update_trust(const Json& fields);
  Result<void> put_role_policy(const Json& fields);
  Result<void> settle(const std::string& what, const Look& look);

  AwsRemoteParts parts_;
  std::mutex mutex_{};
  std::map<std::string, ObservedRole> seen_{};    // as last read, by name
  std::set<std::string> stale_{};                 // written since, and not read back
  std::set<std::string> made_{};                  // roles that this run made
  std::map<std::string, std::string> removed_{};  // by role: the policy that this run removed
};

}  // namespace patchcord::aws
