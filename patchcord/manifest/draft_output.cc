#include "patchcord/manifest/draft_output.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/manifest/output_fields.h"
#include "patchcord/manifest/shape.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/reply_shape.h"

namespace patchcord::draft {
namespace {

using simulator::Value;

// Variables must not hide what templates can use, nor be words of Velocity.
const std::set<std::string> taken_names{"true",
                                        "false",
                                        "null",
                                        "esc",
                                        "math",
                                        "encoding",
                                        "input",
                                        "rawResult",
                                        "successTemplateUtils",
                                        "urlTool",
                                        "foreach",
                                        "velocityCount"};

std::string path_step(const std::string& key) {
  const bool plain =
      !check_contract_name(key, ContractSide::output) && key.find('-') == std::string::npos;
  if (plain) return "." + key;
  std::string out = "['";
  for (const char c : key) {
    if (c == '\\' || c == '\'') out += '\\';
    out += c;
  }
  return out + "']";
}

// NOLINTNEXTLINE(misc-no-recursion): samples are at most 50 deep
void append_contract(const std::vector<OutputField>& fields,
                     const std::string& indent,
                     Lines& out) {
  for (const auto& field : fields) {
    const std::string word = field.required ? "" : "optional ";
    const std::string key = fmt::format("{}{}", indent, key_text(field.name));
    // `optional` stands before the type where that is words, else before the name.
    const std::string block =
        fmt::format("{}{}{}", indent, word, field.required ? key_text(field.name) : field.name);
    switch (field.kind) {
      case OutputField::Kind::scalar:
        out.push_back(fmt::format("{}: {}{}", key, word, field.type));
        break;
      case OutputField::Kind::scalars:
        out.push_back(fmt::format("{}: {}array of {}", key, word, field.type));
        break;
      case OutputField::Kind::json_text:
        out.push_back(fmt::format("{}: {}string", key, word));
        break;
      case OutputField::Kind::object:
        out.push_back(block + ":");
        append_contract(field.fields, indent + "  ", out);
        break;
      case OutputField::Kind::objects: {
        out.push_back(block + ":");
        Lines items;
        append_contract(field.fields, indent + "    ", items);
        items.front().replace(indent.size() + 2, 1, "-");
        out.insert(out.end(), items.begin(), items.end());
      }
    }
  }
}

// Gives each member that passes as a whole a variable, and builds the rest around them.
class Mapping {
 public:
  Mapping(const std::vector<Value>& replies, Part& out) : replies_(replies), out_(out) {}

  // Members that no path reaches are taken out of `fields`.
  // NOLINTNEXTLINE(misc-no-recursion): as above
  Lines object(std::vector<OutputField>& fields,
               const std::string& path,
               const std::string& name,
               bool optional) {
    Lines lines{"{"};
    for (auto field = fields.begin(); field != fields.end();) {
      field->required = field->required && !optional;
      const std::string inner_path = path + path_step(field->key);
      const std::string inner_name = name.empty() ? field->name : name + "_" + field->name;
      Lines value = member(*field, inner_path, inner_name);
      if (value.empty()) {
        out_.choices.push_back(
            fmt::format("output: `{}` is left out: no JSONPath reaches it", field->path));
        field = fields.erase(field);
        continue;
      }
      value.front() = fmt::format("\"{}\": {}", field->name, value.front());
      if (lines.size() > 1) lines.back() += ",";
      for (const auto& line : value)
        lines.push_back("  " + line);
      ++field;
    }
    lines.emplace_back("}");
    return lines;
  }

  Lines map{};
  Lines defaults{};

 private:
  // NOLINTNEXTLINE(misc-no-recursion): as above
  Lines member(OutputField& field, const std::string& path, const std::string& name) {
    if (field.kind == OutputField::Kind::object && !field.fits())
      return object(field.fields, path, name, !field.required);
    if (!reaches(path)) return {};
    std::string variable = name;
    std::replace(variable.begin(), variable.end(), '-', '_');
    variable = unique(variable, taken_);
    map.push_back(fmt::format("{}: {}", key_text(variable), in_quotes(path)));
    if (!field.required) defaults.push_back(key_text(variable) + ": 'null'");
    if (field.kind != OutputField::Kind::json_text) return {fmt::format("${{{}}}", variable)};
    const std::string text = fmt::format("\"$esc.jsonEncode(${{{}}})\"", variable);
    if (field.required) return {text};
    return {fmt::format("#if(${{{}}} == \"null\")null#{{else}}{}#end", variable, text)};
  }

  bool reaches(const std::string& path) const {
    const auto compiled = simulator::JsonPath::compile(path);
    return compiled && compiled->definite() &&
           std::any_of(replies_.begin(), replies_.end(), [&](const Value& reply) {
             const auto found = compiled->read(reply);
             return found && *found;
           });
  }

  const std::vector<Value>& replies_;
  Part& out_;
  std::set<std::string> taken_{taken_names};
};

void append_block(const Lines& block, Lines& out) {
  out.emplace_back("  template: |");
  for (const auto& line : block)
    out.push_back("    " + line);
}

void write_mapping(const Mapping& mapping, const Lines& success_template, Part& out) {
  out.settings = {"response:"};
  if (!mapping.map.empty()) out.settings.emplace_back("  map:");
  for (const auto& line : mapping.map)
    out.settings.push_back("    " + line);
  if (!mapping.defaults.empty()) out.settings.emplace_back("  defaults:");
  for (const auto& line : mapping.defaults)
    out.settings.push_back("    " + line);
  append_block(success_template, out.settings);
}

// The reply is no object: it becomes the only member of one.
void draft_wrapped(const Shape& shape, Part& out) {
  const char* name = shape.only_lists() ? "items" : "value";
  const ShapeMember member{.name = name, .samples = 1, .shape = shape};
  auto fields = output_fields({&member, 1}, {.objects = 1, .path = ""}, out.choices);
  out.choices.push_back(fmt::format(
      "output: the function does not return an object; what it returns became the member `{}`",
      name));
  if (fields.empty()) return;
  const bool text = fields.front().kind == OutputField::Kind::json_text;
  out.settings = {"response:"};
  append_block(
      {fmt::format(
          "{{\"{}\": {}}}", name, text ? "\"$esc.jsonEncode(${rawResult})\"" : "${rawResult}")},
      out.settings);
  append_contract(fields, "", out.contract);
}

void draft_oddities(const std::vector<Value>& replies, Part& out) {
  std::set<simulator::ReplyShape> said{simulator::ReplyShape::plain};
  for (const auto& reply : replies) {
    const auto shape = simulator::shape_of(reply);
    if (said.insert(shape).second)
      out.choices.push_back(fmt::format("output: {}; {}", sentence_of(shape), advice_of(shape)));
  }
}

}  // namespace

Part draft_output(const std::vector<Value>& replies, bool map_all) {
  Part out;
  draft_oddities(replies, out);
  const Shape shape = shape_of(replies);
  if (!shape.only_objects() || shape.null) {
    draft_wrapped(shape, out);
    return out;
  }
  auto fields = output_fields(shape.members, {.objects = shape.objects, .path = ""}, out.choices);
  const bool fits = std::all_of(
      fields.begin(), fields.end(), [](const OutputField& field) { return field.fits(); });
  if (fits && !map_all) {
    out.choices.emplace_back(
        "output: what the function returns passes as it is, without a translation map");
  } else if (!fields.empty()) {
    Mapping mapping(replies, out);
    const Lines success_template = mapping.object(fields, "$", "", false);
    write_mapping(mapping, success_template, out);
    out.choices.emplace_back(
        mapping.defaults.empty()
            ? "output: the translation map has no defaults: a member that is missing fails the "
              "action"
            : "output: what was missing in a sample has the default null: not set in Architect");
  }
  append_contract(fields, "", out.contract);
  return out;
}

}  // namespace patchcord::draft
