#include "patchcord/http/sign.h"

#include <utility>

namespace patchcord::http {

Signed::Signed(Transport& next, Signer& signer, Judge judge)
    : next_(next), signer_(signer), judge_(std::move(judge)) {}

Result<Response> Signed::send(const Request& request) {
  auto with_credentials = signer_.sign(request);
  if (!with_credentials) {
    Error error = std::move(with_credentials).error();
    error.effect = Effect::none;
    return error;
  }
  auto answer = next_.send(*with_credentials);
  if (answer.ok() && judge_(request, answer).sign_again)
    signer_.refused(*with_credentials, *answer);
  return answer;
}

}  // namespace patchcord::http
