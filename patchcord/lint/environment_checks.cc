#include "patchcord/lint/environment_checks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/place.h"

namespace patchcord::lint {
namespace {

struct Target {
  const EnvironmentSection* environment{};
  std::string deployment{};
  std::string place{};         // region or domain
  std::string organization{};  // the pin; empty: any
};

Target target_of(const Manifest& manifest, const EnvironmentSection& environment) {
  Problems told_elsewhere;
  Values values(manifest, &environment, told_elsewhere);
  const auto filled = [&](const std::optional<Text>& text) {
    return text ? values.fill(*text).value_or("") : std::string();
  };
  const auto overlay = lay_over(manifest, &environment);
  const auto& genesys = overlay.genesys;
  return {.environment = &environment,
          .deployment = overlay.deployment ? overlay.deployment->value : std::string(),
          .place = filled(genesys.region ? genesys.region : genesys.domain),
          .organization = lower_case(filled(genesys.organization))};
}

bool may_be_one(const Target& one, const Target& other) {
  const bool pinned_apart = !one.organization.empty() && !other.organization.empty() &&
                            one.organization != other.organization;
  return one.deployment == other.deployment && one.place == other.place && !pinned_apart;
}

}  // namespace

void check_environments(const Manifest& manifest, Findings& findings) {
  std::vector<Target> before;
  for (const auto& environment : manifest.environments) {
    auto target = target_of(manifest, environment);
    const auto same = std::find_if(
        before.begin(), before.end(), [&](const auto& one) { return may_be_one(one, target); });
    if (same != before.end() && !target.deployment.empty()) {
      findings.add("L67",
                   environment.name.span,
                   fmt::format("`{}` and `{}` are both the deployment {}, and may be in one "
                               "organization",
                               printable(environment.name.value, 60),
                               printable(same->environment->name.value, 60),
                               printable(target.deployment, 60)),
                   fmt::format("Give one of them its own: `deployment: {}-{}`; or pin the "
                               "`organization` of each, if they are different ones.",
                               printable(target.deployment, 60),
                               printable(environment.name.value, 60)));
    }
    before.push_back(std::move(target));
  }
}

}  // namespace patchcord::lint
