// Every wait of the program is a setting, so that tests need no real seconds. docs/settings.md
// lists their variables.
#pragma once

#include "patchcord/ports/clock.h"

namespace patchcord {

struct Waits {
  // Retries
  Milliseconds backoff{1'000};  // base of the exponential delay between attempts
  Milliseconds operation{
      300'000};  // for one operation with all its retries (Terraform's 5 minutes)
  Milliseconds longest_retry_after{
      180'000};  // a service that asks for more is not waited for (as Genesys' own clients)
  Milliseconds request{30'000};  // for one answer; what runs a function has a longer one of its own
  Milliseconds credential_process{60'000};  // for somebody's program that prints credentials to end
  // Genesys
  Milliseconds listing{15'000};  // a created object may be missing from listings for this long
  Milliseconds poll{1'000};      // between two looks at something that is becoming
  Milliseconds active{60'000};   // for an integration to become ACTIVE
  Milliseconds removal{30'000};  // for a deleted object to answer 404
  // IAM
  Milliseconds iam_poll{1'000};       // between two reads of what was just written
  Milliseconds propagation{120'000};  // for a change to be known to every host of IAM: to be read
                                      // back, to be written to, and for a test that fails to
                                      // authenticate
};

}  // namespace patchcord
