#include "patchcord/plan/contract.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

bool is_label(const std::string& name) {
  return name == "$schema" || name == "id" || name == "title" || name == "description";
}

// What is the same when it is left out.
bool says_nothing(const std::string& name, const Json& value) {
  return value.is_null() || is_label(name) || (name == "additionalProperties" && value == true) ||
         (name == "required" && value.empty());
}

// What a schema says: `required` is a set, null is absent, labels say nothing. Properties may have
// the names of labels.
// NOLINTNEXTLINE(misc-no-recursion): the depth of JSON is bounded
Json meaning_of(const Json& schema) {
  if (!schema.is_object()) return schema;
  Json meaning = Json::object();
  for (const auto& [name, value] : schema.items()) {
    if (says_nothing(name, value)) continue;
    if (name == "properties" && value.is_object()) {
      Json& properties = meaning[name] = Json::object();
      for (const auto& [property, its_schema] : value.items()) {
        properties[property] = meaning_of(its_schema);
      }
    } else {
      meaning[name] = meaning_of(value);
    }
  }
  if (meaning.contains("required") && meaning["required"].is_array())
    std::sort(meaning["required"].begin(), meaning["required"].end());
  return meaning;
}

// A property of an object.
struct Member {
  Json schema{};  // null: there is none
  bool is_required{};

  [[nodiscard]] bool is_there() const { return is_required || !schema.is_null(); }
  friend bool operator==(const Member&, const Member&) = default;
};

bool has_members(const Json& schema) {
  return member_at(schema, "properties").is_object() || member_at(schema, "required").is_array();
}

bool is_list_of_objects(const Json& schema) {
  return string_at(schema, "type") == "array" && has_members(member_at(schema, "items"));
}

std::set<std::string> members_of(const Json& schema) {
  std::set<std::string> names;
  if (const Json& properties = member_at(schema, "properties"); properties.is_object()) {
    for (const auto& [name, its_schema] : properties.items()) {
      names.insert(name);
    }
  }
  for (const auto& name : member_at(schema, "required")) {
    if (name.is_string()) names.insert(name.get<std::string>());
  }
  return names;
}

Member member_of(const Json& schema, const std::string& name) {
  const Json& required = member_at(schema, "required");
  return {.schema = member_at(member_at(schema, "properties"), name),
          .is_required = std::find(required.begin(), required.end(), Json(name)) != required.end()};
}

// What a schema says besides its type and what is in it.
Json rest_of(Json schema) {
  if (!schema.is_object()) return schema;
  for (const auto* name : {"type", "properties", "required", "items"}) {
    schema.erase(name);
  }
  return schema;
}

std::string words_of(const Json& schema);

// NOLINTNEXTLINE(misc-no-recursion): the depth of JSON is bounded
std::string words_of(const Member& member) {
  return (member.is_required ? "" : "optional ") + words_of(member.schema);
}

// NOLINTNEXTLINE(misc-no-recursion): the depth of JSON is bounded
std::string type_words_of(const Json& schema) {
  if (has_members(schema)) {
    std::vector<std::string> members;
    for (const auto& name : members_of(schema)) {
      members.push_back(name + ": " + words_of(member_of(schema, name)));
    }
    return "{ " + join(members, ", ") + " }";
  }
  const Json& items = member_at(schema, "items");
  if (string_at(schema, "type") == "array" && items.is_object())
    return "array of " + words_of(items);
  const Json& type = member_at(schema, "type");
  const auto words = type.is_string() ? type.get<std::string>()
                     : type.is_null() ? "anything"
                                      : type.dump();
  return items.is_null() ? words : fmt::format("{} of {}", words, items.dump());
}

// As a manifest's short form says it, and the other keywords behind it: "string, maxLength 10".
// NOLINTNEXTLINE(misc-no-recursion): the depth of JSON is bounded
std::string words_of(const Json& schema) {
  if (schema.is_null()) return "anything";
  if (!schema.is_object()) return schema.dump();
  auto words = type_words_of(schema);
  const auto rest = rest_of(schema);
  for (const auto& [keyword, value] : rest.items()) {
    words += fmt::format(", {} {}", keyword, value.dump());
  }
  return words;
}

class Comparison {
 public:
  // NOLINTNEXTLINE(misc-no-recursion): the depth of JSON is bounded
  void compare(const std::string& path, const Member& before, const Member& after) {
    if (before == after) return;
    const auto found = changes_.size();
    if (before.is_required == after.is_required) look_inside(path, before.schema, after.schema);
    if (changes_.size() > found) return;
    changes_.push_back({.field = path,
                        .before = before.is_there() ? Json(words_of(before)) : Json(),
                        .after = after.is_there() ? Json(words_of(after)) : Json()});
  }

  std::vector<Change> take() && { return std::move(changes_); }

 private:
  // Where both have members: which of them differ. Nothing is found where that is not all.
  // NOLINTNEXTLINE(misc-no-recursion): the depth of JSON is bounded
  void look_inside(const std::string& path, const Json& before, const Json& after) {
    if (!before.is_object() || !after.is_object() || rest_of(before) != rest_of(after) ||
        member_at(before, "type") != member_at(after, "type"))
      return;
    if (is_list_of_objects(before) && is_list_of_objects(after)) {
      compare(path + "[]",
              {.schema = before.at("items"), .is_required = true},
              {.schema = after.at("items"), .is_required = true});
      return;
    }
    const bool is_object = string_at(before, "type") == "object";
    if (!is_object && !(has_members(before) && has_members(after))) return;
    auto names = members_of(before);
    names.merge(members_of(after));
    for (const auto& name : names) {
      compare(fmt::format("{}.{}", path, name), member_of(before, name), member_of(after, name));
    }
  }

  std::vector<Change> changes_{};
};

Json schema_of(const Json& contract, const char* side, const char* name) {
  return meaning_of(member_at(member_at(contract, side), name));
}

}  // namespace

std::vector<Change> contract_differences(const Json& before, const Json& after) {
  Comparison comparison;
  const auto compare = [&](const char* side, const char* name) {
    comparison.compare(fmt::format("contract.{}", side),
                       {.schema = schema_of(before, side, name), .is_required = true},
                       {.schema = schema_of(after, side, name), .is_required = true});
  };
  compare("input", "inputSchema");
  compare("output", "successSchema");
  return std::move(comparison).take();
}

bool same_contract(const Json& one, const Json& other) {
  return contract_differences(one, other).empty();
}

}  // namespace patchcord
