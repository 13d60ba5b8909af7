// What a role lets whom do: its documents, as they are, put to the evaluator of IAM policies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/model/desired.h"
#include "patchcord/model/observed.h"
#include "patchcord/policy/genesys_role.h"

namespace patchcord {

// The policy of a function, which decides where the role is in another account.
struct FunctionGrant {
  FunctionArn function{};
  Json document{};       // null: it has none, or was not read
  std::string unread{};  // why not; empty: it was read
};

// One thing that is wrong with a role, or that cannot be known of it.
struct RoleFinding {
  enum class About {
    trust,       // who may assume it
    permission,  // what it may do
  };
  About about{};
  policy::Finding finding{};
  std::string document{};  // "trust policy", "inline policy Extra"; empty: all of them together
  std::string hint{};      // what to do
};

// One line: "statement 0 of inline policy Extra allows more than lambda:InvokeFunction, found *".
std::string finding_text(const RoleFinding& finding);

struct RoleProof {
  enum class Answer { proven, undetermined, wrong };

  std::string role{};
  std::string arn{};  // empty: not known
  policy::GenesysTrust trusted{};
  std::vector<std::string> functions{};  // that it must be able to invoke
  std::vector<RoleFinding> findings{};
  std::vector<RoleFinding> notes{};  // harmless, but not what we write

  [[nodiscard]] Answer answer(RoleFinding::About about) const;
};

const char* answer_name(RoleProof::Answer answer);  // "proven"

struct RoleInQuestion {
  const DesiredRole& wanted;
  const ObservedRole& found;
  policy::GenesysTrust trusted{};
  std::vector<FunctionGrant> grants{};  // of functions in other accounts
  std::string now{};                    // ISO 8601; empty: conditions on dates are undetermined
};

// Genesys Cloud's account gets in with its external id and nobody else does; exactly the functions
// can be invoked and nothing else can be done. What was not read is undetermined, and so is what
// follows from it.
RoleProof prove_role(const RoleInQuestion& question);

// The functions of the role that are in another account than the role: their own policies decide,
// too.
std::vector<FunctionArn> functions_elsewhere(const DesiredRole& wanted, std::string_view role_arn);

}  // namespace patchcord
