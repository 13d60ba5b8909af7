// Both clouds as the commands use them: clients, their transports, their settings. Built once, in
// one place.
#pragma once

#include <memory>
#include <string>

#include "patchcord/apply/apply.h"
#include "patchcord/cli/variables.h"
#include "patchcord/genesys/oauth_client.h"
#include "patchcord/ports/consumers.h"
#include "patchcord/ports/function_invoker.h"
#include "patchcord/ports/tester.h"

namespace patchcord::cli {

struct WorldOptions {
  Variables variables{};
  std::string genesys_region{};   // region or domain
  std::string genesys_api_url{};  // a gateway, or the sandbox; empty: the region's
  std::string genesys_login_url{};
  genesys::ClientRecipe genesys_client{};
  std::string aws_profile{};  // given as an option: the environment's keys do not count
  std::string aws_region{};   // decides the partition of IAM and the host of STS
  std::string ca_file{};
  Waits waits{};
  bool log_everything{false};  // headers and bodies in RequestSent events
};

class World {
 public:
  virtual ~World() = default;

  virtual Remotes remotes() = 0;
  virtual ActionTester& tester() = 0;
  virtual Consumers& consumers() = 0;
  // What is wrong with a function, as far as Lambda tells: it does not exist, has no such alias or
  // version, or cannot run now; empty when nothing is. Thread-safe.
  virtual Result<std::string> look_at(const FunctionArn& function) = 0;
  // The function's own policy; nothing where it has none.
  virtual Result<std::optional<Json>> policy_of(const FunctionArn& function) = 0;
  // The organization of the OAuth client. One call for each run, whoever asks.
  virtual Result<Organization> organization() = 0;
};

// Nothing is sent yet.
//
// Errors   invalid: a region, URL or configuration file that cannot be used; an OAuth client of
// another region
Result<std::unique_ptr<World>> make_world(const WorldOptions& options,
                                          Clock& clock,
                                          Events& events);

// Lambda in `aws_region` alone, with the same settings; Genesys Cloud is not in it.
//
// Errors   as make_world
Result<std::unique_ptr<FunctionInvoker>> make_invoker(const WorldOptions& options,
                                                      Clock& clock,
                                                      Events& events);

}  // namespace patchcord::cli
