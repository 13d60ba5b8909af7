#include "patchcord/base/error.h"

namespace patchcord {

const char* code_name(Code code) {
  switch (code) {
    case Code::invalid:
      return "invalid";
    case Code::not_found:
      return "not_found";
    case Code::conflict:
      return "conflict";
    case Code::unauthenticated:
      return "unauthenticated";
    case Code::denied:
      return "denied";
    case Code::throttled:
      return "throttled";
    case Code::unavailable:
      return "unavailable";
    case Code::deadline:
      return "deadline";
    case Code::protocol:
      return "protocol";
    case Code::cancelled:
      return "cancelled";
    case Code::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace patchcord
