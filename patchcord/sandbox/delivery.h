// An answer and what happens to it on its way: faults of the network are part of what is imitated.
#pragma once

#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox {

enum class Delivery {
  whole,
  reset,      // the connection is dropped without a byte of answer
  truncated,  // half of the body, then the connection is dropped
  stalled,    // nothing, until the client gives up
};

struct Delivered {
  Reply reply{};
  Delivery delivery{Delivery::whole};
};

}  // namespace patchcord::sandbox
