#include "patchcord/template/objects.h"

#include <array>

#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

struct ToolName {
  std::string_view name{};
  std::string_view class_name{};
};

// Indexed by Tool. The classes of the last three are Genesys' own and not known.
constexpr std::array tools{
    ToolName{"esc", "org.apache.velocity.tools.generic.EscapeTool"},
    ToolName{"math", "org.apache.velocity.tools.generic.MathTool"},
    ToolName{"encoding", "encoding"},
    ToolName{"successTemplateUtils", "successTemplateUtils"},
    ToolName{"urlTool", "urlTool"},
};

}  // namespace

std::optional<Tool> find_tool(std::string_view name) {
  for (std::size_t i = 0; i < tools.size(); ++i) {
    if (tools[i].name == name) return static_cast<Tool>(i);
  }
  return std::nullopt;
}

std::string_view tool_class(Tool tool) {
  return tools[static_cast<std::size_t>(tool)].class_name;
}

Value EntryObject::value() const {
  const Value* found = map_.map().find_key(key_);
  return found == nullptr ? Value() : *found;
}

std::string IteratorObject::class_name() const {
  switch (list_.list().type) {
    case ListClass::array_list:
      return "java.util.ArrayList$Itr";
    case ListClass::sub_list:
      return "java.util.ArrayList$SubList$1";
    case ListClass::range:
      return "org.apache.velocity.runtime.parser.node.ASTIntegerRange$IntegerRange$RangeIterator";
    case ListClass::keys:
      return "java.util.LinkedHashMap$LinkedKeyIterator";
    case ListClass::values:
      return "java.util.LinkedHashMap$LinkedValueIterator";
    case ListClass::entries:
      return "java.util.LinkedHashMap$LinkedEntryIterator";
    default:
      return "java.util.AbstractList$Itr";
  }
}

std::string ClassObject::simple_name() const {
  if (name_ == "[C") return "char[]";
  if (name_ == "[B") return "byte[]";
  std::string simple = name_.substr(name_.find_last_of(".$") + 1);
  if (name_.starts_with("[L")) simple.replace(simple.size() - 1, 1, "[]");
  return simple;
}

void EntryObject::append_text(std::string& out, std::size_t max_bytes, int depth) const {
  append_java_text(key_, out, max_bytes, depth);
  out += '=';
  append_java_text(value(), out, max_bytes, depth);
}

}  // namespace patchcord::simulator
