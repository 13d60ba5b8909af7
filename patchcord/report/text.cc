#include "patchcord/report/text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/report/change.h"

namespace patchcord {
namespace {

constexpr std::size_t max_shown = 4000;  // bytes of one string from outside

// `label` and its value; further lines of the value stand below its beginning.
void append_field(std::string& out,
                  std::string_view label,
                  std::string_view value,
                  const Style& style) {
  if (value.empty()) return;
  bool first = true;
  for (const auto line : split(value, '\n')) {
    out +=
        fmt::format("  {} {}\n", first ? style.dim(fmt::format("{:<7}", label)) : "       ", line);
    first = false;
  }
}

// Without the message when the error's first line has it already.
std::string answer_line(const Answer& answer, const std::string& what) {
  auto line = std::to_string(answer.status);
  const bool has_code = !answer.code.empty() && answer.code != "HTTP " + line;
  if (has_code) line += " " + printable(answer.code, 200);
  if (!answer.request_id.empty()) line += ", request id " + printable(answer.request_id, 200);
  const bool said = what.find(printable(answer.message, max_shown)) != std::string::npos;
  if (!said) line += "\n" + printable(answer.message, max_shown, true);
  return line;
}

bool creates(const Step& step) {
  switch (step.operation) {
    case Operation::create_role:
    case Operation::create_integration:
    case Operation::create_credential:
    case Operation::create_action:
      return true;
    case Operation::put_role_policy:
      return step.changes.empty();
    default:
      return false;
  }
}

// A part of making something: it has no state before.
bool completes(const Step& step) {
  return step.changes.empty() && (step.operation == Operation::configure_integration ||
                                  step.operation == Operation::enable_integration);
}

std::string symbol(const Step& step, const Style& style) {
  if (creates(step) || completes(step)) return style.green("+");
  return is_removal(step.operation) ? style.red("-") : style.yellow("~");
}

std::string count(std::size_t number, const char* what) {
  return fmt::format("{} {}", number, what);
}

}  // namespace

std::string error_text(const Error& error, const Style& style) {
  auto out = fmt::format("{} {}\n", style.red("error:"), printable(error.what, max_shown));
  append_field(out, "at", printable(error.at, max_shown), style);
  std::vector<std::string> places(error.during.rbegin(), error.during.rend());
  append_field(out, "during", printable(join(places, ", "), max_shown), style);
  if (error.answer) append_field(out, "answer", answer_line(*error.answer, error.what), style);
  append_field(out, "detail", printable(error.detail, 20000, true), style);
  if (error.effect == Effect::unknown)
    append_field(out, "effect", "unknown: it was sent, and may have been executed", style);
  append_field(out, "hint", printable(error.hint, max_shown, true), style);
  return out;
}

std::string warning_text(const std::string& text, const Style& style) {
  return fmt::format("{} {}\n", style.yellow("warning:"), printable(text, max_shown));
}

std::string place_text(const Plan& plan, std::string_view environment) {
  return fmt::format("Organization {} (\"{}\"), deployment {}{}{}\n",
                     plan.organization.id,
                     printable(plan.organization.name, 200),
                     plan.deployment,
                     environment.empty() ? "" : ", environment ",
                     printable(environment, 100));
}

std::string summary_text(const Plan& plan) {
  std::size_t created = 0;
  std::size_t replaced = 0;
  std::size_t removed = 0;
  std::size_t parts_of_creations = 0;
  for (const auto& step : plan.steps) {
    parts_of_creations += completes(step) ? 1U : 0U;
    replaced += step.replaces ? 1U : 0U;
    created += creates(step) && !step.replaces ? 1U : 0U;
    removed += is_removal(step.operation) ? 1U : 0U;
  }
  // The old object's new name is part of its replacement.
  const auto changed = plan.steps.size() - created - parts_of_creations - 2 * replaced - removed;
  std::vector<std::string> parts;
  if (created > 0) parts.push_back(count(created, "to create"));
  if (changed > 0) parts.push_back(count(changed, "to change"));
  if (replaced > 0) parts.push_back(count(replaced, "to replace"));
  if (removed > 0) parts.push_back(count(removed, "to remove"));
  if (parts.empty()) return "nothing to do";
  if (created + changed + replaced + removed != plan.steps.size())
    parts.push_back(fmt::format("in {} steps", plan.steps.size()));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string forecast_text(const Calls& calls) {
  constexpr std::size_t a_minute = 300;
  auto text = fmt::format("{} {} to Genesys Cloud, {} to AWS",
                          calls.genesys,
                          calls.genesys == 1 ? "request" : "requests",
                          calls.aws);
  if (calls.genesys <= a_minute) return text;
  const auto seconds = calls.genesys * 60 / a_minute;
  return text + fmt::format("; at 300 a minute, about {} min {:02} s", seconds / 60, seconds % 60);
}

std::string plan_text(const Plan& plan, const Style& style) {
  if (plan.steps.empty()) return "Nothing to do: both clouds are as the manifest says.\n";
  std::string out;
  for (const auto& step : plan.steps) {
    out += fmt::format("{} {} {}\n",
                       symbol(step, style),
                       style.bold(printable(step.title(), 400)),
                       style.dim("(" + printable(step.because, 400) + ")"));
    for (const auto& change : step.changes) {
      out += change_text(change, style);
    }
  }
  return out + fmt::format("{}.\n", summary_text(plan));
}

std::string outcomes_text(const Plan& plan,
                          const std::vector<Outcome>& outcomes,
                          const Style& style) {
  constexpr std::size_t most = 20;
  std::size_t done = 0;
  std::size_t left = 0;
  std::string lines;
  for (std::size_t i = 0; i < plan.steps.size() && i < outcomes.size(); ++i) {
    const auto& outcome = outcomes[i];
    if (outcome.state == Outcome::State::done) {
      ++done;
      continue;
    }
    if (++left > most) continue;
    const bool interrupted = outcome.error && outcome.error->code == Code::cancelled;
    const auto state = interrupted                               ? style.yellow("unsure ")
                       : outcome.state == Outcome::State::failed ? style.red("failed ")
                                                                 : style.dim("not run");
    lines += fmt::format("  {}  {}{}\n",
                         state,
                         printable(plan.steps[i].title(), 400),
                         interrupted ? " (interrupted: see its error)" : "");
  }
  if (left > most) lines += fmt::format("  and {} more\n", left - most);
  return fmt::format("{} of {} {} done{}\n{}",
                     done,
                     plan.steps.size(),
                     plan.steps.size() == 1 ? "step is" : "steps are",
                     lines.empty() ? "." : ":",
                     lines);
}

}  // namespace patchcord
