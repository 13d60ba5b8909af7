#include "patchcord/aws/answer.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/log.h"
#include "patchcord/http/page.h"

namespace patchcord::aws {
namespace {

constexpr int deepest = 64;
constexpr const char* elsewhere =
    "Check AWS_ENDPOINT_URL, and that no proxy or portal answers for AWS.";

// Source   botocore, standard retry mode: throttling codes, compared exactly. IAM's LimitExceeded
// is a quota.
constexpr std::array<std::string_view, 14> throttling = {"Throttling",
                                                         "ThrottlingException",
                                                         "ThrottledException",
                                                         "RequestThrottledException",
                                                         "RequestThrottled",
                                                         "TooManyRequestsException",
                                                         "ProvisionedThroughputExceededException",
                                                         "TransactionInProgressException",
                                                         "RequestLimitExceeded",
                                                         "BandwidthLimitExceeded",
                                                         "LimitExceededException",
                                                         "SlowDown",
                                                         "PriorRequestNotComplete",
                                                         "EC2ThrottledException"};

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Result<Json> value_of(const pugi::xml_node& node, int depth) {
  if (depth > deepest)
    return Error{.code = Code::protocol, .what = "an XML answer is nested too deep"};
  Json object = Json::object();
  Json list = Json::array();
  for (const auto& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    TRY_ASSIGN(Json value, value_of(child, depth + 1));
    if (local_name(child) == "member") {
      list.push_back(std::move(value));
    } else {
      object[std::string(local_name(child))] = std::move(value);
    }
  }
  if (!list.empty()) return list;
  if (!object.empty()) return object;
  return Json(node.text().get());
}

// IAM's own shape, and the one of its emulators: {"Error": …} or {"Errors": {"Error": …}} or
// {"Code": …}.
const Json& error_in(const Json& body) {
  const Json& wrapper = member_at(body, "Errors");
  const Json& error = member_at(wrapper.is_object() ? wrapper : body, "Error");
  return error.is_object() ? error : body;
}

// "ResourceNotFoundException:http://internal…", "com.amazon.coral#ThrottlingException" → the code
// alone.
std::string bare_code(std::string_view text) {
  text = text.substr(0, text.find(':'));
  return std::string(trim(text.substr(text.rfind('#') + 1)));
}

void read_json(const Response& response, Answer& answer) {
  const auto parsed = parse_json(response.body, "error");
  const Json body = parsed.ok() ? *parsed : Json{};
  answer.code = bare_code(
      find_header(response.headers, "X-Amzn-ErrorType").value_or(string_at(body, "__type")));
  answer.message = string_at(body, "message", string_at(body, "Message"));
}

void read_xml(const Response& response, Answer& answer) {
  const auto parsed = parse_xml(response.body);
  if (!parsed) return;
  const Json& error = error_in(*parsed);
  answer.code = string_at(error, "Code");
  answer.message = string_at(error, "Message");
  if (answer.request_id.empty()) {
    answer.request_id = string_at(*parsed, "RequestId", string_at(*parsed, "RequestID"));
  }
}

bool is_any(const Answer& answer, std::initializer_list<std::string_view> codes) {
  return std::any_of(
      codes.begin(), codes.end(), [&](std::string_view code) { return is_code(answer, code); });
}

struct Explained {
  Code code{Code::invalid};
  std::string reason{};
  std::string hint{};
};

Explained explain_identity(const Answer& answer) {
  if (is_clock_skew(answer)) {
    return {Code::unauthenticated,
            "the clock of this machine is wrong",
            "Set the clock of this machine."};
  }
  if (is_expired(answer)) {
    return {Code::unauthenticated,
            "the credentials have expired",
            "Fetch new AWS credentials and run it again."};
  }
  // A signature for a region that is none; the other services say it in the same words.
  if (answer.message.find("valid region") != std::string::npos ||
      answer.message.find("valid Region") != std::string::npos) {
    return {Code::invalid,
            "it does not take the region that the request is signed for",
            "Check the region in the function's ARN, and that a region that is off by default is "
            "enabled in the account."};
  }
  if (is_any(answer, {"SignatureDoesNotMatch", "InvalidSignature"})) {
    return {Code::unauthenticated,
            "the signature does not match",
            "Check AWS_SECRET_ACCESS_KEY, and proxies that rewrite headers."};
  }
  return {Code::unauthenticated,
          "the credentials are not known",
          "Check the access key, its session token, and that it belongs to this partition."};
}

Explained explain(const Answer& answer, const Attempt& attempt) {
  if (is_throttled(answer))
    return {Code::throttled, "it asks to slow down", "Try again in a minute."};
  if (is_clock_skew(answer) || is_expired(answer) ||
      is_any(answer,
             {"SignatureDoesNotMatch",
              "InvalidSignature",
              "InvalidClientTokenId",
              "UnrecognizedClient",
              "IncompleteSignature",
              "MissingAuthenticationToken",
              "InvalidAccessKeyId"})) {
    return explain_identity(answer);
  }
  if (is_any(answer, {"AccessDenied", "OptInRequired", "UnauthorizedOperation"})) {
    return {
        Code::denied,
        printable(answer.message, 600),
        fmt::format(
            "Allow {} for the caller; the reason at the end of the message names what forbids it.",
            attempt.action)};
  }
  if (is_any(answer, {"NoSuchEntity", "ResourceNotFound"})) {
    const bool is_function = attempt.action.starts_with("lambda:");
    return {Code::not_found,
            "it does not exist",
            is_function ? "Check region, account, name and alias in the ARN; `aws lambda "
                          "list-aliases --function-name NAME` shows the aliases of a function."
                        : ""};
  }
  if (is_any(answer,
             {"EntityAlreadyExists",
              "DeleteConflict",
              "ConcurrentModification",
              "ResourceConflict",
              "EntityTemporarilyUnmodifiable"})) {
    return {Code::conflict, printable(answer.message, 600), ""};
  }
  if (answer.status >= 500)
    return {Code::unavailable, fmt::format("it answered {}", answer.status), ""};
  if (answer.status < 400)
    return {Code::protocol,
            fmt::format("it answered {}{}, which is not followed",
                        answer.status,
                        answer.message.empty() ? "" : " (" + printable(answer.message, 200) + ")"),
            elsewhere};
  return {Code::invalid, printable(answer.message.empty() ? answer.code : answer.message, 600), ""};
}

}  // namespace

Result<Json> parse_xml(std::string_view text) {
  pugi::xml_document document;
  const auto result = document.load_buffer(text.data(), text.size());
  if (!result || !document.document_element()) {
    return Error{.code = Code::protocol, .what = "the answer is not XML"};
  }
  return value_of(document.document_element(), 0);
}

Answer read_answer(const Response& response) {
  Answer answer{.status = response.status, .request_id = http::request_id_of(response)};
  const auto body = trim(response.body);
  if (body.starts_with('<')) {
    read_xml(response, answer);
  } else {
    read_json(response, answer);
  }
  if (answer.message.empty()) answer.message = http::page_in(response);
  if (const auto redirect = http::redirect_in(response); !redirect.empty())
    answer.message = "to " + redirect;
  if (answer.code.empty()) answer.code = fmt::format("HTTP {}", response.status);
  return answer;
}

bool is_code(const Answer& answer, std::string_view code) {
  std::string_view given = answer.code;
  if (given == code) return true;
  constexpr std::string_view suffix = "Exception";
  if (!given.ends_with(suffix)) return false;
  given.remove_suffix(suffix.size());
  return given == code;
}

bool is_clock_skew(const Answer& answer) {
  if (is_any(answer, {"RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"})) return true;
  return is_any(answer, {"SignatureDoesNotMatch", "InvalidSignature", "AuthFailure"}) &&
         (answer.message.starts_with("Signature expired:") ||
          answer.message.starts_with("Signature not yet current:"));
}

bool is_throttled(const Answer& answer) {
  return answer.status == 429 ||
         std::find(throttling.begin(), throttling.end(), answer.code) != throttling.end();
}

bool is_expired(const Answer& answer) {
  return is_any(answer, {"ExpiredToken"});
}

Error to_error(const Response& response, const Attempt& attempt) {
  auto answer = read_answer(response);
  auto [code, reason, hint] = explain(answer, attempt);
  if (code == Code::invalid && !http::page_in(response).empty()) {
    code = Code::protocol;
    hint = elsewhere;
  }
  const bool lost = code == Code::unavailable && attempt.writes;
  const auto verb = code == Code::denied ? "AWS denied" : "AWS refused";
  return Error{
      .code = code,
      .what = fmt::format("{} {} for {}: {}", verb, attempt.action, attempt.subject, reason),
      .effect = lost ? Effect::unknown : Effect::none,
      .answer = std::move(answer),
      .hint = std::move(hint)};
}

}  // namespace patchcord::aws
