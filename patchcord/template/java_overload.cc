// Velocity's choice among overloads. It prefers methods that are not more general than the
// arguments, then those that need less conversion, then the more specific ones; what is left must
// be one.
#include <algorithm>
#include <string>

#include "patchcord/template/java_method.h"

namespace patchcord::simulator {

namespace {

enum class Fit : std::uint8_t { none, explicitly, implicitly, strictly };
enum class Order : std::uint8_t { incomparable, more_specific, equivalent, less_specific };

constexpr std::string_view primitives = "zcbsijfd";
constexpr std::string_view boxes = "ZCBSIJFD";
constexpr std::string_view widening = "bsijfd";
constexpr JavaType nothing = 'n';

bool has(std::string_view set, JavaType type) {
  return set.find(type) != std::string_view::npos;
}
bool is_primitive(JavaType type) {
  return has(primitives, type);
}
JavaType unboxed(JavaType type) {
  return has(boxes, type) ? primitives[boxes.find(type)] : type;
}

// Class.isAssignableFrom.
bool is_assignable(JavaType to, JavaType from) {
  if (to == from) return true;
  switch (to) {
    case 'O':
      return !is_primitive(from);
    case 'N':
      return has("BSIJFDGH", from);
    case 'Q':
      return from == 'T';
    case 'E':
      return has("KLU", from);
    case 'K':
      return has("LU", from);
    case '1':
      return from == '2' || from == '6';
    case '2':
      return from == '6';
    default:
      return false;
  }
}

bool widens(JavaType to, JavaType from) {
  const auto wide = widening.find(to);
  const auto narrow = widening.find(from);
  return wide != std::string_view::npos && narrow != std::string_view::npos && narrow <= wide;
}

JavaType element_of(JavaType type) {
  return is_array(type) ? component_of(type) : type;
}

bool fits_strictly(JavaType to, JavaType from, bool variable) {
  if (from == nothing) return !is_primitive(to);
  if (is_assignable(to, from) || widens(to, from)) return true;
  return variable && is_array(to) && fits_strictly(component_of(to), element_of(from), false);
}

bool fits_implicitly(JavaType to, JavaType from, bool variable) {
  if (from == nothing) return !is_primitive(to);
  if (is_convertible(to, from)) return true;
  return variable && is_array(to) && fits_implicitly(component_of(to), element_of(from), false);
}

bool fits_explicitly(JavaType to, JavaType from, bool variable) {
  if (fits_implicitly(to, from, variable) || has_converter(to, from)) return true;
  return variable && is_array(to) && fits_explicitly(component_of(to), element_of(from), false);
}

Fit fit(JavaType to, JavaType from, bool variable) {
  if (fits_strictly(to, from, variable)) return Fit::strictly;
  if (fits_implicitly(to, from, variable)) return Fit::implicitly;
  return fits_explicitly(to, from, variable) ? Fit::explicitly : Fit::none;
}

// Whether the last of several parameters, or an argument, stands for more than itself.
bool ends_in_array(std::string_view types) {
  return !types.empty() && is_array(types.back());
}

Fit fit_of(std::string_view parameters, std::string_view arguments) {
  const std::size_t wanted = parameters.size();
  const bool variable = ends_in_array(parameters);
  if (wanted != arguments.size() &&
      (!variable || (wanted > arguments.size() && wanted != arguments.size() + 1))) {
    return Fit::none;
  }
  Fit worst = Fit::strictly;
  for (std::size_t i = 0; i < arguments.size() && worst != Fit::none; ++i) {
    const bool last = i + 1 >= wanted;
    const bool many = last && wanted < arguments.size();
    const JavaType to = many ? component_of(parameters.back()) : parameters[i];
    worst = std::min(worst, fit(to, arguments[i], last && !many && variable));
  }
  return worst;
}

// The shorter of two lists, as long as the other: what it takes or gets any number of is repeated.
// True when it did, false when the array at the end of the other stands for nothing.
bool stretch(std::string& shorter, std::size_t size) {
  const bool variable = ends_in_array(shorter);
  if (variable) shorter.back() = component_of(shorter.back());
  shorter.resize(size, variable ? shorter.back() : nothing);
  return variable;
}

Fit weaken(Fit before, JavaType to, JavaType from, bool variable) {
  return std::min(before, fit(to, from, variable));
}

Order compare(std::string first, std::string second) {
  bool first_variable = false;
  bool second_variable = false;
  const bool stretched = first.size() != second.size();
  if (first.size() > second.size()) {
    if (second.empty()) return Order::more_specific;
    (stretch(second, first.size()) ? second_variable : first_variable) = true;
  } else if (stretched) {
    if (first.empty()) return Order::less_specific;
    (stretch(first, second.size()) ? first_variable : second_variable) = true;
  }
  Fit first_to_second = Fit::strictly;
  Fit second_to_first = Fit::strictly;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const JavaType a = first[i];
    const JavaType b = second[i];
    const bool last = !stretched && i + 1 == first.size();
    if (a == b) continue;
    if (a == nothing || b == nothing) {
      const JavaType other = a == nothing ? b : a;
      if (a == nothing || is_primitive(other)) second_to_first = Fit::none;
      if (b == nothing || is_primitive(other)) first_to_second = Fit::none;
      continue;
    }
    first_to_second = weaken(first_to_second, b, a, last);
    second_to_first = weaken(second_to_first, a, b, last);
  }
  if (first_to_second == Fit::none && second_to_first == Fit::none) return Order::incomparable;
  if (first_to_second > second_to_first) return Order::more_specific;
  if (second_to_first > first_to_second) return Order::less_specific;
  first_variable = first_variable || (!stretched && ends_in_array(first));
  second_variable = second_variable || (!stretched && ends_in_array(second));
  if (first_variable == second_variable) return Order::equivalent;
  return first_variable ? Order::less_specific : Order::more_specific;
}

struct Match {
  const JavaMethod* method{};
  Order specificity{};  // against the arguments
  Fit fit{};
};

// Which of two stays: negative for the candidate only, positive for the best so far only, 0 for
// both.
int prefer(const Match& candidate, const Match& best, bool only_null) {
  if (best.specificity == Order::less_specific && candidate.specificity < Order::equivalent)
    return 1;
  if (candidate.specificity == Order::less_specific && best.specificity < Order::equivalent)
    return -1;
  if (best.fit != candidate.fit) return best.fit > candidate.fit ? 1 : -1;
  const bool candidate_variable = ends_in_array(candidate.method->parameters);
  const bool best_variable = ends_in_array(best.method->parameters);
  const int by_length = candidate_variable == best_variable ? 0 : candidate_variable ? 1 : -1;
  if (only_null) return by_length;
  switch (
      compare(std::string(candidate.method->parameters), std::string(best.method->parameters))) {
    case Order::less_specific:
      return 1;
    case Order::more_specific:
      return -1;
    case Order::incomparable:
      return by_length;
    default:
      return 0;
  }
}

}  // namespace

JavaType box_of(JavaType type) {
  return is_primitive(type) ? boxes[primitives.find(type)] : type;
}

bool is_array(JavaType type) {
  return type >= '1' && type <= '6';
}

JavaType component_of(JavaType array) {
  constexpr std::string_view components = "OQcbiT";
  return components[static_cast<std::size_t>(array - '1')];
}

bool is_convertible(JavaType to, JavaType from) {
  if (from == nothing) return !is_primitive(to);
  if (is_assignable(to, from)) return true;
  if (is_primitive(to)) return unboxed(from) == to || widens(to, unboxed(from));
  return is_primitive(from) && is_assignable(to, box_of(from));
}

bool has_converter(JavaType to, JavaType from) {
  if (from == nothing) return false;
  switch (unboxed(to)) {
    case 'T':
      return true;
    case 'z':
      return has("cbsijfdCBSIJFDNGHT", from);
    case 'b':
    case 's':
    case 'i':
    case 'j':
      return unboxed(to) != unboxed(from) && has("zbsijfdZBSIJFDNGHT", from);
    case 'f':
    case 'd':
      return unboxed(to) != unboxed(from) && has("bsijfdBSIJFDNGHT", from);
    case 'G':
      return has("bsijBSIJHT", from);
    case 'H':
      return has("bsijfdBSIJFDGT", from);
    case 'W':
    case 'R':
      return from == 'T';
    default:
      return false;
  }
}

const JavaMethod* best_match(JavaMethods methods, std::string_view arguments, bool explicitly) {
  const Fit least = explicitly ? Fit::explicitly : Fit::implicitly;
  std::vector<Match> fitting;
  for (const JavaMethod& method : methods) {
    const Fit how = fit_of(method.parameters, arguments);
    if (how >= least) fitting.push_back({&method, Order::equivalent, how});
  }
  if (fitting.size() < 2) return fitting.empty() ? nullptr : fitting.front().method;
  const bool only_null = arguments.find_first_not_of(nothing) == std::string_view::npos;
  std::vector<Match> best;
  for (Match& candidate : fitting) {
    candidate.specificity =
        compare(std::string(candidate.method->parameters), std::string(arguments));
    bool keep = true;
    for (auto other = best.begin(); keep && other != best.end();) {
      const int preferred = prefer(candidate, *other, only_null);
      keep = preferred <= 0;
      other = preferred < 0 ? best.erase(other) : std::next(other);
    }
    if (keep) best.push_back(candidate);
  }
  return best.size() == 1 ? best.front().method : nullptr;
}

}  // namespace patchcord::simulator
