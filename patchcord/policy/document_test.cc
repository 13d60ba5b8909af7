#include "patchcord/policy/document.h"

#include <gtest/gtest.h>
