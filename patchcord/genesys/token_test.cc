#include "patchcord/genesys/token.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/base/text.h"
#include "patchcord/genesys/judge.h"
#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::genesys {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using test::answer;
using test::FailsWith;
using test::IsOk;
using ::testing::HasSubstr;

// Hands out token-1, token-2, …
struct LoginHost {
  explicit LoginHost(int life = 86'400)
      : wire([this, life](const Request&) -> Result<Response> {
          return answer(200,
                        R"({"access_token":"token-)" + std::to_string(++logins) +
                            R"(","token_type":"bearer","expires_in":)" + std::to_string(life) +
                            "}");
        }) {}
  std::atomic<int> logins{0};
  test::ScriptedTransport wire;
};

TokenSigner signer_for(Transport& login, Clock& clock) {
  return {login,
          "https://login.example.com",
          {.id = "id", .secret = [] { return Secret("s3cret"); }, .place = "MY_CLIENT"},
          clock};
}

std::string token_of(TokenSigner& signer) {
  const auto request = signer.sign({});
  EXPECT_THAT(request, IsOk());
  return request ? find_header(request->headers, "Authorization").value_or("") : "";
}

TEST(Token, IsFetchedOnceAndTheRequestIsAsDocumented) {
  test::FakeClock clock;
  LoginHost host;
  TokenSigner signer(host.wire,
                     "https://login.example.com/",
                     {.id = "id", .secret = [] { return Secret("s3cret"); }, .place = "MY_CLIENT"},
                     clock);
  EXPECT_EQ(token_of(signer), "Bearer token-1");
  EXPECT_EQ(token_of(signer), "Bearer token-1");
  ASSERT_EQ(host.wire.requests().size(), 1U);
  const Request& login = host.wire.requests().front();
  EXPECT_EQ(login.method, "POST");
  EXPECT_EQ(login.url, "https://login.example.com/oauth/token");
  EXPECT_EQ(login.body, "grant_type=client_credentials");
  EXPECT_EQ(find_header(login.headers, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(find_header(login.headers, "Authorization"), "Basic " + base64_encode("id:s3cret"));
}

TEST(Token, IsRenewedAMinuteBeforeItExpires) {
  test::FakeClock clock;
  LoginHost host(3'600);
  auto signer = signer_for(host.wire, clock);
  EXPECT_EQ(token_of(signer), "Bearer token-1");
  clock.advance(seconds(3'539));
  EXPECT_EQ(token_of(signer), "Bearer token-1");
  clock.advance(seconds(1));
  EXPECT_EQ(token_of(signer), "Bearer token-2");
}

TEST(Token, OfAShortOrAbsurdLifeIsStillUsed) {
  for (const int life : {-5, 0, 1, 60, 100}) {
    test::FakeClock clock;
    LoginHost host(life);
    auto signer = signer_for(host.wire, clock);
    EXPECT_EQ(token_of(signer), "Bearer token-1");
    EXPECT_EQ(token_of(signer), "Bearer token-1") << life;
    clock.advance(hours(49));
    EXPECT_EQ(token_of(signer), "Bearer token-2");
  }
}

TEST(Token, ARefusedOneIsDroppedButNotItsSuccessor) {
  test::FakeClock clock;
  LoginHost host;
  auto signer = signer_for(host.wire, clock);
  const auto first = signer.sign({});
  signer.refused(*first, answer(401));
  EXPECT_EQ(token_of(signer), "Bearer token-2");
  signer.refused(*first, answer(401));
  EXPECT_EQ(token_of(signer), "Bearer token-2");
}

TEST(Token, ManyThreadsLogInOnce) {
  test::FakeClock clock;
  LoginHost host;
  auto signer = signer_for(host.wire, clock);
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_THAT(signer.sign({}), IsOk()); });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(host.logins, 1);
}

TEST(Token, RefusalsAreToldApart) {
  struct Case {
    Response response;
    Code code;
    const char* what;
  };
  const Case cases[] = {
      {answer(
           400,
           R"({"error":"invalid_client","description":"client not found","error_description":"client not found"})"),
       Code::unauthenticated,
       "does not know the OAuth client"},
      {answer(400, R"({"error":"invalid_client","description":"authentication failed"})"),
       Code::unauthenticated,
       "secret is wrong"},
      {answer(400, R"({"error":"invalid_request","description":"rate limit exceeded; try later"})"),
       Code::throttled,
       "no more logins"},
      {answer(429), Code::throttled, "no more logins"},
      {answer(401, R"({"code":"ip.not.authorized"})"),
       Code::unauthenticated,
       "refuses the OAuth client"},
      {answer(503, "<html>"), Code::unavailable, "answered 503"},
      {answer(200, R"({"token_type":"bearer"})"), Code::protocol, "without a token"},
      {answer(200, "<html>"), Code::protocol, "without a token"},
      {answer(302), Code::protocol, "answered 302 without"},
      {answer(302, "", {{"Location", "https://portal.example.com/x?token=y"}}),
       Code::protocol,
       "answered 302 to https://portal.example.com without a token"},
      {answer(403, "<html><title>No</title>"),
       Code::unauthenticated,
       "refused: an HTML page (\"No\") instead of an answer"},
  };
  for (const auto& [response, code, what] : cases) {
    test::FakeClock clock;
    test::ScriptedTransport wire({Result<Response>(response)});
    auto signer = signer_for(wire, clock);
    const auto failed = signer.sign({});
    ASSERT_THAT(failed, FailsWith(code)) << response.status << response.body;
    EXPECT_THAT(failed.error().what, HasSubstr(what));
    EXPECT_EQ(failed.error().at, code == Code::unauthenticated ? "MY_CLIENT" : "");
    EXPECT_EQ(failed.error().what.find("s3cret"), std::string::npos);
  }
}

// The stack as the program builds it, over a service that accepts one token only.
struct Stack {
  explicit Stack(std::string accepted)
      : api([accepted = std::move(accepted)](const Request& request) -> Result<Response> {
          const bool good = find_header(request.headers, "Authorization") == "Bearer " + accepted;
          return good ? answer(200) : answer(401, R"({"code":"bad.credentials"})");
        }) {}
  test::FakeClock clock;
  test::RecordedEvents events;
  LoginHost host;
  test::ScriptedTransport api;
  TokenSigner signer = signer_for(host.wire, clock);
  http::Signed signed_transport{api, signer, judge};
  http::Retrying transport{signed_transport, judge, {.clock = clock, .events = events}};
};

TEST(Token, ThatDiedAtTheServiceIsReplacedOnceAndThePostIsSentAgain) {
  Stack stack("token-2");
  EXPECT_EQ(stack.transport.send({.method = "POST"})->status, 200);
  EXPECT_EQ(stack.host.logins, 2);
}

TEST(Token, ThatIsRefusedAgainIsFinal) {
  Stack stack("none");
  EXPECT_EQ(stack.transport.send({.method = "POST"})->status, 401);
  EXPECT_EQ(stack.host.logins, 2);
  EXPECT_EQ(stack.api.requests().size(), 2U);
}

TEST(Token, LoginsTakePartInTheOneRetryLoop) {
  test::FakeClock clock;
  test::RecordedEvents events;
  const auto busy =
      answer(400, R"({"error":"invalid_request","description":"rate limit exceeded; x"})");
  test::ScriptedTransport login(
      {busy, busy, answer(200, R"({"access_token":"t","expires_in":60})")});
  test::ScriptedTransport api({answer(200)});
  auto signer = signer_for(login, clock);
  http::Signed signed_transport(api, signer, judge);
  http::Retrying transport(signed_transport, judge, {.clock = clock, .events = events});
  EXPECT_THAT(transport.send({.method = "POST"}), IsOk());
  EXPECT_EQ(api.requests().size(), 1U);
  EXPECT_EQ(events.of<RetryPlanned>().size(), 2U);
}

}  // namespace
}  // namespace patchcord::genesys
