#include "patchcord/manifest/output_fields.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "patchcord/manifest/draft_text.h"

namespace patchcord::draft {
namespace {

using Kind = OutputField::Kind;

class Fields {
 public:
  Fields(std::span<const ShapeMember> members,
         const FieldsPlace& place,
         std::vector<std::string>& choices)
      : place_(place), choices_(choices) {
    // Who has a good name keeps it.
    for (const auto& member : members) {
      if (contract_name(member.name, ContractSide::output) == member.name)
        taken_.insert(member.name);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): samples are at most 50 deep
  std::optional<OutputField> read(const ShapeMember& member) {
    const Shape& shape = member.shape;
    OutputField field;
    field.key = member.name;
    field.path = member_path(place_.path, member.name);
    field.required = member.samples == place_.objects && !shape.null;
    field.name = contract_name(member.name, ContractSide::output);
    if (field.name != field.key) field.name = unique(std::move(field.name), taken_);
    if (field.name != field.key && place_.in_list)
      return left_out(field,
                      "Architect cannot take its name, and nothing in a list can be renamed");
    if (const auto type = shape.scalar_type()) {
      field.type = *type;
    } else if (shape.only_nulls()) {
      field.type = "string";
      choose(field, "is null in every sample; it became an optional string");
    } else if (shape.only_objects()) {
      if (!read_object(shape, field)) return left_out(field, "there is nothing in it");
    } else if (!(shape.only_lists() && !place_.in_list && read_list(shape, field))) {
      if (place_.in_list)
        return left_out(field, "a list cannot hold lists, or values of several types");
      field.kind = Kind::json_text;
      choose(field,
             shape.only_lists() ? "is a list that Architect cannot take; it became text (JSON)"
                                : "is of several types; it became text (JSON)");
    }
    if (field.name != field.key) {
      choose(field,
             fmt::format("is the output `{}`: names have letters, digits, - and _",
                         member_path(place_.path, field.name)));
    }
    return field;
  }

 private:
  void choose(const OutputField& field, std::string_view text) {
    choices_.push_back(fmt::format("output: `{}` {}", field.path, text));
  }
  std::optional<OutputField> left_out(const OutputField& field, std::string_view why) {
    choose(field, fmt::format("is left out: {}", why));
    return std::nullopt;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  bool read_object(const Shape& shape, OutputField& field) {
    field.kind = Kind::object;
    field.fields =
        output_fields(shape.members,
                      {.objects = shape.objects, .path = field.path, .in_list = place_.in_list},
                      choices_);
    return !field.fields.empty();
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  bool read_list(const Shape& shape, OutputField& field) {
    if (shape.items.empty() || shape.items.front().only_nulls()) {
      field.kind = Kind::scalars;
      field.type = "string";
      choose(field, "has no values in any sample; it became an array of string");
      return true;
    }
    const Shape& items = shape.items.front();
    if (const auto type = items.scalar_type()) {
      field.kind = Kind::scalars;
      field.type = *type;
      return true;
    }
    if (!items.only_objects()) return false;
    std::vector<std::string> choices;
    field.fields =
        output_fields(items.members,
                      {.objects = items.objects, .path = field.path + "[]", .in_list = true},
                      choices);
    if (field.fields.empty()) return false;
    field.kind = Kind::objects;
    choices_.insert(choices_.end(), choices.begin(), choices.end());
    choose(field, "is a list of objects: Architect sees a list for each of their members");
    return true;
  }

  const FieldsPlace& place_;
  std::vector<std::string>& choices_;
  std::set<std::string> taken_{};
};

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as above
bool OutputField::fits() const {
  return name == key && kind != Kind::json_text &&
         std::all_of(
             fields.begin(), fields.end(), [](const OutputField& field) { return field.fits(); });
}

// NOLINTNEXTLINE(misc-no-recursion): as above
std::vector<OutputField> output_fields(std::span<const ShapeMember> members,
                                       const FieldsPlace& place,
                                       std::vector<std::string>& choices) {
  Fields reader(members, place, choices);
  std::vector<OutputField> out;
  for (const auto& member : members) {
    if (auto field = reader.read(member)) out.push_back(*std::move(field));
  }
  return out;
}

}  // namespace patchcord::draft
