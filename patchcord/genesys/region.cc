#include "patchcord/genesys/region.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::genesys {
namespace {

constexpr std::string_view commercial_account = "765628985471";
constexpr std::string_view fedramp_account = "325654371633";

struct Row {
  std::string_view name{};
  std::string_view domain{};
  std::string_view account{commercial_account};
};

constexpr std::array<Row, 18> table = {{
    {"us-east-1", "mypurecloud.com"},
    {"us-east-2", "use2.us-gov-pure.cloud", fedramp_account},
    {"us-west-2", "usw2.pure.cloud"},
    {"ca-central-1", "cac1.pure.cloud"},
    {"mx-central-1", "mxc1.pure.cloud"},
    {"sa-east-1", "sae1.pure.cloud"},
    {"eu-west-1", "mypurecloud.ie"},
    {"eu-west-2", "euw2.pure.cloud"},
    {"eu-central-1", "mypurecloud.de"},
    {"eu-central-2", "euc2.pure.cloud"},
    {"me-central-1", "mec1.pure.cloud"},
    {"ap-south-1", "aps1.pure.cloud"},
    {"ap-northeast-1", "mypurecloud.jp"},
    {"ap-northeast-2", "apne2.pure.cloud"},
    {"ap-northeast-3", "apne3.pure.cloud"},
    {"ap-southeast-1", "apse1.pure.cloud"},
    {"ap-southeast-2", "mypurecloud.com.au"},
    {"eusc-de-east-1", "edee1.eusc-pure.cloud", ""},
}};

Region region_of(const Row& row) {
  Region region{.name = std::string(row.name), .domain = std::string(row.domain)};
  if (!row.account.empty()) region.trusted_account = std::string(row.account);
  return region;
}

bool is_domain(std::string_view text) {
  const auto labels = split(text, '.');
  return labels.size() >= 2 && text.size() <= 253 &&
         std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
           return !label.empty() && label.front() != '-' && label.back() != '-' &&
                  label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                      std::string_view::npos;
         });
}

// "https://apps.mypurecloud.de/directory" is what people copy from a browser: the domain is in it.
std::string suggestion_for(std::string_view text) {
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos)
    text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find_first_of("/?#:"));
  for (const auto& row : table) {
    if (text == row.domain || text.ends_with(fmt::format(".{}", row.domain)))
      return std::string(row.name);
  }
  std::vector<std::string> known;
  for (const auto& row : table) {
    known.emplace_back(row.name);
    known.emplace_back(row.domain);
  }
  return nearest(text, known).value_or("");
}

}  // namespace

std::string Region::api_url() const {
  return "https://api." + domain;
}
std::string Region::login_url() const {
  return "https://login." + domain;
}

Result<Region> find_region(std::string_view text) {
  const auto wanted = lower_case(trim(text));
  std::string name = wanted;
  std::replace(name.begin(), name.end(), '_', '-');
  for (const auto& row : table) {
    if (name == row.name || wanted == row.domain) return region_of(row);
  }
  const auto suggestion = suggestion_for(wanted);
  const bool is_host =
      wanted.starts_with("api.") || wanted.starts_with("login.") || wanted.starts_with("apps.");
  if (is_domain(wanted) && !is_host) return Region{.domain = wanted};
  return Error{.code = Code::invalid,
               .what = fmt::format("\"{}\" is neither a region of Genesys Cloud nor a domain",
                                   printable(text, 100)),
               .hint = suggestion.empty()
                           ? "Give a region such as us-east-1, or a domain such as usw2.pure.cloud."
                           : fmt::format("Did you mean {}?", suggestion)};
}

std::vector<Region> all_regions() {
  std::vector<Region> out;
  out.reserve(table.size());
  for (const auto& row : table)
    out.push_back(region_of(row));
  return out;
}

}  // namespace patchcord::genesys
