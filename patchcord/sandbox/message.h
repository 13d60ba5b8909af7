// HTTP as the sandbox sees it: what came over the wire, and what goes back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::sandbox {

struct Field {
  std::string name{};
  std::string value{};
};

struct Message {
  std::string method{};
  std::string path{};   // as on the wire, still percent-encoded
  std::string query{};  // as on the wire, without "?"
  std::vector<Field> headers{};
  std::string body{};
};

struct Reply {
  int status{200};
  std::vector<Field> headers{};
  std::string body{};
};

// The value of the first header of that name (names compare without case), if any.
std::optional<std::string> find_field(const std::vector<Field>& headers, std::string_view name);

// One stand-in for one service: a value-like object that answers in process and behind the listener
// alike.
class Service {
 public:
  virtual ~Service() = default;
  virtual Reply handle(const Message& message) = 0;
};

}  // namespace patchcord::sandbox
