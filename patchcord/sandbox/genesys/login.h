// Tokens: minting them, recognising them, and counting what each one is used for.
#pragma once

#include <string>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/genesys/call.h"
#include "patchcord/sandbox/genesys/state.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/randomness.h"

namespace patchcord::sandbox::genesys {

// POST /oauth/token: the client credentials grant, and nothing else.
Reply mint_token(
    State& state, const Knobs& knobs, Randomness& random, TimePoint now, const Message& message);

struct Bearer {
  std::string text{};
  Token* token{};
};
// The live token of the Authorization header.
//
// Errors   401 authentication.required: there is none; 401 bad.credentials: unknown, revoked or
// expired
Result<Bearer> authenticate(State& state, TimePoint now, const Message& message);

// Requests of one token in the present window; the three inin-ratelimit headers.
struct Rate {
  int used{};
  int allowed{};
  int reset_seconds{};
};
Rate idle_rate(const Knobs& knobs);
// Counts one more request.
Rate count_request(Token& token, const Knobs& knobs, TimePoint now);
bool is_exceeded(const Rate& rate);
// The body of 429; the caller adds the headers.
Error rate_exceeded(const Rate& rate);

Result<Outcome> revoke_token(Call& call);

}  // namespace patchcord::sandbox::genesys
