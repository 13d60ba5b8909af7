// Looking at roles: as much of each as the purpose needs.
#include <algorithm>

#include <fmt/format.h>

#include "patchcord/aws/remote.h"
#include "patchcord/base/parallel.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/marks.h"

namespace patchcord::aws {
namespace {

constexpr std::size_t most_policies = 64;  // of one role, that are read

bool is_wanted(const Desired& desired, const std::string& role) {
  return std::any_of(desired.roles.begin(), desired.roles.end(), [&](const auto& one) {
    return one.name == role;
  });
}

bool is_marked_as_ours(const Role& role, const Desired& desired) {
  const auto tag = role.tags.find(std::string(marks::deployment_tag));
  return tag != role.tags.end() && tag->second == desired.deployment;
}

std::string account_of(const std::string& role_arn) {
  const auto parts = split(role_arn, ':');
  return parts.size() > 4 ? std::string(parts[4]) : std::string();
}

// What the caller may not see is a gap in a proof; anything else ends the look.
bool is_gap(const Error& error) {
  return error.code == Code::denied || error.code == Code::not_found;
}

}  // namespace

ObservedRole AwsRemote::observed_role(const Role& role) {
  return {.name = role.name,
          .arn = role.arn,
          .path = role.path,
          .description = role.description,
          .max_session_seconds = static_cast<int>(role.max_session.count()),
          .tags = role.tags,
          .boundary = role.boundary,
          .trust = role.trust};
}

std::vector<AwsRemote::Wanted> AwsRemote::wanted_roles(const Desired& desired,
                                                       const Applied& applied,
                                                       Purpose purpose) {
  std::vector<Wanted> wanted;
  for (const auto& role : desired.roles) {
    if (role.managed) {
      wanted.push_back({.name = role.name, .policy = role.policy_name, .purpose = purpose});
    } else if (purpose == Purpose::prove) {
      wanted.push_back({.name = role.name, .arn = role.arn, .purpose = purpose});
    }
  }
  for (const auto& entry : applied.objects) {
    const auto& role = entry.first.key;
    const bool known = std::any_of(
        wanted.begin(), wanted.end(), [&](const auto& one) { return one.name == role; });
    if (entry.first.kind == Kind::role && !known)
      wanted.push_back({.name = role,
                        .policy = recorded_policy(applied, role),
                        .purpose = is_wanted(desired, role) ? purpose : Purpose::remove});
  }
  return wanted;
}

Result<void> AwsRemote::observe(const Desired& desired,
                                const Applied& applied,
                                Purpose purpose,
                                Observed& observed) {
  const auto wanted = wanted_roles(desired, applied, purpose);
  if (wanted.empty()) return {};
  const bool only_others =
      std::all_of(wanted.begin(), wanted.end(), [](const auto& role) { return !role.arn.empty(); });
  auto caller = parts_.sts.get_caller_identity();
  if (caller) {
    observed.caller = *std::move(caller);
    return observe_roles(desired, wanted, observed);
  }
  // Where every role is another team's, AWS credentials are not needed.
  if (!only_others || caller.error().code == Code::cancelled) return std::move(caller).error();
  for (const auto& role : wanted) {
    observed.roles.push_back({.name = role.name, .arn = role.arn, .unread = caller.error().what});
  }
  return {};
}

Result<void> AwsRemote::observe_roles(const Desired& desired,
                                      const std::vector<Wanted>& wanted,
                                      Observed& observed) {
  std::vector<std::optional<ObservedRole>> found(wanted.size());
  TRY(in_flight(wanted.size(), requests_in_flight, [&](std::size_t i) -> Result<void> {
    if (!wanted[i].arn.empty()) {
      found[i] = read_role_of_others(wanted[i], *observed.caller);
      return {};
    }
    TRY_ASSIGN(found[i], read_role(wanted[i], desired));
    return {};
  }));
  observed.roles.clear();
  for (auto& role : found) {
    if (role) observed.roles.push_back(*std::move(role));
  }
  return {};
}

Result<std::optional<ObservedRole>> AwsRemote::read_role(const Wanted& wanted,
                                                         const Desired& desired) {
  TRY_ASSIGN(const auto role, get_role(wanted.name));
  if (!role) return std::optional<ObservedRole>();
  TRY(get_role_policy(wanted.name, wanted.policy));
  const bool whole = wanted.purpose == Purpose::prove || !is_marked_as_ours(*role, desired);
  const auto depth = wanted.purpose == Purpose::remove ? Depth::names
                     : whole                           ? Depth::documents
                                                       : Depth::nothing;
  TRY_ASSIGN(auto others, read_others(*role, wanted.policy, depth));
  std::vector<std::string> profiles;
  if (depth == Depth::names) {
    TRY_ASSIGN(profiles, parts_.iam.list_instance_profiles_for_role(wanted.name));
  }
  const std::lock_guard lock(mutex_);
  seen_[wanted.name].others = std::move(others);
  seen_[wanted.name].instance_profiles = std::move(profiles);
  return std::optional(seen_[wanted.name]);
}

ObservedRole AwsRemote::read_role_of_others(const Wanted& wanted, const Caller& caller) {
  ObservedRole out{.name = wanted.name, .arn = wanted.arn};
  if (account_of(wanted.arn) != caller.account) {
    out.unread = fmt::format("it is in account {}, the AWS credentials are of account {}",
                             account_of(wanted.arn),
                             caller.account);
    return out;
  }
  const auto role = parts_.iam.get_role(wanted.name);
  if (!role) {
    out.unread = role.error().what;
  } else if (!*role || (*role)->arn != wanted.arn) {
    out.unread = "there is no such role";
  } else {
    out = observed_role(**role);
    auto others = read_others(**role, {}, Depth::documents);
    if (others) {
      out.others = *std::move(others);
    } else {
      out.unread = others.error().what;
    }
  }
  return out;
}

Result<std::vector<ObservedPolicy>> AwsRemote::read_others(const Role& role,
                                                           const std::string& policy,
                                                           Depth depth) {
  std::vector<ObservedPolicy> others;
  if (depth == Depth::nothing) return others;
  TRY(name_others(role, policy, depth, others));
  if (depth == Depth::names) return others;
  if (role.boundary)
    others.push_back({.kind = ObservedPolicy::Kind::boundary, .name = *role.boundary});
  std::size_t read = 0;
  for (auto& one : others) {
    if (one.name.empty()) continue;
    if (read++ < most_policies) {
      TRY(read_document(role.name, one));
    } else {
      one.unread = fmt::format("the role has more than {} policies", most_policies);
    }
  }
  return others;
}

Result<void> AwsRemote::name_others(const Role& role,
                                    const std::string& policy,
                                    Depth depth,
                                    std::vector<ObservedPolicy>& others) {
  const auto add = [&](ObservedPolicy::Kind kind,
                       Result<std::vector<std::string>> names) -> Result<void> {
    if (!names) {
      // Without the names nobody knows what a removal would take along.
      if (depth == Depth::names || !is_gap(names.error())) return std::move(names).error();
      others.push_back({.kind = kind, .unread = names.error().what});
      return {};
    }
    for (auto& name : *names) {
      if (kind == ObservedPolicy::Kind::attached || name != policy)
        others.push_back({.kind = kind, .name = std::move(name)});
    }
    return {};
  };
  TRY(add(ObservedPolicy::Kind::inline_policy, parts_.iam.list_role_policies(role.name)));
  return add(ObservedPolicy::Kind::attached, parts_.iam.list_attached_role_policies(role.name));
}

Result<void> AwsRemote::read_document(const std::string& role, ObservedPolicy& policy) {
  Result<std::optional<Json>> document = std::optional<Json>();
  if (policy.kind == ObservedPolicy::Kind::inline_policy) {
    document = parts_.iam.get_role_policy(role, policy.name);
  } else if (auto managed = parts_.iam.get_managed_policy(policy.name)) {
    document = std::optional(*std::move(managed));
  } else {
    document = std::move(managed).error();
  }
  if (!document && !is_gap(document.error())) return std::move(document).error();
  if (!document) {
    policy.unread = document.error().what;
  } else if (*document) {
    policy.document = **std::move(document);
  } else {
    policy.unread = "it was removed meanwhile";
  }
  return {};
}

}  // namespace patchcord::aws
