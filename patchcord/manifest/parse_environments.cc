#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"

namespace patchcord {

std::optional<GenesysSection> parse_genesys(Fields& parent, Reading& reading) {
  const auto* value = parent.find("genesys");
  if (value == nullptr) return std::nullopt;
  Fields fields(reading, *value, "`genesys`");
  GenesysSection section{.span = reading.at(value->key_at),
                         .region = fields.text("region"),
                         .domain = fields.text("domain"),
                         .organization = fields.text("organization"),
                         .trusted_account = fields.text("trusted_account")};
  section.has_unreadable_region = !section.region && !section.domain &&
                                  (value->find("region") != nullptr ||
                                   value->find("domain") != nullptr || !fields.is_mapping());
  if (section.region && section.domain) {
    reading.problems.error(section.domain->span,
                           "`region` and `domain` say the same thing in two ways",
                           "Give one of them.");
  }
  fields.finish();
  return section;
}

std::optional<AwsSection> parse_aws(Fields& parent, Reading& reading) {
  const auto* value = parent.find("aws");
  if (value == nullptr) return std::nullopt;
  Fields fields(reading, *value, "`aws`");
  AwsSection section{.account = fields.text("account"),
                     .cross_account = fields.flag("cross_account")};
  fields.finish();
  return section;
}

EnvironmentSection parse_environment(Reading& reading, const YamlValue& value) {
  Fields fields(reading, value, "an environment");
  EnvironmentSection section{
      .name = {.value = value.key, .span = reading.at(value.key_at)},
      .deployment = fields.text("deployment"),
      .genesys = parse_genesys(fields, reading),
      .aws = parse_aws(fields, reading),
      .values = fields.texts("values"),
  };
  fields.finish();
  return section;
}

}  // namespace patchcord
