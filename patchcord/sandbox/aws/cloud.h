// What the AWS half knows: keys, users, roles with their past, managed policies, functions.
//
// Not thread-safe: AwsCloud guards it with its mutex.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/sandbox/aws/caller.h"
#include "patchcord/sandbox/aws/knobs.h"
#include "patchcord/sandbox/aws/options.h"
#include "patchcord/sandbox/aws/query_protocol.h"
#include "patchcord/sandbox/aws/runtime.h"
#include "patchcord/sandbox/aws/signature.h"
#include "patchcord/sandbox/aws/timeline.h"

namespace patchcord::sandbox::aws {

struct Role {
  std::string name{};
  std::string path{"/"};
  std::string id{};  // AROA…
  std::string arn{};
  TimePoint created{};
  std::string trust{};  // as it was sent
  std::map<std::string, std::string>
      trusted_ids{};  // ARNs of users and roles in it → their ids when it was stored
  std::optional<std::string> description{};
  int max_session_seconds{3600};
  std::optional<std::string> boundary{};  // ARN of a managed policy
  Tags tags{};
  std::map<std::string, std::string> policies{};  // inline: name → document
  std::vector<std::string> attached{};            // ARNs of managed policies
};

struct InstanceProfile {
  std::string name{};
  std::string path{"/"};
  std::string id{};  // AIPA…
  std::string arn{};
  TimePoint created{};
  std::string role{};  // its name; empty: none
};

struct ManagedPolicy {
  std::string arn{};
  std::string id{};  // ANPA…
  std::string name{};
  std::string path{"/"};
  std::string document{};
  std::string description{};
  TimePoint created{};
  bool of_aws{};
};

struct Function {
  std::shared_ptr<FunctionRuntime> runtime{};
  std::string modified{};
  std::string revision{};
  std::map<std::string, std::map<std::string, Json>>
      policies{};  // qualifier → statement id → statement
  int invocations{};
  int errors{};
  std::string last_log{};

  [[nodiscard]] const FunctionSpec& spec() const { return runtime->function(); }
};

// What a user may do: by this document, or everything without one. A document that cannot be read
// allows nothing.
std::vector<policy::Document> policies_of(const std::optional<std::string>& text);

struct Cloud {
  Cloud(const AwsOptions& given, TimePoint now);

  AwsOptions options;
  AwsKnobs knobs;
  KeyRing keys{};
  std::map<std::string, Caller> users{};  // by ARN
  std::map<std::string, Timeline<Role>>
      roles{};  // by name in lower case: names are unique without case
  std::map<std::string, ManagedPolicy> policies{};    // by ARN
  std::map<std::string, InstanceProfile> profiles{};  // by name
  std::map<std::string, Function> functions{};        // by unqualified ARN
  unsigned reads{};                                   // picks the host that answers an early read

  // As a write sees it: the newest state.
  [[nodiscard]] const Role* role(std::string_view name) const;
  // As a write sees it whose host learns late of other writes.
  [[nodiscard]] const Role* role_on_late_host(std::string_view name, TimePoint now) const;
  // As a read sees it, maybe late. Not const: early reads may come from either of two hosts.
  const Role* readable_role(std::string_view name, TimePoint now);
  [[nodiscard]] std::vector<const Role*> readable_roles(TimePoint now);
  // As STS and Lambda see it, maybe late; by the exact ARN.
  [[nodiscard]] const Role* enforced_role(std::string_view arn, TimePoint now) const;
  [[nodiscard]] const Role* enforced_role_by_id(std::string_view id, TimePoint now) const;
  void store(TimePoint now, const Role& role);
  void remove_role(TimePoint now, const std::string& name);

  // The unique id of a user or role of this cloud, and back; nothing when there is none (any more).
  [[nodiscard]] std::optional<std::string> id_of(std::string_view arn) const;
  // The trust policy with principals that are gone as bare ids, and account ids as the knob says.
  [[nodiscard]] std::string shown_trust(const Role& role) const;

  // What the clocks of this cloud show: those of its signatures, sessions and conditions.
  [[nodiscard]] TimePoint clock(TimePoint now) const {
    return now + std::chrono::seconds{knobs.clock_offset_seconds};
  }

  [[nodiscard]] Function* function(const std::string& unqualified_arn);

 private:
  [[nodiscard]] TimePoint read_moment(TimePoint now);
};

}  // namespace patchcord::sandbox::aws
