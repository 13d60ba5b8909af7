// What fetching credentials needs, as fakes: a network of the test, files, programs, a person.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "patchcord/aws/credential_fetch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::aws {

// Programs by their name, each with one end; or what the test gives.
class FakePrograms : public ProgramRunner {
 public:
  Result<ProgramEnd> run(const ProgramCall& call) override {
    calls.push_back(call);
    if (give) return give(call);
    const auto found = ends.find(call.words.front());
    if (found == ends.end())
      return Error{.code = Code::not_found, .what = call.words.front() + " cannot be started"};
    return found->second;
  }

  std::map<std::string, Result<ProgramEnd>> ends{};
  std::function<Result<ProgramEnd>(const ProgramCall&)> give{};
  std::vector<ProgramCall> calls{};
};

struct Surroundings {
  explicit Surroundings(test::ScriptedTransport::Answer answer) : transport(std::move(answer)) {}

  FetchParts parts() {
    return {
        .transport = transport,
        .programs = programs,
        .skew = skew,
        .retry = {.clock = clock, .events = events},
        .read_file = [this](const std::string& path, std::size_t) -> Result<std::string> {
          const auto found = files.find(path);
          if (found == files.end())
            return Error{.code = Code::not_found, .what = path + " cannot be opened"};
          return found->second;
        },
        .write_file = [this](const std::string& path, std::string_view content) -> Result<void> {
          if (read_only) return Error{.code = Code::denied, .what = path + " cannot be written"};
          files[path] = content;
          return {};
        },
        .ask = [this](const std::string& prompt) -> Result<Secret> {
          asked.push_back(prompt);
          if (typed.empty()) return Error{.code = Code::invalid, .what = "there is no terminal"};
          return Secret(typed);
        }};
  }

  test::FakeClock clock;  // 2026-01-02T03:04:05Z
  test::RecordedEvents events;
  test::ScriptedTransport transport;
  FakePrograms programs;
  ClockSkew skew;
  std::map<std::string, std::string> files{};
  bool read_only{false};
  std::string typed{};
  std::vector<std::string> asked{};
};

inline std::string session_answer(const std::string& action, const std::string& id) {
  return "<" + action + "Response><" + action + "Result><Credentials><AccessKeyId>" + id +
         "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
         "<Expiration>2026-01-02T04:04:05Z</Expiration></Credentials></" +
         action + "Result></" + action + "Response>";
}

}  // namespace patchcord::aws
