// A service of a few lines: answers each request by a function of the test, and remembers what it
// was asked.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "patchcord/ports/events.h"
#include "patchcord/ports/transport.h"

namespace patchcord::test {

// Thread-safe as far as its function is.
class ScriptedTransport : public Transport {
 public:
  using Answer = std::function<Result<Response>(const Request&)>;

  explicit ScriptedTransport(Answer answer) : answer_(std::move(answer)) {}
  // Answers in this order; after the last one, the last again.
  explicit ScriptedTransport(std::vector<Result<Response>> answers)
      : answer_([answers = std::move(answers), next = std::size_t{0}](const Request&) mutable {
          const std::size_t index = std::min(next++, answers.size() - 1);
          return answers[index];
        }) {}

  Result<Response> send(const Request& request) override {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    return answer_(request);
  }

  [[nodiscard]] const std::vector<Request>& requests() const { return requests_; }

 private:
  Answer answer_;
  std::mutex mutex_;
  std::vector<Request> requests_;
};

// Keeps what happened.
class RecordedEvents : public Events {
 public:
  void emit(const Event& event) override {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
  }

  template <typename T>
  [[nodiscard]] std::vector<T> of() const {
    std::vector<T> out;
    for (const auto& event : events_) {
      if (const auto* match = std::get_if<T>(&event)) out.push_back(*match);
    }
    return out;
  }

 private:
  std::mutex mutex_;
  std::vector<Event> events_;
};

inline Response answer(int status, std::string body = {}, std::vector<Header> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

}  // namespace patchcord::test
