// The names of tools, and of methods and properties that they and the engine's own things have, as
// numbers: they are looked up once, when parsing. java_method.h has those of Java's classes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patchcord::simulator {

enum class Method : std::uint8_t {
  unknown,
  abs,
  add,
  b,
  backslash,
  base64,
  ceil,
  java_class,
  count,
  d,
  decode_base64,
  div,
  dollar,
  e,
  exclamation,
  first,
  first_from_array,
  floor,
  get,
  get_average,
  get_key,
  get_name,
  get_simple_name,
  get_total,
  get_value,
  h,
  has_next,
  hash,
  html,
  idiv,
  index,
  java,
  javascript,
  json_decode,
  json_encode,
  json_string,
  key,
  last,
  max,
  min,
  mod,
  move_keys_into_array_of_objects,
  mul,
  n,
  name,
  newline,
  optional_query_param,
  parent,
  pow,
  q,
  quote,
  round,
  round_to,
  s,
  simple_name,
  single_quote,
  sql,
  stop,
  sub,
  to_double,
  to_integer,
  to_number,
  to_string,
  topmost,
  unicode,
  unurl,
  uri_encode,
  url,
  url_form_encode,
  value,
  xml
};

// Documentation has one sentence about each, and no engine to measure. Source: Genesys Cloud
// Resource Center, "Velocity macros for data actions"
constexpr bool is_unconfirmed(Method method) {
  return method == Method::json_decode || method == Method::optional_query_param ||
         method == Method::move_keys_into_array_of_objects;
}

enum class Tool : std::uint8_t { esc, math, encoding, success_template_utils, url_tool };
inline constexpr std::size_t tool_count = 5;

std::optional<Tool> find_tool(std::string_view name);

// `unknown` for a name that nothing has.
Method find_method(std::string_view name);

}  // namespace patchcord::simulator
