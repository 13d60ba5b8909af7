#include "patchcord/http/sign.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::http {
namespace {

using test::answer;
using test::FailsWith;

// Tokens 1, 2, 3, …; the third cannot be had.
class CountingSigner : public Signer {
 public:
  Result<Request> sign(Request request) override {
    if (token_ == 3)
      return Error{.code = Code::unauthenticated, .what = "no", .effect = Effect::unknown};
    request.headers.push_back({"Authorization", std::to_string(token_)});
    return request;
  }
  void refused(const Request&, const Response&) override { ++token_; }

 private:
  int token_{1};
};

Verdict judge(const Request&, const Result<Response>& result) {
  return {.sign_again = result.ok() && result->status == 401};
}

TEST(Signed, ARefusedTokenIsDroppedAndAFailedLoginHadNoEffect) {
  test::ScriptedTransport wire({answer(200), answer(401), answer(401)});
  CountingSigner signer;
  Signed transport(wire, signer, judge);
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(transport.send({}).ok());
  EXPECT_EQ(find_header(wire.requests()[1].headers, "authorization"), "1");
  EXPECT_EQ(find_header(wire.requests()[2].headers, "authorization"), "2");
  const auto failed = transport.send({});
  ASSERT_THAT(failed, FailsWith(Code::unauthenticated));
  EXPECT_EQ(failed.error().effect, Effect::none);
  EXPECT_EQ(wire.requests().size(), 3U);
}

}  // namespace
}  // namespace patchcord::http
