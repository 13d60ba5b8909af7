#include "patchcord/genesys/action_test_run.h"

#include "patchcord/base/try.h"

namespace patchcord::genesys {
namespace {

std::string code_in(const Json& error) {
  const Json& details = member_at(error, "details");
  if (!details.is_array()) return {};
  for (const auto& detail : details) {
    if (auto code = string_at(detail, "errorCode"); !code.empty()) return code;
  }
  return {};
}

}  // namespace

std::string TestResult::error_code() const {
  if (auto code = code_in(error); !code.empty()) return code;
  for (const auto& operation : operations) {
    if (auto code = code_in(operation.error); !operation.success && !code.empty()) return code;
  }
  return {};
}

Result<TestResult> test_action(Client& client, const std::string& id, const Json& input) {
  TRY_ASSIGN(const Json body,
             client.json({.method = "POST",
                          .route = "/api/v2/integrations/actions/{actionId}/test",
                          .arguments = {id},
                          .body = input,
                          .subject = "action " + id,
                          .verb = "tested",
                          .timeout = std::chrono::seconds(75)}));
  if (!body.is_object()) {
    return Error{.code = Code::protocol,
                 .what = "action " + id + " was tested, but the answer is no test result",
                 .effect = Effect::unknown};
  }
  TestResult out{.success = boolean_at(body, "success"),
                 .final_result = member_at(body, "finalResult"),
                 .error = member_at(body, "error")};
  const Json& operations = member_at(body, "operations");
  if (!operations.is_array()) return out;
  for (const auto& operation : operations) {
    out.operations.push_back({.step = static_cast<int>(integer_at(operation, "step")),
                              .name = string_at(operation, "name"),
                              .success = boolean_at(operation, "success"),
                              .result = member_at(operation, "result"),
                              .error = member_at(operation, "error")});
  }
  return out;
}

}  // namespace patchcord::genesys
