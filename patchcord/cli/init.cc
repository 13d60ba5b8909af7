#include "patchcord/cli/init.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/ask.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/cli/manifest_input.h"
#include "patchcord/genesys/region.h"
#include "patchcord/manifest/draft.h"
#include "patchcord/manifest/names.h"
#include "patchcord/os/file.h"
#include "patchcord/report/json.h"
#include "patchcord/template/json_text.h"

namespace patchcord::cli {
namespace {

constexpr unsigned file_mode = 0644;
constexpr const char* default_region = "us-east-1";

Error wrong(std::string what, std::string at, std::string hint) {
  return {
      .code = Code::invalid, .what = std::move(what), .at = std::move(at), .hint = std::move(hint)};
}

Result<std::vector<simulator::Value>> read_samples(const std::vector<std::string>& files,
                                                   const char* option) {
  std::vector<simulator::Value> samples;
  for (const auto& file : files) {
    auto text = text_argument("@" + file);
    auto sample = text ? simulator::read_json(*text, file)
                       : Result<simulator::Value>(std::move(text).error());
    if (!sample) {
      Error error = std::move(sample).error();
      error.code = Code::invalid;
      error.at = option;
      return error;
    }
    samples.push_back(*std::move(sample));
  }
  return samples;
}

// One run, as a table of contents.
class Init {
 public:
  Init(const InitOptions& options, const Session& session)
      : options_(options), session_(session), console_(session.console) {}

  ExitCode run() {
    if (auto done = write(); !done) return refuse(done.error());
    report();
    return exit_done;
  }

 private:
  Result<void> write() {
    TRY(check_target());
    const bool has_samples = !options_.replies.empty() || !options_.events.empty();
    if (options_.functions.empty() && !has_samples) TRY(ask_for_everything());
    TRY(read_functions());
    if (has_samples) TRY(add_samples());
    TRY(choose_region());
    draft_options_.deployment = options_.deployment;
    draft_options_.map_all = options_.map_all;
    TRY_ASSIGN(draft_, draft_manifest(draft_options_));
    TRY(check_draft());
    if (to_stdout()) return {};
    return os::write_file_atomically(options_.file, draft_.text, file_mode);
  }

  [[nodiscard]] bool to_stdout() const { return options_.file == "-"; }

  Result<void> check_target() const {
    std::error_code ignored;
    if (to_stdout() || options_.force ||
        !std::filesystem::exists(std::filesystem::symlink_status(options_.file, ignored)))
      return {};
    return wrong(fmt::format("{} exists", options_.file),
                 "-o",
                 "Name another file with -o, or replace it with --force.");
  }

  Result<void> ask_for_everything() {
    if (!can_ask()) {
      return wrong(
          "there is nothing to write a manifest from",
          "",
          "Give the ARNs of functions, or --from-reply FILE. On a terminal patchcord asks.");
    }
    TRY(ask_for_functions());
    if (options_.deployment.empty()) {
      TRY_ASSIGN(options_.deployment,
                 answer_to("Name of the deployment (nothing: after the function):"));
    }
    if (options_.genesys_region.empty()) {
      TRY_ASSIGN(options_.genesys_region,
                 answer_to("AWS region or domain of the organization (nothing: the function's):"));
    }
    return {};
  }

  Result<void> ask_for_functions() {
    while (true) {
      TRY_ASSIGN(const auto answer,
                 answer_to(options_.functions.empty() ? "ARN of a Lambda function:"
                                                      : "ARN of another one (nothing: no more):"));
      if (answer.empty()) break;
      if (const auto arn = FunctionArn::parse(answer)) {
        options_.functions.push_back(answer);
      } else {
        console_.error(arn.error());
      }
    }
    if (!options_.functions.empty()) return {};
    return wrong("no function was named", "", "Give the ARN of a Lambda function.");
  }

  [[nodiscard]] Result<std::string> answer_to(const std::string& question) const {
    auto answer = ask(question, session_.interrupt);
    if (answer) return *std::move(answer);
    if (session_.interrupt.requested())
      return Error{.code = Code::cancelled, .what = "interrupted: nothing was written"};
    return wrong("the input ended before every question was answered: nothing was written",
                 "",
                 "An empty line takes what the question proposes. Without questions: `patchcord "
                 "init ARN`.");
  }

  Result<void> read_functions() {
    for (const auto& text : options_.functions) {
      auto function = FunctionArn::parse(text);
      if (!function) {
        Error error = std::move(function).error();
        error.code = Code::invalid;
        return error;
      }
      draft_options_.actions.push_back({.function = *std::move(function)});
    }
    return {};
  }

  Result<void> add_samples() {
    auto& actions = draft_options_.actions;
    if (actions.size() > 1)
      return wrong("samples are of one function, but several are named",
                   "--from-reply",
                   "Name the function that the samples are of.");
    if (actions.empty()) actions.emplace_back();
    TRY_ASSIGN(actions[0].events, read_samples(options_.events, "--from-event"));
    TRY_ASSIGN(actions[0].replies, read_samples(options_.replies, "--from-reply"));
    return {};
  }

  Result<void> choose_region() {
    const auto& function = draft_options_.actions.front().function;
    std::string region = options_.genesys_region;
    if (region.empty()) {
      const bool known = function && genesys::find_region(function->region);
      region = known ? function->region : default_region;
    }
    TRY_ASSIGN(const auto found, genesys::find_region(region));
    draft_options_.genesys_region = found.name;
    if (!found.name.empty()) return {};
    return wrong(fmt::format("{} is no domain that patchcord knows", printable(region, 200)),
                 "--genesys-region",
                 "Give a region, and write the domain and genesys.trusted_account into the file.");
  }

  // What is written is read as every command reads it.
  Result<void> check_draft() const {
    auto read = read_manifest_text(draft_.text, {.file = options_.file});
    if (read.ok()) return {};
    show_problems(read, console_);
    return wrong("the manifest would not be accepted as it is",
                 "",
                 "Correct what is said above, for example the ARNs; nothing was written.");
  }

  void report() const {
    if (console_.json()) {
      console_.document({{"file", to_stdout() ? Json() : Json(options_.file)},
                         {"manifest", draft_.text},
                         {"choices", draft_.choices},
                         {"errors", Json::array()}});
      return;
    }
    if (to_stdout()) console_.result(draft_.text);
    for (const auto& choice : draft_.choices)
      console_.message(printable(choice) + "\n");
    if (to_stdout()) return;
    const auto count = draft_options_.actions.size();
    console_.message(
        fmt::format("{} written, with {} action{}. Look it over, then `patchcord "
                    "simulate {}`.\n",
                    options_.file,
                    count,
                    count == 1 ? "" : "s",
                    options_.file));
  }

  ExitCode refuse(const Error& error) const {
    console_.error(error);
    if (console_.json()) {
      console_.document({{"file", nullptr},
                         {"manifest", nullptr},
                         {"choices", Json::array()},
                         {"errors", {to_json(error)}}});
    }
    if (error.code == Code::cancelled) return exit_interrupted;
    return error.code == Code::denied || error.code == Code::unavailable ? exit_failed : exit_input;
  }

  InitOptions options_;
  const Session& session_;
  const Console& console_;
  DraftOptions draft_options_{};
  Draft draft_{};
};

}  // namespace

ExitCode init(const InitOptions& options, const Session& session) {
  return Init(options, session).run();
}

}  // namespace patchcord::cli
