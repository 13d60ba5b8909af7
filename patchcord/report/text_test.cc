#include "patchcord/report/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"

namespace patchcord {
namespace {

const Style plain{};

Error denied() {
  return Error{.code = Code::denied,
               .what = "role orders-invoke cannot be created: AWS denied iam:CreateRole",
               .at = "orders.yaml:14:5",
               .during = {"step 3 of 7: create role/orders-invoke", "deploy"},
               .answer = Answer{.status = 403,
                                .code = "AccessDenied",
                                .message = "User: arn is not\nauthorized",
                                .request_id = "7b1c"},
               .hint = "Allow iam:CreateRole for the caller, then run again."};
}

TEST(ErrorText, SaysWhatWhereWhatTheOtherSaidAndWhatToDo) {
  EXPECT_EQ(error_text(denied(), plain),
            "error: role orders-invoke cannot be created: AWS denied iam:CreateRole\n"
            "  at      orders.yaml:14:5\n"
            "  during  deploy, step 3 of 7: create role/orders-invoke\n"
            "  answer  403 AccessDenied, request id 7b1c\n"
            "          User: arn is not\n"
            "          authorized\n"
            "  hint    Allow iam:CreateRole for the caller, then run again.\n");
}

TEST(ErrorText, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(error_text(Error{.what = "x"}, plain), "error: x\n");
}

TEST(ErrorText, CleansWhatComesFromOutside) {
  Error error{.what = "role \x1b[2J",
              .answer = Answer{.status = 400,
                               .code = "\x07",
                               .message = "a\x1b]0;title\x07"
                                          "b"}};
  const auto text = error_text(error, plain);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
}

TEST(ErrorText, SaysThatARequestMayHaveBeenExecuted) {
  EXPECT_THAT(error_text(Error{.what = "x", .effect = Effect::unknown}, plain),
              ::testing::HasSubstr("may have been executed"));
}

TEST(DiagnosticsText, PointsAtThePlaceAndSortsByIt) {
  const Diagnostics diagnostics = {
      {.severity = Severity::warning, .span = {"f.yaml", 9, 1}, .message = "later"},
      {.span = {"f.yaml", 4, 5},
       .message = "unknown key `nmae`",
       .hint = "Did you mean `name`?",
       .source_line = "  - nmae: lookup"}};
  EXPECT_EQ(diagnostics_text(diagnostics, plain),
            "error: f.yaml:4:5: unknown key `nmae`\n"
            "      - nmae: lookup\n"
            "        ^\n"
            "  hint   Did you mean `name`?\n"
            "warning: f.yaml:9:1: later\n");
}

TEST(ErrorJson, HasEveryFieldAlways) {
  const auto full = to_json(denied());
  const auto bare = to_json(Error{.code = Code::invalid, .what = "x"});
  for (const auto& [name, value] : full.items()) {
    EXPECT_TRUE(bare.contains(name)) << name;
  }
  EXPECT_EQ(full.at("code"), "denied");
  EXPECT_TRUE(bare.at("answer").is_null());
}

TEST(PlanText, ReadsLikeADiff) {
  Plan plan;
  plan.steps.push_back(
      {.operation = Operation::create_role, .address = {Kind::role, "R"}, .because = "it is new"});
  plan.steps.push_back({.operation = Operation::configure_integration,
                        .address = {Kind::integration, "Orders"},
                        .because = "changed outside patchcord",
                        .changes = {{.field = "name", .before = "Other", .after = "Orders"},
                                    {.field = "credential",
                                     .before = nullptr,
                                     .after = reference_to({Kind::credential, "Orders"}, "id")}}});
  plan.steps.push_back({.operation = Operation::delete_credential,
                        .address = {Kind::credential, "Orders"},
                        .because = "it is left over and bound nowhere"});
  EXPECT_EQ(plan_text(plan, plain),
            "+ create role/R (it is new)\n"
            "~ configure integration/Orders (changed outside patchcord)\n"
            "    name: Other → Orders\n"
            "    credential: (nothing) → (id of credential/Orders, known after it is made)\n"
            "- remove credential/Orders (it is left over and bound nowhere)\n"
            "1 to create, 1 to change, 1 to remove.\n");
  EXPECT_EQ(plan_text({}, plain), "Nothing to do: both clouds are as the manifest says.\n");
}

TEST(OutcomesText, CountsWhatIsDoneAndNamesTheRest) {
  Plan plan;
  std::vector<Outcome> outcomes;
  const auto add = [&](const char* name, Outcome outcome) {
    plan.steps.push_back({.operation = Operation::create_action, .address = {Kind::action, name}});
    outcomes.push_back(std::move(outcome));
  };
  add("A", {.state = Outcome::State::done});
  add("B", {.state = Outcome::State::failed, .error = denied()});
  add("C", {.state = Outcome::State::failed, .error = Error{.code = Code::cancelled}});
  add("D", {});
  EXPECT_EQ(outcomes_text(plan, outcomes, plain),
            "1 of 4 steps are done:\n"
            "  failed   create action/B\n"
            "  unsure   create action/C (interrupted: see its error)\n"
            "  not run  create action/D\n");
  for (int i = 0; i < 100; ++i)
    add("E", {});
  EXPECT_THAT(outcomes_text(plan, outcomes, plain), ::testing::HasSubstr("and 83 more\n"));
}

}  // namespace
}  // namespace patchcord
