#include "patchcord/cli/progress.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "patchcord/base/text.h"

namespace patchcord::cli {
namespace {

constexpr Milliseconds a_moment{300};
constexpr Milliseconds between_lines{10'000};

std::string seconds(Milliseconds duration) {
  return fmt::format("{:.1f} s", static_cast<double>(duration.count()) / 1000.0);
}

// " 9/15": as wide for each step.
template <typename Step>
std::string step_count(const Step& step) {
  const auto of = std::to_string(step.of);
  return fmt::format("{:>{}}/{}", step.number, of.size(), of);
}

struct Renderer {
  Verbosity verbosity;
  const Style& style;

  std::string operator()(const RequestSent& sent) const {
    if (verbosity < Verbosity::requests) return {};
    const auto status = sent.status == 0 ? std::string("no answer") : std::to_string(sent.status);
    // A query service has one path for everything: its operation says more.
    const bool is_rest = sent.operation.starts_with(sent.method + " ");
    const auto what = is_rest ? sent.method + " " + printable(sent.path, 500)
                              : sent.service + " " + sent.operation;
    auto line = fmt::format(
        "      {} {} {} ms {}", what, status, sent.took.count(), printable(sent.request_id, 100));
    line = style.dim(line) + "\n";
    return line;
  }
  std::string operator()(const RetryPlanned& retry) const {
    if (verbosity < Verbosity::requests && retry.delay < a_moment) return {};
    return fmt::format("      {} {} again in {}: {}\n",
                       style.yellow("retry"),
                       retry.operation,
                       seconds(retry.delay),
                       printable(retry.reason, 300));
  }
  std::string operator()(const Paced& paced) const {
    if (verbosity < Verbosity::requests && paced.delay < a_moment) return {};
    return fmt::format("      {} {} for the rate limit: {}\n",
                       style.yellow("wait"),
                       seconds(paced.delay),
                       printable(paced.reason, 300));
  }
  std::string operator()(const StepStarted& /*step*/) const { return {}; }
  std::string operator()(const StepEnded& step) const {
    const auto mark = step.ok ? style.green(style.done()) : style.red(style.failed());
    auto line = fmt::format("  {} {} {}", mark, step_count(step), printable(step.title, 400));
    if (!step.result.empty()) line += style.dim("  " + printable(step.result, 300));
    return line + "\n";
  }
  std::string operator()(const Waiting& waiting) const {
    if (verbosity < Verbosity::requests && waiting.delay < a_moment) return {};
    return fmt::format("      {} {} for {}: {}\n",
                       style.yellow("wait"),
                       seconds(waiting.delay),
                       printable(waiting.what, 300),
                       printable(waiting.why, 300));
  }
  std::string operator()(const Notice& notice) const {
    const bool warning = notice.level == Notice::Level::warning;
    return fmt::format("{} {}\n",
                       warning ? style.yellow("warning:") : style.dim("note:"),
                       printable(notice.text, 2000));
  }
};

}  // namespace

std::string event_text(const Event& event, Verbosity verbosity, const Style& style) {
  return std::visit(Renderer{verbosity, style}, event);
}

bool WaitFilter::shows(const Waiting& waiting) {
  auto [waited, first] = waited_.try_emplace(waiting.what);
  waited->second += waiting.delay;
  if (!first && waited->second < between_lines) return false;
  waited->second = Milliseconds(0);
  return true;
}

void Progress::emit(const Event& event) {
  const std::lock_guard lock(mutex_);
  if (const auto* step = std::get_if<StepStarted>(&event))
    console_.status(fmt::format("  {} {} …", step_count(*step), step->title));
  const auto* waiting = std::get_if<Waiting>(&event);
  if (waiting != nullptr && verbosity_ == Verbosity::steps && !waits_.shows(*waiting)) return;
  const auto text = event_text(event, verbosity_, console_.err_style());
  if (!text.empty()) console_.message(text);
}

Result<std::unique_ptr<LogFile>> LogFile::open(const std::string& path, const Clock& clock) {
  const int descriptor =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0 || ::fchmod(descriptor, 0600) != 0) {
    const int number = errno;
    if (descriptor >= 0) ::close(descriptor);
    return Error{
        .code = Code::invalid,
        .what = fmt::format("the log file {} cannot be written: {}", path, std::strerror(number)),
        .at = "--log-file"};
  }
  return std::unique_ptr<LogFile>(new LogFile(::fdopen(descriptor, "a"), clock));
}

void LogFile::emit(const Event& event) {
  const std::lock_guard lock(mutex_);
  const auto text = event_text(event, Verbosity::everything, Style{});
  const auto prefix = timestamp(clock_.now()) + " ";
  for (const auto line : split(trim(text), '\n')) {
    if (!line.empty()) fmt::print(file_.get(), "{}{}\n", prefix, trim(line));
  }
  std::fflush(file_.get());
}

std::string timestamp(TimePoint time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                     (time - whole).count());
}

}  // namespace patchcord::cli
