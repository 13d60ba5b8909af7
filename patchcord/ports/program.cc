#include "patchcord/ports/program.h"

#include <fmt/format.h>

#include "patchcord/base/censor.h"
#include "patchcord/base/text.h"

namespace patchcord {

Result<Secret> output_of(const ProgramCall& call, std::string_view setting, ProgramRunner& runner) {
  auto end = runner.run(call);
  if (!end && end.error().code == Code::cancelled) return std::move(end).error();
  if (!end) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("{}: {}", setting, end.error().what),
                 .hint =
                     "Run the command by hand. It is started without a shell: no variables, no "
                     "~, no pipes; and it cannot ask anything."};
  }
  if (end->status == 0) return std::move(end->output);
  const auto complaint = without_secrets(end->complaint);
  return Error{.code = Code::unauthenticated,
               .what = fmt::format("{}: {} ended with {}{}{}",
                                   setting,
                                   printable(call.words.front(), 200),
                                   end->status,
                                   complaint.empty() ? "" : ": ",
                                   complaint),
               .hint = "Run the command by hand to see all that it says."};
}

}  // namespace patchcord
