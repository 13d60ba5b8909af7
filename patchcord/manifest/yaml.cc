#include "patchcord/manifest/yaml.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

YamlPlace place_of(const YAML::Mark& mark) {
  return {.line = std::max(mark.line, 0) + 1, .column = std::max(mark.column, 0) + 1};
}

// Where the line of a place begins; the end of the text if there is no such line.
std::size_t line_start(std::string_view text, YamlPlace at) {
  std::size_t start = 0;
  for (int line = 1; line < at.line; ++line) {
    const auto line_break = text.find('\n', start);
    if (line_break == std::string_view::npos) return text.size();
    start = line_break + 1;
  }
  return start;
}

std::size_t offset_of(std::string_view text, YamlPlace at) {
  return std::min(text.size(), line_start(text, at) + static_cast<std::size_t>(at.column - 1));
}

// Does the quoted text that begins with `text` end?
bool ends_its_quotes(std::string_view text) {
  const char quote = text[0];
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      // Two single quotes stand for one.
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return true;
      ++i;
    }
  }
  return false;
}

// Ends the parser from inside an event; the problem is already reported.
struct Stop {};

// Builds the tree; a collection is open until its end event.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, Problems& problems) : file_(file), problems_(problems) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!document_seen_) {
      document_seen_ = true;
      return;
    }
    problem(place_of(mark),
            "a second document begins here; a manifest is one document",
            "Remove the line `---`, or use a file for each deployment.");
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(place_of(mark), anchor);
    add({.kind = YamlKind::null, .at = place_of(mark)});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    problem(
        place_of(mark), "aliases (`*name`) are not used in manifests", "Write the value again.");
    add({.kind = YamlKind::null, .at = place_of(mark)});
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    const auto at = place_of(mark);
    refuse_anchor(at, anchor);
    const bool plain = tag == "?" || tag.empty();
    if (!plain && tag != "!") refuse_tag(at);
    if (plain && value == "<<" && expects_key()) {
      problem(at, "merge keys (`<<`) are not used in manifests", "Write the members themselves.");
    }
    last_scalar_ = at;
    add({.kind = plain ? core_kind(value) : YamlKind::text, .text = value, .at = at});
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(YamlKind::list, place_of(mark), tag, anchor);
    open_.back().flow = style == YAML::EmitterStyle::Flow;
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(YamlKind::mapping, place_of(mark), tag, anchor);
    open_.back().flow = style == YAML::EmitterStyle::Flow;
  }
  void OnMapEnd() override { close(); }

  // Where the innermost open [ or { stands.
  [[nodiscard]] std::optional<YamlPlace> open_flow() const {
    if (open_.empty() || !open_.back().flow) return std::nullopt;
    return open_.back().value.at;
  }

  [[nodiscard]] std::optional<YamlPlace> last_scalar() const { return last_scalar_; }

  [[nodiscard]] YamlValue take() { return std::move(root_); }

 private:
  struct Open {
    YamlValue value{};
    bool flow{};
    bool has_key{};
    std::string key{};
    YamlPlace key_at{};
    std::map<std::string, int, std::less<>> lines_of_keys{};
  };

  void problem(YamlPlace at, std::string message, std::string hint) {
    problems_.error(
        {.file = file_, .line = at.line, .column = at.column}, std::move(message), std::move(hint));
  }

  void refuse_anchor(YamlPlace at, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    problem(at,
            "anchors (`&name`) are not used in manifests",
            "Write the value where it is needed; what differs between environments goes into "
            "`values`.");
  }

  void refuse_tag(YamlPlace at) {
    problem(at, "tags (`!name`) are not used in manifests", "Remove it; quote what must be text.");
  }

  [[nodiscard]] bool expects_key() const {
    return !open_.empty() && open_.back().value.kind == YamlKind::mapping && !open_.back().has_key;
  }

  void open(YamlKind kind, YamlPlace at, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(at, anchor);
    if (tag != "?" && !tag.empty()) refuse_tag(at);
    if (open_.size() >= static_cast<std::size_t>(max_yaml_depth)) {
      problem(at, fmt::format("the file is nested deeper than {} levels", max_yaml_depth), {});
      throw Stop{};
    }
    open_.push_back({.value = {.kind = kind, .at = at}});
  }

  void close() {
    auto value = std::move(open_.back().value);
    open_.pop_back();
    add(std::move(value));
  }

  void add(YamlValue value) {
    if (++values_ > max_yaml_values) {
      problem(value.at, fmt::format("the file has more than {} values", max_yaml_values), {});
      throw Stop{};
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    auto& parent = open_.back();
    if (expects_key()) return add_key(parent, std::move(value));
    if (parent.has_key) {
      value.key = std::move(parent.key);
      value.key_at = parent.key_at;
      parent.has_key = false;
    }
    parent.value.items.push_back(std::move(value));
  }

  void add_key(Open& parent, YamlValue key) {
    parent.has_key = true;
    parent.key_at = key.at;
    parent.key = std::move(key.text);
    if (key.kind == YamlKind::null || key.kind == YamlKind::list || key.kind == YamlKind::mapping) {
      problem(key.at, fmt::format("a key must be a text, not {}", kind_name(key.kind)), {});
      return;
    }
    const auto [first, is_new] = parent.lines_of_keys.emplace(parent.key, key.at.line);
    if (is_new) return;
    problem(key.at,
            fmt::format("`{}` is given twice: the first one is in line {}",
                        printable(parent.key, 100),
                        first->second),
            "Remove one of them.");
  }

  const std::string& file_;
  Problems& problems_;
  std::vector<Open> open_{};
  YamlValue root_{};
  std::optional<YamlPlace> last_scalar_{};
  std::size_t values_{};
  bool document_seen_{};
};

// yaml-cpp's messages in the words of somebody who did not write a parser.
struct Explanation {
  std::string_view theirs{};
  std::string_view message{};
  std::string_view hint{};
};
constexpr Explanation explanations[] = {
    {"illegal map value",
     "a `:` cannot stand here",
     "Check the indentation; quote a text that has `: ` in it."},
    {"end of map not found",
     "this line does not fit the indentation of the lines above",
     "Indent the members of one mapping equally, with blanks."},
    {"end of sequence not found",
     "this line does not fit the list above",
     "Begin each item of a list with `- `, all indented equally."},
    {"illegal EOF in scalar", "a quoted text never ends", "Close the quotation mark."},
    {"illegal block entry",
     "a list item (`- `) cannot stand here",
     "Begin the list on a line of its own."},
    {"unknown token", "no value begins with this character", "Quote the text."},
    {"illegal map key", "a key cannot stand here", "Check the indentation."},
};

class SyntaxError {
 public:
  SyntaxError(std::string_view text, const YAML::Exception& error, std::optional<YamlPlace> flow)
      : at_(place_of(error.mark)), flow_(flow) {
    explain(error.msg);
    const auto line = text.substr(line_start(text, at_));
    if (line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos)
      hint_ = "Indent with blanks: this line begins with a tab.";
    if (!flow_) return;
    const bool unclosed =
        error.msg == "end of sequence flow not found" || error.msg == "end of map flow not found";
    const char there = character_at(text);
    // yaml-cpp gives no place for what is missing at the end of the file.
    if (unclosed && (there == '\0' || at_.line < flow_->line)) {
      at_ = *flow_;
      message_ = "the bracket that opens here is never closed";
      hint_.clear();
      return;
    }
    if (std::string_view("?[]{}").find(there) == std::string_view::npos) {
      if (unclosed) message_ = "a `,` or the closing bracket is missing before this";
      return;
    }
    message_ = fmt::format("`{}` cannot stand here without quotes", there);
    hint_ =
        "Inside {…} and […], quote a text that has ? [ ] { or } in it, or use block style: one "
        "`key: value` on each line.";
  }

  void report(const std::string& file, Problems& problems) const {
    problems.error({.file = file, .line = at_.line, .column = at_.column}, message_, hint_);
  }

 private:
  void explain(const std::string& theirs) {
    message_ = fmt::format("this is not YAML: {}", theirs);
    for (const auto& explanation : explanations) {
      if (explanation.theirs != theirs) continue;
      message_ = explanation.message;
      hint_ = explanation.hint;
    }
    if (theirs.starts_with("invalid unicode"))
      hint_ = "Write the character itself instead of its \\u escape.";
  }

  [[nodiscard]] char character_at(std::string_view text) const {
    const auto offset = offset_of(text, at_);
    return offset < text.size() && text[offset] != '\n' ? text[offset] : '\0';
  }

  YamlPlace at_{};
  std::optional<YamlPlace> flow_{};
  std::string message_{};
  std::string hint_{};
};

bool check_bytes(std::string_view bytes, const std::string& file, Problems& problems) {
  if (bytes.size() > max_manifest_bytes) {
    problems.error({.file = file}, "the file is larger than 8 MiB");
    return false;
  }
  const auto invalid = find_invalid_utf8(bytes);
  if (!invalid) return true;
  const auto before = bytes.substr(0, *invalid);
  const auto line_start = before.rfind('\n');
  problems.error(
      {.file = file,
       .line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
       .column = static_cast<int>(before.size() -
                                  (line_start == std::string_view::npos ? 0 : line_start + 1)) +
                 1},
      fmt::format("the byte 0x{:02x} is not UTF-8 text",
                  static_cast<unsigned char>(bytes[*invalid])),
      "Save the file as UTF-8.");
  return false;
}

// yaml-cpp takes a quoted text that runs to the end of the file for a whole one.
bool check_last_scalar(std::string_view bytes,
                       std::optional<YamlPlace> at,
                       const std::string& file,
                       Problems& problems) {
  if (!at) return true;
  const auto text = bytes.substr(offset_of(bytes, *at));
  const bool quoted = text.starts_with('"') || text.starts_with('\'');
  if (!quoted || ends_its_quotes(text)) return true;
  problems.error({.file = file, .line = at->line, .column = at->column},
                 "the quoted text that begins here never ends",
                 "Close the quotation mark.");
  return false;
}

}  // namespace

const char* kind_name(YamlKind kind) {
  switch (kind) {
    case YamlKind::null:
      return "nothing";
    case YamlKind::boolean:
      return "true or false";
    case YamlKind::integer:
    case YamlKind::real:
      return "a number";
    case YamlKind::text:
      return "a text";
    case YamlKind::list:
      return "a list";
    case YamlKind::mapping:
      return "a mapping";
  }
  return "";
}

const YamlValue* YamlValue::find(std::string_view name) const {
  if (kind != YamlKind::mapping) return nullptr;
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.key == name; });
  return found == items.end() ? nullptr : &*found;
}

std::optional<YamlValue> parse_yaml(std::string_view bytes,
                                    const std::string& file,
                                    Problems& problems) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (!check_bytes(bytes, file, problems)) return std::nullopt;
  TreeBuilder builder(file, problems);
  try {
    std::istringstream stream{std::string(bytes)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    if (check_last_scalar(bytes, builder.last_scalar(), file, problems)) return builder.take();
  } catch (const YAML::Exception& error) {
    SyntaxError(bytes, error, builder.open_flow()).report(file, problems);
  } catch (const Stop&) {
  }
  return std::nullopt;
}

}  // namespace patchcord
