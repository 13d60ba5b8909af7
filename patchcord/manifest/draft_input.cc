#include "patchcord/manifest/draft_input.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/manifest/shape.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::draft {
namespace {

using simulator::Value;
using Keys = std::vector<std::string>;

constexpr std::size_t max_test_bytes = 4000;

const Value* walk(const Value& sample, const Keys& keys) {
  const Value* at = &sample;
  for (const auto& key : keys) {
    at = at->is_map() ? at->map().find(std::string_view(key)) : nullptr;
    if (at == nullptr) return nullptr;
  }
  return at;
}

// JSON inside a template: what Velocity would take for its own, or YAML would not take, is written
// as JSON escapes it.
std::string inert(const std::string& json) {
  std::string out;
  for (const char32_t c : simulator::to_code_points(json)) {
    if (c == '$' || c == '#' || is_invisible(c)) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      simulator::append_utf8(c, out);
    }
  }
  return out;
}

struct Field {
  std::string name{};
  std::string type{};
  bool required{};
  Keys keys{};  // where it stands in the event
};

class InputDraft {
 public:
  explicit InputDraft(const std::vector<Value>& events) : events_(events) {}

  Input draft() {
    const Shape shape = shape_of(events_);
    if (is_plain(shape)) {
      draft_plain(shape);
    } else {
      Lines lines = object(shape, {}, "");
      out_.settings = {"request:", "  template: |"};
      for (const auto& line : lines)
        out_.settings.push_back("    " + line);
      choose(
          "the inputs are flat, as data actions want them; the request template builds the event "
          "from them");
    }
    for (const auto& field : fields_)
      out_.contract.push_back(fmt::format(
          "{}: {}{}", key_text(field.name), field.required ? "" : "optional ", field.type));
    write_test();
    return std::move(out_);
  }

 private:
  void choose(std::string text) { out_.choices.push_back("input: " + std::move(text)); }

  // The event itself can be the inputs.
  static bool is_plain(const Shape& shape) {
    return std::all_of(shape.members.begin(), shape.members.end(), [](const auto& member) {
      return (member.shape.scalar_type() || member.shape.only_nulls()) &&
             contract_name(member.name, ContractSide::input) == member.name &&
             member.name.find('-') == std::string::npos;
    });
  }

  void draft_plain(const Shape& shape) {
    for (const auto& member : shape.members)
      add_field(member, shape.objects, {member.name}, member.name);
    choose("the event has only flat values: the function gets the inputs as they are");
  }

  const Field& add_field(const ShapeMember& member,
                         std::size_t objects,
                         Keys keys,
                         const std::string& path) {
    Field field{.type = std::string(member.shape.scalar_type().value_or("string")),
                .required = member.samples == objects && !member.shape.null,
                .keys = std::move(keys)};
    std::string name =
        contract_name(fmt::format("{}", fmt::join(field.keys, "_")), ContractSide::input);
    // A reference cannot have a hyphen in it.
    std::replace(name.begin(), name.end(), '-', '_');
    field.name = unique(std::move(name), taken_);
    if (field.name != path) choose(fmt::format("`{}` is the input `{}`", path, field.name));
    if (member.shape.only_nulls())
      choose(fmt::format("`{}` is null in every sample; it became an optional string", path));
    fields_.push_back(std::move(field));
    return fields_.back();
  }

  // NOLINTNEXTLINE(misc-no-recursion): what was read as JSON is at most max_value_depth deep
  Lines object(const Shape& shape, const Keys& keys, const std::string& path) {
    Lines lines{"{"};
    for (const auto& member : shape.members) {
      Keys inner = keys;
      inner.push_back(member.name);
      const std::string inner_path = member_path(path, member.name);
      Lines value = member_value(member, shape.objects, inner, inner_path);
      const bool last = &member == &shape.members.back();
      value.front() = inert(in_quotes(member.name)) + ": " + value.front();
      if (!last) value.back() += ",";
      for (const auto& line : value)
        lines.push_back("  " + line);
    }
    lines.emplace_back("}");
    if (shape.members.empty()) return {"{}"};
    return lines;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  Lines member_value(const ShapeMember& member,
                     std::size_t objects,
                     const Keys& keys,
                     const std::string& path) {
    const Shape& shape = member.shape;
    if (shape.only_objects()) {
      if (member.samples != objects || shape.null)
        choose(fmt::format("`{}` is not in every sample; the template always sends it", path));
      return object(shape, keys, path);
    }
    if (shape.scalar_type() || shape.only_nulls())
      return {reference(add_field(member, objects, keys, path))};
    choose(
        fmt::format("`{}` is {}: inputs cannot be that; the template sends the first sample's "
                    "value, always the same",
                    path,
                    shape.only_lists() ? "a list" : "of several types"));
    return {constant(keys)};
  }

  static std::string reference(const Field& field) {
    std::string plain = field.type == "string"
                            ? fmt::format("\"$esc.jsonEncode(${{input.{}}})\"", field.name)
                            : fmt::format("${{input.{}}}", field.name);
    if (field.required) return plain;
    return fmt::format("#if(\"$!{{input.{}}}\" != \"\"){}#{{else}}null#end", field.name, plain);
  }

  std::string constant(const Keys& keys) const {
    for (const auto& event : events_) {
      if (const Value* value = walk(event, keys)) return inert(simulator::write_json(*value));
    }
    return "null";
  }

  void write_test() {
    std::vector<std::string> inputs;
    for (const auto& field : fields_) {
      const Value* value = walk(events_.front(), field.keys);
      if (value == nullptr || value->is_null()) continue;
      if (value->kind() == simulator::Kind::big)
        return choose("a number beyond 64 bits cannot stand in a test of the manifest");
      inputs.push_back(
          fmt::format("{}: {}",
                      field.name,
                      value->is_text() ? in_quotes(value->text()) : simulator::write_json(*value)));
    }
    out_.test = inputs.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(inputs, ", "));
    if (out_.test.size() <= max_test_bytes) return;
    out_.test.clear();
    choose("the sample is too large for a test in the manifest");
  }

  const std::vector<Value>& events_;
  Input out_{};
  std::vector<Field> fields_{};
  std::set<std::string> taken_{};
};

}  // namespace

Input draft_input(const std::vector<Value>& events) {
  return InputDraft(events).draft();
}

}  // namespace patchcord::draft
