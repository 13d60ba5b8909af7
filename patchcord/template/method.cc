#include "patchcord/template/method.h"

#include <algorithm>
#include <array>
#include <utility>

namespace patchcord::simulator {

namespace {

using Entry = std::pair<std::string_view, Method>;

// Sorted by name, for binary search.
constexpr std::array methods{
    Entry{"abs", Method::abs},
    Entry{"add", Method::add},
    Entry{"b", Method::b},
    Entry{"backslash", Method::backslash},
    Entry{"base64", Method::base64},
    Entry{"ceil", Method::ceil},
    Entry{"class", Method::java_class},
    Entry{"count", Method::count},
    Entry{"d", Method::d},
    Entry{"decodeBase64", Method::decode_base64},
    Entry{"div", Method::div},
    Entry{"dollar", Method::dollar},
    Entry{"e", Method::e},
    Entry{"exclamation", Method::exclamation},
    Entry{"first", Method::first},
    Entry{"firstFromArray", Method::first_from_array},
    Entry{"floor", Method::floor},
    Entry{"get", Method::get},
    Entry{"getAverage", Method::get_average},
    Entry{"getKey", Method::get_key},
    Entry{"getName", Method::get_name},
    Entry{"getSimpleName", Method::get_simple_name},
    Entry{"getTotal", Method::get_total},
    Entry{"getValue", Method::get_value},
    Entry{"h", Method::h},
    Entry{"hasNext", Method::has_next},
    Entry{"hash", Method::hash},
    Entry{"html", Method::html},
    Entry{"idiv", Method::idiv},
    Entry{"index", Method::index},
    Entry{"java", Method::java},
    Entry{"javascript", Method::javascript},
    Entry{"jsonDecode", Method::json_decode},
    Entry{"jsonEncode", Method::json_encode},
    Entry{"jsonString", Method::json_string},
    Entry{"key", Method::key},
    Entry{"last", Method::last},
    Entry{"max", Method::max},
    Entry{"min", Method::min},
    Entry{"mod", Method::mod},
    Entry{"moveKeysIntoArrayOfObjects", Method::move_keys_into_array_of_objects},
    Entry{"mul", Method::mul},
    Entry{"n", Method::n},
    Entry{"name", Method::name},
    Entry{"newline", Method::newline},
    Entry{"optionalQueryParam", Method::optional_query_param},
    Entry{"parent", Method::parent},
    Entry{"pow", Method::pow},
    Entry{"q", Method::q},
    Entry{"quote", Method::quote},
    Entry{"round", Method::round},
    Entry{"roundTo", Method::round_to},
    Entry{"s", Method::s},
    Entry{"simpleName", Method::simple_name},
    Entry{"singleQuote", Method::single_quote},
    Entry{"sql", Method::sql},
    Entry{"stop", Method::stop},
    Entry{"sub", Method::sub},
    Entry{"toDouble", Method::to_double},
    Entry{"toInteger", Method::to_integer},
    Entry{"toNumber", Method::to_number},
    Entry{"toString", Method::to_string},
    Entry{"topmost", Method::topmost},
    Entry{"unicode", Method::unicode},
    Entry{"unurl", Method::unurl},
    Entry{"uriEncode", Method::uri_encode},
    Entry{"url", Method::url},
    Entry{"urlFormEncode", Method::url_form_encode},
    Entry{"value", Method::value},
    Entry{"xml", Method::xml},
};

static_assert(std::is_sorted(methods.begin(), methods.end()));

}  // namespace

Method find_method(std::string_view name) {
  const auto found = std::lower_bound(
      methods.begin(), methods.end(), name, [](const Entry& entry, std::string_view wanted) {
        return entry.first < wanted;
      });
  return found != methods.end() && found->first == name ? found->second : Method::unknown;
}

}  // namespace patchcord::simulator
