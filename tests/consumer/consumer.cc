#include <cstdio>
#include <string>

#include "patchcord/model/arn.h"

int main() {
  const std::string text = "arn:aws:lambda:eu-central-1:123456789012:function:order-status:live";
  const auto function = patchcord::FunctionArn::parse(text);
  if (!function) {
    std::printf("refused: %s\n", function.error().what.c_str());
    return 1;
  }
  if (function->qualifier != "live" || function->text() != text) {
    std::printf("read as %s\n", function->text().c_str());
    return 1;
  }
  return patchcord::FunctionArn::parse("order-status").ok() ? 1 : 0;
}
