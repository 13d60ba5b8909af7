#include "patchcord/http/curl.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/socket_server.h"

namespace patchcord::http {
namespace {

using test::Connection;
using test::FailsWith;
using test::http_answer;
using test::IsOk;
using test::SocketServer;
using ::testing::HasSubstr;
using ::testing::Not;

const CurlOptions options{.user_agent = "patchcord/test"};

Request post(const std::string& url, Repeat repeat = Repeat::unsafe) {
  return {
      .method = "POST", .url = url, .headers = {{"X-Empty", ""}}, .body = "body", .repeat = repeat};
}
Request get(const std::string& url) {
  return {.url = url, .repeat = Repeat::safe};
}

void serve_all(Connection& connection, const std::string& bytes) {
  while (!connection.read_request().empty())
    connection.write(bytes);
}

TEST(Curl, SendsWhatTheRequestSaysAndNothingElse) {
  std::string seen;
  test::FakeClock clock;
  Curl curl(options, clock);
  {
    SocketServer server([&](Connection& connection, int) {
      seen = connection.read_request();
      connection.write("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n" +
                       http_answer("hello", "X-A: 1\r\nx-a:  2 \r\n"));
    });
    const auto answer = curl.send(post(server.url("/a/../b%3Ac?q=%20")));
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hello");
    EXPECT_EQ(find_header(answer->headers, "x-a"), "1");
    EXPECT_EQ(find_header(answer->headers, "x-interim"), std::nullopt);
  }
  EXPECT_THAT(seen, HasSubstr("POST /a/../b%3Ac?q=%20 HTTP/1.1\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nX-Empty:\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nUser-Agent: patchcord/test\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\n\r\nbody"));
  EXPECT_THAT(seen, Not(HasSubstr("Content-Type")));
  EXPECT_THAT(seen, Not(HasSubstr("Expect")));
}

TEST(Curl, PlainHttpGoesToLocalHostsOnly) {
  SocketServer server([](Connection& connection, int) { serve_all(connection, http_answer("x")); });
  test::FakeClock clock;
  // The same address in a spelling that counts as no loopback.
  auto url = server.url();
  url.replace(url.find("127.0.0.1"), 9, "127.1");
  EXPECT_THAT(Curl(options, clock).send(get(url)), FailsWith(Code::invalid));
  auto local = options;
  local.local_hosts = {"127.1"};
  EXPECT_THAT(Curl(local, clock).send(get(url)), IsOk());
}

TEST(Curl, SafeRequestsShareAConnection) {
  SocketServer server([](Connection& connection, int) { serve_all(connection, http_answer("x")); });
  test::FakeClock clock;
  Curl curl(options, clock);
  for (int i = 0; i < 5; ++i)
    EXPECT_THAT(curl.send(get(server.url())), IsOk());
  EXPECT_EQ(server.connections(), 1);
}

// Answers reads; dies at a POST.
void die_at_post(Connection& connection, std::atomic<int>& posts) {
  while (true) {
    const auto request = connection.read_request();
    if (request.starts_with("POST")) ++posts;
    if (!request.starts_with("GET")) return;
    connection.write(http_answer("x"));
  }
}

// libcurl repeats a request on its own when a reused connection dies before the first byte of the
// answer.
TEST(Curl, AnUnsafePostIsNeverSentTwice) {
  std::atomic<int> posts = 0;
  SocketServer server([&](Connection& connection, int) { die_at_post(connection, posts); });
  test::FakeClock clock;
  Curl curl(options, clock);
  ASSERT_THAT(curl.send(get(server.url())), IsOk());
  const auto answer = curl.send(post(server.url()));
  ASSERT_THAT(answer, FailsWith(Code::unavailable));
  EXPECT_EQ(answer.error().effect, Effect::unknown);
  EXPECT_EQ(posts, 1);
}

TEST(Curl, AnAnswerThatStopsInTheMiddleIsNoAnswer) {
  SocketServer server([](Connection& connection, int) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  test::FakeClock clock;
  Curl curl(options, clock);
  const auto answer = curl.send(post(server.url()));
  ASSERT_THAT(answer, FailsWith(Code::unavailable));
  EXPECT_EQ(answer.error().effect, Effect::unknown);
  EXPECT_EQ(curl.send(get(server.url())).error().effect, Effect::none)
      << "a lost read changed nothing";
}

TEST(Curl, ASilentServerRunsIntoTheTimeout) {
  SocketServer server([](Connection& connection, int) {
    connection.read_request();
    connection.wait_for_close();
  });
  test::FakeClock clock;
  Curl curl(options, clock);
  auto request = post(server.url());
  request.timeout = Milliseconds(50);
  const auto answer = curl.send(request);
  ASSERT_THAT(answer, FailsWith(Code::deadline));
  EXPECT_EQ(answer.error().effect, Effect::unknown);
}

TEST(Curl, WhatWasNotSentHadNoEffect) {
  std::string url;
  {
    url = SocketServer([](Connection&, int) {}).url();
  }
  test::FakeClock clock;
  Curl curl(options, clock);
  const auto answer = curl.send(post(url));
  ASSERT_THAT(answer, FailsWith(Code::unavailable));
  EXPECT_EQ(answer.error().effect, Effect::none);
}

TEST(Curl, RedirectsAreAnswersLikeOthers) {
  SocketServer server([](Connection& connection, int) {
    serve_all(connection, http_answer("", "Location: http://127.0.0.1:1/\r\n", "302 Found"));
  });
  test::FakeClock clock;
  Curl curl(options, clock);
  EXPECT_EQ(curl.send(get(server.url()))->status, 302);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Curl, AnswersAreBounded) {
  SocketServer server([](Connection& connection, int number) {
    connection.read_request();
    connection.write(number == 1 ? http_answer(std::string(5'000, 'x'))
                                 : http_answer("", "X-Long: " + std::string(5'000, 'x') + "\r\n"));
    connection.wait_for_close();
  });
  test::FakeClock clock;
  Curl curl({.max_body = 1'000, .max_headers = 1'000}, clock);
  const auto body = curl.send(get(server.url()));
  ASSERT_THAT(body, FailsWith(Code::protocol));
  EXPECT_THAT(body.error().what, HasSubstr("its answer is larger than 1000 bytes"));
  const auto headers = curl.send(get(server.url()));
  ASSERT_THAT(headers, FailsWith(Code::protocol));
  EXPECT_THAT(headers.error().what, HasSubstr("the headers of its answer are larger than 1000"));
}

TEST(Curl, AnswersThatAreNotHttpAreRefused) {
  SocketServer server([](Connection& connection, int) {
    connection.read_request();
    connection.write("SSH-2.0-OpenSSH_9.2\r\n");
  });
  test::FakeClock clock;
  Curl curl(options, clock);
  EXPECT_FALSE(curl.send(get(server.url())).ok());
}

TEST(Curl, AnAnswerThatIsNotHttpMayStillMeanThatItWasDone) {
  SocketServer server([](Connection& connection, int) {
    connection.read_request();
    connection.write("done\r\n");
  });
  test::FakeClock clock;
  const auto answer = Curl(options, clock).send(post(server.url()));
  ASSERT_THAT(answer, FailsWith(Code::protocol));
  EXPECT_EQ(answer.error().effect, Effect::unknown);
  EXPECT_THAT(answer.error().what, HasSubstr("gave no usable answer: what it sent is not HTTP"));
}

TEST(Curl, ARequestWithoutATimeoutOfItsOwnGetsThatOfAll) {
  SocketServer server([](Connection& connection, int) {
    connection.read_request();
    connection.wait_for_close();
  });
  test::FakeClock clock;
  EXPECT_THAT(Curl({.timeout = Milliseconds(50)}, clock).send(get(server.url())),
              FailsWith(Code::deadline));
}

TEST(Curl, PlainHttpLeavesThisMachineNever) {
  test::FakeClock clock;
  Curl curl(options, clock);
  EXPECT_THAT(curl.send(get("http://api.example.com/")), FailsWith(Code::invalid));
  EXPECT_THAT(curl.send(get("file:///etc/passwd")), FailsWith(Code::invalid));
}

TEST(Curl, AProxyIsAskedForOtherMachinesButThoseThatAreNamed) {
  std::vector<std::string> asked;
  test::FakeClock clock;
  {
    SocketServer proxy([&](Connection& connection, int) {
      asked.push_back(connection.read_request());
      connection.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    });
    auto behind = options;
    behind.proxy = proxy.url();
    behind.no_proxy = "other.invalid,127.0.0.1";
    EXPECT_THAT(Curl(behind, clock).send(get("https://api.invalid/")), FailsWith(Code::protocol));
    EXPECT_THAT(Curl(behind, clock).send(get("https://other.invalid/")),
                FailsWith(Code::unavailable));
    EXPECT_THAT(Curl(options, clock).send(get("https://api.invalid/")),
                FailsWith(Code::unavailable));
  }
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_THAT(asked[0], HasSubstr("CONNECT api.invalid:443 HTTP/1.1\r\n"));
}

TEST(Curl, AHeaderCannotSmuggleAnother) {
  test::FakeClock clock;
  Curl curl(options, clock);
  auto request = get("http://127.0.0.1:1/");
  request.headers = {{"X-A", "1\r\nX-B: 2"}};
  EXPECT_THAT(curl.send(request), FailsWith(Code::invalid));
}

TEST(Curl, AnInterruptedRequestEnds) {
  test::FakeClock clock;
  SocketServer server([&](Connection& connection, int) {
    connection.read_request();
    clock.cancel();
    connection.wait_for_close();
  });
  Curl curl(options, clock);
  EXPECT_THAT(curl.send(post(server.url())), FailsWith(Code::cancelled));
  EXPECT_THAT(curl.send(post(server.url())), FailsWith(Code::cancelled))
      << "nothing is sent any more";
  EXPECT_EQ(server.connections(), 1);
}

TEST(Curl, IsUsedByManyThreads) {
  SocketServer server([](Connection& connection, int) {
    connection.read_request();
    connection.write(http_answer("x", "Connection: close\r\n"));
  });
  test::FakeClock clock;
  Curl curl(options, clock);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j)
        EXPECT_THAT(curl.send(get(server.url())), IsOk());
    });
  }
  for (auto& thread : threads)
    thread.join();
}

}  // namespace
}  // namespace patchcord::http
