// Gets credentials the way a recipe says: the part of the chain that reads, asks and sends.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "patchcord/aws/credential_recipe.h"
#include "patchcord/aws/signer.h"
#include "patchcord/base/result.h"
#include "patchcord/http/retry.h"
#include "patchcord/ports/program.h"
#include "patchcord/ports/transport.h"

namespace patchcord::aws {

// The bytes of a file of at most that many. Errors   not_found · denied · invalid
using ReadFile = std::function<Result<std::string>(const std::string& path, std::size_t max_bytes)>;

// Replaces it as a whole; only its owner may read it. Errors   denied · unavailable
using WriteFile = std::function<Result<void>(const std::string& path, std::string_view content)>;

// What a person types, not shown while they do. Errors   invalid: there is no terminal · cancelled
using AskSecret = std::function<Result<Secret>(const std::string& prompt)>;

struct FetchParts {
  Transport& transport;  // neither signs nor repeats; reaches metadata_hosts() without TLS
  ProgramRunner& programs;
  ClockSkew& skew;
  http::RetryParts retry;
  ReadFile read_file{};
  WriteFile write_file{};
  AskSecret ask{};

  // The time as AWS has it, as far as that is known: credentials expire by its clock.
  [[nodiscard]] TimePoint now() const { return retry.clock.now() + skew.offset(); }
};

// Cost     at most 2 requests for the first credentials, 1 for each role; a program; a question
// Errors   unauthenticated · denied: a role does not trust us · invalid: a setting · cancelled.
// Secrets are in none of them.
Result<AwsCredentials> fetch_credentials(const CredentialRecipe& recipe, const FetchParts& parts);

}  // namespace patchcord::aws
