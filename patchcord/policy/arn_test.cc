#include "patchcord/policy/arn.h"

#include <gtest/gtest.h>
