#include "patchcord/aws/remote.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/try.h"
#include "patchcord/model/marks.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/equivalent.h"

namespace patchcord::aws {
namespace {

constexpr int reads_in_a_row = 2;

bool shows(const Json& found, const std::string& written) {
  const auto document = policy::read_document(found);
  const auto expected = policy::parse_document(written);
  return document.ok() && expected.ok() && policy::equivalent(*expected, *document);
}

// A deletion found nothing, and yet a read shows it.
Error not_known_yet(std::string_view action, const std::string& what) {
  return Error{.code = Code::not_found,
               .what = fmt::format("iam:{} does not know {}, which can be read", action, what),
               .hint =
                   "Run the same command again in a minute: IAM may still be spreading a "
                   "change."};
}

Tags tags_in(const Json& fields) {
  Tags tags;
  for (const auto& [key, value] : member_at(fields, "tags").items()) {
    tags[key] = value.get<std::string>();
  }
  return tags;
}

}  // namespace

Result<void> AwsRemote::observe_again(const Desired& /*desired*/,
                                      const Applied& /*applied*/,
                                      Purpose /*purpose*/,
                                      Observed& observed) {
  for (const auto& name : stale_roles()) {
    TRY(get_role(name));
  }
  observed.roles.clear();
  const std::lock_guard lock(mutex_);
  for (const auto& [name, role] : seen_) {
    observed.roles.push_back(role);
  }
  return {};
}

// Every read of a role is remembered: what was read back needs no second read.
Result<std::optional<Role>> AwsRemote::get_role(const std::string& name) {
  TRY_ASSIGN(auto role, parts_.iam.get_role(name));
  const std::lock_guard lock(mutex_);
  stale_.erase(name);
  if (!role) {
    seen_.erase(name);
    return role;
  }
  auto seen = observed_role(*role);
  seen.policies = std::move(seen_[name].policies);
  seen.others = std::move(seen_[name].others);
  seen.instance_profiles = std::move(seen_[name].instance_profiles);
  seen_[name] = std::move(seen);
  return role;
}

Result<std::optional<Json>> AwsRemote::get_role_policy(const std::string& name,
                                                       const std::string& policy) {
  TRY_ASSIGN(auto document, parts_.iam.get_role_policy(name, policy));
  const std::lock_guard lock(mutex_);
  auto& policies = seen_[name].policies;
  policies.erase(policy);
  if (document) policies[policy] = *document;
  return document;
}

void AwsRemote::forget_policy(const std::string& name, const std::string& policy) {
  const std::lock_guard lock(mutex_);
  seen_[name].policies.erase(policy);
}

void AwsRemote::mark_stale(const std::string& name) {
  const std::lock_guard lock(mutex_);
  stale_.insert(name);
}

std::set<std::string> AwsRemote::stale_roles() {
  const std::lock_guard lock(mutex_);
  return stale_;
}

Result<Json> AwsRemote::perform(Operation operation, const Json& fields) {
  if (operation == Operation::create_role) return create_role(fields);
  TRY(write(operation, fields));
  return Json::object();
}

// IAM's hosts learn of a change one after another: the next write may meet one that does not know
// it.
Result<void> AwsRemote::write(Operation operation, const Json& fields) {
  const auto deadline = parts_.clock.now() + parts_.waits.propagation;
  const auto delay = std::max(parts_.waits.iam_poll, Milliseconds(1));
  for (;;) {
    auto written = write_once(operation, fields);
    if (written || !is_spreading(operation, string_at(fields, "role"), written.error()) ||
        parts_.clock.now() >= deadline)
      return written;
    parts_.events.emit(Waiting{.what = "what was just changed to be known everywhere in IAM",
                               .why = written.error().what,
                               .delay = delay});
    TRY(parts_.clock.wait(delay));
  }
}

bool AwsRemote::is_spreading(Operation operation, const std::string& role, const Error& error) {
  const std::lock_guard lock(mutex_);
  const bool removal =
      operation == Operation::delete_role || operation == Operation::delete_role_policy;
  if (error.code == Code::not_found) return removal || made_.contains(role);
  return operation == Operation::delete_role && error.code == Code::conflict &&
         error.detail.empty() && removed_.contains(role);
}

Result<void> AwsRemote::write_once(Operation operation, const Json& fields) {
  const auto role = string_at(fields, "role");
  auto& iam = parts_.iam;
  switch (operation) {
    case Operation::update_trust:
      return update_trust(fields);
    case Operation::put_role_policy:
      return put_role_policy(fields);
    case Operation::tag_role:
      mark_stale(role);
      return iam.tag_role(role, tags_in(fields));
    case Operation::update_role:
      mark_stale(role);
      return iam.update_role(role,
                             string_at(fields, "description"),
                             std::chrono::seconds(integer_at(fields, "max_session_seconds")));
    case Operation::delete_role_policy:
      return delete_role_policy(role, string_at(fields, "policy"));
    case Operation::untag_role:
      mark_stale(role);
      return iam.untag_role(role, member_at(fields, "keys").get<std::vector<std::string>>());
    case Operation::delete_role:
      return delete_role(role);
    default:
      return Error{.code = Code::internal,
                   .what = fmt::format("{} is not an operation of IAM", operation_name(operation))};
  }
}

Result<void> AwsRemote::delete_role_policy(const std::string& role, const std::string& policy) {
  TRY_ASSIGN(const bool deleted, parts_.iam.delete_role_policy(role, policy));
  if (!deleted) {
    TRY_ASSIGN(const auto seen, get_role_policy(role, policy));
    if (seen) return not_known_yet("DeleteRolePolicy", "policy " + policy + " of role " + role);
  }
  forget_policy(role, policy);
  const std::lock_guard lock(mutex_);
  removed_[role] = policy;
  return {};
}

// Refused because of what others put there since it was looked at: named in the error's detail.
Result<void> AwsRemote::delete_role(const std::string& role) {
  mark_stale(role);
  auto deleted = parts_.iam.delete_role(role);
  if (deleted && *deleted) return {};
  if (deleted) {
    TRY_ASSIGN(const auto seen, get_role(role));
    return seen ? Result<void>(not_known_yet("DeleteRole", "role " + role)) : Result<void>();
  }
  auto error = std::move(deleted).error();
  if (error.code != Code::conflict) return error;
  TRY_ASSIGN(const auto holders, holders_of(role));
  if (holders.empty()) return error;
  error.detail = fmt::format("{}", fmt::join(holders, "\n"));
  error.hint =
      "Others use the role since a moment ago; our policy in it may be gone already. Remove "
      "by hand what is listed, then run the same command again.";
  return error;
}

// What keeps the role, besides a policy that this run removed and that may still be listed.
Result<std::vector<std::string>> AwsRemote::holders_of(const std::string& role) {
  std::vector<std::string> holders;
  TRY_ASSIGN(const auto policies, parts_.iam.list_role_policies(role));
  TRY_ASSIGN(const auto attached, parts_.iam.list_attached_role_policies(role));
  TRY_ASSIGN(const auto profiles, parts_.iam.list_instance_profiles_for_role(role));
  const std::lock_guard lock(mutex_);
  const auto removed = removed_.find(role);
  for (const auto& policy : policies) {
    if (removed == removed_.end() || policy != removed->second)
      holders.push_back("policy " + policy);
  }
  for (const auto& arn : attached)
    holders.push_back("attached policy " + arn);
  for (const auto& profile : profiles)
    holders.push_back("instance profile " + profile);
  return holders;
}

Result<Json> AwsRemote::create_role(const Json& fields) {
  const auto name = string_at(fields, "role");
  const auto trust = string_at(fields, "trust");
  RoleSpec spec{.name = name,
                .path = string_at(fields, "path", "/"),
                .description = string_at(fields, "description"),
                .trust = trust,
                .tags = tags_in(fields),
                .operation_tag = std::string(marks::operation_tag)};
  if (fields.contains("boundary")) spec.boundary = string_at(fields, "boundary");
  TRY_ASSIGN(auto role, create_or_share(spec));
  {
    const std::lock_guard lock(mutex_);
    made_.insert(name);
  }
  TRY(settle("role " + name, [&]() -> Result<bool> {
    TRY_ASSIGN(const auto seen, get_role(name));
    if (!seen) return false;
    // Right after its creation a role may show its unique id as ARN.
    role.arn = seen->arn;
    return role.arn.starts_with("arn:") && shows(seen->trust, trust);
  }));
  return Json{{"arn", role.arn}};
}

// Another run of the same deployment may have made it a moment ago: its tags say so, and then it is
// as good as ours.
Result<Role> AwsRemote::create_or_share(const RoleSpec& spec) {
  auto made = parts_.iam.create_role(spec);
  if (made || made.error().code != Code::conflict) return made;
  TRY_ASSIGN(const auto there, parts_.iam.get_role(spec.name));
  const auto same = [&](std::string_view tag) {
    const auto ours = spec.tags.find(std::string(tag));
    const auto theirs = there->tags.find(std::string(tag));
    return ours != spec.tags.end() && theirs != there->tags.end() && ours->second == theirs->second;
  };
  const bool shared = there && same(marks::deployment_tag) && same(marks::organization_tag);
  return shared ? Result<Role>(*there) : made;
}

Result<void> AwsRemote::update_trust(const Json& fields) {
  const auto name = string_at(fields, "role");
  const auto trust = string_at(fields, "trust");
  TRY(parts_.iam.update_assume_role_policy(name, trust));
  return settle("the trust policy of role " + name, [&]() -> Result<bool> {
    TRY_ASSIGN(const auto seen, get_role(name));
    return seen && shows(seen->trust, trust);
  });
}

Result<void> AwsRemote::put_role_policy(const Json& fields) {
  const auto name = string_at(fields, "role");
  const auto policy = string_at(fields, "policy");
  const auto document = string_at(fields, "document");
  TRY(parts_.iam.put_role_policy(name, policy, document));
  return settle("policy " + policy + " of role " + name, [&]() -> Result<bool> {
    TRY_ASSIGN(const auto seen, get_role_policy(name, policy));
    return seen && shows(*seen, document);
  });
}

Result<void> AwsRemote::settle(const std::string& what, const Look& look) {
  const auto deadline = parts_.clock.now() + parts_.waits.propagation;
  for (int good = 0; good < reads_in_a_row;) {
    const auto looked = look();
    if (!looked) return during(looked.error(), "reading back " + what + ", which is written");
    const bool shown = *looked;
    good = shown ? good + 1 : 0;
    if (good == reads_in_a_row) return {};
    if (parts_.clock.now() >= deadline) {
      return Error{
          .code = Code::deadline,
          .what = fmt::format("{} was written, but cannot be read back after {} s",
                              what,
                              parts_.waits.propagation.count() / 1000),
          .hint = "Run the same command again in a minute: IAM may still be spreading the change."};
    }
    if (!shown) {
      parts_.events.emit(Waiting{.what = what + " to be readable",
                                 .why = fmt::format("IAM is still spreading the change; that takes "
                                                    "some seconds, at most {} s are waited",
                                                    parts_.waits.propagation.count() / 1000),
                                 .delay = parts_.waits.iam_poll});
    }
    if (auto waited = parts_.clock.wait(parts_.waits.iam_poll); !waited)
      return during(std::move(waited).error(), "reading back " + what + ", which is written");
  }
  return {};
}

Result<std::optional<Json>> AwsRemote::find(Operation /*operation*/,
                                            const Json& /*fields*/,
                                            std::span<const std::string> /*known*/) {
  return std::optional<Json>();
}

}  // namespace patchcord::aws
