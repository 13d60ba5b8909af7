// Bytes that compare and travel but cannot be printed, logged, or copied into a string by accident.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace patchcord {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}

  // The bytes themselves. Every use is a place to review: they go into a request and nowhere else.
  [[nodiscard]] const std::string& expose() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string bytes_;
};

}  // namespace patchcord
