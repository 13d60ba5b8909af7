#include "patchcord/apply/apply.h"
#include "patchcord/base/try.h"

namespace patchcord {

Result<Observed> observe(const Desired& desired, const Applied& applied, const Remotes& remotes) {
  Observed observed;
  TRY(remotes.genesys.observe(desired, applied, observed));
  TRY(remotes.aws.observe(desired, applied, observed));
  return observed;
}

}  // namespace patchcord
