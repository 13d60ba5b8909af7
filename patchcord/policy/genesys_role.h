// The two documents of the role that Genesys Cloud assumes, and the proof that documents found at
// AWS do exactly their job.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/base/result.h"
#include "patchcord/policy/access.h"
#include "patchcord/policy/document.h"

namespace patchcord::policy {

// Who may assume the role.
//
// Source  Genesys Cloud Resource Center, Create IAM resources for AWS Lambda
struct GenesysTrust {
  std::string partition{"aws"};  // of the role; principals of another partition cannot be trusted
  std::string account{};         // twelve digits: the AWS account of the Genesys region
  std::string external_id{};     // the id of the Genesys organization; case-sensitive
};

// The trust policy; print it with to_text().
// Shape   {"Version":"2012-10-17","Statement":[{"Sid":"GenesysCloudAssume","Effect":"Allow",
//         "Principal":{"AWS":"arn:aws:iam::765628985471:root"},"Action":"sts:AssumeRole",
//         "Condition":{"StringEquals":{"sts:ExternalId":"5f8a…"}}}]}
//
// Errors  invalid: the account is not twelve digits, the partition not a name, or the external id
//         not 2 to 1,224 of A-Z a-z 0-9 _ + = , . @ : / -
// Source  STS API Reference, AssumeRole; IAM User Guide, How to use an external ID
Result<Document> trust_document(const GenesysTrust& trust);

// The permission policy: lambda:InvokeFunction on exactly these ARNs, sorted, each once.
// Shape   {"Version":"2012-10-17","Statement":[{"Sid":"InvokeConfiguredFunctions","Effect":"Allow",
//         "Action":"lambda:InvokeFunction","Resource":["arn:aws:lambda:…:function:a",
//         "arn:aws:lambda:…:function:b:live"]}]}
//
// Errors  invalid: no function, or something that is not the full ARN of one function
// Source  Lambda Developer Guide, Resources and conditions for Lambda actions
Result<Document> permission_document(std::vector<std::string> function_arns);

// The external ids that a document names, in its order: values of conditions on sts:ExternalId,
// other than Null's true and false.
std::vector<std::string> external_ids(const Document& document);

// One thing that a proof found. `error`: the chain is broken, or open to others. `warning`: wider
// than needed, or not provable. `note`: harmless, but not what we write.
struct Finding {
  Severity severity{Severity::error};
  std::string code{};      // "external_id_missing"; stable, one per kind of finding
  std::string text{};      // one sentence for a person
  std::string expected{};  // empty where the text says it all
  std::string found{};
  std::optional<StatementPlace> place{};  // where one statement is the cause
  Layer layer{Layer::identity_policy};    // of the document that is
  bool undetermined{};     // not wrong as far as is known: it depends on what nobody here knows
  std::string resource{};  // the function that cannot be invoked, or may be not

  friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

// Does the trust policy let Genesys in with its external id, and nobody else? Looks at every
// statement, then asks the evaluator: allowed with the right id; denied without an id, with other
// ids, for another account, for a service and for an anonymous caller. No findings: proven. What
// depends on keys that nobody outside Genesys knows (its IP address, its role's name) is a warning.
// `now`: ISO 8601, for date conditions; empty makes them unknown.
//
// Source  IAM User Guide, The confused deputy problem; Condition operators; AWS global condition
//         context keys
Findings prove_trust(const Document& document,
                     const GenesysTrust& expected,
                     std::string_view now = {});

// Do the role's policies, boundary included, let it invoke exactly these ARNs? Asks the evaluator
// for each of them, and for control ARNs that must be denied: an invented function, a longer name,
// another qualifier, another region.
Findings prove_permission(const IdentityPolicies& role,
                          const std::vector<std::string>& function_arns,
                          std::string_view now = {});

// May a role of another account invoke the function, as far as the function's own policy (the one
// of its qualifier; none: it has none) decides? Within one account the role's policies are enough.
//
// Source  Lambda Developer Guide, Granting Lambda function access to other accounts
Findings prove_grant(const std::optional<Document>& function_policy,
                     std::string_view function_arn,
                     std::string_view role_arn,
                     std::string_view now = {});

}  // namespace patchcord::policy
