// The Genesys half of the sandbox: login service and platform API of one organization.
#pragma once

#include <mutex>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"
#include "patchcord/sandbox/chain.h"
#include "patchcord/sandbox/genesys/call.h"
#include "patchcord/sandbox/genesys/login.h"
#include "patchcord/sandbox/genesys/state.h"
#include "patchcord/sandbox/knobs.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/randomness.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox::genesys {

struct GenesysOptions {
  std::string organization_id{};  // UUID
  std::string organization_name{"Sandbox"};
  std::string domain{"mypurecloud.com"};
  std::string aws_account{};  // the account from which Genesys assumes roles, 12 digits
  std::string client_id{};
  Secret client_secret{};
};

// Thread-safe. Functions run outside its lock.
class GenesysCloud : public Service {
 public:
  // Everything passed by reference must outlive this object.
  GenesysCloud(GenesysOptions options, const Time& time, Randomness& random, Chain& chain);

  // Does not sleep for Knobs::latency_ms: that is the listener's.
  Reply handle(const Message& message) override;

  // "login POST /oauth/token", "genesys GET /api/v2/integrations/{integrationId}", "genesys
  // unknown".
  [[nodiscard]] static std::string operation_of(const Message& message);

  [[nodiscard]] Knobs knobs() const;
  void set_knobs(const Knobs& knobs);
  // As after the construction, knobs too.
  void reset();

  [[nodiscard]] Json state() const;
  // Every token that was minted and not revoked: tests prove that none of them leaks.
  [[nodiscard]] Json tokens() const;

  // Creates objects as somebody else would: without permission, counting, lag or version checks.
  // Members, all arrays: "credentials", "integrations", "actions", "dependencies", "clients"; each
  // answers with its ids.
  //
  // Errors   invalid: a member has the wrong shape, or refers to nothing; then nothing was created
  Result<Json> seed(const Json& objects);

  // The token of this request stops working, as if its time were over.
  void expire_token(const Message& message);
  // A refusal in the form of the service that the message is for, with all headers of an answer.
  Reply refuse(const Message& message,
               int status,
               const std::string& code,
               const std::string& text);

 private:
  struct Progress {
    Rate rate{};
    std::string context_id{};
  };
  Reply handle_api(const Message& message, Progress& progress);
  Result<Outcome> outcome_of(const Message& message, Progress& progress);
  Reply throttled(const Error& error, const Progress& progress) const;
  void start();

  const GenesysOptions options_;
  const Time& time_;
  Randomness& random_;
  Chain& chain_;
  mutable std::mutex mutex_;  // guards everything below
  Knobs knobs_;
  State state_;
};

}  // namespace patchcord::sandbox::genesys

namespace patchcord::sandbox {
using genesys::GenesysCloud;
using genesys::GenesysOptions;
}  // namespace patchcord::sandbox
