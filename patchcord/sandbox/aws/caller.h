// Who signed a request, and what their policies are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/secret.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/principal.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox::aws {

struct Caller {
  policy::Principal principal{};
  std::string user_id{};    // "AIDA…" of a user, "AROA…:session" of a role's session
  std::string user_name{};  // of a user
  std::vector<policy::Document>
      policies{};  // of a user; a session has those of its role at the moment
  // Of a session:
  std::string role_id{};
  std::string role_name{};
  std::vector<policy::Document> session_policies{};
};

struct AccessKey {
  Secret secret{};
  std::string token{};  // empty: a long-term key
  std::optional<TimePoint> expires{};
  Caller caller{};
};

}  // namespace patchcord::sandbox::aws
