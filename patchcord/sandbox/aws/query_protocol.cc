#include "patchcord/sandbox/aws/query_protocol.h"

#include <algorithm>

#include "patchcord/base/text.h"
#include "patchcord/sandbox/aws/ids.h"

namespace patchcord::sandbox::aws {
namespace {

constexpr std::size_t max_parameters = 4096;

std::string form_decode(std::string_view text) {
  std::string blanks(text);
  std::replace(blanks.begin(), blanks.end(), '+', ' ');
  return percent_decode(blanks);
}

std::string name_space(QueryService service) {
  return service == QueryService::iam ? "https://iam.amazonaws.com/doc/2010-05-08/"
                                      : "https://sts.amazonaws.com/doc/2011-06-15/";
}

Reply xml_reply(int status, std::string body, std::string request_id) {
  return {.status = status,
          .headers = {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", std::move(request_id)}},
          .body = std::move(body)};
}

}  // namespace

Form Form::parse(std::string_view body) {
  Form form;
  for (const std::string_view piece : split(body, '&')) {
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string_view value =
        equals < piece.size() ? piece.substr(equals + 1) : std::string_view{};
    form.values_[form_decode(piece.substr(0, equals))] = form_decode(value);
    if (form.values_.size() == max_parameters) break;
  }
  return form;
}

std::string Form::get(const std::string& name, std::string_view otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string(otherwise) : found->second;
}

std::vector<std::string> Form::list(const std::string& name) const {
  std::vector<std::string> values;
  for (std::size_t index = 1;; ++index) {
    const auto found = values_.find(name + ".member." + std::to_string(index));
    if (found == values_.end()) return values;
    values.push_back(found->second);
  }
}

Tags Form::tags(const std::string& name) const {
  Tags tags;
  for (std::size_t index = 1;; ++index) {
    const std::string stem = name + ".member." + std::to_string(index);
    const auto key = values_.find(stem + ".Key");
    if (key == values_.end()) return tags;
    tags.emplace_back(key->second, get(stem + ".Value"));
  }
}

std::string element(std::string_view name, std::string_view text) {
  return nest(name, xml_escaped(text));
}

std::string nest(std::string_view name, std::string_view inner) {
  const std::string tag(name);
  if (inner.empty()) return "<" + tag + "/>";
  return "<" + tag + ">" + std::string(inner) + "</" + tag + ">";
}

Reply query_reply(QueryService service, std::string_view operation, const QueryResult& result) {
  const std::string name(operation);
  std::string id = uuid();
  std::string body = "<" + name + "Response xmlns=\"" + name_space(service) + "\">";
  if (result.has_result) body += nest(name + "Result", result.xml);
  body += nest("ResponseMetadata", element("RequestId", id)) + "</" + name + "Response>";
  return xml_reply(200, std::move(body), std::move(id));
}

Reply query_error(QueryService service, const Error& error) {
  const Answer answer =
      error.answer.value_or(Answer{.status = 500, .code = "ServiceFailure", .message = error.what});
  std::string id = uuid();
  std::string body = "<ErrorResponse xmlns=\"" + name_space(service) + "\">";
  body += nest("Error",
               element("Type", answer.status < 500 ? "Sender" : "Receiver") +
                   element("Code", answer.code) + element("Message", answer.message));
  body += element("RequestId", id) + "</ErrorResponse>";
  return xml_reply(answer.status, std::move(body), std::move(id));
}

}  // namespace patchcord::sandbox::aws
