// Where a Genesys Cloud organization lives: hosts, and the AWS account that its data actions come
// from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"

namespace patchcord::genesys {

struct Region {
  std::string name{};    // "eu-central-1"; empty for a domain that we do not know
  std::string domain{};  // "mypurecloud.de"
  // The account that a role must trust; absent where nothing is published (eusc, unknown domains):
  // then it must be given.
  std::optional<std::string> trusted_account{};

  [[nodiscard]] std::string api_url() const;    // "https://api.mypurecloud.de"
  [[nodiscard]] std::string login_url() const;  // "https://login.mypurecloud.de"
};

// By region ("eu-central-1", also "eu_central_1") or by domain, also one that is not in our table,
// which will grow.
//
// Errors   invalid, with a suggestion
// Source   region tables of Genesys' own SDKs, CLI and Terraform provider; help pages on IAM
// resources for AWS Lambda
Result<Region> find_region(std::string_view text);

// All regions that we know, in the order of the published table.
std::vector<Region> all_regions();

}  // namespace patchcord::genesys
