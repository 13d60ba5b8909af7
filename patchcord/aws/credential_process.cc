#include <fmt/format.h>

#include "patchcord/aws/credential_providers.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::aws {

Result<AwsCredentials> fetch(const ProcessRecipe& recipe, const FetchParts& parts) {
  TRY_ASSIGN(const Secret output,
             output_of({.words = recipe.words, .time_limit = parts.retry.waits.credential_process},
                       "credential_process",
                       parts.programs));
  const auto subject = fmt::format("the output of {}", printable(recipe.words.front(), 200));
  auto parsed = parse_json(output.expose(), subject);
  if (!parsed) return Error{.code = Code::unauthenticated, .what = parsed.error().what};
  const auto& version = member_at(*parsed, "Version");
  if (!version.is_number_integer() || version != 1) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("{} does not have \"Version\": 1", subject)};
  }
  return credentials_in(*parsed, {}, subject);
}

}  // namespace patchcord::aws
