#include "patchcord/model/applied.h"

namespace patchcord {

std::string recorded_policy(const Applied& applied, const std::string& role) {
  for (const auto& [address, object] : applied.objects) {
    if (address.kind == Kind::role_policy && address.key.starts_with(role + "/"))
      return object.name;
  }
  return {};
}

}  // namespace patchcord
