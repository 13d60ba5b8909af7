// java.lang.String: what makes a text of something else. Static methods are called on any text:
// `$s.format("%d", 5)`, `$s.join(",", $list)`.
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "patchcord/template/java_method.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

Answer format(const Value&, const Call& call) {
  return format_text(call[0].text(), call[1], call.max_bytes);
}
Answer formatted(const Value& self, const Call& call) {
  return format_text(self.text(), call[0], call.max_bytes);
}

// The engine hands over elements of any kind; Java finds out that they are no CharSequences.
Answer join(const Value&, const Call& call) {
  if (call[1].is_null()) return null_argument();
  call.spend(call[1].list().items().size());
  std::string out;
  bool first = true;
  for (const Value& item : call[1].list().items()) {
    if (!first) out += call[0].text();
    first = false;
    if (!item.is_text() && !item.is_null()) {
      const std::string name = class_name(item);
      return thrown(
          fmt::format("java.lang.ClassCastException: class {0} cannot be cast to class "
                      "java.lang.CharSequence ({0} and java.lang.CharSequence are in module "
                      "java.base of loader 'bootstrap')",
                      name));
    }
    append_java_text(item, out);
    if (out.size() > call.max_bytes) return too_long();
  }
  return done(Value(out));
}

// valueOf(char[]) and its like; with a position and a length, or without.
Answer of_characters(const Value&, const Call& call) {
  if (call[0].is_null()) return null_argument();
  const auto items = call[0].list().items();
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t first = call.count() == 3 ? int_at(call, 1) : 0;
  const std::int64_t count = call.count() == 3 ? int_at(call, 2) : size;
  if (first < 0 || count < 0 || first > size - count) {
    return out_of_bounds(fmt::format("offset {}, count {}, length {}", first, count, size));
  }
  std::u16string units;
  for (std::int64_t i = first; i < first + count; ++i)
    units += to_utf16(items[static_cast<std::size_t>(i)].text());
  return done(Value(to_utf8(units)));
}

Answer value_of(const Value&, const Call& call) {
  std::string out;
  append_java_text(call[0], out, call.max_bytes);
  return done(Value(out));
}

Answer concat(const Value& self, const Call& call) {
  return done(Value(std::string(self.text()).append(call[0].text())));
}

constexpr std::array methods{
    JavaMethod{"concat", "T", concat},
    JavaMethod{"copyValueOf", "3", of_characters},
    JavaMethod{"copyValueOf", "3ii", of_characters},
    JavaMethod{"format", "T1", format},
    JavaMethod{"format", "WT1", nullptr},
    JavaMethod{"formatted", "1", formatted},
    JavaMethod{"join", "Q2", join},
    JavaMethod{"join", "QE", join},
    JavaMethod{"valueOf", "3", of_characters},
    JavaMethod{"valueOf", "3ii", of_characters},
    JavaMethod{"valueOf", "O", value_of},
    JavaMethod{"valueOf", "c", value_of},
    JavaMethod{"valueOf", "d", value_of},
    JavaMethod{"valueOf", "f", nullptr},
    JavaMethod{"valueOf", "i", value_of},
    JavaMethod{"valueOf", "j", value_of},
    JavaMethod{"valueOf", "z", value_of},
};

}  // namespace

JavaMethods string_factory_methods() {
  return methods;
}

}  // namespace patchcord::simulator
