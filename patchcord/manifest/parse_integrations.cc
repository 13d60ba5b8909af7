#include <fmt/format.h>

#include "patchcord/manifest/sections.h"

namespace patchcord {
namespace {

void check_unmanaged(Reading& reading, Fields& fields, RoleSection& role) {
  const auto managed = fields.flag("managed");
  if (!managed && !role.arn) return;
  const bool ours = !managed || managed->value;
  if (ours && role.arn) {
    reading.problems.error(role.arn->span,
                           "a role that is given by its ARN belongs to somebody else",
                           "Add `managed: false`, or give `name` instead of `arn`.");
  }
  if (ours) return;
  fields.missing("arn", "A role with `managed: false` is given by its ARN.");
  if (!role.name && !role.path && !role.policy && !role.boundary && role.tags.empty() &&
      !role.adopt)
    return;
  reading.problems.error(role.span,
                         "a role with `managed: false` is never written, so it has `arn` only",
                         "Remove `name`, `path`, `policy`, `boundary`, `tags` and `adopt`.");
}

RoleSection parse_role(Reading& reading, const YamlValue& value) {
  if (value.kind != YamlKind::mapping) {
    return {.span = reading.at(value.at),
            .name = read_text(reading, value, "role"),
            .is_name_only = true};
  }
  Fields fields(reading, value, "a role");
  RoleSection role{.span = fields.span(),
                   .name = fields.text("name"),
                   .path = fields.text("path"),
                   .policy = fields.text("policy"),
                   .boundary = fields.text("boundary"),
                   .tags = fields.texts("tags"),
                   .arn = fields.text("arn")};
  const auto adopt = fields.flag("adopt");
  role.adopt = adopt && adopt->value;
  check_unmanaged(reading, fields, role);
  fields.finish();
  return role;
}

}  // namespace

IntegrationSection parse_integration(Reading& reading, const YamlValue& value) {
  Fields fields(reading, value, "an integration");
  IntegrationSection integration{.span = fields.span(), .name = fields.text("name")};
  fields.missing("name",
                 "Give the name that the integration has, or shall have, in Genesys Cloud.");
  if (const auto* role = fields.find("role")) integration.role = parse_role(reading, *role);
  integration.was = fields.text("was");
  integration.adopt = fields.text("adopt");
  if (const auto* actions = fields.find("actions", YamlKind::list)) {
    for (const auto& item : actions->items)
      integration.actions.push_back(parse_action(reading, item));
    if (actions->items.empty()) {
      reading.problems.error(reading.at(actions->at),
                             "an integration without actions has nothing to do",
                             "List at least one action: a name and a function ARN are enough.");
    }
  }
  fields.missing("actions", "List at least one action: a name and a function ARN are enough.");
  fields.finish();
  return integration;
}

}  // namespace patchcord
