// Tokens never overlap, never run backwards, and come to an end: at most a few for each byte.
#include "patchcord/template/lexer.h"

#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord::simulator;  // NOLINT(google-build-using-namespace)
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  Lexer lexer(text, (data[0] & 1) != 0 ? Dialect::velocity_1_7 : Dialect::velocity_2);
  std::size_t end = 0;
  for (std::size_t made = 0; made <= 4 * size + 8; ++made) {
    const Token token = lexer.take();
    if (token.begin < end || token.end < token.begin || token.end > text.size()) std::abort();
    end = token.end;
    if (token.kind == TokenKind::end_of_text || token.kind == TokenKind::error) return 0;
  }
  std::abort();
}
