#include "patchcord/genesys/consumers.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/genesys/paging.h"

namespace patchcord::genesys {

Result<std::optional<std::vector<Flow>>> list_consumers(Client& client,
                                                        const std::string& action_id) {
  auto entities =
      read_pages(client,
                 {.route = "/api/v2/architect/dependencytracking/consumingresources",
                  .query = fmt::format("id={}&objectType=DATAACTION", percent_encode(action_id)),
                  .subject = "flows that use action " + action_id,
                  .verb = "listed"},
                 "version");
  if (!entities) {
    if (entities.error().code == Code::denied) return std::optional<std::vector<Flow>>();
    return std::move(entities).error();
  }
  std::vector<Flow> out;
  for (const auto& entity : *entities) {
    if (boolean_at(entity, "deleted")) continue;
    out.push_back({.id = string_at(entity, "id"),
                   .name = string_at(entity, "name"),
                   .type = string_at(entity, "type"),
                   .version = string_at(entity, "version")});
  }
  return std::optional(std::move(out));
}

}  // namespace patchcord::genesys
