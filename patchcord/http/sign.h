// Says who we are, on every attempt anew: bearer tokens and signatures.
#pragma once

#include "patchcord/http/retry.h"
#include "patchcord/ports/transport.h"

namespace patchcord::http {

// Thread-safe.
class Signer {
 public:
  virtual ~Signer() = default;

  // The request with its credentials.
  //
  // Errors   those of the source of credentials, always with effect none: the request itself was
  // not sent
  virtual Result<Request> sign(Request request) = 0;
  // The service did not accept them in `answer`: the next signature uses fresh ones.
  virtual void refused(const Request& request, const Response& answer) = 0;
};

// Thread-safe.
class Signed : public Transport {
 public:
  // The judge is the one that Retrying asks: only it knows which answers refuse us.
  Signed(Transport& next, Signer& signer, Judge judge);

  Result<Response> send(const Request& request) override;

 private:
  Transport& next_;
  Signer& signer_;
  Judge judge_;
};

}  // namespace patchcord::http
