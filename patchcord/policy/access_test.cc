#include "patchcord/policy/access.h"

#include <gtest/gtest.h>
