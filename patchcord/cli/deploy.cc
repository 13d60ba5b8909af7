#include "patchcord/cli/deploy.h"

#include <algorithm>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/world.h"
#include "patchcord/genesys/region.h"
#include "patchcord/os/environment.h"
#include "patchcord/os/file.h"
#include "patchcord/os/file_journal.h"
#include "patchcord/plan/planner.h"
#include "patchcord/policy/document.h"
#include "patchcord/report/deployed.h"
#include "patchcord/report/json.h"
#include "patchcord/report/text.h"
#include "patchcord/verify/live_test.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_input_bytes = 8U << 20U;
constexpr std::size_t operation_id_digits = 16;

// One run, as a table of contents; every stage may end it.
class Deploy {
 public:
  Deploy(DeployOptions options, Variables variables, const Console& console, Clock& clock)
      : options_(std::move(options)), variables_(std::move(variables)), console_(console), clock_(clock), progress_(console, options_.verbosity) {}

  ExitCode run() {
    if (!read_input() || !check_input() || !open_world()) return finish(exit_input);
    if (!look()) return finish(failed_code());
    if (!make_the_plan()) return finish(failed_code());
    if (!apply_the_plan()) return finish(failed_code());
    if (!verify()) return finish(failed_code());
    return finish(exit_done);
  }

 private:
  // ── input ──────────────────────────────────────────────────────────────────────────────────────────────────────
  bool read_input() {
    if (!options_.env_file.empty()) {
      auto read = read_env_file();
      if (!read) return fail(std::move(read).error());
    }
    auto waits = read_waits(variables_);
    waits_ = waits.waits;
    for (auto& problem : waits.problems) {
      fail(std::move(problem));
    }
    read_variables();
    read_json(options_.contract_file.empty() ? "" : "@" + options_.contract_file, "--contract", options_.single.contract);
    read_json(options_.test_input, "--test-input", test_input_);
    return errors_.empty();
  }

  Result<void> read_env_file() {
    TRY_ASSIGN(const auto text, os::read_file(options_.env_file, max_input_bytes));
    TRY_ASSIGN(const auto given, parse_env_file(text, options_.env_file));
    // The file was named explicitly: it counts more than what the shell happens to have.
    for (const auto& [name, value] : given) {
      variables_[name] = value;
    }
    return {};
  }

  // All that are missing are named at once.
  void read_variables() {
    std::vector<std::string> missing;
    const auto required = [&](const char* name) {
      auto value = value_of(variables_, name);
      if (value.empty()) missing.emplace_back(name);
      return value;
    };
    required("GENESYS_CLIENT_ID");
    required("GENESYS_CLIENT_SECRET");
    options_.single.function_arn = required("LAMBDA_FUNCTION_ARN");
    options_.single.trusted_account = required("GENESYS_AWS_ACCOUNT_ID");
    options_.single.external_id = required("EXTERNAL_ID");
    if (!missing.empty()) {
      fail(Error{.code = Code::invalid,
                 .what = fmt::format("{} not set: {}", missing.size() == 1 ? "a variable is" : "variables are", fmt::join(missing, ", ")),
                 .hint = "Export them, or put them into a file and give --env-file FILE. AWS_REGION may be left out."});
    }
  }

  // `text`: JSON, @file, or @- for standard input.
  void read_json(const std::string& text, const char* option, std::optional<Json>& into) {
    if (text.empty()) return;
    auto content = text[0] != '@' ? Result<std::string>(text) : text == "@-" ? os::read_standard_input(max_input_bytes) : os::read_file(text.substr(1), max_input_bytes);
    auto json = content.ok() ? parse_json(*content, text[0] == '@' ? text.substr(1) : "the value") : Result<Json>(std::move(content).error());
    if (!json) {
      auto error = std::move(json).error();
      error.code = Code::invalid;
      error.at = option;
      fail(std::move(error));
      return;
    }
    if (!json->is_object()) {
      fail(Error{.code = Code::invalid, .what = "the JSON value is not an object", .at = option});
      return;
    }
    into = *std::move(json);
  }

  bool check_input() {
    auto compiled = compile(options_.single);
    for (auto& problem : compiled.problems) {
      fail(std::move(problem));
    }
    desired_ = std::move(compiled.desired);
    check_trusted_account();
    if (!errors_.empty()) return false;
    for (const auto& warning : compiled.warnings) {
      warn(warning);
    }
    const auto region = value_of(variables_, "AWS_REGION");
    const auto& function = desired_.roles[0].functions[0];
    if (!region.empty() && region != function.region) {
      warn(fmt::format("AWS_REGION is {}, but the function is in {}: the function's region counts", region, function.region));
    }
    return true;
  }

  // Genesys Cloud calls from one account per region; a role that trusts another one can never be assumed.
  void check_trusted_account() {
    const auto region = genesys::find_region(options_.genesys_region);
    if (!region) {
      auto error = region.error();
      error.at = "--genesys-region";
      fail(std::move(error));
      return;
    }
    const auto& given = options_.single.trusted_account;
    if (!api_url().empty() || !region->trusted_account || *region->trusted_account == given || options_.any_account) return;
    fail(Error{.code = Code::invalid,
               .what = fmt::format("account {} is not the one that Genesys Cloud calls from in {}: {}", printable(given, 80), region->domain, *region->trusted_account),
               .at = "GENESYS_AWS_ACCOUNT_ID",
               .hint = fmt::format("Set GENESYS_AWS_ACCOUNT_ID={}, or choose the region of the organization with --genesys-region. --any-account trusts the "
                                   "given account all the same.",
                                   *region->trusted_account)});
  }

  [[nodiscard]] std::string api_url() const {
    return options_.genesys_api_url.empty() ? value_of(variables_, "PATCHCORD_GENESYS_API_URL") : options_.genesys_api_url;
  }
  [[nodiscard]] std::string login_url() const {
    return options_.genesys_login_url.empty() ? value_of(variables_, "PATCHCORD_GENESYS_LOGIN_URL") : options_.genesys_login_url;
  }

  // ── world ──────────────────────────────────────────────────────────────────────────────────────────────────────
  bool open_world() {
    events_.add(progress_);
    if (!options_.log_file.empty()) {
      auto log = LogFile::open(options_.log_file, clock_);
      if (!log) return fail(std::move(log).error());
      log_ = *std::move(log);
      events_.add(*log_);
    }
    auto world = make_world({.variables = variables_,
                             .genesys_region = options_.genesys_region,
                             .genesys_api_url = api_url().empty() ? std::nullopt : std::optional(api_url()),
                             .genesys_login_url = login_url().empty() ? std::nullopt : std::optional(login_url()),
                             .aws_profile = options_.aws_profile,
                             .aws_region = desired_.roles[0].functions[0].region,
                             .ca_file = options_.ca_file,
                             .waits = waits_,
                             .log_everything = options_.verbosity == Verbosity::everything || log_ != nullptr},
                            clock_, events_);
    if (!world) return fail(std::move(world).error());
    world_ = *std::move(world);
    return true;
  }

  // ── observe and plan ───────────────────────────────────────────────────────────────────────────────────────────
  bool look() {
    auto organization = world_->organization();
    if (!organization) return fail(during(std::move(organization).error(), "looking up the organization"));
    auto opened = os::open_journal({.folder = options_.record_folder,
                                    .deployment = desired_.deployment,
                                    .organization = organization->id,
                                    .owner = fmt::format("patchcord deploy, process {}, since {}", ::getpid(), timestamp(clock_.now()))});
    if (!opened) return fail(std::move(opened).error());
    if (opened->read_only) warn(fmt::format("{} cannot be written: working without a record", options_.record_folder));
    journal_ = std::move(opened->journal);
    auto applied = journal_->load();
    if (!applied) return fail(std::move(applied).error());
    applied_ = *std::move(applied);
    auto observed = observe(desired_, applied_, world_->remotes());
    if (!observed) return fail(during(std::move(observed).error(), "looking at what is there"));
    observed_ = *std::move(observed);
    return true;
  }

  bool make_the_plan() {
    plan_ = make_plan(desired_, observed_, applied_,
                      {.adopt = options_.adopt,
                       .allow_replace = options_.allow_replace,
                       .any_external_id = options_.any_external_id,
                       .operation_id = os::random_hex(operation_id_digits),
                       .today = timestamp(clock_.now()).substr(0, 10)});
    planned_ = true;
    for (const auto& note : plan_.notes) {
      events_.emit(Notice{.level = Notice::Level::information, .text = note});
    }
    for (const auto& refusal : plan_.refusals) {
      fail(refusal);
    }
    if (!console_.json()) {
      console_.message(fmt::format("Organization {} (\"{}\"), deployment {}\n", plan_.organization.id, printable(plan_.organization.name, 200), plan_.deployment));
      console_.message(plan_text(plan_, console_.err_style()));
    }
    return plan_.refusals.empty();
  }

  // ── apply and verify ───────────────────────────────────────────────────────────────────────────────────────────
  bool apply_the_plan() {
    outcomes_ = apply(plan_, observed_, {.remotes = world_->remotes(), .journal = *journal_, .clock = clock_, .events = events_, .waits = waits_});
    for (const auto& outcome : outcomes_) {
      for (const auto& note : outcome.notes) {
        events_.emit(Notice{.level = Notice::Level::warning, .text = note});
      }
      if (outcome.error) fail(*outcome.error);
    }
    return errors_.empty();
  }

  // The planner once more, over everything read again, as if there were no record: an empty plan is the proof.
  bool verify() {
    auto observed = observe(desired_, Applied{}, world_->remotes());
    if (!observed) return fail(during(std::move(observed).error(), "reading everything back"));
    const auto rest = make_plan(desired_, *observed, applied_now(), {.any_external_id = options_.any_external_id});
    for (const auto& step : rest.steps) {
      fail(Error{.code = Code::conflict, .what = fmt::format("read back, {} is still not as it should be: {}", step.address.text(), step.because)});
    }
    for (const auto& refusal : rest.refusals) {
      fail(refusal);
    }
    verified_ = false;
    if (!errors_.empty()) return false;
    verified_ = true;
    describe(*observed, rest);
    return !test_input_ || run_test();
  }

  [[nodiscard]] Applied applied_now() const {
    auto applied = journal_->load();
    return applied ? *std::move(applied) : Applied{};
  }

  void describe(const Observed& observed, const Plan& rest) {
    const auto& integration = desired_.integrations[0];
    const auto& action = integration.actions[0];
    const auto found = rest.existing.find(address_of(integration, action));
    deployed_.action_id = found == rest.existing.end() ? std::string() : found->second;
    deployed_.status = status();
    for (const auto& one : observed.actions) {
      if (one.id != deployed_.action_id || !one.config) continue;
      deployed_.name = one.name;
      deployed_.function_arn = string_at(member_at(*one.config, "request"), "requestUrlTemplate");
    }
    const auto role = std::find_if(observed.roles.begin(), observed.roles.end(), [&](const auto& one) { return one.name == desired_.roles[0].name; });
    if (role != observed.roles.end()) {
      deployed_.role_arn = role->arn;
      deployed_.external_id = external_id_in(role->trust);
    }
    if (const auto arn = FunctionArn::parse(deployed_.function_arn); arn.ok()) deployed_.region = arn->region;
  }

  static std::string external_id_in(const Json& trust) {
    const auto document = policy::read_document(trust);
    if (!document) return {};
    for (const auto& statement : document->statements) {
      for (const auto& condition : statement.conditions) {
        if (lower_case(condition.key) == "sts:externalid" && !condition.values.empty()) return condition.values.front();
      }
    }
    return {};
  }

  [[nodiscard]] std::string status() const {
    if (plan_.steps.empty()) return "unchanged";
    const auto any = [&](auto predicate) { return std::any_of(plan_.steps.begin(), plan_.steps.end(), predicate); };
    if (any([](const Step& step) { return step.because == "it is adopted"; })) return "adopted";
    if (any([](const Step& step) { return step.operation == Operation::create_action; })) return "created";
    return "updated";
  }

  bool run_test() {
    auto test = run_live_test(deployed_.action_id, *test_input_, {.tester = world_->tester(), .clock = clock_, .events = events_, .waits = waits_});
    if (!test) return fail(during(std::move(test).error(), "running the action"));
    deployed_.test = *test;
    if (test->passed) return true;
    verified_ = false;
    return fail(Error{.code = Code::conflict,
                      .what = fmt::format("the action was deployed, but running it failed at {}", failing_operation(test->result)),
                      .hint = "Everything is in place; look at the operation that failed, correct it, and run the same command again."});
  }

  // ── the end ────────────────────────────────────────────────────────────────────────────────────────────────────
  void warn(const std::string& text) {
    warnings_.push_back(text);
    console_.warn(text);
  }
  bool fail(Error error) {
    errors_.push_back(std::move(error));
    return false;
  }

  [[nodiscard]] ExitCode failed_code() const {
    const auto all = [&](Code code) { return !errors_.empty() && std::all_of(errors_.begin(), errors_.end(), [&](const auto& error) { return error.code == code; }); };
    if (clock_.cancelled()) return exit_interrupted;
    if (!outcomes_.empty() && std::all_of(outcomes_.begin(), outcomes_.end(), [](const auto& outcome) { return outcome.state == Outcome::State::done; })) return exit_problem;
    if (planned_ && outcomes_.empty() && plan_.refusals.empty()) return exit_problem;  // nothing to apply, and verify failed
    return planned_ && outcomes_.empty() && all(Code::invalid) ? exit_input : exit_failed;
  }

  ExitCode finish(ExitCode code) {
    for (const auto& error : errors_) {
      console_.error(error);
    }
    if (!outcomes_.empty() && code != exit_done && !console_.json()) {
      console_.message("\n" + outcomes_text(plan_, outcomes_, console_.err_style()));
      console_.message("What is done stays; run the same command again and it goes on from here.\n");
    }
    const bool described = !deployed_.action_id.empty();
    if (console_.json()) {
      Json errors = Json::array();
      for (const auto& error : errors_) {
        errors.push_back(to_json(error));
      }
      console_.result(Json{{"action", described ? to_json(deployed_) : Json()}, {"steps", planned_ ? steps_json(plan_, outcomes_) : Json::array()}, {"errors", errors}, {"warnings", warnings_}});
    } else if (described) {
      console_.result(deployed_text(deployed_, console_.out_style()));
    }
    return code;
  }

  DeployOptions options_;
  Variables variables_;
  const Console& console_;
  Clock& clock_;
  Progress progress_;
  Tee events_{};
  std::unique_ptr<LogFile> log_{};
  Waits waits_{};
  std::optional<Json> test_input_{};
  Desired desired_{};
  std::unique_ptr<World> world_{};
  std::unique_ptr<Journal> journal_{};
  Applied applied_{};
  Observed observed_{};
  Plan plan_{};
  bool planned_{false};
  bool verified_{false};
  std::vector<Outcome> outcomes_{};
  Deployed deployed_{};
  std::vector<Error> errors_{};
  std::vector<std::string> warnings_{};
};

}  // namespace

ExitCode deploy(DeployOptions options, Variables variables, const Console& console, Clock& clock) {
  return Deploy(std::move(options), std::move(variables), console, clock).run();
}

}  // namespace patchcord::cli
