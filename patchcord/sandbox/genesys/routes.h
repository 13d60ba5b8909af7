// Every operation of the Genesys Cloud API that the sandbox knows, and how a request finds its own.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

enum class BodyKind { none, object, any };

struct Route {
  std::string_view method{};
  std::string_view path{};  // "/api/v2/integrations/{integrationId}"
  std::array<std::string_view, 2>
      permissions{};  // one of them is enough; none: no permission needed
  BodyKind body{BodyKind::none};
  Handler handler{};
};

struct Match {
  const Route* route{};                         // null: the path exists, the method does not
  std::string_view path{};                      // the pattern that matched
  std::map<std::string, std::string> labels{};  // decoded
};

// Nothing: there is no such path.
std::optional<Match> find_route(std::string_view method, std::string_view path);

}  // namespace patchcord::sandbox::genesys
