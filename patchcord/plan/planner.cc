#include "patchcord/plan/planner.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "patchcord/plan/builder.h"

namespace patchcord {
namespace {

// What a person gave is wrong: nothing that is there needs to change.
void refuse_input(PlanBuilder& builder, std::string what, std::string hint) {
  builder.plan.refusals.push_back(
      Error{.code = Code::invalid, .what = std::move(what), .hint = std::move(hint)});
}

// Pins: the organization and the account are those that are meant.
void check_places(PlanBuilder& builder) {
  const auto& desired = builder.desired;
  const auto& organization = *builder.observed.organization;
  if (desired.organization_pin && *desired.organization_pin != organization.id) {
    refuse_input(builder,
                 fmt::format("the OAuth client is of organization {} (\"{}\"), not of {}",
                             organization.id,
                             organization.name,
                             *desired.organization_pin),
                 "Use an OAuth client of the pinned organization, or correct the pin.");
  }
  if (desired.external_id && *desired.external_id != organization.id &&
      !builder.options.any_external_id) {
    refuse_input(builder,
                 fmt::format("external id {} is not the organization's id: Genesys Cloud always "
                             "sends {} (\"{}\"), so the role could never be assumed",
                             *desired.external_id,
                             organization.id,
                             organization.name),
                 fmt::format("Set EXTERNAL_ID={}. --any-external-id writes the "
                             "role as told all the same.",
                             organization.id));
  }
  if (desired.account_pin && builder.observed.caller &&
      *desired.account_pin != builder.observed.caller->account) {
    refuse_input(builder,
                 fmt::format("the AWS credentials are of account {}, not of {}",
                             builder.observed.caller->account,
                             *desired.account_pin),
                 "Use credentials of the pinned account, or correct the pin.");
  }
}

}  // namespace

PlanBuilder begin_plan(PlanBuilder builder) {
  PATCHCORD_CHECK(builder.observed.organization.has_value(), "a plan needs the organization");
  builder.plan.deployment = builder.desired.deployment;
  builder.plan.organization = *builder.observed.organization;
  check_places(builder);
  return builder;
}

Plan make_plan(const Desired& desired,
               const Observed& observed,
               const Applied& applied,
               const PlanOptions& options) {
  auto builder = begin_plan(
      {.desired = desired, .observed = observed, .applied = applied, .options = options});
  std::map<std::string, Json> role_arns;
  for (const auto& role : desired.roles) {
    role_arns[role.name] = plan_role(builder, role);
  }
  for (const auto& integration : desired.integrations) {
    const auto found = role_arns.find(integration.role);
    PATCHCORD_CHECK(found != role_arns.end(),
                    "an integration names a role that the deployment does not have");
    plan_integration(builder, integration, found->second);
  }
  plan_dropped(builder);
  // Permissions are withdrawn when nothing that the plan knows of uses them any more.
  std::vector<std::size_t> everything(builder.plan.steps.size());
  std::iota(everything.begin(), everything.end(), std::size_t{0});
  for (auto& step : builder.last) {
    step.needs = everything;
    builder.add(std::move(step));
  }
  return std::move(builder.plan);
}

}  // namespace patchcord
