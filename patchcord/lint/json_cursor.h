// Where in a JSON document its writer is, while a template prints it piece by piece: text that it
// has of its own, and values that only a run will know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/lint/facts.h"

namespace patchcord::lint {

class JsonCursor {
 public:
  // One character of the template's own text; what begins with it is added to `produced`.
  void text(char c, std::uint32_t offset, std::vector<Produced>& produced);

  // A value that is not known stands here. Answers whether it may be all of a JSON value or of a
  // JSON text; the next character decides: see ends_value.
  bool reference(std::uint32_t offset, std::vector<Produced>& produced);

  // Whether `c` may follow a reference that is all of its value.
  [[nodiscard]] bool ends_value(char c) const;

  [[nodiscard]] bool in_string() const { return in_string_; }
  [[nodiscard]] bool at_key() const { return key_text_ || (!in_string_ && !expects_value_); }
  // Of the value that is being written.
  [[nodiscard]] std::string path() const;

 private:
  struct Level {
    bool object{};
    std::string path{};
  };

  void string_character(char c);
  void open(char c, std::uint32_t offset, std::vector<Produced>& produced);
  void close();
  void begin(Shape shape, std::uint32_t offset, std::vector<Produced>& produced);

  std::vector<Level> levels_{};
  std::string key_{};
  std::string buffer_{};
  bool in_string_{};
  bool key_text_{};  // the text is a key
  bool escaped_{};
  bool empty_text_{};
  bool expects_value_{true};
  bool begun_{};  // the value
};

}  // namespace patchcord::lint
