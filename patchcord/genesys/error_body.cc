#include "patchcord/genesys/error_body.h"

#include <charconv>

#include <fmt/format.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/http/page.h"

namespace patchcord::genesys {
namespace {

std::string header(const Response& response, std::string_view name) {
  return find_header(response.headers, name).value_or("");
}

// "… permission(s): integrations:action:add": what follows the colon that ends the sentence.
std::string permissions_in(std::string_view message) {
  constexpr std::string_view marks[] = {"permission(s): ", "permissions assigned: "};
  for (const auto mark : marks) {
    if (const auto at = message.find(mark); at != std::string_view::npos) {
      return std::string(trim(message.substr(at + mark.size())));
    }
  }
  return {};
}

std::optional<int> seconds_in(std::string_view message) {
  const auto open = message.find('[');
  const auto close = message.find("] seconds");
  if (open == std::string_view::npos || close == std::string_view::npos || close <= open)
    return std::nullopt;
  int seconds = 0;
  const auto digits = message.substr(open + 1, close - open - 1);
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (problem != std::errc{} || end != digits.data() + digits.size() || seconds < 0)
    return std::nullopt;
  return seconds;
}

std::vector<std::string> details_in(const Json& body) {
  std::vector<std::string> out;
  const Json& details = member_at(body, "details");
  if (!details.is_array()) return out;
  for (const auto& detail : details) {
    const auto field = string_at(detail, "fieldName");
    const auto code = string_at(detail, "errorCode");
    if (!field.empty() || !code.empty()) {
      out.push_back(field.empty() ? code : fmt::format("{}: {}", field, code));
    }
  }
  return out;
}

Code code_of(const Response& response) {
  if (is_version_mismatch(response)) return Code::conflict;
  switch (response.status) {
    case 401:
      return Code::unauthenticated;
    case 403:
      return Code::denied;
    case 404:
    case 410:
      return Code::not_found;
    case 409:
      return Code::conflict;
    case 429:
      return Code::throttled;
    case 408:
      return Code::unavailable;
    default:
      break;
  }
  if (response.status >= 500) return Code::unavailable;
  if (!http::page_in(response).empty()) return Code::protocol;
  return response.status >= 400 ? Code::invalid : Code::protocol;
}

std::string reason_of(Code code, const ErrorBody& body, int status) {
  switch (code) {
    case Code::unauthenticated:
      return "Genesys Cloud does not accept the OAuth client's token";
    case Code::denied:
      if (body.permissions.empty()) return "Genesys Cloud denies it to the OAuth client";
      return body.any_permission ? fmt::format(
                                       "the OAuth client needs one of the permissions {}, "
                                       "and has none of them",
                                       body.permissions)
                                 : "the OAuth client lacks the permission " + body.permissions;
    case Code::not_found:
      return "it does not exist";
    case Code::throttled:
      return "Genesys Cloud's rate limit is used up";
    case Code::protocol:
      if (status >= 400) return fmt::format("it got {} with {}", status, body.message);
      return fmt::format("Genesys Cloud answered {}{}, which is not followed",
                         status,
                         body.redirect.empty() ? "" : " to " + body.redirect);
    case Code::unavailable:
      return fmt::format("Genesys Cloud answered {}", status);
    default:
      break;
  }
  const auto fallback =
      code == Code::conflict ? "it changed meanwhile" : "Genesys Cloud refuses the request";
  auto reason = body.message.empty() ? std::string(fallback) : printable(body.message, 500);
  for (const auto& detail : body.details)
    reason += fmt::format(" ({})", printable(detail, 200));
  return reason;
}

std::string hint_for(Code code, const ErrorBody& body, const Response& response) {
  switch (code) {
    case Code::denied:
      if (body.code == "ip.not.authorized")
        return "Allow this machine's address in the OAuth client's settings.";
      if (body.permissions.empty())
        return "Compare the OAuth client's roles with what `patchcord permissions` lists.";
      return "Give the OAuth client a role with this permission, in the division of the object.";
    case Code::unauthenticated:
      if (body.code == "ip.not.authorized")
        return "Allow this machine's address in the OAuth client's settings.";
      return "Check that the OAuth client still exists and belongs to this region.";
    case Code::protocol:
      return "Check that the API address is the one of Genesys Cloud, and that no proxy or portal "
             "answers for it.";
    case Code::throttled:
      if (const auto after = header(response, "Retry-After"); !after.empty()) {
        return fmt::format("Try again in {} seconds.", printable(after, 40));
      }
      if (body.retry_seconds) return fmt::format("Try again in {} seconds.", *body.retry_seconds);
      return "Try again in a minute.";
    default:
      return {};
  }
}

}  // namespace

ErrorBody read_error(const Response& response) {
  ErrorBody out{.message = http::page_in(response),
                .redirect = http::redirect_in(response),
                .context_id = header(response, "ININ-Correlation-Id")};
  const auto parsed = parse_json(response.body, "error");
  if (!parsed || !parsed->is_object()) return out;
  out.code = string_at(*parsed, "code");
  out.message = string_at(*parsed, "message");
  if (auto context = string_at(*parsed, "contextId"); !context.empty())
    out.context_id = std::move(context);
  const Json& params = member_at(*parsed, "messageParams");
  out.permissions = string_at(params, "permissions");
  if (out.permissions.empty() && response.status == 403)
    out.permissions = permissions_in(out.message);
  out.any_permission =
      out.code == "missing.any.permissions" ||
      out.message.find("at least one of the following permissions") != std::string::npos;
  out.details = details_in(*parsed);
  out.retry_seconds = seconds_in(out.message);
  return out;
}

bool is_version_mismatch(const Response& response) {
  if (response.status == 409) return true;
  if (response.status != 400) return false;
  const auto message = read_error(response).message;
  return message.find("does not match the current version") != std::string::npos ||
         message.find("does not match latest draft version") != std::string::npos;
}

Error to_error(const Response& response, const Attempt& attempt) {
  const auto body = read_error(response);
  const auto code = code_of(response);
  const bool lost = code == Code::unavailable && attempt.writes;
  return Error{.code = code,
               .what = fmt::format("{} cannot be {}: {}",
                                   attempt.subject,
                                   attempt.verb,
                                   printable(reason_of(code, body, response.status), 1000)),
               .effect = lost ? Effect::unknown : Effect::none,
               .answer = Answer{.status = response.status,
                                .code = body.code,
                                .message = body.message,
                                .request_id = body.context_id},
               .hint = hint_for(code, body, response)};
}

}  // namespace patchcord::genesys
