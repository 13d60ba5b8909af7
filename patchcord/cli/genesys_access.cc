#include "patchcord/cli/genesys_access.h"

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/os/file.h"

namespace patchcord::cli {

Result<genesys::ClientRecipe> find_genesys_client(const Variables& variables,
                                                  const std::string& profile) {
  TRY_ASSIGN(
      auto recipe,
      genesys::find_client(
          {.variables = variables,
           .profile = profile,
           .read = [](const std::string& path,
                      std::size_t most) { return os::read_file(path, most); },
           .read_secret = [](const std::string& path,
                             std::size_t most) { return os::read_secret_file(path, most); }}));
  // gc writes its file readable for everybody: a reason to warn, not to refuse.
  if (!recipe.file.empty() && os::others_may_read(recipe.file)) {
    recipe.warnings.push_back(
        fmt::format("{} can be read by others: chmod 600 {}", recipe.file, recipe.file));
  }
  return recipe;
}

}  // namespace patchcord::cli
