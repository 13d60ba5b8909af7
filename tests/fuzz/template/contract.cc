// The first line is a schema, the rest a document: compiling, checking and flattening never crash,
// hang or leak; what passes without nulls passes with them; JSON that was read is written and read
// again to the same text.
#include "patchcord/template/contract.h"

#include <cstdlib>
#include <string_view>

#include "patchcord/template/json_text.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord::simulator;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const auto schema = read_json(text.substr(0, line), "the schema");
  if (!schema) return 0;
  const std::string written = write_json(*schema);
  const auto again = read_json(written, "the same schema");
  if (!again || write_json(*again) != written) std::abort();
  const auto document =
      read_json(line == std::string_view::npos ? "{}" : text.substr(line + 1), "the document");
  const auto compiled = Schema::compile(*schema);
  if (!compiled || !document) return 0;
  const auto strictly = compiled->check(*document, NullPolicy::refuse);
  if (strictly.empty() && !compiled->check(*document, NullPolicy::accept).empty()) std::abort();
  static_cast<void>(check_input_contract(*schema));
  static_cast<void>(check_output_contract(*schema));
  static_cast<void>(flatten(*schema, *document));
  static_cast<void>(flatten_schema(*schema));
  return 0;
}
