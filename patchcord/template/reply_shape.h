// Replies that look like a mistake in the function.
#pragma once

#include <cstdint>
#include <string_view>

#include "patchcord/template/value.h"

namespace patchcord::simulator {

enum class ReplyShape : std::uint8_t {
  plain,
  text,         // often JSON that was made a text: paths find nothing in it
  proxy_answer  // what API Gateway wants; Genesys Cloud hands it on as it is
};

ReplyShape shape_of(const Value& reply);

// What is wrong with it, as a sentence without its point; empty for `plain`.
std::string_view sentence_of(ReplyShape shape);
// What to do about it, as the end of that sentence.
std::string_view advice_of(ReplyShape shape);

}  // namespace patchcord::simulator
