#include "patchcord/manifest/fields.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void wrong_type(Reading& reading,
                const YamlValue& value,
                std::string_view name,
                std::string_view expected) {
  reading.problems.error(
      reading.at(value.at),
      fmt::format(
          "`{}` must be {}, not {}", printable(name, 100), expected, kind_name(value.kind)));
}

}  // namespace

Fields::Fields(Reading& reading, const YamlValue& mapping, std::string subject)
    : reading_(reading), mapping_(mapping), subject_(std::move(subject)) {
  if (is_mapping()) return;
  reading_.problems.error(
      span(),
      fmt::format("{} is a mapping of names to values, not {}", subject_, kind_name(mapping.kind)));
}

const YamlValue* Fields::find(const std::string& name) {
  known_.push_back(name);
  const auto* value = mapping_.find(name);
  if (value == nullptr || value->kind != YamlKind::null) return value;
  reading_.problems.error(reading_.at(value->key_at),
                          fmt::format("`{}` has no value", name),
                          "Give one, or remove the line.");
  return nullptr;
}

const YamlValue* Fields::find(const std::string& name, YamlKind kind) {
  const auto* value = find(name);
  if (value == nullptr || value->kind == kind) return value;
  wrong_type(reading_, *value, name, kind_name(kind));
  return nullptr;
}

std::optional<Text> Fields::text(const std::string& name) {
  const auto* value = find(name);
  return value == nullptr ? std::nullopt : read_text(reading_, *value, name);
}

std::optional<Located<bool>> Fields::flag(const std::string& name) {
  const auto* value = find(name, YamlKind::boolean);
  if (value == nullptr) return std::nullopt;
  return Located<bool>{.value = value->text[0] == 't' || value->text[0] == 'T',
                       .span = reading_.at(value->at)};
}

std::vector<NamedText> Fields::texts(const std::string& name) {
  std::vector<NamedText> out;
  const auto* mapping = find(name, YamlKind::mapping);
  if (mapping == nullptr) return out;
  for (const auto& item : mapping->items) {
    if (auto text = read_text(reading_, item, item.key)) {
      out.push_back({.name = {.value = item.key, .span = reading_.at(item.key_at)},
                     .text = *std::move(text)});
    }
  }
  return out;
}

void Fields::finish() {
  if (!is_mapping()) return;
  for (const auto& item : mapping_.items) {
    if (std::find(known_.begin(), known_.end(), item.key) != known_.end()) continue;
    reading_.problems.error(
        reading_.at(item.key_at),
        fmt::format("{} has no `{}`", subject_, printable(item.key, 100)),
        did_you_mean(item.key, known_, fmt::format("Known here: {}.", quoted_list(known_))));
  }
}

void Fields::missing(const std::string& name, std::string hint) {
  if (!is_mapping() || mapping_.find(name) != nullptr) return;
  const std::string wanted[] = {name};
  const bool misspelt =
      std::any_of(mapping_.items.begin(), mapping_.items.end(), [&](const auto& item) {
        return std::find(known_.begin(), known_.end(), item.key) == known_.end() &&
               nearest(item.key, wanted);
      });
  if (misspelt) return;
  reading_.problems.error(span(), fmt::format("{} needs `{}`", subject_, name), std::move(hint));
}

std::optional<Text> read_text(Reading& reading, const YamlValue& value, const std::string& name) {
  if (value.kind == YamlKind::text) return Text{.value = value.text, .span = reading.at(value.at)};
  const bool scalar = value.kind == YamlKind::boolean || value.kind == YamlKind::integer ||
                      value.kind == YamlKind::real;
  if (!scalar) {
    wrong_type(reading, value, name, kind_name(YamlKind::text));
    return std::nullopt;
  }
  reading.problems.error(reading.at(value.at),
                         fmt::format("`{}` must be a text, and {} without quotes is {}",
                                     printable(name, 100),
                                     printable(value.text, 60),
                                     value.kind == YamlKind::boolean ? "a boolean" : "a number"),
                         fmt::format("Quote it: \"{}\"", printable(value.text, 60)));
  return std::nullopt;
}

std::optional<std::string> file_reference(std::string_view text) {
  constexpr std::string_view opening = "file(";
  if (!text.starts_with(opening) || !text.ends_with(')')) return std::nullopt;
  text.remove_prefix(opening.size());
  text.remove_suffix(1);
  return std::string(trim(text));
}

std::optional<Text> read_beside(Reading& reading, const std::string& path, const Span& at) {
  const auto parts = split(path, '/');
  const bool inside = !path.empty() && path.front() != '/' &&
                      std::find(parts.begin(), parts.end(), "..") == parts.end() &&
                      path.find('\\') == std::string::npos && printable(path, path.size()) == path;
  if (!inside) {
    reading.problems.error(
        at,
        fmt::format("`{}` is not a path inside the manifest's folder", printable(path, 200)),
        "Put the file beside the manifest, or in a folder below it, and give the path from there.");
    return std::nullopt;
  }
  auto content = reading.read_file(path);
  if (!content) {
    reading.problems.error(at, content.error().what, content.error().hint);
    return std::nullopt;
  }
  std::string reason;
  if (content->size() > max_manifest_bytes) {
    reason = "is larger than 8 MiB";
  } else if (find_invalid_utf8(*content)) {
    reason = "is not UTF-8 text";
  }
  if (!reason.empty()) {
    reading.problems.error(at, fmt::format("{} {}", path, reason));
    return std::nullopt;
  }
  if (content->starts_with(byte_order_mark)) content->erase(0, byte_order_mark.size());
  const auto folder = reading.file.substr(0, reading.file.rfind('/') + 1);
  reading.files[folder + path] = *content;
  return Text{.value = *std::move(content),
              .span = {.file = folder + path, .line = 1, .column = 1}};
}

std::optional<Text> read_text_or_file(Reading& reading,
                                      const YamlValue& value,
                                      const std::string& name) {
  auto text = read_text(reading, value, name);
  if (!text) return std::nullopt;
  if (const auto path = file_reference(text->value)) return read_beside(reading, *path, text->span);
  return text;
}

}  // namespace patchcord
