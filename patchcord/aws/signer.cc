#include "patchcord/aws/signer.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/aws/sigv4.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/date.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

constexpr Milliseconds tolerated = std::chrono::minutes(4);

bool is_signed(const Header& header) {
  const auto name = lower_case(header.name);
  return name == "host" || name == "content-type" || name.starts_with("x-amz-");
}

}  // namespace

Signer::Signer(SignerParts parts) : parts_(std::move(parts)) {}

Result<Request> Signer::sign(Request request) {
  TRY_ASSIGN(const auto credentials, parts_.credentials.credentials());
  TRY_ASSIGN(const auto url, http::parse_url(request.url));
  const auto timestamp = http::compact_date(parts_.clock.now() + parts_.skew.offset());
  request.headers.push_back({"Host", url.authority});
  request.headers.push_back({"X-Amz-Date", timestamp});
  if (credentials.session_token) {
    request.headers.push_back({"X-Amz-Security-Token", credentials.session_token->expose()});
  }
  SigningInput input{.method = request.method,
                     .path = url.path,
                     .query = url.query,
                     .body = request.body,
                     .access_key_id = credentials.access_key_id,
                     .secret_access_key = credentials.secret_access_key,
                     .region = parts_.region,
                     .service = parts_.service,
                     .timestamp = timestamp};
  for (const auto& header : request.headers) {
    if (is_signed(header)) input.headers.push_back({header.name, header.value});
  }
  request.headers.push_back({"Authorization", aws::sign(input).authorization});
  return request;
}

void Signer::refused(const Request& request, const Response& response) {
  const auto answer = read_answer(response);
  if (is_clock_skew(answer)) {
    correct_clock(request, response);
  } else {
    parts_.credentials.drop();
  }
}

void Signer::correct_clock(const Request& request, const Response& response) {
  const auto url = http::parse_url(request.url);
  const auto date = http::parse_http_date(find_header(response.headers, "Date").value_or(""));
  if (!date || !url || (url->scheme != "https" && !http::is_loopback(*url))) return;
  const auto offset = *date - parts_.clock.now();
  if (std::chrono::abs(offset) <= tolerated) return;
  parts_.skew.set(offset);
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::abs(offset)).count();
  parts_.events.emit(
      Notice{.level = Notice::Level::warning,
             .text = fmt::format("the clock of this machine is {} seconds {} that of AWS",
                                 seconds,
                                 offset > Milliseconds(0) ? "behind" : "ahead of")});
}

}  // namespace patchcord::aws
