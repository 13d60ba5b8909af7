// Random deployments, random edits by us and by somebody else, random adoption. Always: after apply
// the plan is empty, with the record and without; after destroy nothing of ours is there, and what
// others made is as it was.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/apply/apply.h"
#include "patchcord/model/marks.h"
#include "patchcord/plan/planner.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_cloud.h"
#include "tests/support/memory_journal.h"

namespace patchcord {
namespace {

constexpr int worlds = 300;
constexpr int edits_each = 6;

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

FunctionArn function_number(std::size_t number) {
  return *FunctionArn::parse("arn:aws:lambda:us-east-1:123456789012:function:f" +
                             std::to_string(number));
}

Json contract_number(std::size_t number) {
  return {{"input", {{"inputSchema", {{"type", "object"}, {"title", std::to_string(number)}}}}},
          {"output", {{"successSchema", {{"type", "object"}}}}}};
}

DesiredAction action_of(const std::string& name, std::size_t function, std::size_t contract) {
  DesiredAction action{.name = name, .category = "Orders", .function = function_number(function)};
  action.config = {{"request", {{"requestUrlTemplate", action.function.text()}}}};
  action.contract = contract_number(contract);
  return action;
}

// What other people have in the same organization and account.
void make_foreign_things(test::FakeCloud& cloud, Chance& chance) {
  auto& world = cloud.world;
  for (std::size_t i = 0; i < 1 + chance.below(3); ++i) {
    const auto id = "foreign-" + std::to_string(i);
    ObservedIntegration integration{.id = id,
                                    .name = "Foreign " + std::to_string(i),
                                    .intended_state = "ENABLED",
                                    .reported_state = "ACTIVE"};
    integration.config = ObservedConfig{
        .name = integration.name, .version = 3, .notes = i % 2 == 0 ? "Ask the IVR team." : ""};
    if (chance.one_in(2)) {
      world.credentials.push_back(
          {.id = "fc-" + std::to_string(i), .name = "theirs", .modified = "t"});
      integration.config->credentials = {{"AmazonWebServicesARN", world.credentials.back().id}};
    }
    world.integrations.push_back(integration);
    for (std::size_t a = 0; a < chance.below(3); ++a) {
      const auto theirs = action_of("Theirs " + std::to_string(a), 90 + a, 0);
      world.actions.push_back({.id = id + "-action-" + std::to_string(a),
                               .name = theirs.name,
                               .integration_id = id,
                               .category = theirs.category,
                               .version = 5,
                               .function = theirs.function.text(),
                               .config = theirs.config,
                               .contract = theirs.contract});
    }
  }
  world.roles.push_back({.name = "Theirs",
                         .arn = "arn:aws:iam::123456789012:role/Theirs",
                         .path = "/",
                         .trust = Json::object()});
}

class World {
 public:
  explicit World(unsigned seed) : chance_(seed) {
    make_foreign_things(cloud_, chance_);
    before_ = cloud_.world;
    desired_ = Desired{.deployment = "orders", .trusted_account = "765628985471"};
    for (std::size_t i = 0; i < 1 + chance_.below(3); ++i) {
      add_integration(i);
    }
    if (chance_.one_in(3)) {
      desired_.integrations[0].adopt = "foreign-0";
      desired_.integrations[0].name = "Foreign 0";
    }
    follow_up();
  }

  void edit() {
    auto& integration = desired_.integrations[chance_.below(desired_.integrations.size())];
    auto& actions = integration.actions;
    switch (chance_.below(actions.empty() ? 1 : 7)) {
      case 0:
        actions.push_back(
            action_of("Action " + std::to_string(++names_), chance_.below(9), ++contracts_));
        break;
      case 1:
        actions.erase(actions.begin());
        break;
      case 2:
        rename(actions[chance_.below(actions.size())]);
        break;
      case 3:
        set_function(actions[chance_.below(actions.size())], chance_.below(9));
        break;
      case 4:
        actions[chance_.below(actions.size())].contract = contract_number(++contracts_);
        break;
      case 5:
        actions[chance_.below(actions.size())].category = "Category " + std::to_string(++names_);
        break;
      default:
        if (!integration.adopt) {
          integration.was = integration.name;
          integration.name = "Renamed " + std::to_string(++names_);
          integration.key = marks::key_of(integration.name);
        }
    }
    follow_up();
  }

  // Somebody else at work, on our things too.
  void meddle() {
    auto& world = cloud_.world;
    if (world.actions.empty()) return;
    auto& action = world.actions[chance_.below(world.actions.size())];
    const bool ours = is_ours(action.integration_id);
    switch (chance_.below(4)) {
      case 0:
        if (ours) action.category = "meddled";
        if (ours) action.version += 1;
        break;
      case 1:
        for (auto& role : world.roles) {
          if (role.name == "R") role.policies.clear();
        }
        break;
      case 2:
        for (auto& integration : world.integrations) {
          if (is_ours(integration.id)) integration.intended_state = "DISABLED";
        }
        break;
      default:
        if (ours && !has_strangers_) {
          auto theirs = action;
          theirs.id = "stranger";
          theirs.name = "Made by hand";
          // Of a function that our role never allowed: otherwise plans would rightly be refused.
          theirs.function = function_number(77).text();
          world.actions.push_back(theirs);
          has_strangers_ = true;
        }
    }
  }

  // Returns whether the plan could be applied.
  bool apply_once(bool prune) {
    const Remotes remotes{.aws = cloud_, .genesys = cloud_};
    const auto observed = observe(desired_, journal_.applied, remotes);
    const auto plan = make_plan(
        desired_,
        *observed,
        journal_.applied,
        {.prune = prune, .allow_replace = true, .operation_id = "0badcafe", .today = "2026-11-22"});
    if (!plan.refusals.empty()) {
      refusal_ = plan.refusals[0].what;
      return false;
    }
    execute(plan, *observed);
    for (auto& integration : desired_.integrations) {
      integration.was.clear();
      for (auto& action : integration.actions) {
        action.was.clear();
      }
    }
    return true;
  }

  std::vector<Step> left(const Applied& applied) {
    return make_plan(desired_, cloud_.world, applied, {}).steps;
  }
  std::vector<Step> left_with_record() { return left(journal_.applied); }

  Plan destroy() {
    const Remotes remotes{.aws = cloud_, .genesys = cloud_};
    const auto observed = observe(desired_, journal_.applied, remotes, Purpose::remove);
    const auto plan = make_removal(desired_, *observed, journal_.applied, {});
    execute(plan, *observed);
    return plan;
  }

  [[nodiscard]] bool has_strangers() const { return has_strangers_; }
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  // Everything that was there before is there, as it was.
  void expect_untouched() {
    const auto& now = cloud_.world;
    EXPECT_EQ(count_roles("Theirs"), 1);
    for (const auto& integration : before_.integrations) {
      const auto found = std::find_if(now.integrations.begin(),
                                      now.integrations.end(),
                                      [&](const auto& one) { return one.id == integration.id; });
      ASSERT_NE(found, now.integrations.end()) << integration.name;
      EXPECT_EQ(found->name, integration.name);
      EXPECT_EQ(found->config->notes, integration.config->notes);
      EXPECT_EQ(found->config->credentials, integration.config->credentials);
    }
    for (const auto& action : before_.actions) {
      EXPECT_EQ(std::count_if(now.actions.begin(),
                              now.actions.end(),
                              [&](const auto& one) { return one.id == action.id; }),
                1)
          << action.name;
    }
    for (const auto& credential : before_.credentials) {
      EXPECT_EQ(std::count_if(now.credentials.begin(),
                              now.credentials.end(),
                              [&](const auto& one) { return one.id == credential.id; }),
                1);
    }
  }

  void expect_nothing_of_ours() {
    const auto& now = cloud_.world;
    EXPECT_EQ(count_roles("R"), 0);
    EXPECT_EQ(now.integrations.size(), before_.integrations.size());
    EXPECT_EQ(now.actions.size(), before_.actions.size());
    EXPECT_EQ(now.credentials.size(), before_.credentials.size());
    EXPECT_TRUE(journal_.applied.objects.empty());
  }

  [[nodiscard]] bool stranger_is_there() const {
    const auto& actions = cloud_.world.actions;
    return std::any_of(
        actions.begin(), actions.end(), [](const auto& one) { return one.id == "stranger"; });
  }

 private:
  void add_integration(std::size_t number) {
    const auto name = "Integration " + std::to_string(number);
    DesiredIntegration integration{.key = marks::key_of(name), .name = name, .role = "R"};
    for (std::size_t a = 0; a < chance_.below(4); ++a) {
      integration.actions.push_back(
          action_of("Action " + std::to_string(++names_), chance_.below(9), ++contracts_));
    }
    desired_.integrations.push_back(integration);
  }

  void rename(DesiredAction& action) {
    action.was = action.name;
    action.name = "Action " + std::to_string(++names_);
  }

  static void set_function(DesiredAction& action, std::size_t number) {
    action.function = function_number(number);
    action.config["request"]["requestUrlTemplate"] = action.function.text();
  }

  // The role follows from the actions.
  void follow_up() {
    std::set<std::string> arns;
    for (const auto& integration : desired_.integrations) {
      for (const auto& action : integration.actions) {
        arns.insert(action.function.text());
      }
    }
    DesiredRole role{.name = "R", .policy_name = "Invoke"};
    for (const auto& arn : arns) {
      role.functions.push_back(*FunctionArn::parse(arn));
    }
    if (role.functions.empty()) role.functions.push_back(function_number(0));
    desired_.roles = {role};
  }

  bool is_ours(const std::string& integration_id) {
    const auto& all = before_.integrations;
    return std::none_of(
        all.begin(), all.end(), [&](const auto& one) { return one.id == integration_id; });
  }

  std::ptrdiff_t count_roles(const std::string& name) {
    const auto& roles = cloud_.world.roles;
    return std::count_if(
        roles.begin(), roles.end(), [&](const auto& role) { return role.name == name; });
  }

  void execute(const Plan& plan, const Observed& observed) {
    const auto outcomes = apply(plan,
                                observed,
                                {.remotes = {.aws = cloud_, .genesys = cloud_},
                                 .journal = journal_,
                                 .clock = clock_,
                                 .events = events_});
    ASSERT_TRUE(outcomes.ok());
    for (const auto& outcome : *outcomes) {
      ASSERT_EQ(outcome.state, Outcome::State::done);
    }
  }

  Chance chance_;
  test::FakeCloud cloud_{};
  test::MemoryJournal journal_{};
  test::FakeClock clock_{};
  test::NoEvents events_{};
  Observed before_{};
  Desired desired_{};
  std::size_t names_{0};
  std::size_t contracts_{0};
  bool has_strangers_{false};
  std::string refusal_{};
};

TEST(Property, ApplyLeavesNothingToDoAndDestroyNothingOfOurs) {
  int refused = 0;
  for (unsigned seed = 1; seed <= worlds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(seed);
    for (int i = 0; i < edits_each; ++i) {
      if (i > 0) world.edit();
      world.meddle();
      // A dropped and a new action that look like a rename stop a plan; --prune goes on.
      if (!world.apply_once(seed % 2 == 0)) {
        ++refused;
        ASSERT_TRUE(world.apply_once(true)) << world.refusal();
      }
      ASSERT_TRUE(world.left_with_record().empty()) << world.left_with_record()[0].title();
      ASSERT_TRUE(world.left({}).empty()) << "without the record: " << world.left({})[0].title();
    }
    const auto plan = world.destroy();
    world.expect_untouched();
    if (world.has_strangers() && !plan.kept.empty()) {
      EXPECT_TRUE(world.stranger_is_there());
    } else if (!world.has_strangers()) {
      EXPECT_TRUE(plan.kept.empty());
      world.expect_nothing_of_ours();
    }
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_LT(refused, worlds) << "most plans have to be applied, or nothing is tested";
}

}  // namespace
}  // namespace patchcord
