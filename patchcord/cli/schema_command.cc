// `patchcord schema`: what editors need to complete and check manifests.
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "patchcord/cli/commands.h"
#include "patchcord/manifest/editor_schema.h"

namespace patchcord::cli {
namespace {

class SchemaCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "JSON Schema, draft-07. With the YAML language server, as the first line of a manifest:\n"
        "  # yaml-language-server: $schema=patchcord.schema.json\n"
        "\n"
        "Example:\n"
        "  patchcord schema > patchcord.schema.json");
  }

  ExitCode run(const Session& session) override {
    if (session.console.json()) {
      // `format` means something in a schema.
      session.console.document({{"schema", Json::parse(manifest_schema())}});
    } else {
      session.console.result(manifest_schema());
    }
    return exit_done;
  }
};

}  // namespace

std::unique_ptr<Command> schema_command() {
  return std::make_unique<SchemaCommand>();
}

}  // namespace patchcord::cli
