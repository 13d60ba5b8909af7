#include "patchcord/aws/query.h"

#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

std::string form_of(const QueryCall& call, const std::string& version) {
  std::string out = fmt::format("Action={}&Version={}", call.action, version);
  for (const auto& [name, value] : call.parameters) {
    out += fmt::format("&{}={}", name, percent_encode(value));
  }
  return out;
}

}  // namespace

QueryClient::QueryClient(Transport& transport, QueryService service)
    : transport_(transport), service_(std::move(service)) {}

Result<Json> QueryClient::call(const QueryCall& call) {
  const auto action = fmt::format("{}:{}", service_.name, call.action);
  auto response = transport_.send(
      {.service = service_.name,
       .operation = call.action,
       .method = "POST",
       .url = http::join_url(service_.url, "/"),
       .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
       .body = form_of(call, service_.version),
       .repeat = Repeat::safe});
  if (!response) {
    Error error = std::move(response).error();
    // Without credentials nothing was sent.
    const bool unsigned_yet = error.code == Code::unauthenticated || error.code == Code::denied ||
                              error.code == Code::invalid;
    if (unsigned_yet) return during(std::move(error), "signing " + action);
    error.what = fmt::format("{} for {} has no answer: {}", action, call.subject, error.what);
    if (!call.writes) error.effect = Effect::none;
    return error;
  }
  if (response->status != 200) {
    return to_error(*response, {.action = action, .subject = call.subject, .writes = call.writes});
  }
  auto parsed = parse_xml(response->body);
  if (parsed && (member_at(*parsed, call.action + "Result").is_object() ||
                 member_at(*parsed, "ResponseMetadata").is_object())) {
    return member_at(*parsed, call.action + "Result");
  }
  return Error{
      .code = Code::protocol,
      .what = fmt::format("the answer to {} for {} is not one of AWS", action, call.subject),
      .effect = call.writes ? Effect::unknown : Effect::none,
      .answer = read_answer(*response),
      .hint = "Check that the endpoint is one of AWS."};
}

void add_tags(std::vector<std::pair<std::string, std::string>>& parameters,
              const std::vector<std::pair<std::string, std::string>>& tags) {
  int number = 0;
  for (const auto& [key, value] : tags) {
    ++number;
    parameters.emplace_back(fmt::format("Tags.member.{}.Key", number), key);
    parameters.emplace_back(fmt::format("Tags.member.{}.Value", number), value);
  }
}

void add_list(std::vector<std::pair<std::string, std::string>>& parameters,
              const std::string& name,
              const std::vector<std::string>& values) {
  int number = 0;
  for (const auto& value : values)
    parameters.emplace_back(fmt::format("{}.member.{}", name, ++number), value);
}

}  // namespace patchcord::aws
