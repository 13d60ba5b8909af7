// The rules of the linter: what each finds, why it matters, what to do.
//
// Source: Genesys Cloud Resource Center, "Request configuration for data actions", "Response
// configuration for data actions", "Add contracts to custom actions for integrations"; behaviour of
// Apache Velocity 2.3 and Jayway JsonPath 2.9.0, measured.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/diagnostic.h"

namespace patchcord::lint {

struct Rule {
  std::string_view code{};  // "L05"; stable, never used again for something else
  Severity severity{};
  std::string_view title{};  // one sentence
  std::string_view cause{};
  std::string_view fix{};
  // What breaks exactly this rule, and the same corrected. An action's members as in a manifest;
  // all of a manifest when it begins with `deployment:`; an exported action when it begins with
  // `{`.
  std::string_view example{};
  std::string_view corrected{};
  // Why nothing finds it here; then there is no example.
  std::string_view unchecked{};
};

// All of them, by code.
const std::vector<Rule>& rules();

// Null when there is none.
const Rule* find_rule(std::string_view code);

// What an example stands for as a whole manifest (an exported action stays as it is).
std::string whole_example(std::string_view example);

// The parts of the table.
std::vector<Rule> request_rules();
std::vector<Rule> template_rules();
std::vector<Rule> response_rules();
std::vector<Rule> result_rules();
std::vector<Rule> contract_rules();
std::vector<Rule> deployment_rules();

}  // namespace patchcord::lint
