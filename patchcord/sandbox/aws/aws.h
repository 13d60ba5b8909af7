// The AWS half of the sandbox: IAM, STS and Lambda for one account, as much as Genesys Cloud data
// actions need.
//
// Answers HTTP requests as the services do, signature and permissions first, and decides for the
// Genesys half whether a role may be assumed and a function invoked. Holds its state in memory;
// runs functions as programs of this machine.
//
// Not imitated: presigned URLs, SAML, MFA devices (but a code, by
// a knob), groups, service control policies, versions of
// managed policies, creating or changing functions, asynchronous retries (an Event invocation runs
// before 202 is answered), Access Analyzer.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/sandbox/aws/knobs.h"
#include "patchcord/sandbox/aws/options.h"
#include "patchcord/sandbox/chain.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

namespace aws {
struct Cloud;
struct PlannedInvoke;
struct Completed;
}  // namespace aws

// Thread-safe. No lock is held while a function runs.
class AwsCloud : public Service, public Chain {
 public:
  // `time` must outlive the cloud.
  AwsCloud(AwsOptions options, const Time& time);
  ~AwsCloud() override;
  AwsCloud(const AwsCloud&) = delete;
  AwsCloud& operator=(const AwsCloud&) = delete;
  AwsCloud(AwsCloud&&) = delete;
  AwsCloud& operator=(AwsCloud&&) = delete;

  Reply handle(const Message& message) override;
  ChainOutcome run(const ChainRequest& request) override;
  // The same without the role: the function's own account calls, and no policy is in the way. For
  // running functions where there are no clouds around them.
  ChainOutcome run_as_owner(const ChainRequest& request);

  // "iam CreateRole", "sts AssumeRole", "lambda Invoke": for counting and for matching faults. A
  // request that names no operation of ours is "lambda ?" or the like.
  [[nodiscard]] static std::string operation_of(const Message& message);

  // Everything there is, without any secret:
  // {"account":…,"region":…,"roles":[…],"policies":[…],"functions":[{"arn":…,"invocations":0,"errors":0,…}],"sessions":0,
  //  "knobs":{…}}
  [[nodiscard]] Json state() const;
  // ARNs without qualifier, in the order of the options.
  [[nodiscard]] std::vector<std::string> function_arns() const;

  [[nodiscard]] AwsKnobs knobs() const;
  void set_knobs(const AwsKnobs& knobs);

  // Ends all programs; they start again with the next event.
  void stop();
  // Back to the start: roles, policies, sessions, counters, knobs; programs end.
  void reset();

 private:
  Reply handle_query(const Message& message);
  Reply handle_lambda(const Message& message);
  aws::Completed execute(const aws::PlannedInvoke& planned);
  ChainOutcome execute_call(const aws::PlannedInvoke& planned);

  const AwsOptions options_;
  const Time& time_;
  mutable std::mutex mutex_;
  std::unique_ptr<aws::Cloud> cloud_;
};

}  // namespace patchcord::sandbox
