// $esc, $encoding and $urlTool.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/html_entities.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {

namespace {

std::string_view constant_of(Method method) {
  switch (method) {
    case Method::dollar:
    case Method::d:
      return "$";
    case Method::hash:
    case Method::h:
      return "#";
    case Method::backslash:
    case Method::b:
      return "\\";
    case Method::quote:
    case Method::q:
      return "\"";
    case Method::single_quote:
    case Method::s:
      return "'";
    case Method::newline:
    case Method::n:
      return "\n";
    case Method::exclamation:
    case Method::e:
      return "!";
    default:
      return {};
  }
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// java.net.URLEncoder.
std::string form_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_alphanumeric(c) || c == '.' || c == '-' || c == '*' || c == '_') {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string form_decode(std::string_view text) {
  std::string blanks(text);
  for (char& c : blanks) {
    if (c == '+') c = ' ';
  }
  return valid_utf8(percent_decode(blanks));
}

// What is ASCII, and does not stand for itself.
void append_java_escaped(char c, std::string& out) {
  constexpr std::string_view controls = "\b\n\t\f\r";
  constexpr std::string_view names = "bntfr";
  out += '\\';
  if (c >= 0x20) {
    out += c;
  } else if (const std::size_t known = controls.find(c); known != std::string_view::npos) {
    out += names[known];
  } else {
    out += fmt::format("u{:04X}", static_cast<unsigned>(c));
  }
}

// Of one that begins with `\u`: both halves of a surrogate pair belong together.
std::size_t escaped_unit_length(std::string_view text) {
  const bool high = text.size() >= 12 && (text[2] == 'd' || text[2] == 'D') &&
                    std::string_view("89abAB").find(text[3]) != std::string_view::npos;
  return high && text.substr(6).starts_with("\\u") ? 12 : 6;
}

// Our reading: what jsonEncode escapes becomes what it was, and everything else stays, quotes and
// backslashes that begin no escape among them.
std::string json_decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('\\'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    const std::size_t length = text.starts_with("\\u") ? escaped_unit_length(text) : 2;
    if (text.empty()) break;
    const auto decoded =
        read_json(fmt::format("\"{}\"", text.substr(0, length)), "the escape sequence");
    if (decoded && decoded->is_text()) {
      out += decoded->text();
      text.remove_prefix(std::min(length, text.size()));
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

// commons-lang's escapeJava and escapeEcmaScript, which differ in `'` and `/`.
std::string java_escape(std::string_view text, bool script) {
  const auto is_ascii_byte = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const auto is_plain = [script](char c) {
    return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\' &&
           (!script || (c != '\'' && c != '/'));
  };
  std::string out;
  out.reserve(text.size() + text.size() / 8 + 8);
  for (auto at = text.begin(); at != text.end();) {
    const auto special = std::find_if_not(at, text.end(), is_plain);
    out.append(at, special);
    at = special;
    if (at == text.end()) break;
    if (is_ascii_byte(*at)) {
      append_java_escaped(*at++, out);
      continue;
    }
    const auto end = std::find_if(at, text.end(), is_ascii_byte);
    for (const char16_t unit : to_utf16({at, end}))
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(unit));
    at = end;
  }
  return out;
}

std::string markup_escape(std::string_view text, bool xml) {
  std::string out;
  for (const char32_t code : to_code_points(text)) {
    if (code == '&') {
      out += "&amp;";
    } else if (code == '<') {
      out += "&lt;";
    } else if (code == '>') {
      out += "&gt;";
    } else if (code == '"') {
      out += "&quot;";
    } else if (xml && code == '\'') {
      out += "&apos;";
    } else if (const std::string_view name = xml ? std::string_view{} : html_entity(code);
               !name.empty()) {
      out.append("&").append(name).append(";");
    } else if (xml && code < 0x20 && code != '\t' && code != '\n' && code != '\r') {
      continue;  // XML 1.0 cannot hold it at all
    } else if (xml && ((code >= 0x7F && code <= 0x84) || (code >= 0x86 && code <= 0x9F))) {
      out += fmt::format("&#{};", static_cast<unsigned>(code));
    } else {
      append_utf8(code, out);
    }
  }
  return out;
}

std::string doubled_quotes(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out;
}

// Integer.valueOf(text, 16); nothing if it is none.
std::optional<std::int64_t> hexadecimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!digit && !letter) return std::nullopt;
    number = number * 16 + (digit ? c - '0' : (c | 0x20) - 'a' + 10);
    if (number > 0x7FFF'FFFF + std::int64_t{negative}) return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  return negative ? -number : number;
}

Answer from_code_point(std::string_view text) {
  if (text.starts_with("\\u")) text.remove_prefix(2);
  const auto code = hexadecimal(text);
  if (!code) {
    return thrown(fmt::format(
        "java.lang.NumberFormatException: For input string: \"{}\" under radix 16", text));
  }
  if (*code < 0 || *code > 0x10FFFF) {
    return thrown(
        fmt::format("java.lang.IllegalArgumentException: Not a valid Unicode code point: 0x{:X}",
                    static_cast<std::uint32_t>(*code)));
  }
  std::string out;
  append_utf8(static_cast<char32_t>(*code), out);
  return done(Value(out));
}

Answer escape(Method method, std::string_view text) {
  switch (method) {
    case Method::json_string:
    case Method::json_encode: {
      std::string out;
      out.reserve(text.size() + 8);
      append_json_escaped(text, out);
      return done(Value(out));
    }
    case Method::json_decode:
      return done(Value(json_decoded(text)));
    case Method::url:
    case Method::url_form_encode:
      return done(Value(form_encode(text)));
    case Method::unurl:
      return done(Value(form_decode(text)));
    case Method::uri_encode:
      return done(Value(percent_encode(text)));
    case Method::html:
    case Method::xml:
      return done(Value(markup_escape(text, method == Method::xml)));
    case Method::java:
    case Method::javascript:
      return done(Value(java_escape(text, method == Method::javascript)));
    case Method::sql:
      return done(Value(doubled_quotes(text)));
    case Method::unicode:
      return from_code_point(text);
    default:
      return unknown();
  }
}

// A text in a file of properties.
std::string property_text(std::string_view text, bool key) {
  constexpr std::string_view controls = "\t\n\f\r";
  constexpr std::string_view names = "tnfr";
  std::string out;
  for (const char16_t unit : to_utf16(text)) {
    const char c = unit < 0x80 ? static_cast<char>(unit) : '\0';
    const std::size_t control = c == '\0' ? std::string_view::npos : controls.find(c);
    const bool blank = c == ' ' && (key || out.empty());
    if (control != std::string_view::npos) {
      out.append("\\").push_back(names[control]);
    } else if (c < ' ' || c > '~') {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(unit));
    } else {
      if (blank || std::string_view("\\#!=:").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

Answer property_key(const Value&, const Call& call) {
  return done(call[0].is_null() ? Value() : Value(property_text(java_text(call[0]), true)));
}
Answer property_value(const Value&, const Call& call) {
  return done(call[0].is_null() ? Value() : Value(property_text(java_text(call[0]), false)));
}

// The references print the signs.
Answer velocity(const Value&, const Call& call) {
  if (call[0].is_null()) return done(Value());
  std::string out;
  for (const char c : java_text(call[0])) {
    if (c == '$' || c == '#') {
      out += c == '$' ? "${esc.d}" : "${esc.h}";
    } else {
      out += c;
    }
  }
  return done(Value(out));
}

Answer of_tool(const Value&, const Call& call) {
  return invoke_escape_tool(call);
}
template <Method constant>
Answer sign(const Value&, const Call&) {
  return done(Value(constant_of(constant)));
}
Answer key_of_tool(const Value&, const Call&) {
  return done(Value("esc"));
}
Answer never(const Value&, const Call&) {
  return done(Value(false));
}

constexpr std::array methods{
    JavaMethod{"configure", "M", nullptr},
    JavaMethod{"getB", "", sign<Method::b>},
    JavaMethod{"getBackslash", "", sign<Method::b>},
    JavaMethod{"getD", "", sign<Method::d>},
    JavaMethod{"getDollar", "", sign<Method::d>},
    JavaMethod{"getE", "", sign<Method::e>},
    JavaMethod{"getExclamation", "", sign<Method::e>},
    JavaMethod{"getH", "", sign<Method::h>},
    JavaMethod{"getHash", "", sign<Method::h>},
    JavaMethod{"getKey", "", key_of_tool},
    JavaMethod{"getN", "", sign<Method::n>},
    JavaMethod{"getNewline", "", sign<Method::n>},
    JavaMethod{"getQ", "", sign<Method::q>},
    JavaMethod{"getQuote", "", sign<Method::q>},
    JavaMethod{"getS", "", sign<Method::s>},
    JavaMethod{"getSingleQuote", "", sign<Method::s>},
    JavaMethod{"html", "O", of_tool},
    JavaMethod{"isConfigLocked", "", never},
    JavaMethod{"isSafeMode", "", never},
    JavaMethod{"java", "O", of_tool},
    JavaMethod{"javascript", "O", of_tool},
    JavaMethod{"propertyKey", "O", property_key},
    JavaMethod{"propertyValue", "O", property_value},
    JavaMethod{"sql", "O", of_tool},
    JavaMethod{"unicode", "O", of_tool},
    JavaMethod{"unurl", "O", of_tool},
    JavaMethod{"url", "O", of_tool},
    JavaMethod{"velocity", "O", velocity},
    JavaMethod{"xml", "O", of_tool},
};

}  // namespace

JavaMethods escape_tool_methods() {
  return methods;
}

Answer escape_property(Method name) {
  const std::string_view constant = constant_of(name);
  return constant.empty() ? unknown() : done(Value(constant));
}

Answer invoke_escape_tool(const Call& call) {
  if (call.count() != 1) return unknown();
  if (call[0].is_text()) return escape(call.method, call[0].text());
  if (!call[0].is_null()) return escape(call.method, java_text(call[0]));
  const bool known = escape(call.method, "0").outcome != Called::unknown;
  return known ? done(Value()) : unknown();
}

Answer invoke_encoding_tool(const Call& call) {
  if (call.count() != 1) return unknown();
  if (call.method != Method::base64 && call.method != Method::decode_base64) return unknown();
  if (call[0].is_null()) return done(Value());
  const std::string text = java_text(call[0]);
  if (call.method == Method::base64) return done(Value(base64_encode(text)));
  const auto decoded = base64_decode(text);
  return decoded ? done(Value(valid_utf8(*decoded))) : done(Value());
}

// Our reading: `name=value` with the value percent-encoded, nothing without a value.
Answer invoke_url_tool(const Call& call) {
  if (call.method != Method::optional_query_param || call.count() != 2) return unknown();
  if (call[0].is_null() || call[1].is_null()) return done(Value(""));
  const std::string value = java_text(call[1]);
  return done(Value(value.empty() ? value : java_text(call[0]) + "=" + percent_encode(value)));
}

}  // namespace patchcord::simulator
