// An IAM policy document as a value: what was understood, typed, and what was not, kept as it came.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"

namespace patchcord::policy {

// IAM accepts 131,072 characters up to U+00FF, so twice as many bytes.
// Source: IAM API Reference, CreateRole and PutRolePolicy (length of the document)
inline constexpr std::size_t max_document_bytes = std::size_t{2} * 131072;

// The version that has policy variables, and the one that a document without Version has.
// Source: IAM User Guide, JSON policy elements: Version
inline constexpr std::string_view current_version = "2012-10-17";
inline constexpr std::string_view first_version = "2008-10-17";

using Strings = std::vector<std::string>;

// {"AWS": "arn:…"} or {"Service": ["lambda.amazonaws.com"]}, each list in the order of the
// document.
// `"Principal": "*"` is read as {"AWS": "*"}, which means the same; `anyone_short` tells them apart
// because IAM refuses the short form in a trust policy.
struct Principals {
  Strings aws{};  // 12-digit account ids, ARNs, unique ids (AROA…, AIDA…), "*"
  Strings service{};
  Strings federated{};
  Strings canonical_user{};
  bool anyone_short{};

  friend bool operator==(const Principals&, const Principals&) = default;
};

// One operator with one key: several of them must all hold, of `values` one is enough (for negated
// operators: none may match). Booleans and numbers of the document are their JSON text.
struct Condition {
  std::string operation{};  // "StringEquals", "ForAllValues:StringLikeIfExists": as written
  std::string key{};        // "sts:ExternalId": as written, compared without case
  Strings values{};

  friend bool operator==(const Condition&, const Condition&) = default;
};

// The word patchcord::Effect is taken by errors.
enum class StatementEffect { allow, deny, unknown };

// An element that is absent has no value; an empty list is an empty list.
struct Statement {
  std::string sid{};
  StatementEffect effect{StatementEffect::unknown};
  std::optional<Principals> principal{};
  std::optional<Principals> not_principal{};
  std::optional<Strings> actions{};
  std::optional<Strings> not_actions{};
  std::optional<Strings> resources{};
  std::optional<Strings> not_resources{};
  std::vector<Condition> conditions{};
  // Elements whose name or shape is not known, as they came; {} when all was understood. A
  // statement with any of them is never evaluated to a yes or a no that would need them.
  Json not_understood = Json::object();

  friend bool operator==(const Statement&, const Statement&) = default;
};

struct Document {
  std::string version{first_version};
  std::string id{};
  std::vector<Statement> statements{};
  Json not_understood =
      Json::object();  // as in Statement; also {"Statement": …} with a wrong shape
  // How people call it, in reasons and findings: "inline policy Extra". Not part of its text.
  std::string label{};

  friend bool operator==(const Document&, const Document&) = default;
};

// Reads what IAM stores and returns, and more: one statement without its array, one string without
// its array, any order. Element names and effects are case-sensitive. Shape
// {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole", …}]}
//
// Errors  invalid: not JSON, not an object, two equal keys in one object (JSON readers disagree
// about
//         which one counts, so neither is believed), or larger than max_document_bytes
// Source  IAM User Guide, Grammar of the IAM JSON policy language
Result<Document> parse_document(std::string_view text);
// The same for a value that was parsed before; equal keys can no longer be seen.
Result<Document> read_document(const Json& value);

// The canonical text: no white space; keys in the order Version, Id, Statement and Sid, Effect,
// Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition; what was not
// understood at the end; a list of one is its element. Parsing it gives an equal document.
std::string to_text(const Document& document);

}  // namespace patchcord::policy
