// Both clouds on this machine: one listener, one state, one control interface.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"
#include "patchcord/sandbox/aws/aws.h"
#include "patchcord/sandbox/control.h"
#include "patchcord/sandbox/delivery.h"
#include "patchcord/sandbox/env_file.h"
#include "patchcord/sandbox/fault_plan.h"
#include "patchcord/sandbox/genesys/genesys.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/movable_time.h"
#include "patchcord/sandbox/pause.h"
#include "patchcord/sandbox/randomness.h"
#include "patchcord/sandbox/recorder.h"
#include "patchcord/sandbox/server.h"
#include "patchcord/sandbox/statistics.h"

namespace patchcord::sandbox {

// Ids, keys and secrets that are left empty are made at random; without functions there is `echo`.
struct SandboxOptions {
  std::string organization_id{};
  std::string organization_name{"Sandbox"};
  std::string genesys_domain{"mypurecloud.com"};
  std::string client_id{};
  Secret client_secret{};
  AwsOptions aws{};  // with the account from which Genesys assumes roles
  // For tests: the same ids at each start, and a clock that moves only by advanceSeconds.
  std::optional<std::uint64_t> seed{};
  std::optional<TimePoint> frozen_at{};
};

// handle and deliver: thread-safe. start and stop: by one thread.
class Sandbox : public Service {
 public:
  explicit Sandbox(SandboxOptions options = {});
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  Sandbox(Sandbox&&) = delete;
  Sandbox& operator=(Sandbox&&) = delete;
  ~Sandbox() override;  // stops

  // In process: what the socket would answer. Status 0: no answer at all (a fault dropped the
  // connection).
  Reply handle(const Message& message) override;
  // The same, with what happens to the answer on its way.
  Delivered deliver(const Message& message);

  // Listens on 127.0.0.1; port 0 takes a free one. Returns the port.
  //
  // Errors   unavailable: the port is taken
  Result<std::uint16_t> start(std::uint16_t port = 0);
  // Ends every wait, connection and program. It can be started again.
  void stop();

  // "http://127.0.0.1:40001"; empty before start.
  [[nodiscard]] std::string url() const;
  // What a client needs, and waits that suit a sandbox. After start.
  [[nodiscard]] Environment environment() const;

 private:
  Reply serve(const Message& message);
  Delivered spoil(const Message& message, const std::string& operation, const Fault& fault);

  Randomness random_;
  SandboxOptions options_;
  MovableTime time_;
  Pause pause_;
  AwsCloud aws_;
  GenesysCloud genesys_;
  FaultPlan faults_;
  Statistics statistics_;
  Recorder recorder_;
  std::uint16_t port_{};
  Server server_;  // last: its threads use all of the others
};

}  // namespace patchcord::sandbox
