#include "patchcord/aws/remote.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/model/marks.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/equivalent.h"

namespace patchcord::aws {
namespace {

constexpr int reads_in_a_row = 2;

ObservedRole observed_from(const Role& role) {
  return {.name = role.name,
          .arn = role.arn,
          .path = role.path,
          .description = role.description,
          .max_session_seconds = static_cast<int>(role.max_session.count()),
          .tags = role.tags,
          .boundary = role.boundary,
          .trust = role.trust};
}

bool shows(const Json& found, const std::string& written) {
  const auto document = policy::read_document(found);
  const auto expected = policy::parse_document(written);
  return document.ok() && expected.ok() && policy::equivalent(*expected, *document);
}

Tags tags_in(const Json& fields) {
  Tags tags;
  for (const auto& [key, value] : member_at(fields, "tags").items()) {
    tags[key] = value.get<std::string>();
  }
  return tags;
}

}  // namespace

Result<void> AwsRemote::observe(const Desired& desired,
                                const Applied& /*applied*/,
                                Observed& observed) {
  const bool managed = std::any_of(
      desired.roles.begin(), desired.roles.end(), [](const auto& role) { return role.managed; });
  if (!managed) return {};
  TRY_ASSIGN(observed.caller, parts_.sts.get_caller_identity());
  for (const auto& wanted : desired.roles) {
    if (!wanted.managed) continue;
    TRY_ASSIGN(const auto role, parts_.iam.get_role(wanted.name));
    if (!role) continue;
    auto seen = observed_from(*role);
    TRY_ASSIGN(const auto policy, parts_.iam.get_role_policy(wanted.name, wanted.policy_name));
    if (policy) seen.policies[wanted.policy_name] = *policy;
    observed.roles.push_back(std::move(seen));
  }
  return {};
}

Result<Json> AwsRemote::perform(Operation operation, const Json& fields) {
  if (operation == Operation::create_role) return create_role(fields);
  TRY(write(operation, fields));
  return Json::object();
}

Result<void> AwsRemote::write(Operation operation, const Json& fields) {
  const auto role = string_at(fields, "role");
  auto& iam = parts_.iam;
  switch (operation) {
    case Operation::update_trust:
      return update_trust(fields);
    case Operation::put_role_policy:
      return put_role_policy(fields);
    case Operation::tag_role:
      return iam.tag_role(role, tags_in(fields));
    case Operation::update_role:
      return iam.update_role(role,
                             string_at(fields, "description"),
                             std::chrono::seconds(integer_at(fields, "max_session_seconds")));
    case Operation::delete_role_policy:
      return iam.delete_role_policy(role, string_at(fields, "policy"));
    case Operation::untag_role:
      return iam.untag_role(role, member_at(fields, "keys").get<std::vector<std::string>>());
    case Operation::delete_role:
      return iam.delete_role(role);
    default:
      return Error{.code = Code::internal,
                   .what = fmt::format("{} is not an operation of IAM", operation_name(operation))};
  }
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
  TRY_ASSIGN(auto role, parts_.iam.create_role(spec));
  TRY(settle("role " + name, [&]() -> Result<bool> {
    TRY_ASSIGN(const auto seen, parts_.iam.get_role(name));
    if (!seen) return false;
    // Right after its creation a role may show its unique id as ARN.
    role.arn = seen->arn;
    return role.arn.starts_with("arn:") && shows(seen->trust, trust);
  }));
  return Json{{"arn", role.arn}};
}

Result<void> AwsRemote::update_trust(const Json& fields) {
  const auto name = string_at(fields, "role");
  const auto trust = string_at(fields, "trust");
  TRY(parts_.iam.update_assume_role_policy(name, trust));
  return settle("the trust policy of role " + name, [&]() -> Result<bool> {
    TRY_ASSIGN(const auto seen, parts_.iam.get_role(name));
    return seen && shows(seen->trust, trust);
  });
}

Result<void> AwsRemote::put_role_policy(const Json& fields) {
  const auto name = string_at(fields, "role");
  const auto policy = string_at(fields, "policy");
  const auto document = string_at(fields, "document");
  TRY(parts_.iam.put_role_policy(name, policy, document));
  return settle("policy " + policy + " of role " + name, [&]() -> Result<bool> {
    TRY_ASSIGN(const auto seen, parts_.iam.get_role_policy(name, policy));
    return seen && shows(*seen, document);
  });
}

Result<void> AwsRemote::settle(const std::string& what, const Look& look) {
  const auto deadline = parts_.clock.now() + parts_.waits.propagation;
  for (int good = 0; good < reads_in_a_row;) {
    TRY_ASSIGN(const bool shown, look());
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
                                 .why = "IAM is still spreading the change",
                                 .delay = parts_.waits.iam_poll});
    }
    TRY(parts_.clock.wait(parts_.waits.iam_poll));
  }
  return {};
}

Result<std::optional<Json>> AwsRemote::find(Operation /*operation*/,
                                            const Json& /*fields*/,
                                            std::span<const std::string> /*known*/) {
  return std::optional<Json>();
}

}  // namespace patchcord::aws
