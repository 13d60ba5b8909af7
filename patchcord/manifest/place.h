// Where a deployment goes: region, organization and account, after the environment is laid over.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "patchcord/manifest/compile.h"
#include "patchcord/manifest/problems.h"
#include "patchcord/manifest/values.h"

namespace patchcord {

// `genesys` and `aws` of the manifest, member by member replaced by those of the environment.
struct Overlay {
  std::optional<Text> deployment{};
  GenesysSection genesys{};
  AwsSection aws{};
};
Overlay lay_over(const Manifest& manifest, const EnvironmentSection* environment);

// Region, trusted account and pins of `overlay` into `out`.
void compile_place(const Overlay& overlay,
                   const FindGenesysPlace& find_place,
                   Values& values,
                   Problems& problems,
                   Compiled& out);

// Whether functions can be reached from where Genesys Cloud and the role are.
class Reach {
 public:
  Reach(const Compiled& compiled, Problems& problems) : compiled_(compiled), problems_(problems) {}

  // Reports a function in an impossible place, or in another partition or account; warns about
  // each other region, and each that is not known, once.
  void check(const FunctionArn& function, const Span& span);

 private:
  void check_account(const FunctionArn& function, const Span& span);
  // False, with an error, where Genesys Cloud calls from another partition. A warning, once, where
  // that is not known.
  bool check_caller(const std::string& partition, const Span& span);
  // False, with a warning the first time, for a region that is not known.
  bool check_region(const std::string& region, const Span& span);

  const Compiled& compiled_;
  Problems& problems_;
  std::string home_{};
  std::set<std::string> warned_regions_{};
  bool warned_partition_{};
};

}  // namespace patchcord
