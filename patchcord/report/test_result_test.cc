#include "patchcord/report/test_result.h"

#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(TestResult, NumbersItsOperationsInOneColumn) {
  const Json result = {{"operations",
                        {{{"step", 9}, {"name", "Validate"}, {"success", true}},
                         {{"step", 10}, {"name", "Flatten"}, {"success", true}}}}};
  EXPECT_EQ(test_result_text(result, Style{}), "  ✓  9 Validate\n  ✓ 10 Flatten\n");
}

}  // namespace
}  // namespace patchcord
