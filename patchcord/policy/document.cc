#include "patchcord/policy/document.h"

#include <set>
#include <utility>

#include <fmt/format.h>

namespace patchcord::policy {
namespace {

using OrderedJson = nlohmann::ordered_json;

Error invalid(std::string what) {
  return Error{.code = Code::invalid, .what = std::move(what)};
}

// The first key that one object of the text has twice. The text is known to be JSON.
std::optional<std::string> repeated_key(std::string_view text) {
  std::vector<std::set<std::string>> keys;
  std::optional<std::string> repeated;
  const auto watch = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key) {
      const auto& key = value.get_ref<const std::string&>();
      if (!keys.back().insert(key).second && !repeated) repeated = key;
    }
    return true;
  };
  [[maybe_unused]] const Json parsed = Json::parse(text, watch, false);
  return repeated;
}

// A string or a list of strings; nothing for any other shape.
std::optional<Strings> strings_of(const Json& value) {
  if (value.is_string()) return Strings{value.get<std::string>()};
  if (!value.is_array()) return std::nullopt;
  Strings out;
  for (const auto& item : value) {
    if (!item.is_string()) return std::nullopt;
    out.push_back(item.get<std::string>());
  }
  return out;
}

// As strings_of, and IAM stores booleans and numbers in conditions as well.
std::optional<Strings> condition_values_of(const Json& value) {
  const auto text_of = [](const Json& item) -> std::optional<std::string> {
    if (item.is_string()) return item.get<std::string>();
    if (item.is_boolean() || item.is_number()) return patchcord::to_text(item);
    return std::nullopt;
  };
  if (!value.is_array()) {
    auto one = text_of(value);
    return one ? std::optional(Strings{*std::move(one)}) : std::nullopt;
  }
  Strings out;
  for (const auto& item : value) {
    auto one = text_of(item);
    if (!one) return std::nullopt;
    out.push_back(*std::move(one));
  }
  return out;
}

Strings* list_of(Principals& principals, std::string_view kind) {
  if (kind == "AWS") return &principals.aws;
  if (kind == "Service") return &principals.service;
  if (kind == "Federated") return &principals.federated;
  if (kind == "CanonicalUser") return &principals.canonical_user;
  return nullptr;
}

std::optional<Principals> principals_of(const Json& value) {
  if (value == "*") return Principals{.aws = {"*"}, .anyone_short = true};
  if (!value.is_object()) return std::nullopt;
  Principals out;
  for (const auto& [kind, names] : value.items()) {
    auto* const list = list_of(out, kind);
    auto parsed = strings_of(names);
    if (list == nullptr || !parsed) return std::nullopt;
    *list = *std::move(parsed);
  }
  return out;
}

std::optional<std::vector<Condition>> conditions_of(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  std::vector<Condition> out;
  for (const auto& [operation, keys] : value.items()) {
    if (!keys.is_object()) return std::nullopt;
    for (const auto& [key, values] : keys.items()) {
      auto parsed = condition_values_of(values);
      if (!parsed) return std::nullopt;
      out.push_back({.operation = operation, .key = key, .values = *std::move(parsed)});
    }
  }
  return out;
}

StatementEffect effect_of(const Json& value) {
  if (value == "Allow") return StatementEffect::allow;
  if (value == "Deny") return StatementEffect::deny;
  return StatementEffect::unknown;
}

std::optional<Strings>* strings_element(Statement& statement, std::string_view name) {
  if (name == "Action") return &statement.actions;
  if (name == "NotAction") return &statement.not_actions;
  if (name == "Resource") return &statement.resources;
  if (name == "NotResource") return &statement.not_resources;
  return nullptr;
}

// False when the name or the shape is not known.
bool take_element(Statement& statement, const std::string& name, const Json& value) {
  if (name == "Sid" && value.is_string()) {
    statement.sid = value.get<std::string>();
    return true;
  }
  if (name == "Effect") {
    statement.effect = effect_of(value);
    return statement.effect != StatementEffect::unknown;
  }
  if (name == "Principal") return (statement.principal = principals_of(value)).has_value();
  if (name == "NotPrincipal") return (statement.not_principal = principals_of(value)).has_value();
  if (name == "Condition") {
    auto parsed = conditions_of(value);
    if (!parsed) return false;
    statement.conditions = *std::move(parsed);
    return true;
  }
  auto* const list = strings_element(statement, name);
  return list != nullptr && (*list = strings_of(value)).has_value();
}

std::optional<Statement> statement_of(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  Statement out;
  for (const auto& [name, element] : value.items()) {
    if (!take_element(out, name, element)) out.not_understood[name] = element;
  }
  return out;
}

std::optional<std::vector<Statement>> statements_of(const Json& value) {
  std::vector<Statement> out;
  if (!value.is_array()) {
    auto one = statement_of(value);
    if (!one) return std::nullopt;
    out.push_back(*std::move(one));
    return out;
  }
  for (const auto& item : value) {
    auto one = statement_of(item);
    if (!one) return std::nullopt;
    out.push_back(*std::move(one));
  }
  return out;
}

OrderedJson one_or_many(const Strings& strings) {
  return strings.size() == 1 ? OrderedJson(strings.front()) : OrderedJson(strings);
}

OrderedJson to_json(const Principals& principals) {
  if (principals.anyone_short) return "*";
  OrderedJson out = OrderedJson::object();
  const auto put = [&](const char* kind, const Strings& names) {
    if (!names.empty()) out[kind] = one_or_many(names);
  };
  put("AWS", principals.aws);
  put("Service", principals.service);
  put("Federated", principals.federated);
  put("CanonicalUser", principals.canonical_user);
  return out;
}

OrderedJson to_json(const std::vector<Condition>& conditions) {
  OrderedJson out = OrderedJson::object();
  for (const auto& condition : conditions) {
    out[condition.operation][condition.key] = one_or_many(condition.values);
  }
  return out;
}

void put_not_understood(OrderedJson& out, const Json& elements) {
  for (const auto& [name, value] : elements.items()) {
    out[name] = OrderedJson::parse(patchcord::to_text(value), nullptr, false);
  }
}

OrderedJson to_json(const Statement& statement) {
  OrderedJson out = OrderedJson::object();
  if (!statement.sid.empty()) out["Sid"] = statement.sid;
  if (statement.effect != StatementEffect::unknown) {
    out["Effect"] = statement.effect == StatementEffect::allow ? "Allow" : "Deny";
  }
  if (statement.principal) out["Principal"] = to_json(*statement.principal);
  if (statement.not_principal) out["NotPrincipal"] = to_json(*statement.not_principal);
  if (statement.actions) out["Action"] = one_or_many(*statement.actions);
  if (statement.not_actions) out["NotAction"] = one_or_many(*statement.not_actions);
  if (statement.resources) out["Resource"] = one_or_many(*statement.resources);
  if (statement.not_resources) out["NotResource"] = one_or_many(*statement.not_resources);
  if (!statement.conditions.empty()) out["Condition"] = to_json(statement.conditions);
  put_not_understood(out, statement.not_understood);
  return out;
}

}  // namespace

Result<Document> parse_document(std::string_view text) {
  if (text.size() > max_document_bytes) {
    return invalid(fmt::format("the policy document is larger than {} bytes", max_document_bytes));
  }
  auto value = parse_json(text, "the policy document");
  if (!value) return invalid(value.error().what);
  if (const auto key = repeated_key(text)) {
    return invalid(fmt::format("the policy document has the key \"{}\" twice in one object", *key));
  }
  return read_document(*value);
}

Result<Document> read_document(const Json& value) {
  if (!value.is_object()) return invalid("the policy document is not a JSON object");
  Document out;
  for (const auto& [name, element] : value.items()) {
    if (name == "Version" && element.is_string()) {
      out.version = element.get<std::string>();
    } else if (name == "Id" && element.is_string()) {
      out.id = element.get<std::string>();
    } else if (auto statements = name == "Statement" ? statements_of(element) : std::nullopt) {
      out.statements = *std::move(statements);
    } else {
      out.not_understood[name] = element;
    }
  }
  return out;
}

std::string to_text(const Document& document) {
  OrderedJson out = OrderedJson::object();
  out["Version"] = document.version;
  if (!document.id.empty()) out["Id"] = document.id;
  if (!document.not_understood.contains("Statement")) {
    out["Statement"] = OrderedJson::array();
    for (const auto& statement : document.statements)
      out["Statement"].push_back(to_json(statement));
  }
  put_not_understood(out, document.not_understood);
  return out.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace patchcord::policy
