// What a set of policy documents says about one request. Pure: equal input, equal verdict; linear
// in the documents.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/policy/context.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/principal.h"
#include "patchcord/policy/truth.h"

namespace patchcord::policy {

struct Request {
  Principal principal{};
  std::string action{};    // "lambda:InvokeFunction"
  std::string resource{};  // the full ARN; "*" for actions that have no resource. For Lambda:
                           // invoked_resource()
  Context context{};       // everything that is known, aws:PrincipalArn and its like included
};

enum class Decision {
  allowed,
  explicit_deny,
  implicit_deny,  // nothing allows it; also when a Deny might match besides
  undetermined,   // it depends on something that is not known
};
const char* decision_name(Decision decision);  // "explicit deny"

// Which element a statement may have follows from where its document sits: Principal in trust and
// resource policies only, and there always; Resource everywhere but in trust policies.
enum class Layer {
  identity_policy,
  permissions_boundary,
  session_policy,
  trust_policy,
  resource_policy
};

struct StatementPlace {
  std::size_t document{};   // index in the span, from 0
  std::size_t statement{};  // index in the document, from 0
  std::string sid{};
  std::string label{};  // Document::label

  friend bool operator==(const StatementPlace&, const StatementPlace&) = default;
};

// "statement 1 of document 2 (Invoke)"; the first document is not mentioned. Of a document with a
// label: "statement 1 (Invoke) of inline policy Extra".
std::string describe(const StatementPlace& place);

struct Verdict {
  Decision decision{Decision::implicit_deny};
  Layer layer{Layer::identity_policy};        // the layer that decided
  std::optional<StatementPlace> statement{};  // what decided; none for an implicit deny
  std::string reason{};                       // "statement 0 (Invoke) allows lambda:InvokeFunction"
  // Why something is not known, each with its key or operator; not only when undetermined.
  std::vector<std::string> unknowns{};
  // The parts from which verdicts of several layers are combined. `allows_by_name`: as
  // PrincipalMatch::by_name; equal to `allows` where no principals are named.
  Truth denies{Truth::no};
  Truth allows{Truth::no};
  Truth allows_by_name{Truth::no};
};

// Any Deny that matches: explicit_deny. Else any Allow that matches: allowed. Else implicit_deny. A
// statement that holds elements that are not understood, or a document of an unknown version,
// matches at most `unknown`.
//
// Source  IAM User Guide, Policy evaluation logic; JSON policy elements
Verdict evaluate(std::span<const Document> documents, const Request& request, Layer layer);
Verdict evaluate(const Document& document, const Request& request, Layer layer);

// `decision` as it follows from `denies` and `allows`.
Decision decision_of(Truth denies, Truth allows);

// Does the statement's Action or NotAction cover the action? Without case, `*` and `?` anywhere.
// Source: IAM User Guide, JSON policy elements: Action
Truth covers_action(const Statement& statement, std::string_view action);

}  // namespace patchcord::policy
