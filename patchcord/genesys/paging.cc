#include "patchcord/genesys/paging.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/parallel.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::genesys {
namespace {

constexpr std::size_t page_size = 100;
constexpr std::size_t most_pages = 1'000;

class Collected {
 public:
  explicit Collected(std::string_view also = {}) : also_(also) {}

  void add(const Json& entities) {
    for (const auto& entity : entities) {
      const auto id = string_at(entity, "id");
      const auto key = id + '\n' + string_at(entity, also_);
      if (id.empty() || seen_.insert(key).second) all_.push_back(entity);
    }
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  std::vector<Json> take() { return std::move(all_); }

 private:
  std::string_view also_;
  std::vector<Json> all_;
  std::set<std::string> seen_;
};

Error endless(const Call& call) {
  return Error{
      .code = Code::protocol,
      .what = fmt::format("{} cannot be {}: the list has no end", call.subject, call.verb)};
}

// One page: {"entities": […], "total": 5, "nextUri": "/api/v2/…"}.
Result<Json> read_page(Client& client, Call call, const std::string& paging) {
  call.query = call.query.empty() ? paging : paging + '&' + call.query;
  TRY_ASSIGN(Json page, client.json(call));
  if (page.is_object() && member_at(page, "entities").is_null()) page["entities"] = Json::array();
  if (member_at(page, "entities").is_array()) return page;
  return Error{
      .code = Code::protocol,
      .what = fmt::format("{} cannot be {}: the answer is not a list", call.subject, call.verb)};
}

struct Listing {
  std::vector<Json> entities{};
  bool complete{true};
};

// How many pages to ask for next, by what the last one says of the whole; at least one.
std::size_t pages_ahead(std::size_t read, const Json& last) {
  const auto total = static_cast<std::size_t>(std::max<std::int64_t>(0, integer_at(last, "total")));
  const auto all = (std::min(total, page_size * most_pages) + page_size - 1) / page_size;
  return std::clamp<std::size_t>(all > read ? all - read : 0, 1, requests_in_flight);
}

Result<Listing> read_once(Client& client, const Call& call, std::string_view also) {
  Collected collected(also);
  std::size_t read = 0;
  for (std::size_t ahead = 1; read < most_pages;) {
    std::vector<Json> pages(ahead);
    TRY(in_flight(ahead, requests_in_flight, [&](std::size_t i) -> Result<void> {
      TRY_ASSIGN(pages[i],
                 read_page(client, call, fmt::format("pageSize=100&pageNumber={}", read + i + 1)));
      return {};
    }));
    for (const auto& page : pages) {
      const Json& entities = member_at(page, "entities");
      collected.add(entities);
      if (!entities.empty() && !string_at(page, "nextUri").empty()) continue;
      const auto total = integer_at(page, "total");
      const bool complete = std::cmp_greater_equal(collected.size(), total);
      return Listing{.entities = collected.take(), .complete = complete};
    }
    read += ahead;
    ahead = pages_ahead(read, pages.back());
  }
  return endless(call);
}

// The value of `after` in "/api/v2/integrations/credentials/listing?after=…&pageSize=200".
std::string cursor_in(std::string_view uri) {
  const auto question = uri.find('?');
  if (question == std::string_view::npos) return {};
  for (const auto pair : split(uri.substr(question + 1), '&')) {
    if (pair.starts_with("after=")) return percent_decode(pair.substr(6));
  }
  return {};
}

}  // namespace

Result<std::vector<Json>> read_pages(Client& client, const Call& call, std::string_view also) {
  TRY_ASSIGN(Listing first, read_once(client, call, also));
  if (first.complete) return std::move(first.entities);
  TRY_ASSIGN(Listing second, read_once(client, call, also));
  // Nothing moved while we looked: the total counts what no page shows.
  if (second.complete || second.entities == first.entities) return std::move(second.entities);
  return Error{
      .code = Code::unavailable,
      .what = fmt::format("{} cannot be {}: the list is incomplete", call.subject, call.verb),
      .hint = "Run it again: somebody may be changing these objects right now."};
}

Result<std::vector<Json>> read_cursor(Client& client, const Call& call) {
  Collected collected;
  std::set<std::string> cursors;
  std::string paging = "pageSize=200";
  for (std::size_t number = 1; number <= most_pages; ++number) {
    TRY_ASSIGN(const Json page, read_page(client, call, paging));
    const Json& entities = member_at(page, "entities");
    collected.add(entities);
    const auto cursor = cursor_in(string_at(page, "nextUri"));
    if (entities.empty() || cursor.empty()) return collected.take();
    if (!cursors.insert(cursor).second) break;
    paging = fmt::format("pageSize=200&after={}", percent_encode(cursor));
  }
  return endless(call);
}

}  // namespace patchcord::genesys
