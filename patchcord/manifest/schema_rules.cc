// The JSON Schema of a contract: what Genesys Cloud refuses in it, at its place in the manifest.
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"
#include "patchcord/template/json_text.h"

namespace patchcord {

void check_schema(Problems& problems, const Json& schema, ContractSide side, const Span& span) {
  const auto* name = side == ContractSide::input ? "input" : "output";
  const auto value = simulator::read_json(to_text(schema), "the schema");
  if (!value) return problems.error(span, value.error().what, value.error().hint);
  auto violations = side == ContractSide::input ? simulator::check_input_contract(*value)
                                                : simulator::check_output_contract(*value);
  for (auto& bad : violations) {
    problems.error(
        span,
        bad.path.empty()
            ? fmt::format("the {} schema {}", name, bad.message)
            : fmt::format("`{}` in the {} schema {}", printable(bad.path, 200), name, bad.message),
        std::move(bad.hint),
        std::move(bad.code));
  }
}

}  // namespace patchcord
