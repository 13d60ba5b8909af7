#include "patchcord/base/censor.h"

#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(Censor, WhatAProgramSaysIsShownWithoutSecrets) {
  EXPECT_EQ(without_secrets("cannot open /etc/vault\n"), "cannot open /etc/vault");
  EXPECT_EQ(without_secrets("refused:\n wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY1 end"),
            "refused:  REDACTED end");
  EXPECT_EQ(without_secrets("key AKIASMXQGBJTYZVKFNWC and AKIASMXQGBJTYZVKFNWC"),
            "key REDACTED and REDACTED");
  EXPECT_EQ(without_secrets("no such key found, token expired"),
            "no such key found, token expired");
  EXPECT_EQ(without_secrets("secret = a; token : b"), "secret = REDACTED; token : REDACTED");
  EXPECT_EQ(without_secrets("token=abc Password: hunter2, --secret x"),
            "token=REDACTED Password: REDACTED, --secret REDACTED");
  EXPECT_EQ(without_secrets("{\"SecretAccessKey\": \"short\"}"),
            "{\"SecretAccessKey\": \"REDACTED\"}");
  EXPECT_EQ(without_secrets("AccessKeyId eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),
            "AccessKeyId REDACTED");
  EXPECT_LE(without_secrets(std::string(5000, 'x')).size(), 310U);
}

}  // namespace
}  // namespace patchcord
