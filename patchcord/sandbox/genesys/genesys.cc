#include "patchcord/sandbox/genesys/genesys.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/execution.h"
#include "patchcord/sandbox/genesys/routes.h"
#include "patchcord/sandbox/genesys/seed.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr std::string_view token_path = "/oauth/token";

bool may(const std::optional<std::vector<std::string>>& granted, std::string_view permission) {
  return !granted || std::find(granted->begin(), granted->end(), permission) != granted->end();
}

Result<void> check_permission(const State& state,
                              const Knobs& knobs,
                              const Token& token,
                              const Route& route) {
  const auto& needed = route.permissions;
  if (needed[0].empty()) return {};
  auto granted = knobs.permissions;
  for (const auto& client : state.clients) {
    if (client.id == token.client_id && client.permissions) granted = client.permissions;
  }
  if (may(granted, needed[0]) || (!needed[1].empty() && may(granted, needed[1]))) return {};
  const bool one = needed[1].empty();
  auto error = refusal(
      403,
      one ? fmt::format("Unable to perform the requested action. You are missing the following "
                        "permission(s): {}",
                        needed[0])
          : fmt::format("Unable to perform the requested action. You must have at least one of the "
                        "following permissions assigned: {}, {}",
                        needed[0],
                        needed[1]));
  error.answer->code = one ? "missing.permissions" : "missing.any.permissions";
  return error;
}

Result<Json> read_body(const Message& message, BodyKind kind, const Knobs& knobs) {
  if (kind == BodyKind::none) return Json();
  const auto type = lower_case(find_field(message.headers, "Content-Type").value_or(""));
  if (trim(split(type, ';').front()) != "application/json") {
    return refusal(415, std::string(sentence_of(415)));
  }
  if (message.body.size() > static_cast<std::size_t>(knobs.request_bytes_max)) {
    return refusal(413,
                   fmt::format("The request is over the size limit. Maximum bytes: {}",
                               knobs.request_bytes_max));
  }
  auto body = parse_json(message.body, "the request body");
  const bool usable = body.ok() && (kind == BodyKind::any || body.value().is_object());
  if (!usable) return bad_request(std::string(sentence_of(400)));
  return body;
}

void add_rate(const Rate& rate, Reply& reply) {
  reply.headers.push_back({"inin-ratelimit-count", std::to_string(rate.used)});
  reply.headers.push_back({"inin-ratelimit-allowed", std::to_string(rate.allowed)});
  reply.headers.push_back({"inin-ratelimit-reset", std::to_string(rate.reset_seconds)});
}

}  // namespace

GenesysCloud::GenesysCloud(GenesysOptions options,
                           const Time& time,
                           Randomness& random,
                           Chain& chain)
    : options_(std::move(options)), time_(time), random_(random), chain_(chain) {
  start();
}

void GenesysCloud::start() {
  knobs_ = {};
  state_ = {};
  state_.organization = {.id = options_.organization_id,
                         .name = options_.organization_name,
                         .domain = options_.domain};
  state_.clients.push_back(
      {.id = options_.client_id, .secret = options_.client_secret, .permissions = {}});
  add_built_in_objects(state_, knobs_);
}

void GenesysCloud::reset() {
  const std::scoped_lock lock(mutex_);
  start();
}

std::string GenesysCloud::operation_of(const Message& message) {
  if (message.path == token_path) return fmt::format("login {} {}", message.method, token_path);
  const auto match = find_route(message.method, message.path);
  if (!match) return "genesys unknown";
  return fmt::format("genesys {} {}", message.method, match->path);
}

Knobs GenesysCloud::knobs() const {
  const std::scoped_lock lock(mutex_);
  return knobs_;
}

void GenesysCloud::set_knobs(const Knobs& knobs) {
  const std::scoped_lock lock(mutex_);
  if (knobs.static_prefix != knobs_.static_prefix)
    rename_static_actions(state_, knobs.static_prefix);
  knobs_ = knobs;
}

Json GenesysCloud::state() const {
  const std::scoped_lock lock(mutex_);
  return state_to_json(state_, knobs_, time_.now());
}

Json GenesysCloud::tokens() const {
  const std::scoped_lock lock(mutex_);
  Json out = Json::array();
  for (const auto& [text, token] : state_.tokens)
    out.push_back(text);
  return out;
}

Result<Json> GenesysCloud::seed(const Json& objects) {
  const std::scoped_lock lock(mutex_);
  State seeded = state_;
  TRY_ASSIGN(auto ids,
             seed_state(seeded, objects, {.knobs = knobs_, .random = random_, .now = time_.now()}));
  state_ = std::move(seeded);
  return ids;
}

void GenesysCloud::expire_token(const Message& message) {
  const std::scoped_lock lock(mutex_);
  const auto bearer = authenticate(state_, time_.now(), message);
  if (bearer) state_.tokens.erase(bearer->text);
}

Reply GenesysCloud::refuse(const Message& message,
                           int status,
                           const std::string& code,
                           const std::string& text) {
  const auto context_id = random_.uuid();
  Reply reply;
  if (message.path == token_path) {
    reply = login_error(
        status, code.empty() ? "invalid_request" : code, text.empty() ? sentence_of(status) : text);
  } else {
    auto error = refusal(status, text.empty() ? std::string(sentence_of(status)) : text);
    if (!code.empty()) error.answer->code = code;
    reply = error_reply(error, context_id);
    const std::scoped_lock lock(mutex_);
    add_rate(idle_rate(knobs_), reply);
  }
  reply.headers.push_back({"ININ-Correlation-Id", context_id});
  return reply;
}

Reply GenesysCloud::handle(const Message& message) {
  Progress progress{.rate = {}, .context_id = random_.uuid()};
  Reply reply;
  if (message.path == token_path) {
    const std::scoped_lock lock(mutex_);
    reply = mint_token(state_, knobs_, random_, time_.now(), message);
  } else {
    reply = handle_api(message, progress);
    add_rate(progress.rate, reply);
  }
  reply.headers.push_back({"ININ-Correlation-Id", progress.context_id});
  return reply;
}

Reply GenesysCloud::handle_api(const Message& message, Progress& progress) {
  std::unique_lock lock(mutex_);
  auto outcome = outcome_of(message, progress);
  if (!outcome) {
    const bool throttling = outcome.error().answer && outcome.error().answer->status == 429;
    return throttling ? throttled(outcome.error(), progress)
                      : error_reply(outcome.error(), progress.context_id);
  }
  if (auto* reply = std::get_if<Reply>(&outcome.value())) return std::move(*reply);
  const bool draft_step = knobs_.published_validates_draft;
  const auto operation_names = knobs_.operation_names;
  const auto readings = knobs_.readings;
  lock.unlock();
  return run(std::get<Execution>(*outcome),
             {.chain = chain_,
              .genesys_account = options_.aws_account,
              .organization_id = options_.organization_id,
              .context_id = progress.context_id,
              .published_validates_draft = draft_step,
              .operation_names = operation_names,
              .readings = readings});
}

// The order of the checks is the platform's: who, how often, may they, what, and only then the
// request itself.
Result<Outcome> GenesysCloud::outcome_of(const Message& message, Progress& progress) {
  const auto now = time_.now();
  progress.rate = idle_rate(knobs_);
  TRY_ASSIGN(const auto bearer, authenticate(state_, now, message));
  progress.rate = count_request(*bearer.token, knobs_, now);
  if (is_exceeded(progress.rate)) return rate_exceeded(progress.rate);
  auto match = find_route(message.method, message.path);
  if (!match) return not_found();
  if (match->route == nullptr) return refusal(405, std::string(sentence_of(405)));
  TRY(check_permission(state_, knobs_, *bearer.token, *match->route));
  TRY_ASSIGN(auto body, read_body(message, match->route->body, knobs_));
  Call call{.state = state_,
            .knobs = knobs_,
            .random = random_,
            .now = now,
            .context_id = progress.context_id,
            .token = bearer.text,
            .path = message.path,
            .query = parse_query(message.query),
            .labels = std::move(match->labels),
            .body = std::move(body),
            .text = message.body,
            .accept = find_field(message.headers, "Accept").value_or("")};
  return match->route->handler(call);
}

Reply GenesysCloud::throttled(const Error& error, const Progress& progress) const {
  auto reply = error_reply(error, progress.context_id);
  const auto seconds = std::to_string(progress.rate.reset_seconds);
  auto body = parse_json(reply.body, "our own answer").value();
  body["messageWithParams"] =
      "Rate limit exceeded the maximum. Retry the request in [{seconds}] seconds";
  body["messageParams"] = {{"seconds", seconds}};
  if (knobs_.limit_object) {
    body["limit"] = {{"key", "client.credentials.token.rate.per.minute"},
                     {"namespace", "platform.api"},
                     {"value", progress.rate.allowed}};
  }
  reply.body = to_text(body);
  if (knobs_.retry_after) reply.headers.push_back({"Retry-After", seconds});
  return reply;
}

}  // namespace patchcord::sandbox::genesys
