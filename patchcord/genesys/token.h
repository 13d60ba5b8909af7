// The access token of an OAuth client (client credentials grant): fetched when needed, kept in
// memory, never shown.
//
// Source   Genesys Cloud SDKs; POST https://login.{domain}/oauth/token
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "patchcord/base/secret.h"
#include "patchcord/http/sign.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/transport.h"

namespace patchcord::genesys {

struct OAuthClient {
  std::string id{};
  std::function<Result<Secret>()> secret{};  // asked once, when the first token is needed
  std::string place{};                       // where both come from, for errors
};

// One login at a time: whoever comes meanwhile waits for its token. Thread-safe.
class TokenSigner : public http::Signer {
 public:
  // `login` is a stack without Retrying: a failed login is a failed attempt of the one retry loop.
  TokenSigner(Transport& login, std::string login_url, OAuthClient client, Clock& clock);

  // Adds "Authorization: Bearer …"; logs in when there is no token or it expires within a minute.
  //
  // Errors   unauthenticated: the client is unknown, or its secret wrong · throttled: too many
  // logins · unavailable ·
  //          those of the transport and of the client's secret
  Result<Request> sign(Request request) override;
  void refused(const Request& request, const Response& answer) override;

 private:
  Result<void> log_in();

  Transport& login_;
  std::string login_url_;
  OAuthClient client_;
  Clock& clock_;

  std::mutex mutex_;
  Secret secret_{};
  Secret token_{};
  TimePoint good_until_{};
};

}  // namespace patchcord::genesys
