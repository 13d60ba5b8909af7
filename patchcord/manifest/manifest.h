// A manifest as written: typed, every value with its place. What follows from it is in compile.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/base/json.h"

namespace patchcord {

template <typename T>
struct Located {
  T value{};
  Span span{};
};

using Text = Located<std::string>;

// What was read, by the name that problems use: the manifest, and each file that it names.
using SourceFiles = std::map<std::string, std::string>;

struct NamedText {
  Text name{};
  Text text{};
};

// `genesys:`, of the manifest or of an environment.
struct GenesysSection {
  Span span{};                            // of its key
  std::optional<Text> region{};           // "eu-central-1"
  std::optional<Text> domain{};           // instead: "usw2.pure.cloud"
  std::optional<Text> organization{};     // a pin: any other organization is refused
  std::optional<Text> trusted_account{};  // where Genesys publishes none for the region
  bool has_unreadable_region{};           // given, but not as text: reported already
};

// `aws:`, of the manifest or of an environment.
struct AwsSection {
  std::optional<Text> account{};  // a pin: any other account is refused
  std::optional<Located<bool>> cross_account{};
};

// `role:` of an integration, a name or a mapping.
struct RoleSection {
  Span span{};
  std::optional<Text> name{};
  std::optional<Text> path{};
  std::optional<Text> policy{};  // name of the inline policy
  std::optional<Text> boundary{};
  std::vector<NamedText> tags{};
  std::optional<Text> arn{};  // of another team's role: `managed: false`
  bool adopt{false};
  bool is_name_only{false};
};

struct TestSection {
  Span span{};
  Json input = Json::object();
  std::optional<Json> expected{};
  bool exact{false};  // all of the result, not a part of it
  bool safe{false};   // may run on every apply
};

struct ActionSection {
  Span span{};
  std::optional<Text> name{};
  std::optional<Text> function{};  // ARN, maybe with <values>
  std::optional<Text> was{};
  std::optional<Text> adopt{};  // an id
  std::optional<Text> category{};
  bool secure{false};
  std::optional<int> timeout_seconds{};
  bool has_input{};  // given, even if it could not be read
  bool has_output{};
  Span input_at{};  // of the contracts, in the manifest or in their file
  Span output_at{};
  std::optional<Json> input{};   // JSON Schema draft-04
  std::optional<Json> output{};  // the same
  std::optional<Text> request_template{};
  std::vector<NamedText> headers{};
  std::vector<NamedText> translation_map{};       // variable → JSONPath
  std::vector<NamedText> translation_defaults{};  // variable → text that stands for its value
  std::optional<Text> success_template{};
  bool has_unread_template{};  // given, but its file could not be read
  std::vector<TestSection> tests{};
};

struct IntegrationSection {
  Span span{};
  std::optional<Text> name{};
  std::optional<RoleSection> role{};
  std::optional<Text> was{};
  std::optional<Text> adopt{};  // an id
  std::vector<ActionSection> actions{};
};

// What `--env <name>` lays over the rest.
struct EnvironmentSection {
  Text name{};
  std::optional<Text> deployment{};
  std::optional<GenesysSection> genesys{};
  std::optional<AwsSection> aws{};
  std::vector<NamedText> values{};  // <name> → text
};

struct Manifest {
  std::string file{};
  SourceFiles files{};  // for the lines that problems show
  std::optional<Text> deployment{};
  std::optional<GenesysSection> genesys{};
  std::optional<AwsSection> aws{};
  std::vector<IntegrationSection> integrations{};
  std::vector<EnvironmentSection> environments{};
};

}  // namespace patchcord
