#include "patchcord/manifest/compile.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/action_config.h"
#include "patchcord/manifest/contract.h"
#include "patchcord/manifest/names.h"
#include "patchcord/manifest/place.h"
#include "patchcord/manifest/role_table.h"
#include "patchcord/manifest/sections.h"
#include "patchcord/manifest/values.h"
#include "patchcord/model/marks.h"

namespace patchcord {
namespace {

// Null when none is chosen, or when there is no such one: that is reported.
const EnvironmentSection* choose_environment(const Manifest& manifest,
                                             const std::string& name,
                                             Problems& problems) {
  if (name.empty()) return nullptr;
  const auto& environments = manifest.environments;
  const auto found =
      std::find_if(environments.begin(), environments.end(), [&](const auto& environment) {
        return environment.name.value == name;
      });
  if (found != environments.end()) return &*found;
  std::vector<std::string> known;
  known.reserve(environments.size());
  for (const auto& environment : environments)
    known.push_back(environment.name.value);
  problems.error({.file = manifest.file},
                 fmt::format("the manifest has no environment `{}`", printable(name, 100)),
                 known.empty()
                     ? "Remove --env, or add it under `environments`."
                     : did_you_mean(name, known, fmt::format("It has {}.", quoted_list(known))));
  return nullptr;
}

Json object_of(const std::vector<NamedText>& texts) {
  Json object = Json::object();
  for (const auto& text : texts)
    object[text.name.value] = text.text.value;
  return object;
}

// A name, filled, that nobody else in the same list has. `line`: where it was first given.
struct TakenName {
  std::string name{};
  int line{};
};

class Compiler {
 public:
  Compiler(const Manifest& manifest, const EnvironmentSection* environment, Problems& problems)
      : manifest_(manifest),
        problems_(problems),
        values_(manifest, environment, problems),
        overlay_(lay_over(manifest, environment)),
        reach_(out_, problems) {}

  Compiled compile(const CompileOptions& options) {
    compile_deployment();
    compile_place(overlay_, options.find_place, values_, problems_, out_);
    RoleTable roles(out_.desired.deployment, values_, problems_);
    for (const auto& section : manifest_.integrations)
      compile_integration(section, roles);
    out_.desired.roles = std::move(roles).take();
    if (options.complete) values_.report_unused();
    return std::move(out_);
  }

 private:
  void report(const Span& span, const Result<void>& checked) {
    if (!checked) problems_.error(span, checked.error().what, checked.error().hint);
  }

  void compile_deployment() {
    if (!overlay_.deployment) return;
    out_.desired.deployment = overlay_.deployment->value;
    report(overlay_.deployment->span, check_deployment_name(overlay_.deployment->value));
  }

  // The filled and checked name; empty when there is none.
  std::string compile_name(const std::optional<Text>& name, const char* what) {
    if (!name) return {};
    const auto text = values_.fill(*name);
    if (!text) return {};
    report(name->span, check_display_name(what, *text));
    return *text;
  }

  void compile_integration(const IntegrationSection& section, RoleTable& roles) {
    DesiredIntegration integration{.name = compile_name(section.name, "an integration")};
    integration.key = marks::key_of(integration.name);
    if (section.was) integration.was = section.was->value;
    if (section.adopt) integration.adopt = section.adopt->value;
    if (!integration.name.empty()) {
      check_integration_is_unique(integration, section);
      check_former_name(section.was, integration.name, "an integration");
    }
    std::vector<FunctionArn> functions;
    std::vector<TakenName> taken;
    for (const auto& action : section.actions) {
      auto compiled = compile_action(action, integration.name);
      check_action_is_unique(compiled, action, taken);
      if (!compiled.function.name.empty()) functions.push_back(compiled.function);
      integration.actions.push_back(std::move(compiled));
    }
    integration.role = roles.assign(section, std::move(functions));
    out_.desired.integrations.push_back(std::move(integration));
  }

  // Names may not be equal, and neither may what marks make of them.
  void check_integration_is_unique(const DesiredIntegration& integration,
                                   const IntegrationSection& section) {
    const auto& others = out_.desired.integrations;
    const auto same = std::find_if(others.begin(), others.end(), [&](const auto& other) {
      return !other.name.empty() && other.key == integration.key;
    });
    if (same == others.end()) return;
    if (same->name == integration.name) {
      return problems_.error(section.name->span,
                             fmt::format("there are two integrations `{}`", integration.name),
                             "Give each a name of its own, or list all actions under one.");
    }
    problems_.error(section.name->span,
                    fmt::format("`{}` and `{}` are too alike: patchcord marks both as {}",
                                same->name,
                                integration.name,
                                integration.key),
                    "Let their letters and digits differ.");
  }

  void check_action_is_unique(const DesiredAction& action,
                              const ActionSection& section,
                              std::vector<TakenName>& taken) {
    if (action.name.empty()) return;
    check_former_name(section.was, action.name, "an action");
    const auto same = std::find_if(
        taken.begin(), taken.end(), [&](const auto& other) { return other.name == action.name; });
    if (same == taken.end()) {
      taken.push_back({.name = action.name, .line = section.name->span.line});
      return;
    }
    problems_.error(section.name->span,
                    fmt::format("the integration has two actions `{}`: the first one is in line {}",
                                action.name,
                                same->line),
                    "Give each a name of its own.");
  }

  void check_former_name(const std::optional<Text>& was,
                         const std::string& name,
                         const char* what) {
    if (!was) return;
    report(was->span, check_display_name(what, was->value));
    if (was->value != name) return;
    problems_.error(was->span,
                    fmt::format("`was` is the name that it has already: `{}`", name),
                    "Give the former name, or remove `was`.");
  }

  DesiredAction compile_action(const ActionSection& section, const std::string& integration) {
    DesiredAction action{.name = compile_name(section.name, "an action"), .category = integration};
    if (section.was) action.was = section.was->value;
    if (section.adopt) action.adopt = section.adopt->value;
    if (section.category) {
      report(section.category->span, check_display_name("a category", section.category->value));
      action.category = section.category->value;
    }
    action.function = compile_function(section);
    action.secure = section.secure;
    action.config = config_of(section, action.function);
    warn_about_contract(problems_, section);
    action.contract = contract_of(section.input.value_or(object_schema({})),
                                  section.output.value_or(object_schema({})));
    if (!section.tests.empty()) add_tests(section, integration + "/" + action.name);
    return action;
  }

  FunctionArn compile_function(const ActionSection& section) {
    if (!section.function) return {};
    const auto text = values_.fill(*section.function);
    if (!text) return {};
    auto function = FunctionArn::parse(*text);
    if (!function) {
      problems_.error(section.function->span, function.error().what, function.error().hint, "L37");
      return {};
    }
    reach_.check(*function, section.function->span);
    return *std::move(function);
  }

  static Json config_of(const ActionSection& section, const FunctionArn& function) {
    ActionConfig config{.function = function,
                        .timeout_seconds = section.timeout_seconds,
                        .headers = object_of(section.headers),
                        .translation_map = object_of(section.translation_map),
                        .translation_defaults = object_of(section.translation_defaults)};
    if (section.request_template) config.request_template = section.request_template->value;
    if (section.success_template) config.success_template = section.success_template->value;
    return to_json(config);
  }

  void add_tests(const ActionSection& section, std::string key) {
    auto& tests = out_.tests[{.kind = Kind::action, .key = std::move(key)}];
    for (const auto& test : section.tests) {
      tests.push_back({.input = test.input,
                       .expected = test.expected,
                       .exact = test.exact,
                       .safe = test.safe,
                       .span = test.span});
    }
  }

  const Manifest& manifest_;
  Problems& problems_;
  Compiled out_{};
  Values values_;
  Overlay overlay_;
  Reach reach_;
};

}  // namespace

Compiled compile(const Manifest& manifest, const CompileOptions& options) {
  Problems problems;
  const auto* environment = choose_environment(manifest, options.environment, problems);
  Compiled out;
  // Without it, every value in the manifest would be reported as well.
  if (environment != nullptr || options.environment.empty())
    out = Compiler(manifest, environment, problems).compile(options);
  out.environment = options.environment;
  out.diagnostics = std::move(problems).take(manifest.file, manifest.files);
  return out;
}

}  // namespace patchcord
