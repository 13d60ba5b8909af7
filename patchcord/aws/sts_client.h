// STS: who are we?
#pragma once

#include "patchcord/aws/query.h"
#include "patchcord/model/observed.h"

namespace patchcord::aws {

class StsClient {
 public:
  explicit StsClient(QueryClient query);

  // Proves credentials, clock, network, account and partition at once; needs no permission.
  //
  // Calls    1 × POST Action=GetCallerIdentity
  // Source   STS API Reference, GetCallerIdentity, version 2011-06-15
  Result<Caller> get_caller_identity();

 private:
  QueryClient query_;
};

}  // namespace patchcord::aws
