#include <thread>
#include <utility>

#include "patchcord/apply/apply.h"
#include "patchcord/base/try.h"

namespace patchcord {
namespace {

// Both clouds at the same time, each into a value of its own. Who we are at Genesys is said first.
template <typename Look>
Result<void> both(const Remotes& remotes, Observed& observed, const Look& look) {
  Observed aws = observed;
  Result<void> at_aws;
  std::thread other([&] { at_aws = look(remotes.aws, aws); });
  auto at_genesys = look(remotes.genesys, observed);
  other.join();
  TRY(std::move(at_genesys));
  TRY(std::move(at_aws));
  observed.caller = std::move(aws.caller);
  observed.roles = std::move(aws.roles);
  return {};
}

}  // namespace

Result<Observed> observe(const Desired& desired,
                         const Applied& applied,
                         const Remotes& remotes,
                         Purpose purpose) {
  Observed observed;
  TRY(both(remotes, observed, [&](Remote& remote, Observed& part) {
    return remote.observe(desired, applied, purpose, part);
  }));
  return observed;
}

Result<void> observe_again(const Desired& desired,
                           const Applied& applied,
                           const Remotes& remotes,
                           Observed& observed,
                           Purpose purpose) {
  return both(remotes, observed, [&](Remote& remote, Observed& part) {
    return remote.observe_again(desired, applied, purpose, part);
  });
}

}  // namespace patchcord
