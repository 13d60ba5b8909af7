// Our engine as a filter: one case a line in, one result a line out, in the form that Oracle.java
// uses.
//
//   {"kind":"render","mode":"strict","template":"$x","context":{"x":1}}   →  {"ok":"1"} or
//   {"error":"…"}
//   {"kind":"path","path":"$.a","document":{"a":1}}                       →  {"ok":1},
//   {"missing":true} or {"error":"…"}
//   {"kind":"methods","class":"java.lang.String"}                        → {"ok":["charAt(int)",…]}
#include <iostream>
#include <string>

#include "patchcord/template/java_method.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {
namespace {

std::string text_at(const Value& object, std::string_view key) {
  const Value* found = object.map().find(key);
  return found != nullptr && found->is_text() ? std::string(found->text()) : std::string{};
}

Value result(std::string_view name, Value value) {
  Value made = make_map();
  made.map().set(Value(name), std::move(value));
  return made;
}

Value render(const Value& test) {
  const Dialect dialect =
      text_at(test, "dialect") == "1.7" ? Dialect::velocity_1_7 : Dialect::velocity_2;
  const auto parsed = Template::parse(text_at(test, "template"), "T", dialect);
  if (!parsed) return result("error", Value(parsed.error().what));
  Context context;
  if (const Value* variables = test.map().find("context");
      variables != nullptr && variables->is_map()) {
    for (const auto& entry : variables->map().entries())
      context.set(entry.key.text(), entry.value);
  }
  RenderOptions options;
  options.strictness = text_at(test, "mode") == "strict" ? Strictness::strict : Strictness::lenient;
  auto rendered = parsed->render(context, options);
  if (!rendered) return result("error", Value(rendered.error().what));
  return result("ok", Value(*std::move(rendered)));
}

Value read_path(const Value& test) {
  const auto path = JsonPath::compile(text_at(test, "path"));
  if (!path) return result("error", Value(path.error().what));
  const Value* document = test.map().find("document");
  auto found = path->read(document == nullptr ? Value() : *document);
  if (!found) return result("error", Value(found.error().what));
  if (!*found) return result("missing", Value(true));
  return result("ok", **found);
}

Value methods_of(const Value& test) {
  std::vector<Value> found;
  for (const std::string& signature : java_signatures(text_at(test, "class")))
    found.emplace_back(signature);
  return result("ok", make_list(std::move(found)));
}

Value answer(const std::string& line) {
  const auto test = read_json(line, "the case");
  if (!test || !test->is_map()) return result("error", Value("not a case"));
  if (text_at(*test, "kind") == "methods") return methods_of(*test);
  return text_at(*test, "kind") == "path" ? read_path(*test) : render(*test);
}

}  // namespace
}  // namespace patchcord::simulator

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << patchcord::simulator::write_json(patchcord::simulator::answer(line)) << '\n';
  }
  return 0;
}
