#include "patchcord/plan/permissions.h"

#include <algorithm>

#include <fmt/format.h>

namespace patchcord {
namespace {

using Names = std::set<std::string>;

Names genesys_permissions(Task task) {
  switch (task) {
    case Task::look:
      return {"integrations:integration:view", "integrations:action:view"};
    case Task::apply:
      // Names that another run made twice are removed again, and so are credentials left over.
      return {"integrations:integration:add",
              "integrations:integration:edit",
              "integrations:integration:delete",
              "integrations:action:add",
              "integrations:action:edit",
              "integrations:action:delete",
              "architect:dependencyTracking:view"};
    case Task::prune:
      return {"integrations:integration:delete",
              "integrations:action:delete",
              "architect:dependencyTracking:view"};
    case Task::prove:
      return {"integrations:action:execute"};
    case Task::inspect:
      return {};
    case Task::destroy:
      return {"integrations:integration:view",
              "integrations:action:view",
              "integrations:integration:edit",
              "integrations:integration:delete",
              "integrations:action:delete",
              "architect:dependencyTracking:view"};
  }
  return {};
}

Names role_actions(Task task, const DesiredRole& role) {
  switch (task) {
    case Task::look:
      return {"iam:GetRole", "iam:GetRolePolicy"};
    case Task::apply: {
      Names actions = {"iam:CreateRole",
                       "iam:TagRole",
                       "iam:UpdateRole",
                       "iam:UpdateAssumeRolePolicy",
                       "iam:PutRolePolicy"};
      if (role.boundary) actions.insert("iam:PutRolePermissionsBoundary");
      return actions;
    }
    case Task::prune:
    case Task::destroy:
      return {"iam:GetRole",
              "iam:GetRolePolicy",
              "iam:ListRolePolicies",
              "iam:ListAttachedRolePolicies",
              "iam:ListInstanceProfilesForRole",
              "iam:DeleteRolePolicy",
              "iam:DeleteRole",
              "iam:UntagRole"};
    case Task::prove:
      return {};
    case Task::inspect:
      return {"iam:ListRolePolicies", "iam:ListAttachedRolePolicies"};
  }
  return {};
}

// The function itself, too: whether it is there when its alias or version is not.
void add_functions(const DesiredRole& role, std::map<std::string, Names>& actions) {
  for (const auto& function : role.functions) {
    actions[function.text()].insert("lambda:GetFunctionConfiguration");
    actions[function.unqualified().text()].insert("lambda:GetFunctionConfiguration");
  }
}

std::string partition_of(const DesiredRole& role) {
  return role.functions.empty() ? "aws" : role.functions[0].partition;
}

// Which policies are attached is known only once the role was read: any of the account's own (its
// boundary is one of them) and of those that AWS keeps for everybody.
void add_inspection(const Desired& desired,
                    const DesiredRole& role,
                    const std::string& account,
                    std::map<std::string, Names>& actions) {
  const auto partition = partition_of(role);
  for (const auto& owner : {account, std::string("aws")}) {
    actions[fmt::format("arn:{}:iam::{}:policy/*", partition, owner)].insert(
        {"iam:GetPolicy", "iam:GetPolicyVersion"});
  }
  for (const auto& function : role.functions) {
    if (!desired.cross_account || function.account == account) continue;
    for (const auto& arn : invoked_resources({function}))
      actions[arn].insert("lambda:GetPolicy");
  }
}

}  // namespace

Permissions permissions_for(const Desired& desired,
                            const std::set<Task>& tasks,
                            const std::string& account) {
  Permissions needed;
  for (const auto task : tasks) {
    needed.genesys.merge(genesys_permissions(task));
  }
  for (const auto& role : desired.roles) {
    if (!role.managed) continue;
    auto& actions = needed.aws[fmt::format(
        "arn:{}:iam::{}:role{}{}", partition_of(role), account, role.path, role.name)];
    for (const auto task : tasks) {
      actions.merge(role_actions(task, role));
    }
    if (tasks.contains(Task::look)) add_functions(role, needed.aws);
    if (tasks.contains(Task::inspect)) add_inspection(desired, role, account, needed.aws);
  }
  return needed;
}

}  // namespace patchcord
