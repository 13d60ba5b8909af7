// Signs every attempt with the credentials and the time of that moment.
#pragma once

#include <atomic>
#include <string>

#include "patchcord/http/sign.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/credentials.h"
#include "patchcord/ports/events.h"

namespace patchcord::aws {

// How far the clock of AWS is ahead of ours, learnt from a refusal; one for all signers of a
// process.
class ClockSkew {
 public:
  [[nodiscard]] Milliseconds offset() const { return Milliseconds(offset_.load()); }
  void set(Milliseconds offset) { offset_ = offset.count(); }

 private:
  std::atomic<Milliseconds::rep> offset_{0};
};

struct SignerParts {
  std::string service{};  // "iam", "sts", "lambda"
  std::string region{};   // Endpoint::signing_region
  AwsCredentialSource& credentials;
  ClockSkew& skew;
  Clock& clock;
  Events& events;
};

// Thread-safe.
class Signer : public http::Signer {
 public:
  explicit Signer(SignerParts parts);

  // Adds Host, X-Amz-Date, X-Amz-Security-Token and Authorization; signs those, Content-Type and
  // every X-Amz-* header.
  //
  // Errors   those of the credential source
  Result<Request> sign(Request request) override;
  // Expired credentials are dropped. A wrong clock is corrected by the response's Date if that is
  // over four minutes off and the answer came over TLS or from this machine.
  void refused(const Request& request, const Response& response) override;

 private:
  void correct_clock(const Request& request, const Response& response);

  SignerParts parts_;
};

}  // namespace patchcord::aws
