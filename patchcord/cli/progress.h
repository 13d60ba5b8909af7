// Events as lines for people: on stderr while the program works, and in a log file.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/cli/console.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"

namespace patchcord::cli {

enum class Verbosity { steps, requests, everything };

// One or more lines for an event, or nothing at this verbosity.
std::string event_text(const Event& event, Verbosity verbosity, const Style& style);

// Waiting for one thing is told at most once in ten seconds of it: a log keeps every line.
class WaitFilter {
 public:
  bool shows(const Waiting& waiting);

 private:
  std::map<std::string, Milliseconds> waited_{};  // since the last line, by what is waited for
};

// Steps with their results; waits of more than a moment; with -v each request, with -vv headers and
// bodies too.
class Progress : public Events {
 public:
  Progress(const Console& console, Verbosity verbosity)
      : console_(console), verbosity_(verbosity) {}
  void emit(const Event& event) override;

 private:
  const Console& console_;
  Verbosity verbosity_;
  WaitFilter waits_{};
  std::mutex mutex_{};
};

// Everything, each line with its time; a file that only its owner can read.
class LogFile : public Events {
 public:
  // Errors   denied, not_found: the file cannot be made
  static Result<std::unique_ptr<LogFile>> open(const std::string& path, const Clock& clock);
  void emit(const Event& event) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  LogFile(std::FILE* file, const Clock& clock) : file_(file), clock_(clock) {}

  std::unique_ptr<std::FILE, Close> file_;
  const Clock& clock_;
  std::mutex mutex_{};
};

// The same event to several.
class Tee : public Events {
 public:
  void add(Events& events) { all_.push_back(&events); }
  void emit(const Event& event) override {
    for (auto* events : all_) {
      events->emit(event);
    }
  }

 private:
  std::vector<Events*> all_{};
};

// "2026-11-22T09:30:00.123Z"
std::string timestamp(TimePoint time);

}  // namespace patchcord::cli
