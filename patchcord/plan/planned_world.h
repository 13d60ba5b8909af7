// A deployment of one action, both clouds with and without it, and its record: what tests of the
// planner begin with.
#pragma once

#include <string>
#include <vector>

#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"

namespace patchcord::test {

inline constexpr const char* organization = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10";
inline constexpr const char* function =
    "arn:aws:lambda:us-east-1:123456789012:function:lookup:live";
inline const std::string role_name = "GenesysCloudLambdaRole";

inline Desired desired_one() {
  DesiredAction action{
      .name = "Get order", .category = "Orders", .function = *FunctionArn::parse(function)};
  action.config = {{"timeoutSeconds", 15},
                   {"request",
                    {{"requestUrlTemplate", function},
                     {"requestType", "POST"},
                     {"requestTemplate", "${input.rawRequest}"},
                     {"headers", Json::object()}}},
                   {"response",
                    {{"translationMap", Json::object()},
                     {"translationMapDefaults", Json::object()},
                     {"successTemplate", "${rawResult}"}}}};
  action.contract = {{"input", {{"inputSchema", {{"type", "object"}, {"required", {"a", "b"}}}}}},
                     {"output", {{"successSchema", {{"type", "object"}}}}}};
  Desired desired{.deployment = "orders", .trusted_account = "765628985471"};
  desired.roles.push_back({.name = role_name,
                           .description = "made for Genesys Cloud",
                           .policy_name = "Invoke",
                           .functions = {action.function}});
  desired.integrations.push_back(
      {.key = "orders", .name = "Orders", .role = role_name, .actions = {action}});
  return desired;
}

inline Observed nothing_there() {
  Observed observed;
  observed.organization = Organization{.id = organization, .name = "Example"};
  observed.caller = Caller{.account = "123456789012",
                           .arn = "arn:aws:iam::123456789012:user/operator",
                           .partition = "aws"};
  return observed;
}

inline Json trust_of(const std::string& external_id) {
  return Json::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole",
    "Condition":{"StringEquals":{"sts:ExternalId":")" +
      external_id + R"("}}}})");
}

inline Json policy_of(const std::string& arn) {
  return Json::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":")" +
      arn + R"("}})");
}

// Everything as desired_one() wants it, ours.
inline Observed all_there() {
  const auto desired = desired_one();
  const auto& action = desired.integrations[0].actions[0];
  auto observed = nothing_there();
  observed.roles.push_back({.name = role_name,
                            .arn = "arn:aws:iam::123456789012:role/" + role_name,
                            .path = "/",
                            .description = "made for Genesys Cloud",
                            .tags = {{std::string(marks::deployment_tag), "orders"},
                                     {std::string(marks::organization_tag), organization}},
                            .trust = trust_of(organization),
                            .policies = {{"Invoke", policy_of(function)}}});
  observed.integrations.push_back({.id = "i1",
                                   .name = "Orders",
                                   .notes = "patchcord:orders/orders",
                                   .intended_state = "ENABLED",
                                   .reported_state = "ACTIVE"});
  observed.integrations[0].config = ObservedConfig{.name = "Orders",
                                                   .version = 2,
                                                   .notes = "patchcord:orders/orders",
                                                   .credentials = {{"AmazonWebServicesARN", "c1"}}};
  observed.credentials.push_back({.id = "c1", .name = "patchcord:orders/orders", .modified = "t1"});
  observed.actions.push_back({.id = "a1",
                              .name = "Get order",
                              .integration_id = "i1",
                              .category = "Orders",
                              .version = 1,
                              .config = action.config,
                              .contract = action.contract});
  return observed;
}

inline Applied record_of_all() {
  Applied applied{.present = true};
  applied.objects[{Kind::credential, "Orders"}] = {
      .id = "c1",
      .name = "patchcord:orders/orders",
      .role_arn = "arn:aws:iam::123456789012:role/" + role_name,
      .modified = "t1"};
  applied.objects[{Kind::integration, "Orders"}] = {.id = "i1", .name = "Orders"};
  applied.objects[{Kind::action, "Orders/Get order"}] = {
      .id = "a1", .name = "Get order", .version = 1};
  return applied;
}

inline std::vector<std::string> titles(const Plan& plan) {
  std::vector<std::string> titles;
  for (const auto& step : plan.steps) {
    titles.push_back(step.title());
  }
  return titles;
}

inline Plan plan_for(const Observed& observed,
                     const PlanOptions& options = {},
                     const Applied& applied = {}) {
  return make_plan(desired_one(), observed, applied, options);
}

}  // namespace patchcord::test
