// The plan: finished, printable data. Apply executes it and decides nothing.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/base/json.h"
#include "patchcord/model/address.h"
#include "patchcord/model/applied.h"
#include "patchcord/model/arn.h"
#include "patchcord/model/desired.h"
#include "patchcord/model/observed.h"
#include "patchcord/model/operation.h"

namespace patchcord {

// One field that differs. A value that is known only after another step is a reference (see
// reference_to).
struct Change {
  std::string field{};
  Json before{};  // null: there was none
  Json after{};

  friend bool operator==(const Change&, const Change&) = default;
};

// One effect at one service.
struct Step {
  Operation operation{};
  Address address{};
  std::string because{};  // "it is new", "changed outside patchcord", …
  std::vector<Change>
      changes{};  // what a person reads; empty for removals, and for creates that replace nothing
  Json fields = Json::object();      // what the remote gets, once references are resolved
  std::vector<std::size_t> needs{};  // earlier steps, by index, that must be done before
  // What the record keeps of the object after this step; the remote's answer fills in id, version
  // and the like.
  std::optional<AppliedObject> leaves{};
  bool forgets{false};   // after this step the record has nothing of the object
  bool replaces{false};  // it makes the successor of an object whose frozen fields differ

  // "create role/GenesysCloudLambdaRole"
  [[nodiscard]] std::string title() const;

  friend bool operator==(const Step&, const Step&) = default;
};

// A link that nothing but a run can prove.
struct Unproven {
  Address address{};
  std::string why{};

  friend bool operator==(const Unproven&, const Unproven&) = default;
};

struct Plan {
  std::string deployment{};
  Organization organization{};
  std::vector<Step> steps{};         // in an order that works one after the other
  std::vector<Error> refusals{};     // why this plan must not be applied; empty for a plan that may
  std::vector<std::string> notes{};  // what is worth knowing and changes nothing: objects that are
                                     // not ours
  std::vector<Unproven> unproven{};
  // The roles as they have to be: their functions are those of the manifest, and those of other
  // actions under our integrations that the plan leaves alone.
  std::vector<DesiredRole> roles{};
  std::map<Address, std::string>
      existing{};  // id or ARN of what is there already, ours after this plan
  // What is there as it should be, and the record does not know it: apply writes it down.
  std::map<Address, AppliedObject> confirmed{};
  std::vector<Error> kept{};  // what should be removed and must stay, with the reason
  // Actions that will be replaced or removed: plan again with Observed::flows filled for them.
  std::vector<std::string> wants_flows{};

  [[nodiscard]] bool empty() const { return steps.empty() && refusals.empty() && kept.empty(); }
};

// A value that an earlier step will give: {"$from": "role/GenesysCloud-orders", "output": "arn"}.
Json reference_to(const Address& address, std::string_view output);
bool is_reference(const Json& value);
// The output that a reference names: "known after create_role", for people.
std::string reference_text(const Json& reference);

// Functions that an action which is there already will invoke instead of another.
std::vector<FunctionArn> newly_invoked(const Plan& plan);

// Outputs of the steps done so far, by the text of their address.
using Outputs = std::map<std::string, Json>;

// `fields` with every reference replaced. The one place that knows of values that are not known
// yet.
//
// Errors   internal: an output that no step has given
Result<Json> resolve(const Json& fields, const Outputs& outputs);

}  // namespace patchcord
