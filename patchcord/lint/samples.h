// Invented inputs and replies, with which the simulator shows what a template makes of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/lint/action.h"
#include "patchcord/template/value.h"

namespace patchcord::lint {

struct Sample {
  simulator::Value inputs{};
  std::string subject{};  // the input that makes it special; empty for none
  std::string what{};     // "`note` = `He said \"hi\"`", "`note` is absent"
};

// All inputs; only the required ones; each optional one left out alone; each boolean false, each
// number 0, -1 and large, each value of an `enum`; and each text input with quotes, a backslash, a
// line end, characters beyond ASCII, `${x}`, 5,000 characters, one, and none. One input differs at
// a time. Only what the contract accepts; inputs of the action's tests come first.
std::vector<Sample> sample_inputs(const Action& action);

// What the function may answer, made from the paths of the map: each path finds a value of the type
// that the contract declares for it. Without a map it is what the contract declares where the
// template prints it.
std::string sample_reply(const Action& action);

}  // namespace patchcord::lint
