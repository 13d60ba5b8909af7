#include "patchcord/aws/endpoints.h"

#include <gtest/gtest.h>

#include "patchcord/aws/partition.h"
#include "tests/support/result_matchers.h"

namespace patchcord::aws {
namespace {

using test::FailsWith;
using test::IsOk;

TEST(Endpoints, FollowTheRegionsPartition) {
  struct Case {
    Service service;
    const char* region;
    const char* url;
    const char* signing_region;
  };
  const Case cases[] = {
      {Service::iam, "eu-central-1", "https://iam.amazonaws.com", "us-east-1"},
      {Service::sts, "eu-central-1", "https://sts.eu-central-1.amazonaws.com", "eu-central-1"},
      {Service::lambda,
       "mx-central-1",
       "https://lambda.mx-central-1.amazonaws.com",
       "mx-central-1"},
      {Service::iam, "us-gov-east-1", "https://iam.us-gov.amazonaws.com", "us-gov-west-1"},
      {Service::iam, "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"},
      {Service::lambda,
       "cn-northwest-1",
       "https://lambda.cn-northwest-1.amazonaws.com.cn",
       "cn-northwest-1"},
      {Service::iam, "eusc-de-east-1", "https://iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"},
      {Service::sts,
       "us-isob-east-1",
       "https://sts.us-isob-east-1.sc2s.sgov.gov",
       "us-isob-east-1"},
      {Service::sts,
       "us-isof-south-1",
       "https://sts.us-isof-south-1.csp.hci.ic.gov",
       "us-isof-south-1"},
  };
  for (const auto& [service, region, url, signing_region] : cases) {
    const auto endpoint = endpoint_for(service, region, {});
    ASSERT_THAT(endpoint, IsOk());
    EXPECT_EQ(endpoint->url, url);
    EXPECT_EQ(endpoint->signing_region, signing_region);
    EXPECT_EQ(endpoint->overridden_by, "");
  }
}

TEST(Endpoints, OverridesAreTakenInOrder) {
  EndpointSettings settings;
  const auto url = [&](Service service) {
    return endpoint_for(service, "eu-west-1", settings)->url;
  };
  settings.profile.config.settings["endpoint_url"] = {"https://profile.example", 7};
  settings.profile.config_path = "config";
  EXPECT_EQ(url(Service::iam), "https://profile.example");
  settings.profile.services.nested["iam"]["endpoint_url"] = {"https://section.example", 9};
  EXPECT_EQ(url(Service::iam), "https://section.example");
  EXPECT_EQ(endpoint_for(Service::iam, "eu-west-1", settings)->overridden_by,
            "the services section of profile default (config:9)");
  EXPECT_EQ(endpoint_for(Service::sts, "eu-west-1", settings)->overridden_by,
            "profile default (config:7)");
  EXPECT_EQ(url(Service::sts), "https://profile.example");
  settings.variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:8080/aws/";
  EXPECT_EQ(url(Service::iam), "http://127.0.0.1:8080/aws");
  settings.variables["AWS_ENDPOINT_URL_IAM"] = "https://iam.example";
  EXPECT_EQ(url(Service::iam), "https://iam.example");
  EXPECT_EQ(url(Service::lambda), "http://127.0.0.1:8080/aws");
  settings.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "True";
  EXPECT_EQ(url(Service::iam), "https://iam.amazonaws.com");
  settings.option = "https://option.example";
  const auto endpoint = endpoint_for(Service::iam, "eu-west-1", settings);
  EXPECT_EQ(endpoint->url, "https://option.example");
  EXPECT_EQ(endpoint->overridden_by, "an option");
  EXPECT_EQ(endpoint->signing_region, "us-east-1") << "it may stand in front of the real IAM";
}

TEST(Endpoints, FipsAndDualStackHaveTheirHosts) {
  EndpointSettings fips{.variables = {{"AWS_USE_FIPS_ENDPOINT", "true"}}};
  EXPECT_EQ(endpoint_for(Service::iam, "us-west-2", fips)->url, "https://iam-fips.amazonaws.com");
  EXPECT_EQ(endpoint_for(Service::lambda, "us-west-2", fips)->url,
            "https://lambda-fips.us-west-2.amazonaws.com");
  EXPECT_EQ(endpoint_for(Service::sts, "us-gov-west-1", fips)->url,
            "https://sts.us-gov-west-1.amazonaws.com");
  EXPECT_THAT(endpoint_for(Service::iam, "us-iso-east-1", fips), FailsWith(Code::invalid));
  EndpointSettings dual{.variables = {{"AWS_USE_DUALSTACK_ENDPOINT", "true"}}};
  EXPECT_EQ(endpoint_for(Service::lambda, "us-west-2", dual)->url,
            "https://lambda.us-west-2.api.aws");
  EXPECT_EQ(endpoint_for(Service::sso, "us-west-2", dual)->url,
            "https://portal.sso.us-west-2.api.aws");
  EXPECT_THAT(endpoint_for(Service::sts, "eu-isoe-west-1", dual), FailsWith(Code::invalid));
  fips.variables["AWS_ENDPOINT_URL"] = "https://x.example";
  EXPECT_THAT(endpoint_for(Service::iam, "us-west-2", fips), FailsWith(Code::invalid));
}

TEST(Endpoints, TheGlobalStsIsForThoseWhoAskAndForTheRegionsThatHadIt) {
  EndpointSettings legacy{.variables = {{"AWS_STS_REGIONAL_ENDPOINTS", "legacy"}}};
  const auto old = endpoint_for(Service::sts, "eu-west-1", legacy);
  EXPECT_EQ(old->url, "https://sts.amazonaws.com");
  EXPECT_EQ(old->signing_region, "us-east-1");
  EXPECT_EQ(endpoint_for(Service::sts, "eu-south-1", legacy)->url,
            "https://sts.eu-south-1.amazonaws.com");
  EXPECT_EQ(endpoint_for(Service::lambda, "eu-west-1", legacy)->signing_region, "eu-west-1");
  legacy.variables["AWS_STS_REGIONAL_ENDPOINTS"] = "regional";
  EXPECT_EQ(endpoint_for(Service::sts, "eu-west-1", legacy)->signing_region, "eu-west-1");
}

TEST(Endpoints, AnAddressThatIsNoUrlIsRefusedWhereItWasGiven) {
  const EndpointSettings settings{.variables = {{"AWS_ENDPOINT_URL", "localhost:4566"}}};
  const auto endpoint = endpoint_for(Service::iam, "us-west-2", settings);
  ASSERT_THAT(endpoint, FailsWith(Code::invalid));
  EXPECT_EQ(endpoint.error().at, "AWS_ENDPOINT_URL");
}

}  // namespace
}  // namespace patchcord::aws
