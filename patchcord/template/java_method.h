// The methods that Java's classes have, and which of them a call means.
//
// Source: java.lang and java.util of JDK 17; MethodMap, IntrospectionUtils,
// TypeConversionHandlerImpl and UberspectImpl of Velocity 2.3 for the choice among overloads and
// the conversion of arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/template/invocation.h"

namespace patchcord::simulator {

// A type is a letter:
//   z boolean, c char, b byte, s short, i int, j long, f float, d double; in capitals their classes
//   O Object, T String, Q CharSequence, N Number, G BigInteger, H BigDecimal, L List, K Collection,
//   U Set, E Iterable, M Map, W Locale, R RoundingMode, X what no value can become
//   1 Object[], 2 CharSequence[], 3 char[], 4 byte[], 5 int[], 6 String[]
//   V what is nothing but an Object, n null
using JavaType = char;

struct JavaMethod {
  std::string_view name{};
  std::string_view parameters{};  // their types
  // Gets arguments of these types, those of `Type...` as one array; int is Kind::integer, float and
  // double are Kind::real, RoundingMode its number in the order of the enum. Null where the method
  // is known and refused.
  Answer (*run)(const Value& target, const Call& call){};
  bool takes_null{};  // otherwise null for anything but an Object is a NullPointerException
};

using JavaMethods = std::span<const JavaMethod>;

// The tables, by the classes and interfaces that declare the methods.
JavaMethods object_methods();
JavaMethods string_methods();
JavaMethods string_search_methods();
JavaMethods string_factory_methods();
JavaMethods integer_methods();
JavaMethods long_methods();
JavaMethods double_methods();
JavaMethods boolean_methods();
JavaMethods character_methods();
JavaMethods big_integer_methods();
JavaMethods big_decimal_methods();
JavaMethods collection_methods();
JavaMethods list_methods();
JavaMethods array_list_methods();
JavaMethods set_methods();
JavaMethods map_methods();
JavaMethods entry_methods();
JavaMethods iterator_methods();
JavaMethods math_tool_methods();
JavaMethods escape_tool_methods();

// `unknown` where there is no such method, or no one that fits better than the others.
Answer invoke_java(const Value& target, const Call& call);

// The same for a getter, which takes nothing, not even an empty `Type...`.
Answer read_java(const Value& target, JavaName getter);

// Which of several methods of one name Velocity takes for arguments of these types, where none has
// exactly these; null for none, or for no clear one. `explicitly`: with the conversions of 2.x.
const JavaMethod* best_match(JavaMethods methods, std::string_view arguments, bool explicitly);
// What a value is when it is looked for a method.
JavaType java_type_of(const Value& value);
// Whether Java takes a value of the type `from` where `to` is wanted, boxing included.
bool is_convertible(JavaType to, JavaType from);
// Whether Velocity 2.x has a conversion, and what it makes of the value.
bool has_converter(JavaType to, JavaType from);
Answer convert(const Value& value, JavaType to);
JavaType box_of(JavaType type);  // Integer for int; others are their own
bool is_array(JavaType type);
JavaType component_of(JavaType array);
Value make_java_array(JavaType type, std::vector<Value> items);

// Object.hashCode; nothing for what Java hashes by its address, and what is nested too deep.
std::optional<std::uint32_t> java_hash(const Value& value);

// `name(type,type)` of every method of the class, for comparison with Java's own list; empty for an
// unknown class.
std::vector<std::string> java_signatures(std::string_view class_name);

}  // namespace patchcord::simulator
