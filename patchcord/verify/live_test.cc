#include "patchcord/verify/live_test.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord {
namespace {

bool failed_to_authenticate(const Json& result) {
  const auto& details = member_at(member_at(result, "error"), "details");
  return std::any_of(details.begin(), details.end(), [](const Json& detail) {
    return string_at(detail, "errorCode") == "ACTION.AUTHENTICATION";
  });
}

// The platform's own sentence is often no more than "Internal Server Error": what the function said
// stands below it.
std::string messages_of(const Json& error) {
  auto text = printable(string_at(error, "message"), 2000);
  for (const auto& inner : member_at(error, "errors")) {
    if (const auto message = string_at(inner, "message"); !message.empty())
      text += ": " + printable(message, 2000);
  }
  return text;
}

}  // namespace

Result<LiveTest> run_live_test(const std::string& action_id,
                               const Json& input,
                               const LiveTestParts& parts) {
  auto delay = std::max(parts.poll, Milliseconds(1));
  LiveTest test;
  for (;;) {
    TRY_ASSIGN(test.result, parts.tester.test(action_id, input));
    test.passed = boolean_at(test.result, "success");
    if (test.passed || !failed_to_authenticate(test.result)) return test;
    const auto left = std::chrono::duration_cast<Milliseconds>(parts.patience - parts.clock.now());
    if (left <= Milliseconds(0)) return test;
    ++test.authentications_failed;
    delay = std::min<Milliseconds>(delay, left);
    parts.events.emit(Waiting{.what = "Genesys Cloud to be able to assume the role",
                              .why = fmt::format("IAM changes take some seconds to arrive; nothing "
                                                 "has run yet: {}",
                                                 messages_of(member_at(test.result, "error"))),
                              .delay = delay});
    TRY(parts.clock.wait(delay));
    delay *= 2;
  }
}

std::string failing_operation(const Json& test_result) {
  for (const auto& operation : member_at(test_result, "operations")) {
    if (boolean_at(operation, "success")) continue;
    return fmt::format("step {}, {}: {}",
                       integer_at(operation, "step"),
                       printable(string_at(operation, "name"), 200),
                       messages_of(member_at(operation, "error")));
  }
  return {};
}

}  // namespace patchcord
