// Templates never crash, hang or leak, and what renders once renders to the same text again.
#include "patchcord/template/velocity.h"

#include <cstdlib>
#include <string_view>

#include "patchcord/template/json_text.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord::simulator;  // NOLINT(google-build-using-namespace)
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto parsed =
      Template::parse(text, "T", (data[0] & 1) != 0 ? Dialect::velocity_1_7 : Dialect::velocity_2);
  if (!parsed) return 0;
  RenderOptions options;
  options.strictness = (data[0] & 2) != 0 ? Strictness::strict : Strictness::lenient;
  options.limits.max_steps = 20'000;
  options.limits.max_output = 100'000;
  std::string first;
  for (int round = 0; round < 2; ++round) {
    Context context;
    context.set("s", Value("abc"));
    context.set("n", Value(5));
    context.set("m", *read_json(R"({"a": 1, "l": [1, "x", null, {"k": 2.5}]})", "the context"));
    const auto rendered = parsed->render(context, options);
    const std::string text_now = rendered ? *rendered : rendered.error().what;
    if (round == 1 && text_now != first) std::abort();
    first = text_now;
  }
  return 0;
}
