#include "patchcord/genesys/consumers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/genesys/paging.h"

namespace patchcord::genesys {
namespace {

constexpr int most_versions = 20;  // that are asked for one by one

// What ends the run, and not only this question.
bool is_fatal(const Error& error) {
  return error.code == Code::cancelled || error.code == Code::unauthenticated;
}

std::string doubt_of(const Error& error) {
  return error.code == Code::denied ? "the OAuth client lacks architect:dependencyTracking:view"
                                    : error.what;
}

bool wants_version(const Error& error) {
  return error.code == Code::invalid &&
         lower_case(error.what + error.detail).find("version") != std::string::npos;
}

class Question {
 public:
  Question(Client& client, const ObservedAction& action) : client_(client), action_(action) {}

  Result<FlowUse> answer() && {
    TRY(ask("DATAACTION"));
    if (action_.secure) TRY(ask("SECUREACTION"));
    return std::move(use_);
  }

 private:
  Result<void> ask(std::string_view type) {
    const auto asked = list(type, {});
    if (asked) return {};
    if (wants_version(asked.error())) return ask_each_version(type);
    return doubt(asked.error());
  }

  Result<void> ask_each_version(std::string_view type) {
    const int oldest = std::max(1, action_.version - most_versions + 1);
    bool answered = false;
    for (int version = action_.version; version >= oldest; --version) {
      const auto asked = list(type, fmt::format("&version={}", version));
      const bool not_indexed =
          !asked && (asked.error().code == Code::not_found || asked.error().code == Code::invalid);
      if (!asked && !not_indexed) return doubt(asked.error());
      answered = answered || asked.ok();
    }
    if (!answered) use_.unknown = "dependency tracking knows no version of it";
    if (oldest > 1) use_.unknown = "it has more versions than are asked for";
    return {};
  }

  Result<void> list(std::string_view type, const std::string& version) {
    TRY_ASSIGN(const auto entities,
               read_pages(client_,
                          {.route = "/api/v2/architect/dependencytracking/consumingresources",
                           .query = fmt::format(
                               "id={}&objectType={}{}", percent_encode(action_.id), type, version),
                           .subject = "flows that use action " + action_.id,
                           .verb = "listed"},
                          "version"));
    for (const auto& entity : entities) {
      add(entity);
    }
    return {};
  }

  // A flow is listed once for each of its versions.
  void add(const Json& entity) {
    const Flow flow{.id = string_at(entity, "id"),
                    .name = string_at(entity, "name"),
                    .type = string_at(entity, "type")};
    const bool known = std::find(use_.flows.begin(), use_.flows.end(), flow) != use_.flows.end();
    if (!known && !boolean_at(entity, "deleted")) use_.flows.push_back(flow);
  }

  Result<void> doubt(const Error& error) {
    if (is_fatal(error)) return error;
    use_.unknown = doubt_of(error);
    return {};
  }

  Client& client_;
  const ObservedAction& action_;
  FlowUse use_{};
};

}  // namespace

Result<FlowUse> flows_using(Client& client, const ObservedAction& action) {
  return Question(client, action).answer();
}

Result<TrackingIndex> read_tracking_index(Client& client) {
  const auto build = client.json({.method = "GET",
                                  .route = "/api/v2/architect/dependencytracking/build",
                                  .subject = "the state of dependency tracking",
                                  .verb = "read"});
  if (!build && is_fatal(build.error())) return build.error();
  TrackingIndex index;
  if (!build) {
    index.doubt = doubt_of(build.error());
    return index;
  }
  const auto status = string_at(*build, "status");
  if (status != "OPERATIONAL")
    index.doubt = fmt::format("dependency tracking is not complete: it reports {}",
                              status.empty() ? "no state" : printable(status, 60));
  for (const auto& object : member_at(*build, "failedObjects")) {
    index.failed.insert(string_at(object, "id"));
  }
  return index;
}

}  // namespace patchcord::genesys
