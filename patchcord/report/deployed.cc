#include "patchcord/report/deployed.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

// The tutorial's word for what Genesys Cloud calls an action of an integration of type
// aws-lambda-data-actions.
constexpr const char* tutorial_type = "aws.lambda.invoke";

}  // namespace

Json to_json(const Deployed& deployed) {
  Json test;
  if (deployed.test) test = {{"passed", deployed.test->passed}, {"result", deployed.test->result}};
  return {{"id", deployed.action_id},
          {"name", deployed.name},
          {"status", deployed.status},
          {"type", tutorial_type},
          {"configuration",
           {{"functionArn", deployed.function_arn},
            {"roleArn", deployed.role_arn},
            {"externalId", deployed.external_id},
            {"region", deployed.region}}},
          {"test", test}};
}

std::string deployed_text(const Deployed& deployed, const Style& style) {
  std::string out;
  const auto line = [&](std::string_view label, std::string_view value) {
    out +=
        fmt::format("  {} {}\n", style.dim(fmt::format("{:<12}", label)), printable(value, 1000));
  };
  out += fmt::format(
      "{} {}{}\n",
      style.bold(printable(deployed.name, 300)),
      style.green(deployed.status),
      deployed.status == "unchanged" && deployed.chain_changed ? ", the chain to it updated" : "");
  line("id", deployed.action_id);
  line("type", tutorial_type);
  line("functionArn", deployed.function_arn);
  line("roleArn", deployed.role_arn);
  line("externalId", deployed.external_id);
  line("region", deployed.region);
  if (!deployed.test) {
    line("test", "not run (--test-input runs the action)");
  } else if (deployed.test->passed) {
    line("test", fmt::format("{} passed", style.done()));
    line("answer", to_text(member_at(deployed.test->result, "finalResult")));
  } else {
    line("test", fmt::format("{} failed", style.failed()));
  }
  return out;
}

}  // namespace patchcord
