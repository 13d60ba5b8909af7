// `patchcord show`: everything that is known of one object.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/deployment.h"
#include "patchcord/cli/inventory.h"
#include "patchcord/report/outline.h"

namespace patchcord::cli {
namespace {

struct ShowArguments {
  DeploymentOptions deployment{};
  std::string object{};
};

class ShowRun {
 public:
  ShowRun(const ShowArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "show") {}

  ExitCode run() {
    if (!deployment_.open()) return deployment_.finish(exit_input);
    auto& run = deployment_.run();
    const auto plan = deployment_.look_and_plan();
    if (!plan) return deployment_.finish_with(plan.error());
    std::vector<std::string> names;
    for (const auto& row : inventory(run, *plan)) {
      if (is_meant(row)) return tell(row);
      for (const auto& name : names_of(row)) {
        names.push_back(name);
      }
    }
    const auto guess = nearest(arguments_.object, names);
    return deployment_.finish_with(
        {.code = Code::invalid,
         .what = fmt::format("there is no object `{}`", printable(arguments_.object, 200)),
         .at = "--object",
         .hint = guess
                     ? fmt::format("Did you mean `{}`?", *guess)
                     : fmt::format("`{}` shows what there is.", deployment_.command_line("list"))});
  }

 private:
  static std::vector<std::string> names_of(const InventoryRow& row) {
    const auto& key = row.address.key;
    return {row.address.text(), key, key.substr(key.rfind('/') + 1)};
  }

  [[nodiscard]] bool is_meant(const InventoryRow& row) const {
    const auto names = names_of(row);
    return arguments_.object == row.id ||
           std::find(names.begin(), names.end(), arguments_.object) != names.end();
  }

  ExitCode tell(const InventoryRow& row) {
    const Json object = {{"kind", kind_name(row.address.kind)},
                         {"name", row.address.key},
                         {"id", row.id.empty() ? Json() : Json(row.id)},
                         {"state", row.state},
                         {"observed", row.observed}};
    deployment_.say("object", object);
    if (!deployment_.console().json())
      deployment_.console().result(fmt::format("{}: {}\nid: {}\n{}",
                                               printable(row.address.text()),
                                               row.state,
                                               row.id.empty() ? "none" : printable(row.id),
                                               outline_text(row.observed)));
    return deployment_.finish(exit_done);
  }

  const ShowArguments& arguments_;
  Deployment deployment_;
};

class ShowCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "NAME is what `patchcord list` shows, for example \"Get order status\", an id, or "
        "\"role/GenesysCloud-orders\".");
    describe_deployment(app, arguments_.deployment);
    app.add_option("--object", arguments_.object, "the object")->required()->type_name("NAME");
  }
  ExitCode run(const Session& session) override { return ShowRun(arguments_, session).run(); }

 private:
  ShowArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> show_command() {
  return std::make_unique<ShowCommand>();
}

}  // namespace patchcord::cli
