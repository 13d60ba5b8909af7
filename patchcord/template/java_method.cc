#include "patchcord/template/java_method.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// A class, and the tables in the order in which Velocity looks at them.
struct JavaClass {
  std::string_view name{};
  std::vector<JavaMethods> tables{};
};

enum class ClassNumber : std::uint8_t {
  text,
  integer,
  long_integer,
  real,
  boolean,
  character,
  big_integer,
  big_decimal,
  array_list,
  sub_list,
  range,
  array,
  keys,
  values,
  entries,
  map,
  entry,
  iterator,
  math_tool,
  escape_tool,
  object,
  none
};
constexpr auto class_count = static_cast<std::size_t>(ClassNumber::none);

// Indexed by ClassNumber. Arrays have the methods of the list that Velocity makes of them.
std::vector<JavaClass> java_classes() {
  const std::vector<JavaMethods> set{collection_methods(), set_methods()};
  const std::vector<JavaMethods> list{collection_methods(), set_methods(), list_methods()};
  return {
      {"java.lang.String", {string_methods(), string_search_methods(), string_factory_methods()}},
      {"java.lang.Integer", {integer_methods()}},
      {"java.lang.Long", {long_methods()}},
      {"java.lang.Double", {double_methods()}},
      {"java.lang.Boolean", {boolean_methods()}},
      {"java.lang.Character", {character_methods()}},
      {"java.math.BigInteger", {big_integer_methods()}},
      {"java.math.BigDecimal", {big_decimal_methods()}},
      {"java.util.ArrayList",
       {collection_methods(), set_methods(), list_methods(), array_list_methods()}},
      {"java.util.ArrayList$SubList", list},
      {"org.apache.velocity.runtime.parser.node.ASTIntegerRange$IntegerRange", list},
      {"org.apache.velocity.util.ArrayListWrapper", list},
      {"java.util.LinkedHashMap$LinkedKeySet", set},
      {"java.util.LinkedHashMap$LinkedValues", {collection_methods()}},
      {"java.util.LinkedHashMap$LinkedEntrySet", set},
      {"java.util.LinkedHashMap", {map_methods()}},
      {"java.util.LinkedHashMap$Entry", {entry_methods()}},
      {"java.util.ArrayList$Itr", {iterator_methods()}},
      {"org.apache.velocity.tools.generic.MathTool", {math_tool_methods()}},
      {"org.apache.velocity.tools.generic.EscapeTool", {escape_tool_methods()}},
      {"java.lang.Object", {}},
  };
}

ClassNumber class_of_list(ListClass type) {
  switch (type) {
    case ListClass::array_list:
      return ClassNumber::array_list;
    case ListClass::sub_list:
      return ClassNumber::sub_list;
    case ListClass::range:
      return ClassNumber::range;
    case ListClass::keys:
      return ClassNumber::keys;
    case ListClass::values:
      return ClassNumber::values;
    case ListClass::entries:
      return ClassNumber::entries;
    default:
      return ClassNumber::array;
  }
}

ClassNumber class_of_object(const Value& value) {
  const ObjectType type = type_of(value);
  if (type == ObjectType::entry) return ClassNumber::entry;
  if (type == ObjectType::iterator) return ClassNumber::iterator;
  if (type != ObjectType::tool) return ClassNumber::object;
  const Tool tool = static_cast<const ToolObject&>(value.object()).tool();
  return tool == Tool::math  ? ClassNumber::math_tool
         : tool == Tool::esc ? ClassNumber::escape_tool
                             : ClassNumber::object;
}

ClassNumber class_number(const Value& value) {
  switch (value.kind()) {
    case Kind::boolean:
      return ClassNumber::boolean;
    case Kind::integer:
      return ClassNumber::integer;
    case Kind::long_integer:
      return ClassNumber::long_integer;
    case Kind::real:
      return ClassNumber::real;
    case Kind::text:
      return ClassNumber::text;
    case Kind::character:
      return ClassNumber::character;
    case Kind::big:
      return value.big().number.decimal() ? ClassNumber::big_decimal : ClassNumber::big_integer;
    case Kind::list:
      return class_of_list(value.list().type);
    case Kind::map:
      return ClassNumber::map;
    case Kind::object:
      return class_of_object(value);
    default:
      return ClassNumber::none;
  }
}

std::string boxed(std::string_view types) {
  std::string out(types);
  for (char& type : out)
    type = box_of(type);
  return out;
}

// All methods by class and name.
class Directory {
 public:
  static const Directory& get() {
    static const Directory directory;
    return directory;
  }

  [[nodiscard]] JavaName find(std::string_view name) const {
    const auto found = std::lower_bound(names_.begin(), names_.end(), name);
    return found == names_.end() || *found != name
               ? JavaName{}
               : static_cast<JavaName>(found - names_.begin() + 1);
  }
  [[nodiscard]] JavaMethods overloads(ClassNumber number, JavaName name) const {
    if (number == ClassNumber::none || name == 0) return {};
    const Methods& methods = methods_[static_cast<std::size_t>(number)];
    const Run run = methods.runs[name];
    return {methods.all.data() + run.first, run.count};
  }

 private:
  struct Run {
    std::uint16_t first{};
    std::uint16_t count{};
  };
  struct Methods {
    std::vector<JavaMethod> all{};  // sorted by name
    std::vector<Run> runs{};        // indexed by JavaName
  };

  Directory() {
    const std::vector<JavaClass> classes = java_classes();
    for (std::size_t i = 0; i < class_count; ++i)
      collect(classes[i].tables, methods_[i].all);
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    for (Methods& methods : methods_)
      index(methods);
  }

  void collect(const std::vector<JavaMethods>& tables, std::vector<JavaMethod>& all) {
    for (const JavaMethods& table : tables)
      add(table, all);
    add(object_methods(), all);
    std::stable_sort(all.begin(), all.end(), [](const JavaMethod& a, const JavaMethod& b) {
      return a.name < b.name;
    });
    for (const JavaMethod& method : all)
      names_.push_back(method.name);
  }

  // To Velocity a method is the same as another one whose parameters differ in boxing only.
  static void add(JavaMethods table, std::vector<JavaMethod>& all) {
    for (const JavaMethod& method : table) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const JavaMethod& other) {
        return other.name == method.name && boxed(other.parameters) == boxed(method.parameters);
      });
      if (!known) all.push_back(method);
    }
  }

  void index(Methods& methods) const {
    methods.runs.resize(names_.size() + 1);
    for (std::size_t i = 0; i < methods.all.size(); ++i) {
      Run& run = methods.runs[find(methods.all[i].name)];
      if (run.count++ == 0) run.first = static_cast<std::uint16_t>(i);
    }
  }

  std::vector<std::string_view> names_{};
  std::array<Methods, class_count> methods_{};
};

// Whether Java's class of the value is exactly this one, primitives being their classes.
bool is_exactly(JavaType wanted, const Value& value) {
  switch (wanted) {
    case 'i':
    case 'I':
      return value.kind() == Kind::integer;
    case 'T':
      return value.is_text();
    case 'O':
      return value.is_null();  // as which it is looked up
    case 'j':
    case 'J':
      return value.kind() == Kind::long_integer;
    case 'd':
    case 'D':
      return value.kind() == Kind::real;
    case 'z':
    case 'Z':
      return value.kind() == Kind::boolean;
    case 'c':
    case 'C':
      return value.kind() == Kind::character;
    default:
      return is_array(wanted) && java_type_of(value) == wanted;
  }
}

bool takes_exactly(const JavaMethod& method, const Call& call) {
  if (method.parameters.size() != call.count()) return false;
  for (std::size_t i = 0; i < call.count(); ++i) {
    if (!is_exactly(method.parameters[i], call[i])) return false;
  }
  return true;
}

const JavaMethod* choose(JavaMethods overloads, const Call& call) {
  for (const JavaMethod& method : overloads) {
    if (takes_exactly(method, call)) return &method;
  }
  if (call.count() == 1 && overloads.size() == 1 && overloads[0].parameters == "O")
    return overloads.data();
  std::string types;
  for (const Value* argument : call.arguments)
    types += java_type_of(*argument);
  return best_match(overloads, types, call.converts);
}

constexpr std::string_view mismatch = "java.lang.IllegalArgumentException: argument type mismatch";

// What stands for `Type...` becomes one array. The engine makes no conversions there.
Answer gather(JavaType array, std::span<const Value* const> arguments) {
  const JavaType component = component_of(array);
  if (arguments.size() == 1) {
    const JavaType type = java_type_of(*arguments[0]);
    if (arguments[0]->is_null() || is_array(type)) {
      return arguments[0]->is_null() || is_convertible(array, type) ? done(*arguments[0])
                                                                    : thrown(mismatch);
    }
    if (!is_convertible(component, type)) return thrown(mismatch);
  }
  std::vector<Value> items;
  for (const Value* argument : arguments) {
    if (!is_convertible(component, java_type_of(*argument))) {
      return thrown("java.lang.IllegalArgumentException: array element type mismatch");
    }
    items.push_back(*argument);
  }
  return done(make_java_array(array, std::move(items)));
}

// The numbers that Java widens by itself, and what Velocity converts.
Answer adapt(const Value& value, JavaType to, bool converts) {
  const JavaType from = java_type_of(value);
  if (converts && has_converter(to, from)) return convert(value, to);
  if ((to == 'd' || to == 'f') && value.is_whole()) return done(Value(to_real(value)));
  if (to == 'j' && value.is_whole()) return done(Value::long_integer(value.whole()));
  return is_convertible(to, from) ? done(value) : thrown(mismatch);
}

Answer run(const JavaMethod& method, const Value& target, const Call& call) {
  const std::string_view parameters = method.parameters;
  const bool variable = !parameters.empty() && is_array(parameters.back());
  const std::size_t fixed = parameters.size() - (variable ? 1 : 0);
  std::vector<Value> made;
  made.reserve(parameters.size());
  for (std::size_t i = 0; i < fixed; ++i) {
    Answer adapted = adapt(call[i], parameters[i], call.converts);
    if (adapted.outcome != Called::done) return adapted;
    if (adapted.value.is_null() && parameters[i] != 'O' && !method.takes_null) {
      return thrown("java.lang.NullPointerException");
    }
    made.push_back(std::move(adapted.value));
  }
  if (variable) {
    Answer gathered = gather(parameters.back(), call.arguments.subspan(fixed));
    if (gathered.outcome != Called::done) return gathered;
    made.push_back(std::move(gathered.value));
  }
  std::vector<const Value*> places;
  places.reserve(made.size());
  for (const Value& value : made)
    places.push_back(&value);
  Call converted = call;
  converted.arguments = places;
  return method.run(target, converted);
}

std::string type_name(JavaType type) {
  constexpr std::string_view letters = "zcbsijfdZCBSIJFDOTQNGHLKEMWR12345";
  constexpr std::array<std::string_view, letters.size()> names{
      "boolean",      "char",   "byte",       "short",        "int",      "long",
      "float",        "double", "Boolean",    "Character",    "Byte",     "Short",
      "Integer",      "Long",   "Float",      "Double",       "Object",   "String",
      "CharSequence", "Number", "BigInteger", "BigDecimal",   "List",     "Collection",
      "Iterable",     "Map",    "Locale",     "RoundingMode", "Object[]", "CharSequence[]",
      "char[]",       "byte[]", "int[]"};
  const std::size_t at = letters.find(type);
  return at == std::string_view::npos ? "?" : std::string(names[at]);
}

std::string signature(const JavaMethod& method) {
  std::string out = std::string(method.name) + '(';
  for (std::size_t i = 0; i < method.parameters.size(); ++i)
    out += (i == 0 ? "" : ",") + type_name(method.parameters[i]);
  return out + ')';
}

Answer not_run(const Value& target, const JavaMethod& method) {
  return refused(
      fmt::format("patchcord does not run {}.{}", class_name(target), signature(method)));
}

}  // namespace

JavaName find_java_name(std::string_view name) {
  return Directory::get().find(name);
}

JavaName find_getter(std::string_view property) {
  if (property.empty()) return {};
  std::string name = "get" + std::string(property);
  if (name[3] >= 'a' && name[3] <= 'z') name[3] = static_cast<char>(name[3] - 0x20);
  const JavaName found = find_java_name(name);
  return found != 0 ? found : find_java_name("is" + name.substr(3));
}

Answer invoke_java(const Value& target, const Call& call) {
  const JavaMethods overloads = Directory::get().overloads(class_number(target), call.name);
  const JavaMethod* method = overloads.empty() ? nullptr : choose(overloads, call);
  if (method == nullptr) return unknown();
  if (method->run == nullptr) return not_run(target, *method);
  // Most calls need no conversion.
  if (takes_exactly(*method, call) || method->parameters == "O") return method->run(target, call);
  return run(*method, target, call);
}

Answer read_java(const Value& target, JavaName getter) {
  for (const JavaMethod& method : Directory::get().overloads(class_number(target), getter)) {
    if (!method.parameters.empty()) continue;
    return method.run == nullptr ? not_run(target, method) : method.run(target, {});
  }
  return unknown();
}

std::vector<std::string> java_signatures(std::string_view class_name) {
  std::vector<std::string> found;
  for (const JavaClass& known : java_classes()) {
    if (known.name != class_name) continue;
    for (const JavaMethods& table : known.tables) {
      for (const JavaMethod& method : table)
        found.push_back(signature(method));
    }
    for (const JavaMethod& method : object_methods())
      found.push_back(signature(method));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace patchcord::simulator
