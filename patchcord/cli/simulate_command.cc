// `patchcord simulate` on the command line.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/cli/simulate.h"
#include "patchcord/sandbox/knobs.h"

namespace patchcord::cli {
namespace {

constexpr const char* about =
    "Runs an action offline, step by step as Genesys Cloud does it. Without a reply it shows the "
    "request that would be sent. Exit 0: it passed; 4: the action failed; 3: --diff found "
    "changes; "
    "2: the input is wrong.\n\n"
    "Examples:\n"
    "  patchcord simulate --env dev --action \"Get order\" --input '{\"orderId\": \"42\"}'\n"
    "  patchcord simulate --action get-order.custom.json --input @event.json --reply @reply.json\n"
    "  patchcord simulate --action get-order.custom.json --cases recorded.jsonl --format junit\n"
    "  patchcord simulate --diff old.custom.json new.custom.json --cases recorded.jsonl";

void add_function(CLI::App& app, FunctionOptions& function, bool& yes) {
  app.add_option("--reply", function.reply, "what the function answers: JSON, @FILE or @-")
      ->type_name("JSON");
  app.add_option("--fail",
                 function.fail,
                 "let the function fail: error (--reply is its payload), timeout, authentication "
                 "or remote")
      ->type_name("KIND");
  app.add_option("--program",
                 function.program,
                 "run this shell command as the function; it speaks the Lambda Runtime API")
      ->type_name("COMMAND");
  app.add_option("--functions",
                 function.functions_file,
                 "run the functions of this file of the sandbox (YAML)")
      ->type_name("FILE");
  app.add_flag("--invoke", function.invoke, "run the real function, with your own AWS credentials");
  app.add_flag("-y,--yes", yes, "with --invoke: do not ask");
  app.add_option("--profile", function.aws_profile, "AWS profile for --invoke")->type_name("NAME");
  app.add_option("--ca-file", function.ca_file, "trusted authorities (PEM) for --invoke")
      ->type_name("FILE");
}

void add_readings(CLI::App& app, SimulateOptions& options) {
  app.add_flag("--flatten", options.flatten, "the result as Architect gets it (`order.id`)");
  app.add_flag("--refuse-nulls",
               options.refuse_nulls,
               "a null where a contract declares a type is an error");
  app.add_flag("--strict-request",
               options.strict_request,
               "unset references in URL, headers and body are errors, not text");
  app.add_flag("--velocity-1.7", options.velocity_1_7, "read templates as Velocity 1.7 does");
}

// `NAME=VALUE`, with the names and values of the sandbox's knobs.
Result<void> read_readings(const std::vector<std::string>& given, simulator::Readings& readings) {
  Json change = Json::object();
  for (const auto& text : given) {
    const auto sign = text.find('=');
    const auto value = text.substr(sign == std::string::npos ? text.size() : sign + 1);
    change[text.substr(0, sign)] =
        value == "true" || value == "false" ? Json(value == "true") : Json(value);
  }
  auto read = sandbox::with_change(readings, change);
  if (read) {
    readings = *read;
    return {};
  }
  Error error = std::move(read).error();
  error.at = "--reading";
  if (error.hint.empty()) error.hint = "`patchcord simulate --help` has an example.";
  return error;
}

// The values are secrets: no error shows one.
Result<void> read_credentials(const std::string& given, simulator::TextPairs& credentials) {
  if (given.empty()) return {};
  TRY_ASSIGN(const auto fields, read_json_object(given, "--credentials"));
  for (const auto& [name, value] : fields.items()) {
    if (!value.is_string()) {
      return Error{.code = Code::invalid,
                   .what = fmt::format("the credential field {} is not a text", printable(name)),
                   .at = "--credentials",
                   .hint = "Write {\"user\": \"…\", \"key\": \"…\"}."};
    }
    credentials.emplace_back(name, value.get<std::string>());
  }
  return {};
}

class SimulateCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(about);
    describe_manifest(app, options_.choice.manifest);
    app.add_option("--action",
                   options_.choice.action,
                   "\"name\" or \"integration/name\" of the manifest, or a FILE.json with an "
                   "exported action")
        ->type_name("ACTION");
    app.add_option("--input", options_.input, "what the caller passes: JSON, @FILE or @-")
        ->capture_default_str()
        ->type_name("JSON");
    add_function(app, options_.function, options_.yes);
    add_readings(app, options_);
    app.add_option("--reading",
                   readings_,
                   "what the platform does where that is not documented, NAME=VALUE as a knob of "
                   "the sandbox: mappedNull=missing; may be repeated")
        ->allow_extra_args(false)
        ->type_name("READING");
    app.add_option(
           "--credentials",
           credentials_,
           "what templates see as ${credentials.…}: JSON, @FILE or @-; what they make of it "
           "is shown")
        ->type_name("JSON");
    app.add_option("--cases",
                   options_.cases_file,
                   "run the recorded cases of this file, one JSON object a line; - is stdin")
        ->type_name("FILE");
    app.add_option("--diff",
                   options_.versions,
                   "with --cases: what changes from one version of the action to the other; each "
                   "an exported action (.json) or a manifest")
        ->expected(2)
        ->type_name("OLD NEW");
    app.add_option("--format", format_, "text, json (the same as --json) or junit (with --cases)")
        ->check(CLI::IsMember({"text", "json", "junit"}))
        ->capture_default_str()
        ->type_name("FORMAT");
  }

  ExitCode run(const Session& session) override {
    options_.format = session.console.json() || format_ == "json" ? SimulateFormat::json
                      : format_ == "junit"                        ? SimulateFormat::junit
                                                                  : SimulateFormat::text;
    if (const auto problem = contradiction(session.console.json()); !problem.what.empty())
      return refuse(options_, session.console, {.errors = {problem}, .diagnostics = {}});
    for (const auto& read : {read_readings(readings_, options_.readings),
                             read_credentials(credentials_, options_.credentials)}) {
      if (!read)
        return refuse(options_, session.console, {.errors = {read.error()}, .diagnostics = {}});
    }
    return simulate(options_, session);
  }

 private:
  [[nodiscard]] Error contradiction(bool json) const {
    const auto wrong = [](const char* what, const char* at, const char* hint) {
      return Error{.code = Code::invalid, .what = what, .at = at, .hint = hint};
    };
    const auto& function = options_.function;
    const bool fixed = function.reply || !function.fail.empty();
    if (int{fixed} + int{!function.program.empty()} + int{!function.functions_file.empty()} +
            int{function.invoke} >
        1)
      return wrong("the answer can only come from one place",
                   "--reply, --program, --functions, --invoke",
                   "Give one of them; --fail goes with --reply.");
    const bool one = options_.cases_file.empty();
    if (!options_.versions.empty() && one)
      return wrong("two versions are compared over recorded cases", "--diff", "Add --cases FILE.");
    if (json && format_ == "junit")
      return wrong("the result can only have one format", "--format", "Give --json or --format.");
    if (options_.format == SimulateFormat::junit && one)
      return wrong("only many cases are reported as JUnit", "--format", "Add --cases FILE.");
    if (!options_.versions.empty() && options_.function.runs())
      return wrong("two versions are compared over recorded replies; nothing runs",
                   "--diff",
                   "Record the replies in the cases.");
    return {};
  }

  SimulateOptions options_{};
  std::vector<std::string> readings_{};
  std::string credentials_{};
  std::string format_{"text"};
};

}  // namespace

std::unique_ptr<Command> simulate_command() {
  return std::make_unique<SimulateCommand>();
}

}  // namespace patchcord::cli
