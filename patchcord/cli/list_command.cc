// `patchcord list`: what is there, one line each.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/changes.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/inventory.h"
#include "patchcord/report/json.h"
#include "patchcord/report/layout.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t before_name = 34;  // columns of kind and state

struct ListArguments {
  DeploymentOptions deployment{};
  std::size_t page_size{100};
  std::string page{};
};

class ListRun {
 public:
  ListRun(const ListArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "list") {}

  ExitCode run() {
    if (!deployment_.open()) return deployment_.finish(exit_input);
    auto& run = deployment_.run();
    const auto plan = deployment_.look_and_plan();
    if (!plan) return deployment_.finish_with(plan.error());
    const auto rows = inventory(run, *plan);
    const auto page = page_of(rows.size(),
                              arguments_.page_size,
                              arguments_.page,
                              plan->deployment + "@" + plan->organization.id);
    if (!page) return deployment_.finish_with(page.error());
    tell(rows, *page);
    return deployment_.finish(exit_done);
  }

 private:
  void tell(const std::vector<InventoryRow>& rows, const Page& page) {
    Json list = Json::array();
    std::vector<InventoryRow> shown;
    for (std::size_t i = page.first; i < page.first + page.count; ++i) {
      const auto& row = rows[i];
      list.push_back({{"kind", kind_name(row.address.kind)},
                      {"name", row.address.key},
                      {"id", row.id.empty() ? Json() : Json(row.id)},
                      {"state", row.state}});
      shown.push_back(row);
    }
    deployment_.say("objects", std::move(list));
    deployment_.say("total", rows.size());
    deployment_.say("nextPage", page.next.empty() ? Json() : Json(page.next));
    if (deployment_.console().json()) return;
    deployment_.console().tell(table_text(shown));
    if (!page.next.empty())
      deployment_.console().message(fmt::format("{} of {} shown; the next page: --page {}\n",
                                                page.first + page.count,
                                                rows.size(),
                                                page.next));
  }

  // Each id stands below the others where its line then fits.
  [[nodiscard]] std::string table_text(const std::vector<InventoryRow>& rows) const {
    std::size_t widest = 0;
    for (const auto& row : rows) {
      widest = std::max(widest, columns(printable(row.address.key, 200)));
    }
    const auto width = deployment_.console().out_width();
    std::string text;
    for (const auto& row : rows) {
      const auto name = printable(row.address.key, 200);
      const bool fits = width == 0 || before_name + widest + 2 + row.id.size() <= width;
      const auto gap = (fits ? widest - columns(name) : 0) + 2;
      text += fmt::format("{:<12} {:<20} {}{}\n",
                          kind_name(row.address.kind),
                          row.state,
                          name,
                          row.id.empty() ? "" : std::string(gap, ' ') + printable(row.id, 200));
    }
    return text;
  }

  const ListArguments& arguments_;
  Deployment deployment_;
};

class ListCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Roles, integrations, credentials and actions of the deployment, and the other actions "
        "under "
        "its integrations.");
    describe_deployment(app, arguments_.deployment);
    app.add_option("--page-size", arguments_.page_size, "objects on a page")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->type_name("N");
    app.add_option("--page", arguments_.page, "token of the page, from the page before")
        ->type_name("TOKEN");
  }
  ExitCode run(const Session& session) override { return ListRun(arguments_, session).run(); }

 private:
  ListArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> list_command() {
  return std::make_unique<ListCommand>();
}

}  // namespace patchcord::cli
