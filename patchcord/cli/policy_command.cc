// `patchcord policy`: the documents of each role and the commands that apply them, for the team
// that may.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/manifest_input.h"
#include "patchcord/cli/suggestion.h"
#include "patchcord/plan/role_documents.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"

namespace patchcord::cli {
namespace {

struct PolicyArguments {
  ManifestOptions manifest{};
  std::string organization{};
};

// The same document on many lines, members in their order.
std::string pretty(const std::string& document) {
  return nlohmann::ordered_json::parse(document).dump(2);
}

std::string tag_words(const DesiredRole& role) {
  std::string out;
  for (const auto& [key, value] : role.tags) {
    // As JSON: the short form of the AWS CLI gives commas and blanks a meaning of their own.
    out += " " + shell_quoted(to_text(Json{{"Key", key}, {"Value", value}}));
  }
  return out.empty() ? out : " --tags" + out;
}

struct Commands {
  std::string create{};
  std::string update{};
  std::string put{};
};

// `trust` and `permission`: one shell word each.
Commands commands_of(const DesiredRole& role,
                     const std::string& trust,
                     const std::string& permission) {
  const auto name = shell_quoted(role.name);
  return {.create = fmt::format(
              "aws iam create-role --role-name {}{}{}{}{} --assume-role-policy-document {}",
              name,
              role.path == "/" ? "" : " --path " + shell_quoted(role.path),
              role.description.empty() ? "" : " --description " + shell_quoted(role.description),
              role.boundary ? " --permissions-boundary " + shell_quoted(*role.boundary) : "",
              tag_words(role),
              trust),
          .update = fmt::format(
              "aws iam update-assume-role-policy --role-name {} --policy-document {}", name, trust),
          .put = fmt::format(
              "aws iam put-role-policy --role-name {} --policy-name {} --policy-document {}",
              name,
              shell_quoted(role.policy_name),
              permission)};
}

std::string script(const Desired& desired,
                   const DesiredRole& role,
                   const RoleDocuments& documents) {
  const auto commands = commands_of(role, "\"$trust\"", "\"$permission\"");
  std::string out = fmt::format(
      "# Role {}{}: Genesys Cloud (account {}) may assume it and invoke {} function{}.\n",
      role.name,
      role.managed ? "" : " of another team",
      desired.trusted_account,
      role.functions.size(),
      role.functions.size() == 1 ? "" : "s");
  out += fmt::format("trust={}\n", shell_quoted(pretty(documents.trust)));
  out += fmt::format("permission={}\n", shell_quoted(pretty(documents.permission)));
  return out + fmt::format(
                   "if aws iam get-role --role-name {} > /dev/null 2>&1; then\n  {}\nelse\n  "
                   "{}\nfi\n{}\n",
                   shell_quoted(role.name),
                   commands.update,
                   commands.create,
                   commands.put);
}

Json role_json(const DesiredRole& role, const RoleDocuments& documents) {
  const auto commands =
      commands_of(role, shell_quoted(documents.trust), shell_quoted(documents.permission));
  return {{"role", role.name},
          {"path", role.path},
          {"managed", role.managed},
          {"arn", role.arn.empty() ? Json() : Json(role.arn)},
          {"trust", Json::parse(documents.trust)},
          {"permission", Json::parse(documents.permission)},
          {"commands",
           {{"create", commands.create}, {"update", commands.update}, {"put", commands.put}}}};
}

// The pin of the manifest, or what was given; both only if they are the same.
Result<std::string> organization_of(const Desired& desired, const std::string& given) {
  const auto& pin = desired.organization_pin;
  if (!given.empty() && !is_organization_id(given)) {
    return Error{.code = Code::invalid,
                 .what = fmt::format("`{}` is not the id of an organization", printable(given, 80)),
                 .at = "--organization",
                 .hint = "It looks like 5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11."};
  }
  if (pin && !given.empty() && *pin != given) {
    return Error{
        .code = Code::invalid,
        .what = fmt::format("the manifest is pinned to organization {}, not {}", *pin, given),
        .at = "--organization",
        .hint = "Leave --organization out, or choose the environment with --env."};
  }
  if (!given.empty()) return given;
  if (pin) return *pin;
  return Error{.code = Code::invalid,
               .what =
                   "the external id is the organization's id, and nothing says which: this "
                   "command asks no service",
               .hint =
                   "Give --organization ID, or pin it in the manifest: genesys: { organization: "
                   "… }. Genesys Cloud shows it under Organization Settings."};
}

class PolicyCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Prints a shell script for the AWS CLI; nothing is sent. A role that another team makes "
        "stands in the manifest as role: { arn: …, managed: false }.\n"
        "\n"
        "Examples:\n"
        "  patchcord policy --organization 5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11 > roles.sh\n"
        "  patchcord policy orders.yaml --env prod --json");
    describe_manifest(app, arguments_.manifest);
    app.add_option("--organization",
                   arguments_.organization,
                   "id of the organization, when the manifest does not pin it")
        ->type_name("ID");
  }

  ExitCode run(const Session& session) override {
    const auto& console = session.console;
    const auto input = read_manifest(arguments_.manifest);
    show_problems(input, console);
    Json roles = Json::array();
    std::string text;
    std::optional<Error> error = input.unreadable;
    if (input.ok()) error = write(input.compiled.desired, roles, text);
    if (error && !input.unreadable) console.error(*error);
    if (console.json()) {
      Json errors = Json::array();
      if (error) errors.push_back(to_json(*error));
      console.document(
          {{"roles", roles}, {"diagnostics", to_json(input.diagnostics)}, {"errors", errors}});
    } else if (!error && input.ok()) {
      console.result(text);
    }
    return input.ok() && !error ? exit_done : exit_input;
  }

 private:
  std::optional<Error> write(const Desired& desired, Json& roles, std::string& text) const {
    auto organization = organization_of(desired, arguments_.organization);
    if (!organization) return std::move(organization).error();
    for (const auto& role : desired.roles) {
      auto documents = role_documents(desired, role, *organization);
      if (!documents) return during(std::move(documents).error(), "role " + role.name);
      roles.push_back(role_json(role, *documents));
      text += (text.empty() ? "" : "\n") + script(desired, role, *documents);
    }
    return std::nullopt;
  }

  PolicyArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> policy_command() {
  return std::make_unique<PolicyCommand>();
}

}  // namespace patchcord::cli
