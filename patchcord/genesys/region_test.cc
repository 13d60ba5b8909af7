#include "patchcord/genesys/region.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord::genesys {
namespace {

using test::FailsWith;
using test::IsOk;

TEST(Region, IsFoundByNameUnderscoresAndDomain) {
  for (const auto* text : {"eu-central-1", "eu_central_1", " EU-Central-1 ", "mypurecloud.de"}) {
    const auto region = find_region(text);
    ASSERT_THAT(region, IsOk()) << text;
    EXPECT_EQ(region->name, "eu-central-1");
    EXPECT_EQ(region->api_url(), "https://api.mypurecloud.de");
    EXPECT_EQ(region->login_url(), "https://login.mypurecloud.de");
    EXPECT_EQ(region->trusted_account, "765628985471");
  }
}

TEST(Region, TheTrustedAccountFollowsOnlyWhereItIsPublished) {
  EXPECT_EQ(find_region("us-east-2")->trusted_account, "325654371633");
  EXPECT_EQ(find_region("eusc-de-east-1")->trusted_account, std::nullopt);
  EXPECT_EQ(find_region("new1.pure.cloud")->trusted_account, std::nullopt);
}

TEST(Region, ADomainThatWeDoNotKnowIsTakenAsItIs) {
  const auto region = find_region("new1.pure.cloud");
  ASSERT_THAT(region, IsOk());
  EXPECT_EQ(region->name, "");
  EXPECT_EQ(region->api_url(), "https://api.new1.pure.cloud");
}

TEST(Region, SuggestsWhatWasMeant) {
  struct Case {
    const char* text;
    const char* hint;
  };
  const Case cases[] = {
      {"us-eats-1", "Did you mean us-east-1?"},
      {"eu-central-3", "Did you mean eu-central-1?"},
      {"https://apps.mypurecloud.de/directory/", "Did you mean eu-central-1?"},
      {"api.usw2.pure.cloud", "Did you mean us-west-2?"},
      {"somewhere", "Give a region such as us-east-1, or a domain such as usw2.pure.cloud."}};
  for (const auto& [text, hint] : cases) {
    const auto region = find_region(text);
    ASSERT_THAT(region, FailsWith(Code::invalid)) << text;
    EXPECT_EQ(region.error().hint, hint);
  }
}

// Source: region tables of Genesys Cloud's SDKs; help page on the IAM role for AWS Lambda.
TEST(Region, EveryRegionHasItsHostsAndItsAccount) {
  struct Row {
    const char* name;
    const char* domain;
    const char* account;
  };
  constexpr auto* commercial = "765628985471";
  const Row rows[] = {{"us-east-1", "mypurecloud.com", commercial},
                      {"us-east-2", "use2.us-gov-pure.cloud", "325654371633"},
                      {"us-west-2", "usw2.pure.cloud", commercial},
                      {"ca-central-1", "cac1.pure.cloud", commercial},
                      {"mx-central-1", "mxc1.pure.cloud", commercial},
                      {"sa-east-1", "sae1.pure.cloud", commercial},
                      {"eu-west-1", "mypurecloud.ie", commercial},
                      {"eu-west-2", "euw2.pure.cloud", commercial},
                      {"eu-central-1", "mypurecloud.de", commercial},
                      {"eu-central-2", "euc2.pure.cloud", commercial},
                      {"me-central-1", "mec1.pure.cloud", commercial},
                      {"ap-south-1", "aps1.pure.cloud", commercial},
                      {"ap-northeast-1", "mypurecloud.jp", commercial},
                      {"ap-northeast-2", "apne2.pure.cloud", commercial},
                      {"ap-northeast-3", "apne3.pure.cloud", commercial},
                      {"ap-southeast-1", "apse1.pure.cloud", commercial},
                      {"ap-southeast-2", "mypurecloud.com.au", commercial},
                      {"eusc-de-east-1", "edee1.eusc-pure.cloud", nullptr}};
  EXPECT_EQ(all_regions().size(), std::size(rows));
  for (const auto& [name, domain, account] : rows) {
    for (const auto* text : {name, domain}) {
      const auto region = find_region(text);
      ASSERT_THAT(region, IsOk()) << text;
      EXPECT_EQ(region->name, name);
      EXPECT_EQ(region->api_url(), std::string("https://api.") + domain);
      EXPECT_EQ(region->login_url(), std::string("https://login.") + domain);
      EXPECT_EQ(region->trusted_account.value_or(""), account == nullptr ? "" : account);
    }
  }
}

}  // namespace
}  // namespace patchcord::genesys
