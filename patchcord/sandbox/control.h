// /_sandbox/…: how tests and people look into the sandbox and change it. docs/sandbox.md is the
// reference.
#pragma once

#include <string_view>

#include "patchcord/sandbox/aws/aws.h"
#include "patchcord/sandbox/fault_plan.h"
#include "patchcord/sandbox/genesys/genesys.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/movable_time.h"
#include "patchcord/sandbox/recorder.h"
#include "patchcord/sandbox/statistics.h"

namespace patchcord::sandbox {

struct Parts {
  MovableTime& time;
  GenesysCloud& genesys;
  AwsCloud& aws;
  FaultPlan& faults;
  Statistics& statistics;
  Recorder& recorder;
};

bool is_control(std::string_view path);

// Answers JSON. Errors   400: {"error":…,"hint":…}; 404, 405
Reply control(const Parts& parts, const Message& message);

}  // namespace patchcord::sandbox
