// How the parts of the manifest are read: members by name, each of the right type, and no other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/manifest/manifest.h"
#include "patchcord/manifest/parse.h"
#include "patchcord/manifest/problems.h"
#include "patchcord/manifest/yaml.h"

namespace patchcord {

// What every part of the parser needs.
struct Reading {
  const std::string& file;
  const ReadFile& read_file;
  Problems& problems;
  SourceFiles& files;  // gets what is read beside the manifest

  [[nodiscard]] Span at(YamlPlace place) const {
    return {.file = file, .line = place.line, .column = place.column};
  }
};

// The members of one mapping. Each look-up makes a name known; finish() refuses the unknown ones.
// A value of the wrong type is reported and then absent.
class Fields {
 public:
  // `subject` names the mapping in problems: "an action". A value that is no mapping is reported.
  Fields(Reading& reading, const YamlValue& mapping, std::string subject);

  const YamlValue* find(const std::string& name);
  const YamlValue* find(const std::string& name, YamlKind kind);
  std::optional<Text> text(const std::string& name);
  std::optional<Located<bool>> flag(const std::string& name);
  std::vector<NamedText> texts(const std::string& name);

  void finish();

  // Reports that `name` is missing, unless an unknown key looks like it: finish() refuses that one.
  void missing(const std::string& name, std::string hint = {});
  [[nodiscard]] Span span() const { return reading_.at(mapping_.at); }
  [[nodiscard]] bool is_mapping() const { return mapping_.kind == YamlKind::mapping; }

 private:
  Reading& reading_;
  const YamlValue& mapping_;
  std::string subject_;
  std::vector<std::string> known_{};
};

// The text of a scalar; a number, boolean or null without quotes is a problem. `name` names it.
std::optional<Text> read_text(Reading& reading, const YamlValue& value, const std::string& name);

// "order-status.vm" of "file(order-status.vm)".
std::optional<std::string> file_reference(std::string_view text);

// All of a file beside the manifest, named at `at`; its span is its beginning. What cannot be read
// is reported there.
std::optional<Text> read_beside(Reading& reading, const std::string& path, const Span& at);

// A text, or the content of the file that file(…) names.
std::optional<Text> read_text_or_file(Reading& reading,
                                      const YamlValue& value,
                                      const std::string& name);

}  // namespace patchcord
