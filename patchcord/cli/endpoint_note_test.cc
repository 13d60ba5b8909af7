#include "patchcord/cli/endpoint_note.h"

#include <gtest/gtest.h>

namespace patchcord::cli {
namespace {

using aws::Service;
const aws::Endpoint own{.url = "https://iam.amazonaws.com"};

aws::Endpoint at(const char* url, const char* by) {
  return {.url = url, .overridden_by = by};
}

TEST(EndpointNote, SaysNothingOfTheCloudsThemselves) {
  EXPECT_EQ(endpoint_note({}), "");
  EXPECT_EQ(endpoint_note({.aws = {{Service::iam, own}, {Service::sts, own}}}), "");
}

TEST(EndpointNote, IsShortWhereEverythingIsAtOnePlace) {
  const auto sandbox = at("http://127.0.0.1:1", "AWS_ENDPOINT_URL");
  EndpointsInUse endpoints{.genesys_api = "http://127.0.0.1:1",
                           .genesys_login = "http://127.0.0.1:1",
                           .aws = {{Service::iam, sandbox}, {Service::lambda, sandbox}}};
  EXPECT_EQ(endpoint_note(endpoints), "both clouds are at http://127.0.0.1:1");
  endpoints.aws[0].second = own;
  EXPECT_EQ(endpoint_note(endpoints),
            "not the clouds' own endpoints: the Genesys Cloud API at http://127.0.0.1:1; its "
            "login at http://127.0.0.1:1; Lambda at http://127.0.0.1:1 (AWS_ENDPOINT_URL)");
  EXPECT_EQ(endpoint_note({.genesys_login = "http://127.0.0.1:1"}),
            "not the clouds' own endpoints: the Genesys Cloud login at http://127.0.0.1:1");
}

TEST(EndpointNote, NamesWhoGaveTheAddress) {
  const auto profile = at("http://127.0.0.1:2", "profile dev (config:3)");
  EXPECT_EQ(endpoint_note({.aws = {{Service::iam, profile}, {Service::sts, profile}}}),
            "not the clouds' own endpoints: AWS at http://127.0.0.1:2 (profile dev (config:3))");
  EXPECT_EQ(endpoint_note({.aws = {{Service::iam, profile},
                                   {Service::sts, own},
                                   {Service::lambda, at("http://h", "AWS_ENDPOINT_URL_LAMBDA")}}}),
            "not the clouds' own endpoints: IAM at http://127.0.0.1:2 (profile dev (config:3)); "
            "Lambda at http://h (AWS_ENDPOINT_URL_LAMBDA)");
}

}  // namespace
}  // namespace patchcord::cli
