// IAM roles and their inline policies.
//
// Source   IAM API Reference, version 2010-05-08
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/aws/query.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/waits.h"

namespace patchcord::aws {

using Tags = std::map<std::string, std::string>;

struct Role {
  std::string name{};
  std::string id{};   // "AROA…"
  std::string arn{};  // right after creation sometimes the id
  std::string path{};
  std::string description{};
  std::string created{};                    // ISO 8601
  Json trust{};                             // the document; text that is not JSON stays a string
  std::chrono::seconds max_session{3'600};  // the answer to CreateRole leaves it out
  std::optional<std::string> boundary{};    // ARN of a policy
  Tags tags{};
};

struct RoleSpec {
  std::string name{};  // [\w+=,.@-]{1,64}, unique in the account without case
  std::string path{"/"};
  std::string description{};
  std::string trust{};  // the document, sent as it is
  std::optional<std::string> boundary{};
  Tags tags{};  // with the operation tag, which tells our own creation from another's
  std::string operation_tag{};  // the key of that tag in `tags`
};

// Every call is one request (listings: one for each page of 1,000), errors are those of to_error
// (answer.h). A refused policy document is in Error::detail. NoSuchEntity of a deletion is false.
// Thread-safe.
class IamClient {
 public:
  IamClient(QueryClient query, Clock& clock, Waits waits);

  // A role of that name that carries our operation tag is ours: an earlier attempt made it although
  // its answer was lost.
  //
  // Errors   conflict: a role of that name, in any spelling of case, exists and is not ours
  Result<Role> create_role(const RoleSpec& spec);
  Result<std::optional<Role>> get_role(const std::string& name);
  Result<void> update_assume_role_policy(const std::string& role, const std::string& trust);
  // Always sets both: what the call leaves out may be reset.
  Result<void> update_role(const std::string& role,
                           const std::string& description,
                           std::chrono::seconds max_session);
  Result<void> put_role_policy(const std::string& role,
                               const std::string& policy,
                               const std::string& document);
  Result<std::optional<Json>> get_role_policy(const std::string& role, const std::string& policy);
  Result<bool> delete_role_policy(const std::string& role, const std::string& policy);
  Result<std::vector<std::string>> list_role_policies(const std::string& role);           // names
  Result<std::vector<std::string>> list_attached_role_policies(const std::string& role);  // ARNs
  Result<std::vector<std::string>> list_instance_profiles_for_role(
      const std::string& role);  // names
  // The document of a managed policy in its default version.
  //
  // Calls    GetPolicy, GetPolicyVersion
  // Errors   not_found
  Result<Json> get_managed_policy(const std::string& arn);
  // Errors   conflict: it still has policies or instance profiles; also for a moment after they
  // were removed
  Result<bool> delete_role(const std::string& role);
  Result<void> tag_role(const std::string& role, const Tags& tags);
  Result<void> untag_role(const std::string& role, const std::vector<std::string>& keys);

 private:
  Result<Role> existing_or(const RoleSpec& spec, Error already_exists);
  Result<std::vector<Json>> list(QueryCall call, const std::string& member);

  QueryClient query_;
  Clock& clock_;
  Waits waits_;
};

}  // namespace patchcord::aws
