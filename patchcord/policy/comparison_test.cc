#include "patchcord/policy/comparison.h"

#include <gtest/gtest.h>
