#include <algorithm>
#include <set>

#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

// What is simulated: policies, actions and resources of the request.
struct Simulation {
  policy::IdentityPolicies identity{};
  std::vector<std::string> actions{};
  std::vector<std::string> resources{};
  policy::Context context{};
};

struct Outcome {
  std::string resource{};
  policy::Verdict verdict{};
};

const char* decision_word(policy::Decision decision) {
  switch (decision) {
    case policy::Decision::allowed:
      return "allowed";
    case policy::Decision::explicit_deny:
      return "explicitDeny";
    case policy::Decision::implicit_deny:
    case policy::Decision::undetermined:
      break;
  }
  return "implicitDeny";
}

Result<std::vector<policy::Document>> documents(const std::vector<std::string>& texts) {
  std::vector<policy::Document> parsed;
  for (const std::string& text : texts) {
    auto document = policy::parse_document(text);
    if (!document)
      return refuse(400, "InvalidInput", "Invalid Content Policy: " + document.error().what);
    parsed.push_back(*std::move(document));
  }
  return parsed;
}

Result<Simulation> simulation_of(const QueryCall& call) {
  const Form& form = call.form;
  Simulation simulation{.actions = form.list("ActionNames"),
                        .resources = form.list("ResourceArns")};
  if (simulation.resources.empty()) simulation.resources = {"*"};
  TRY_ASSIGN(simulation.identity.policies, documents(form.list("PolicyInputList")));
  TRY_ASSIGN(const auto boundaries, documents(form.list("PermissionsBoundaryPolicyInputList")));
  if (!boundaries.empty()) simulation.identity.boundary = boundaries.front();
  for (std::size_t index = 1;; ++index) {
    const std::string stem = "ContextEntries.member." + std::to_string(index) + ".ContextKey";
    if (!form.has(stem + "Name")) break;
    simulation.context.values[form.get(stem + "Name")] = form.list(stem + "Values");
  }
  return simulation;
}

std::string matched_statements(const policy::Verdict& verdict) {
  if (!verdict.statement) return "<MatchedStatements/>";
  // Positions in the document are not computed: no client of ours, and no known one, reads them.
  return nest(
      "MatchedStatements",
      nest("member",
           element("SourcePolicyId", "policy-" + std::to_string(verdict.statement->document + 1)) +
               element("SourcePolicyType", "IAM Policy")));
}

// Keys of conditions that the request does not give; variables in the policies are not looked at.
std::string missing_context(const Simulation& simulation) {
  auto documents = simulation.identity.policies;
  if (simulation.identity.boundary) documents.push_back(*simulation.identity.boundary);
  std::set<std::string, policy::KeyLess> missing;
  for (const auto& document : documents) {
    for (const auto& statement : document.statements) {
      for (const auto& condition : statement.conditions) {
        if (!simulation.context.values.contains(condition.key)) missing.insert(condition.key);
      }
    }
  }
  std::string members;
  for (const auto& key : missing) {
    members += element("member", key);
  }
  return nest("MissingContextValues", members);
}

std::string result_xml(const Simulation& simulation,
                       const std::string& action,
                       const Outcome& outcome) {
  std::string xml = element("EvalActionName", action) +
                    element("EvalResourceName", outcome.resource) +
                    element("EvalDecision", decision_word(outcome.verdict.decision)) +
                    matched_statements(outcome.verdict) + missing_context(simulation);
  if (simulation.identity.boundary) {
    const bool allowed = outcome.verdict.decision == policy::Decision::allowed ||
                         outcome.verdict.layer != policy::Layer::permissions_boundary;
    xml += nest("PermissionsBoundaryDecisionDetail",
                element("AllowedByPermissionsBoundary", allowed ? "true" : "false"));
  }
  return xml;
}

// The most restrictive decision speaks for the action; each resource has its own in
// ResourceSpecificResults.
std::string action_xml(const Simulation& simulation,
                       const std::string& action,
                       const std::vector<Outcome>& outcomes) {
  const auto severity = [](const Outcome& outcome) {
    const policy::Decision decision = outcome.verdict.decision;
    return decision == policy::Decision::explicit_deny ? 2
           : decision == policy::Decision::allowed     ? 0
                                                       : 1;
  };
  Outcome worst =
      *std::max_element(outcomes.begin(), outcomes.end(), [&](const Outcome& a, const Outcome& b) {
        return severity(a) < severity(b);
      });
  worst.resource = "*";
  std::string specific;
  for (const Outcome& outcome : outcomes) {
    specific += nest("member",
                     element("EvalResourceName", outcome.resource) +
                         element("EvalResourceDecision", decision_word(outcome.verdict.decision)) +
                         matched_statements(outcome.verdict) + missing_context(simulation));
  }
  return result_xml(simulation, action, worst) + nest("ResourceSpecificResults", specific);
}

Result<QueryResult> simulate(const QueryCall& call,
                             const Simulation& simulation,
                             const policy::Principal& principal) {
  std::vector<std::string> members;
  for (const std::string& action : simulation.actions) {
    if (action.find(':') == std::string::npos) {
      return refuse(400,
                    "InvalidInput",
                    "Invalid action: " + action + ". Actions must be prefaced by a vendor.");
    }
    std::vector<Outcome> outcomes;
    for (const std::string& resource : simulation.resources) {
      const policy::Request request{.principal = principal,
                                    .action = action,
                                    .resource = resource,
                                    .context = simulation.context};
      outcomes.push_back({resource, policy::may_act(simulation.identity, request)});
    }
    if (call.cloud.knobs.simulation_shape == SimulationShape::per_action) {
      members.push_back(action_xml(simulation, action, outcomes));
      continue;
    }
    for (const Outcome& outcome : outcomes)
      members.push_back(result_xml(simulation, action, outcome));
  }
  TRY_ASSIGN(std::string xml, page(call, "EvaluationResults", members));
  return QueryResult{std::move(xml)};
}

}  // namespace

Result<QueryResult> simulate_principal_policy(const QueryCall& call) {
  const std::string arn = call.form.get("PolicySourceArn");
  TRY_ASSIGN(Simulation simulation, simulation_of(call));
  policy::Principal principal{.kind = policy::PrincipalKind::role,
                              .partition = call.cloud.options.partition,
                              .account = call.cloud.options.account,
                              .arn = arn};
  policy::IdentityPolicies stored;
  if (const auto user = call.cloud.users.find(arn); user != call.cloud.users.end()) {
    principal = user->second.principal;
    stored = identity_of(call.cloud, user->second, call.now);
  } else {
    const Role* role = call.cloud.readable_role(arn.substr(arn.rfind('/') + 1), call.now);
    if (role == nullptr || role->arn != arn) {
      return refuse(404, "NoSuchEntity", "Invalid Entity Arn: " + arn + " does not exist.");
    }
    stored = identity_of(call.cloud, *role);
  }
  auto& policies = simulation.identity.policies;
  policies.insert(policies.end(), stored.policies.begin(), stored.policies.end());
  if (!simulation.identity.boundary) simulation.identity.boundary = stored.boundary;
  return simulate(call, simulation, principal);
}

Result<QueryResult> simulate_custom_policy(const QueryCall& call) {
  TRY_ASSIGN(const Simulation simulation, simulation_of(call));
  return simulate(call, simulation, call.caller.principal);
}

}  // namespace patchcord::sandbox::aws
