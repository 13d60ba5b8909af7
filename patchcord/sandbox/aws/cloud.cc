#include "patchcord/sandbox/aws/cloud.h"

#include <algorithm>

#include "patchcord/base/text.h"
#include "patchcord/model/arn.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/managed_policies.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

constexpr const char* allow_all =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

AccessKey key_of(const AwsUser& user, const std::string& partition) {
  Caller caller{.user_id = unique_id("AIDA", 17), .user_name = user.name};
  caller.principal = {.kind = policy::PrincipalKind::user,
                      .partition = partition,
                      .account = user.account,
                      .arn = "arn:" + partition + ":iam::" + user.account + ":user/" + user.name,
                      .unique_id = caller.user_id};
  caller.policies = policies_of(user.policy);
  return {.secret = user.secret_access_key, .caller = std::move(caller)};
}

Function function_of(const FunctionSpec& spec, TimePoint now) {
  Function function{.runtime = std::make_shared<FunctionRuntime>(spec),
                    .modified = lambda_time(now),
                    .revision = uuid()};
  for (const FunctionGrant& grant : spec.grants) {
    const std::string arn = arn_of(spec) + (grant.qualifier.empty() ? "" : ":" + grant.qualifier);
    auto& statements = function.policies[grant.qualifier];
    const std::string sid = "allow-" + std::to_string(statements.size() + 1);
    const Json principal = grant.principal == "*" ? Json("*") : Json{{"AWS", grant.principal}};
    statements[sid] = {{"Sid", sid},
                       {"Effect", "Allow"},
                       {"Principal", principal},
                       {"Action", "lambda:InvokeFunction"},
                       {"Resource", arn}};
  }
  return function;
}

// Every string of Principal.AWS of every statement.
template <typename Change>
void change_principals(nlohmann::ordered_json& document, const Change& change) {
  if (!document.is_object() || !document.contains("Statement")) return;
  auto& statements = document["Statement"];
  const auto change_one = [&change](nlohmann::ordered_json& statement) {
    if (!statement.is_object() || !statement.contains("Principal")) return;
    auto& principal = statement["Principal"];
    if (!principal.is_object() || !principal.contains("AWS")) return;
    auto& named = principal["AWS"];
    if (named.is_string()) return change(named);
    if (!named.is_array()) return;
    for (auto& entry : named) {
      if (entry.is_string()) change(entry);
    }
  };
  if (statements.is_object()) return change_one(statements);
  for (auto& statement : statements)
    change_one(statement);
}

}  // namespace

std::vector<policy::Document> policies_of(const std::optional<std::string>& text) {
  auto document = policy::parse_document(text.value_or(allow_all));
  if (!document) return {};
  return {*std::move(document)};
}

Cloud::Cloud(const AwsOptions& given, TimePoint now) : options(given), knobs(given.knobs) {
  std::vector<AwsUser> all{{.account = given.account,
                            .name = given.user_name,
                            .access_key_id = given.access_key_id,
                            .secret_access_key = given.secret_access_key}};
  all.insert(all.end(), given.more_users.begin(), given.more_users.end());
  for (const AwsUser& user : all) {
    const AccessKey key = key_of(user, given.partition);
    users[key.caller.principal.arn] = key.caller;
    if (!user.access_key_id.empty()) keys[user.access_key_id] = key;
  }
  for (ManagedPolicy& policy : policies_of_aws(given.partition, now))
    policies[policy.arn] = std::move(policy);
  for (const FunctionSpec& spec : given.functions)
    functions[arn_of(spec)] = function_of(spec, now);
}

const Role* Cloud::role(std::string_view name) const {
  const auto found = roles.find(lower_case(name));
  const Role* latest = found == roles.end() ? nullptr : found->second.latest();
  return latest != nullptr && latest->name == name ? latest : nullptr;
}

const Role* Cloud::role_on_late_host(std::string_view name, TimePoint now) const {
  const auto found = roles.find(lower_case(name));
  return found == roles.end() ? nullptr
                              : found->second.at(now - Milliseconds{knobs.write_delay_ms});
}

TimePoint Cloud::read_moment(TimePoint now) {
  if (knobs.early_reads == EarlyReads::alternating && ++reads % 2 == 0) return now;
  return now - Milliseconds{knobs.read_delay_ms};
}

const Role* Cloud::readable_role(std::string_view name, TimePoint now) {
  const auto found = roles.find(lower_case(name));
  const Role* seen = found == roles.end() ? nullptr : found->second.at(read_moment(now));
  return seen != nullptr && seen->name == name ? seen : nullptr;
}

std::vector<const Role*> Cloud::readable_roles(TimePoint now) {
  std::vector<const Role*> seen;
  const TimePoint moment = read_moment(now);
  for (const auto& [name, timeline] : roles) {
    if (const Role* role = timeline.at(moment)) seen.push_back(role);
  }
  std::sort(seen.begin(), seen.end(), [](const Role* a, const Role* b) {
    return a->path + a->name < b->path + b->name;
  });
  return seen;
}

const Role* Cloud::enforced_role(std::string_view arn, TimePoint now) const {
  const TimePoint moment = now - Milliseconds{knobs.enforcement_delay_ms};
  const auto found = roles.find(lower_case(arn.substr(arn.rfind('/') + 1)));
  const Role* seen = found == roles.end() ? nullptr : found->second.at(moment);
  return seen != nullptr && seen->arn == arn ? seen : nullptr;
}

const Role* Cloud::enforced_role_by_id(std::string_view id, TimePoint now) const {
  const TimePoint moment = now - Milliseconds{knobs.enforcement_delay_ms};
  for (const auto& [name, timeline] : roles) {
    const Role* seen = timeline.at(moment);
    if (seen != nullptr && seen->id == id) return seen;
  }
  return nullptr;
}

void Cloud::store(TimePoint now, const Role& role) {
  // The delays that knobs can set are a day at most.
  std::erase_if(roles, [&](const auto& entry) {
    return entry.second.gone_since(now - std::chrono::hours{25});
  });

  roles[lower_case(role.name)].set(now, role);
}

void Cloud::remove_role(TimePoint now, const std::string& name) {
  roles[lower_case(name)].set(now, std::nullopt);
}

std::optional<std::string> Cloud::id_of(std::string_view arn) const {
  if (const auto user = users.find(std::string(arn)); user != users.end())
    return user->second.user_id;
  const Role* found = role(arn.substr(arn.rfind('/') + 1));
  if (found != nullptr && found->arn == arn) return found->id;
  return std::nullopt;
}

std::string Cloud::shown_trust(const Role& role) const {
  auto document = nlohmann::ordered_json::parse(role.trust, nullptr, false);
  bool changed = false;
  change_principals(document, [&](nlohmann::ordered_json& principal) {
    const std::string text = principal.get<std::string>();
    const auto id = role.trusted_ids.find(text);
    if (id != role.trusted_ids.end() && id_of(text) != id->second) {
      principal = id->second;
    } else if (is_account_id(text) && knobs.account_principals == AccountPrincipals::root_arn) {
      principal = "arn:" + options.partition + ":iam::" + text + ":root";
    }
    changed = changed || principal.get<std::string>() != text;
  });
  return changed ? document.dump() : role.trust;
}

Function* Cloud::function(const std::string& unqualified_arn) {
  const auto found = functions.find(unqualified_arn);
  return found == functions.end() ? nullptr : &found->second;
}

}  // namespace patchcord::sandbox::aws
