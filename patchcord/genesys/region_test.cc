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

TEST(Region, EveryRegionOfTheTableIsFoundByItsNameAndDomain) {
  EXPECT_EQ(all_regions().size(), 18U);
  for (const auto& region : all_regions()) {
    EXPECT_EQ(find_region(region.name)->domain, region.domain);
    EXPECT_EQ(find_region(region.domain)->name, region.name);
  }
}

}  // namespace
}  // namespace patchcord::genesys
