#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/aws/credential_providers.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/retry.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

// Source: AWS SDKs and Tools Reference Guide, "Container credential provider": as its clients do
constexpr Milliseconds container_timeout{2'000};
constexpr Milliseconds container_pause{1'000};
constexpr int container_attempts = 3;
constexpr std::size_t largest_token = std::size_t{16} << 10U;  // bytes

constexpr KeyNames metadata_names = {.token = "Token"};

// Everything may be asked again: nothing here changes anything.
http::Judge patient(int attempts, Milliseconds pause) {
  return [attempts, pause](const Request&, const Result<Response>& response) -> http::Verdict {
    if (response && response->status < 500) return {};
    if (!response && response.error().code != Code::unavailable &&
        response.error().code != Code::deadline)
      return {};
    return {.meaning = http::Meaning::transient,
            .reason = response ? std::to_string(response->status) : response.error().what,
            .retry_after = pause,
            .attempts = attempts};
  };
}

// What the other side said, of an answer that is not what we want.
Error refused(const Response& response, std::string what) {
  auto answer = read_answer(response);
  auto error = Error{.code = Code::unauthenticated, .what = std::move(what)};
  error.answer = std::move(answer);
  return error;
}

Result<Secret> authorization_of(const ContainerRecipe& recipe, const FetchParts& parts) {
  auto token = recipe.token;
  if (!recipe.token_file.empty()) {
    auto text = parts.read_file(recipe.token_file, largest_token);
    if (!text) {
      return Error{
          .code = Code::unauthenticated,
          .what = fmt::format("the container's authorization token: {}", text.error().what),
          .at = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"};
    }
    token = Secret(*std::move(text));
  }
  if (token.expose().find_first_of("\r\n") != std::string::npos) {
    return Error{.code = Code::unauthenticated,
                 .what = "the container's authorization token has a line break",
                 .at = recipe.token_file.empty() ? "AWS_CONTAINER_AUTHORIZATION_TOKEN"
                                                 : "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"};
  }
  return token;
}

// One conversation with the metadata service of the instance.
class Metadata {
 public:
  Metadata(const MetadataRecipe& recipe, const FetchParts& parts)
      : recipe_(recipe),
        retrying_(parts.transport, patient(recipe.attempts, Milliseconds(0)), parts.retry) {}

  Result<AwsCredentials> credentials() {
    TRY_ASSIGN(token_, token());
    const std::string folder = "/latest/meta-data/iam/security-credentials/";
    TRY_ASSIGN(const auto list, get("role", folder));
    if (list.status == 404) {
      return Error{.code = Code::unauthenticated,
                   .what = "this EC2 instance has no IAM role",
                   .hint = "Attach an instance profile to it, or give credentials another way."};
    }
    if (list.status != 200) return refused(list, "the instance metadata do not tell the role");
    const auto role = std::string(trim(list.body.substr(0, list.body.find('\n'))));
    TRY_ASSIGN(const auto answer, get("credentials", folder + percent_encode(role)));
    const auto subject = fmt::format("the answer for role {}", printable(role, 100));
    if (answer.status != 200)
      return refused(answer, fmt::format("the instance metadata refuse {}", printable(role, 100)));
    TRY_ASSIGN(const Json body, parse_json(answer.body, subject));
    const auto code = string_at(body, "Code", "Success");
    if (code != "Success") {
      return Error{.code = Code::unauthenticated,
                   .what = fmt::format("the instance has no credentials for role {}: {} {}",
                                       printable(role, 100),
                                       printable(code, 100),
                                       printable(string_at(body, "Message"), 300))};
    }
    return credentials_in(body, metadata_names, subject);
  }

 private:
  Result<Secret> token() {
    auto answer = send({.service = "credentials",
                        .operation = "instance metadata token",
                        .method = "PUT",
                        .url = recipe_.url + "/latest/api/token",
                        .headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}}});
    if (!answer) return unreached(std::move(answer).error());
    if (answer->status == 200) return Secret(std::string(trim(answer->body)));
    auto error = refused(*answer, "the instance metadata service gives no session token");
    error.hint = answer->status == 403 ? "It is switched off for this instance (HttpEndpoint)."
                                       : "Version 2 of the service is needed.";
    return error;
  }

  Result<Response> get(const std::string& what, const std::string& path) {
    auto answer = send({.service = "credentials",
                        .operation = "instance metadata " + what,
                        .url = recipe_.url + path,
                        .headers = {{"X-aws-ec2-metadata-token", token_.expose()}}});
    if (!answer) return unreached(std::move(answer).error());
    return answer;
  }

  Result<Response> send(Request request) {
    request.repeat = Repeat::safe;
    request.timeout = recipe_.timeout;
    return retrying_.send(request);
  }

  // The service answers at once or is not there. An answer with a small hop limit is lost on its
  // way into a container, although the question arrived.
  [[nodiscard]] Error unreached(Error error) const {
    if (error.code == Code::cancelled || error.code == Code::invalid) return error;
    const bool lost = error.code == Code::deadline && error.effect == Effect::unknown;
    Error out{
        .code = Code::unauthenticated,
        .what = fmt::format("{}the instance metadata service does not answer: {}",
                            recipe_.last_resort ? "no AWS credentials are configured, and " : "",
                            error.what)};
    if (lost) {
      out.hint =
          "In a container on EC2 raise the hop limit: aws ec2 modify-instance-metadata-options "
          "--instance-id ID --http-put-response-hop-limit 2";
    } else if (recipe_.last_resort) {
      out.what = fmt::format(
          "there are no AWS credentials, neither in the environment nor in the profile, and this "
          "is "
          "no EC2 instance ({})",
          error.what);
      out.hint =
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has credentials "
          "(AWS_PROFILE).";
    }
    return out;
  }

  const MetadataRecipe& recipe_;
  http::Retrying retrying_;
  Secret token_{};
};

}  // namespace

Result<AwsCredentials> fetch(const ContainerRecipe& recipe, const FetchParts& parts) {
  TRY_ASSIGN(const auto token, authorization_of(recipe, parts));
  Request request{.service = "credentials",
                  .operation = "container credentials",
                  .url = recipe.url,
                  .headers = {{"Accept", "application/json"}},
                  .repeat = Repeat::safe,
                  .timeout = container_timeout};
  if (!token.empty()) request.headers.push_back({"Authorization", token.expose()});
  http::Retrying retrying(
      parts.transport, patient(container_attempts, container_pause), parts.retry);
  auto answer = retrying.send(request);
  if (!answer && answer.error().code == Code::cancelled) return std::move(answer).error();
  if (!answer) {
    return Error{.code = Code::unauthenticated,
                 .what = "the container's credentials: " + answer.error().what};
  }
  if (answer->status != 200) return refused(*answer, "the container's credentials were refused");
  TRY_ASSIGN(const Json body, parse_json(answer->body, "the container's answer"));
  return credentials_in(body, metadata_names, "the container's answer");
}

Result<AwsCredentials> fetch(const MetadataRecipe& recipe, const FetchParts& parts) {
  return Metadata(recipe, parts).credentials();
}

}  // namespace patchcord::aws
