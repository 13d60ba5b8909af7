// `patchcord verify`: the chain is as the manifest says, and works.
#include <algorithm>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/changes.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/proof.h"
#include "patchcord/plan/role_documents.h"
#include "patchcord/report/drift.h"
#include "patchcord/report/json.h"
#include "patchcord/report/role_proof.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {
namespace {

struct VerifyArguments {
  DeploymentOptions deployment{};
  bool strict{false};
};

class VerifyRun {
 public:
  VerifyRun(const VerifyArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "verify") {}

  ExitCode run() {
    if (!deployment_.open()) return deployment_.finish(exit_input);
    auto& run = deployment_.run();
    const auto plan = deployment_.look_and_plan({}, Purpose::prove);
    if (!plan) return deployment_.finish_with(plan.error());
    tell_notes(run, *plan);
    for (const auto& refusal : plan->refusals) {
      fail(refusal);
    }
    look_at_functions(*plan);
    prove_roles(*plan);
    find_differences(*plan);
    // Before the tests: what differs is why they fail.
    deployment_.tell_errors();
    auto proof = prove_actions(*plan);
    proof.unproven.insert(proof.unproven.end(), unproven_.begin(), unproven_.end());
    return conclude(*plan, proof);
  }

 private:
  // The planner and the proof of a role know no command line.
  void fail(Error error) {
    error.hint = with_this_manifest(std::move(error.hint));
    deployment_.fail(std::move(error));
  }

  [[nodiscard]] std::string with_this_manifest(std::string hint) const {
    constexpr std::string_view bare = "`patchcord apply`";
    constexpr std::string_view again = "un again with ";  // "Run" or "run"
    const auto apply = deployment_.command_line("apply");
    if (const auto at = hint.find(bare); at != std::string::npos)
      hint.replace(at, bare.size(), fmt::format("`{}`", apply));
    const auto at = hint.find(again);
    if (at == std::string::npos) return hint;
    const auto option = at + again.size();
    const auto end =
        std::min(hint.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", option), hint.size());
    return fmt::format("{}un `{} {}`{}",
                       hint.substr(0, at),
                       apply,
                       hint.substr(option, end - option),
                       hint.substr(end));
  }

  // A plan that is refused shows and corrects nothing.
  void find_differences(const Plan& plan) {
    std::string hint;
    if (plan.refusals.empty())
      hint = fmt::format("`{}` shows the fields, `{}` corrects them.",
                         deployment_.command_line("plan"),
                         deployment_.command_line("apply"));
    auto drift = drift_of({.plan = plan, .roles = roles_, .unusable = unusable_, .hint = hint});
    // One hint for all of them is enough.
    for (std::size_t i = 0; i < drift.size(); ++i) {
      if (i + 1 < drift.size()) drift[i].hint.clear();
      deployment_.fail(std::move(drift[i]));
    }
    for (const auto& role : roles_) {
      for (auto& problem : problems_of(role, plan)) {
        const bool by_apply = problem.hint.find("`patchcord apply`") != std::string::npos;
        if (by_apply && !plan.refusals.empty()) problem.hint.clear();
        fail(std::move(problem));
      }
    }
  }

  // What the live documents really allow, whatever the plan calls equal.
  void prove_roles(const Plan& plan) {
    auto& run = deployment_.run();
    const auto& observed = run.observed();
    for (const auto& wanted : plan.roles) {
      const auto found = std::find_if(observed.roles.begin(),
                                      observed.roles.end(),
                                      [&](const auto& role) { return role.name == wanted.name; });
      if (found == observed.roles.end()) continue;
      roles_.push_back(
          prove_role({.wanted = wanted,
                      .found = *found,
                      .trusted = trust_of(run.setup().desired, wanted, plan.organization.id),
                      .grants = grants_for(wanted, found->arn),
                      .now = timestamp(deployment_.session().clock.now())}));
      const auto unknown = unproven_of(roles_.back());
      unproven_.insert(unproven_.end(), unknown.begin(), unknown.end());
    }
  }

  std::vector<FunctionGrant> grants_for(const DesiredRole& role, const std::string& arn) {
    std::vector<FunctionGrant> grants;
    for (const auto& function : functions_elsewhere(role, arn)) {
      FunctionGrant grant{.function = function};
      auto policy = deployment_.run().world().policy_of(function);
      if (!policy) {
        grant.unread = policy.error().what;
      } else if (*policy) {
        grant.document = **std::move(policy);
      }
      grants.push_back(std::move(grant));
    }
    return grants;
  }

  // Those that the plan is refused for are told with it.
  void look_at_functions(const Plan& plan) {
    std::vector<FunctionArn> functions;
    for (const auto& role : deployment_.compiled().desired.roles) {
      functions.insert(functions.end(), role.functions.begin(), role.functions.end());
    }
    auto looks = deployment_.run().look_at(functions);
    for (const auto& [function, fault] : looks) {
      if (!fault) {
        unproven_.push_back(fmt::format("function {}: {}", function.text(), fault.error().what));
      } else if (!fault->empty()) {
        unusable_.insert(function.text());
      }
    }
    for (const auto& function : newly_invoked(plan)) {
      looks.erase(function);
    }
    for (auto& problem : problems_of(looks)) {
      deployment_.fail(std::move(problem));
    }
  }

  Proof prove_actions(const Plan& plan) {
    const auto& console = deployment_.console();
    if (!console.json()) {
      for (const auto& role : roles_)
        console.tell(role_proof_text(role, console.out_style()));
      if (!deployment_.compiled().tests.empty())
        console.message("Running the declared tests: the functions really run.\n");
    }
    auto proof = run_tests(deployment_.run(), deployment_.compiled(), plan, Which::all);
    if (proof) return *std::move(proof);
    deployment_.fail(std::move(proof).error());
    incomplete_ = true;
    return {};
  }

  ExitCode conclude(const Plan& plan, const Proof& proof) {
    deployment_.say("deployment", plan.deployment);
    deployment_.say("steps", steps_json(plan, {}));
    auto told = to_json(proof);
    told["roles"] = Json::array();
    for (const auto& role : roles_)
      told["roles"].push_back(to_json(role));
    deployment_.say("proof", std::move(told));
    deployment_.say("used", to_json(deployment_.run().calls()));
    const bool good = deployment_.errors().empty() && proof.passed();
    const bool strict = arguments_.strict && !proof.unproven.empty();
    const auto& console = deployment_.console();
    if (!console.json())
      console.tell(proof_text(proof, console.out_style()) +
                   (good ? praise(proof.unproven.size()) : blame(proof)));
    if (incomplete_) return deployment_.finish(deployment_.code_of_errors());
    return deployment_.finish(good && !strict ? exit_done : exit_problem);
  }

  [[nodiscard]] std::string praise(std::size_t unproven) const {
    if (unproven == 0) return "Proven: everything is in place and ran.\n";
    if (!arguments_.strict)
      return "Everything is in place; not all of it was proven by running it.\n";
    return fmt::format(
        "Not proven: everything is in place, but {} {} unproven, which --strict does "
        "not accept.\n",
        unproven,
        unproven == 1 ? "link is" : "links are");
  }

  // Once more what is wrong: the errors may have left the screen.
  [[nodiscard]] std::string blame(const Proof& proof) const {
    constexpr std::size_t most = 3;
    const auto& errors = deployment_.errors();
    std::string text = incomplete_ ? "Not verified: the tests could not be run.\n" : "Broken:\n";
    for (std::size_t i = 0; i < std::min(most, errors.size()); ++i) {
      text += fmt::format("  {}\n", printable(errors[i].what, 300));
    }
    if (errors.size() > most)
      text += fmt::format("  and {} more, see above\n", errors.size() - most);
    const auto failed = failed_text(proof, errors.empty() ? most : 0);
    return failed.empty() ? text : text + fmt::format("  {}\n", failed);
  }

  const VerifyArguments& arguments_;
  Deployment deployment_;
  std::vector<RoleProof> roles_{};
  std::vector<std::string> unproven_{};
  std::set<std::string> unusable_{};  // ARNs of functions with a fault
  bool incomplete_{false};            // the tests did not run to their end
};

class VerifyCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Nothing is changed. The plan has to be empty, the roles have to let Genesys Cloud in and "
        "nobody else, and do "
        "nothing but invoke the functions, the functions have to exist, and every declared test is "
        "run: "
        "the functions really run.\n"
        "Exit: 0 · 4 something differs or a test failed; with --strict also when a link is "
        "unproven.");
    describe_deployment(app, arguments_.deployment);
    app.add_flag("--strict", arguments_.strict, "an unproven link is a problem");
  }
  ExitCode run(const Session& session) override { return VerifyRun(arguments_, session).run(); }

 private:
  VerifyArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> verify_command() {
  return std::make_unique<VerifyCommand>();
}

}  // namespace patchcord::cli
