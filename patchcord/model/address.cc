#include "patchcord/model/address.h"

namespace patchcord {

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::role:
      return "role";
    case Kind::role_policy:
      return "role policy";
    case Kind::integration:
      return "integration";
    case Kind::credential:
      return "credential";
    case Kind::action:
      return "action";
  }
  return "object";
}

std::string Address::text() const {
  return std::string(kind_name(kind)) + "/" + key;
}

}  // namespace patchcord
