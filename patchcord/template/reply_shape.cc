#include "patchcord/template/reply_shape.h"

namespace patchcord::simulator {

ReplyShape shape_of(const Value& reply) {
  if (reply.is_text()) return ReplyShape::text;
  if (!reply.is_map()) return ReplyShape::plain;
  const Value* body = reply.map().find(std::string_view("body"));
  const bool proxy = body != nullptr && body->is_text() &&
                     reply.map().find(std::string_view("statusCode")) != nullptr;
  return proxy ? ReplyShape::proxy_answer : ReplyShape::plain;
}

std::string_view sentence_of(ReplyShape shape) {
  switch (shape) {
    case ReplyShape::text:
      return "the function returns a text, not an object";
    case ReplyShape::proxy_answer:
      return "the function returns an answer for API Gateway: its body is a text";
    case ReplyShape::plain:
      break;
  }
  return {};
}

std::string_view advice_of(ReplyShape shape) {
  switch (shape) {
    case ReplyShape::text:
      return "let it return the object itself, not its JSON as text";
    case ReplyShape::proxy_answer:
      return "let it return what is in the body, as an object";
    case ReplyShape::plain:
      break;
  }
  return {};
}

}  // namespace patchcord::simulator
