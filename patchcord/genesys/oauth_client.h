// Which OAuth client we are at Genesys Cloud, and where its secret comes from. The first place that
// is configured decides; nothing is put together from two.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"
#include "patchcord/genesys/region.h"
#include "patchcord/genesys/token.h"
#include "patchcord/ports/program.h"

namespace patchcord::genesys {

// The bytes of a file of at most that many. Errors   not_found · denied · invalid
using ReadFile = std::function<Result<std::string>(const std::string& path, std::size_t max_bytes)>;

struct ClientInputs {
  const std::map<std::string, std::string>& variables;
  std::string profile{};  // of gc, named by an option: then no variable counts
  ReadFile read{};
  ReadFile read_secret{};  // refuses what others may read
};

struct ClientRecipe {
  std::string id{};
  Secret secret{};
  std::vector<std::string> command{};  // instead of a secret: it prints the secret
  std::string region{};                // or domain that the client belongs to; empty: not said
  // "GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET", "the profile staging of ~/.gc/config.toml"
  std::string place{};
  std::string file{};                // of the profile; empty: there is none
  std::vector<std::string> notes{};  // what nobody asked for explicitly
  std::vector<std::string> warnings{};
  std::vector<std::string> missing{};  // variables that are not set; with any, there is no client
};

// In this order:
//
//   the profile of the option · GENESYS_CLIENT_ID with GENESYS_CLIENT_SECRET, _SECRET_FILE or
//   _SECRET_COMMAND · the profile GENESYS_PROFILE · GENESYSCLOUD_OAUTHCLIENT_ID and _SECRET, with
//   GENESYSCLOUD_REGION · the profile DEFAULT, if it can log in by itself
//
// Errors   invalid: two secrets, a file or profile that cannot be used; with its place
// Source   the GENESYSCLOUD_… variables: gc and Genesys' Terraform provider
Result<ClientRecipe> find_client(const ClientInputs& inputs);

// For the signer: a command runs when the first token is needed, for at most `limit`.
//
// Errors   of its secret: unauthenticated: the command fails or prints no secret · cancelled
OAuthClient client_of(const ClientRecipe& recipe, ProgramRunner& programs, Milliseconds limit);

// Errors   invalid: the client belongs to another region than `wanted`
Result<void> check_region(const ClientRecipe& recipe, const Region& wanted);

}  // namespace patchcord::genesys
