// The roles of a deployment: integrations share the one that they name.
#pragma once

#include <string>
#include <vector>

#include "patchcord/manifest/manifest.h"
#include "patchcord/manifest/problems.h"
#include "patchcord/manifest/values.h"
#include "patchcord/model/desired.h"

namespace patchcord {

class RoleTable {
 public:
  RoleTable(std::string deployment, Values& values, Problems& problems);

  // The name of the role of an integration, which lets it invoke `functions`. Empty when the
  // manifest does not say which: that is reported.
  std::string assign(const IntegrationSection& integration, std::vector<FunctionArn> functions);

  // All roles in the order of their first use, functions sorted and unique. Reports policies that
  // are too large for IAM.
  std::vector<DesiredRole> take() &&;

 private:
  struct User {
    std::string integration{};
    std::vector<FunctionArn> functions{};
  };
  struct Entry {
    DesiredRole role{};
    Span span{};
    bool described{};  // by a mapping, not only by its name
    std::vector<User> users{};
  };

  std::optional<DesiredRole> describe(const IntegrationSection& integration);
  std::optional<DesiredRole> foreign_role(const Text& arn);
  void read_details(const RoleSection& section, DesiredRole& role);
  void read_tags(const RoleSection& section, DesiredRole& role);
  Entry& entry_for(const DesiredRole& role, const Span& span, bool described);
  void check_partition(const Entry& entry);
  void check_size(const Entry& entry);
  static std::string division_of(const Entry& entry);
  void report(const Span& span, const Result<void>& checked);

  std::string deployment_;
  Values& values_;
  Problems& problems_;
  std::vector<Entry> entries_{};
};

}  // namespace patchcord
