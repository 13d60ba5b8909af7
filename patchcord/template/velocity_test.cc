#include "patchcord/template/velocity.h"

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {
TEST(Velocity, X) {
  Context context;
  context.set("x", Value("abc"));
  auto t = Template::parse("a $x ${x.length()} #if($x == 'abc')y#end", "T");
  ASSERT_TRUE(t) << t.error().what;
  auto r = t->render(context);
  ASSERT_TRUE(r);
  EXPECT_EQ(*r, "a abc 3 y");
}
}  // namespace
}  // namespace patchcord::simulator
