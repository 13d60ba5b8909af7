// YAML as manifests use it: a tree of values, each with its place.
//
// Read from yaml-cpp's events: its nodes lose duplicate keys and places.
//
// Source: YAML 1.2.2, §10.3.2 (core schema: which plain words are numbers, booleans, null)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/manifest/problems.h"

namespace patchcord {

inline constexpr std::size_t max_manifest_bytes = 8U << 20U;  // also of each file beside it
inline constexpr int max_yaml_depth = 64;
inline constexpr std::size_t max_yaml_values = 1'000'000;

enum class YamlKind { null, boolean, integer, real, text, list, mapping };

// "a number"
const char* kind_name(YamlKind kind);

struct YamlPlace {
  int line{};    // from 1
  int column{};  // from 1, in bytes
};

struct YamlValue {
  YamlKind kind{YamlKind::null};
  std::string text{};  // of a scalar, as written: "0x1F", "15s"
  YamlPlace at{};
  std::string key{};  // of a member of a mapping
  YamlPlace key_at{};
  std::vector<YamlValue> items{};  // of a list; of a mapping, in the order of the file

  // The member of a mapping, or null.
  [[nodiscard]] const YamlValue* find(std::string_view name) const;
};

// One document. Refused, each at its place: duplicate keys, keys that are no text, anchors,
// aliases, merge keys, tags, a second document, more than max_yaml_depth levels or max_yaml_values
// values, more than max_manifest_bytes, bytes that are no UTF-8. A byte order mark is skipped.
//
// Absent after a syntax error or a broken limit: then there is exactly one error more.
std::optional<YamlValue> parse_yaml(std::string_view bytes,
                                    const std::string& file,
                                    Problems& problems);

// The same value as JSON. Numbers that JSON cannot hold, or that people write when they mean text
// (a leading zero), are problems and become null.
Json json_of(const YamlValue& value, const std::string& file, Problems& problems);

// What an unquoted scalar is.
YamlKind core_kind(std::string_view plain);

// Where the first byte is that does not belong to UTF-8 text.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

}  // namespace patchcord
