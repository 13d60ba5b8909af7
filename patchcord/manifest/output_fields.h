// What of a function's reply Architect can take, and in which form.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "patchcord/manifest/shape.h"

namespace patchcord::draft {

struct OutputField {
  enum class Kind {
    scalar,
    scalars,  // a list of them
    object,
    objects,   // a list of them; their fields pass as they are
    json_text  // what Architect cannot take, as text
  };

  std::string name{};  // in the contract
  std::string key{};   // in the reply
  std::string path{};  // for people
  bool required{};
  Kind kind{Kind::scalar};
  std::string type{};               // of scalar and scalars
  std::vector<OutputField> fields;  // of object and objects

  // It may pass as it is.
  [[nodiscard]] bool fits() const;
};

struct FieldsPlace {
  std::size_t objects{};  // how many samples there are of what holds the members
  std::string path{};
  bool in_list{false};
};

// In the order of the members; what Architect can take in no form is left out. `choices` gets what
// was decided.
std::vector<OutputField> output_fields(std::span<const ShapeMember> members,
                                       const FieldsPlace& place,
                                       std::vector<std::string>& choices);

}  // namespace patchcord::draft
