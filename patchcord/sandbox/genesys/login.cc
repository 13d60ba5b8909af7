#include "patchcord/sandbox/genesys/login.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/sandbox/genesys/errors.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr std::size_t token_length = 86;
constexpr int unlimited = 1'000'000;
constexpr Milliseconds minute{60'000};

// What follows `scheme` in the Authorization header.
std::optional<std::string> authorization(const Message& message, std::string_view scheme) {
  const auto header = find_field(message.headers, "Authorization");
  if (!header) return std::nullopt;
  const auto blank = header->find(' ');
  if (blank == std::string::npos || lower_case(header->substr(0, blank)) != scheme)
    return std::nullopt;
  return std::string(trim(std::string_view(*header).substr(blank)));
}

bool minted_too_many(State& state, const Knobs& knobs, TimePoint now) {
  if (now - state.token_window_start >= minute) {
    state.token_window_start = now;
    state.tokens_minted = 0;
  }
  ++state.tokens_minted;
  return knobs.tokens_per_minute > 0 && state.tokens_minted > knobs.tokens_per_minute;
}

bool is_client_credentials_grant(const Message& message) {
  const auto form = parse_query(message.body);
  return std::any_of(form.begin(), form.end(), [](const auto& field) {
    return field.first == "grant_type" && field.second == "client_credentials";
  });
}

const OAuthClient* find_client(const State& state, std::string_view id) {
  for (const auto& client : state.clients) {
    if (client.id == id) return &client;
  }
  return nullptr;
}

Reply refuse_client(std::string_view text) {
  return login_error(400, "invalid_client", text);
}

}  // namespace

// Source: Genesys Cloud developer center, client credentials grant; the error texts are what the
// service answers.
Reply mint_token(
    State& state, const Knobs& knobs, Randomness& random, TimePoint now, const Message& message) {
  if (message.method != "POST") return login_error(405, "invalid_request", "method not allowed");
  const auto type = lower_case(find_field(message.headers, "Content-Type").value_or(""));
  if (!type.starts_with("application/x-www-form-urlencoded")) {
    return login_error(
        400, "invalid_request", "content type must be application/x-www-form-urlencoded");
  }
  if (!is_client_credentials_grant(message)) {
    return login_error(400, "unsupported_grant_type", "grant type must be client_credentials");
  }
  if (minted_too_many(state, knobs, now)) {
    return login_error(400, "invalid_request", "rate limit exceeded; try again in a minute");
  }
  const auto pair = base64_decode(authorization(message, "basic").value_or(""));
  const auto colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return refuse_client("client not found");
  const auto* client = find_client(state, std::string_view(*pair).substr(0, colon));
  if (client == nullptr) return refuse_client("client not found");
  if (Secret(pair->substr(colon + 1)) != client->secret)
    return refuse_client("authentication failed");

  std::erase_if(state.tokens, [now](const auto& entry) { return now >= entry.second.expires; });
  const auto token = random.letters(token_length);
  state.tokens[token] = Token{.client_id = client->id,
                              .expires = now + std::chrono::seconds(knobs.token_seconds),
                              .window_start = {},
                              .used = 0};
  const Json body = {
      {"access_token", token}, {"token_type", "bearer"}, {"expires_in", knobs.token_seconds}};
  return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = to_text(body)};
}

Result<Bearer> authenticate(State& state, TimePoint now, const Message& message) {
  auto text = authorization(message, "bearer");
  if (!text) {
    auto error = refusal(401, "No authentication bearer token specified in authorization header.");
    error.answer->code = "authentication.required";
    return error;
  }
  const auto entry = state.tokens.find(*text);
  if (entry == state.tokens.end()) return refusal(401, std::string(sentence_of(401)));
  if (now >= entry->second.expires) {
    state.tokens.erase(entry);
    return refusal(401, std::string(sentence_of(401)));
  }
  return Bearer{.text = std::move(*text), .token = &entry->second};
}

Rate idle_rate(const Knobs& knobs) {
  return {.used = 0,
          .allowed = knobs.rate_limit > 0 ? knobs.rate_limit : unlimited,
          .reset_seconds = knobs.rate_window_seconds};
}

Rate count_request(Token& token, const Knobs& knobs, TimePoint now) {
  const auto window = Milliseconds(std::chrono::seconds(knobs.rate_window_seconds));
  if (now - token.window_start >= window) {
    const auto since_epoch = now.time_since_epoch();
    token.window_start = knobs.rate_window == RateWindow::clock
                             ? TimePoint(since_epoch - since_epoch % window)
                             : now;
    token.used = 0;
  }
  token.used = std::min(token.used + 1, unlimited - 1);
  auto rate = idle_rate(knobs);
  rate.used = token.used;
  const auto left = std::chrono::ceil<std::chrono::seconds>(token.window_start + window - now);
  rate.reset_seconds = std::max(1, static_cast<int>(left.count()));
  return rate;
}

bool is_exceeded(const Rate& rate) {
  return rate.used > rate.allowed;
}

Error rate_exceeded(const Rate& rate) {
  return refusal(429,
                 fmt::format("Rate limit exceeded the maximum. Retry the request in [{}] seconds",
                             rate.reset_seconds));
}

Result<Outcome> revoke_token(Call& call) {
  call.state.tokens.erase(call.token);
  return Outcome{Reply{.status = 200}};
}

}  // namespace patchcord::sandbox::genesys
