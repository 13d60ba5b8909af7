#include "patchcord/sandbox/genesys/paging.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/errors.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr int default_page_size = 25;
constexpr int largest_page =
    100;  // what all official clients ask for; the real maximum is not documented
constexpr int largest_cursor_page = 200;
constexpr std::size_t too_many = 3;  // objects that a total counts and no page shows

Error invalid_parameter(std::string_view name, std::string_view value) {
  auto error = refusal(400, fmt::format("The value '{}' for '{}' is not valid.", value, name));
  error.answer->code = "invalid.query.param.value";
  return error;
}

Result<int> positive(const Call& call, std::string_view name, int otherwise) {
  const auto text = call.parameter(name);
  if (!text) return otherwise;
  int value = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (problem != std::errc{} || end != text->data() + text->size() || value < 1) {
    return invalid_parameter(name, *text);
  }
  return value;
}

// The caller's URI with some parameters set; they come first, as the API writes them.
std::string uri_with(const Call& call,
                     const Query& set,
                     std::span<const std::string_view> without) {
  std::string out = call.path;
  char separator = '?';
  const auto append = [&](const std::string& key, const std::string& value) {
    out += fmt::format("{}{}={}", separator, percent_encode(key), percent_encode(value));
    separator = '&';
  };
  for (const auto& [key, value] : set)
    append(key, value);
  for (const auto& [key, value] : call.query) {
    if (std::find(without.begin(), without.end(), key) == without.end()) append(key, value);
  }
  return out;
}

struct PageNumbers {
  int size{};
  int number{};
  int count{};
};

void add_page_uris(const Call& call, const PageNumbers& page, Json& out) {
  constexpr std::string_view replaced[] = {"pageSize", "pageNumber"};
  const auto uri = [&](int number) {
    return uri_with(
        call,
        {{"pageSize", std::to_string(page.size)}, {"pageNumber", std::to_string(number)}},
        replaced);
  };
  const int last = std::max(page.count, 1);
  out["selfUri"] = uri(page.number);
  out["firstUri"] = uri(1);
  out["lastUri"] = uri(last);
  if (page.number < last) out["nextUri"] = uri(page.number + 1);
  if (page.number > 1) out["previousUri"] = uri(std::min(page.number - 1, last));
}

std::string sort_key(const Json& entity, const std::string& field) {
  const auto& value = member_at(entity, field);
  if (value.is_number_integer()) return fmt::format("{:020}", integer_at(entity, field));
  return value.is_string() ? lower_case(value.get_ref<const std::string&>()) : to_text(value);
}

std::string id_of(const Json& entity) {
  return string_at(entity, "id");
}

// The entities between the cursors, at most `size`: the first ones, or the last ones before
// `before`.
std::span<const Json> cursor_window(const Call& call,
                                    const std::vector<Json>& all,
                                    std::size_t size) {
  std::span<const Json> window(all);
  if (const auto after = call.parameter("after")) {
    const auto first = std::upper_bound(
        all.begin(), all.end(), *after, [](const std::string& id, const Json& entity) {
          return id < id_of(entity);
        });
    return window.subspan(static_cast<std::size_t>(first - all.begin()))
        .first(std::min(size, static_cast<std::size_t>(all.end() - first)));
  }
  if (const auto before = call.parameter("before")) {
    const auto end = std::lower_bound(
        all.begin(), all.end(), *before, [](const Json& entity, const std::string& id) {
          return id_of(entity) < id;
        });
    const auto earlier = static_cast<std::size_t>(end - all.begin());
    return window.first(earlier).last(std::min(size, earlier));
  }
  return window.first(std::min(size, window.size()));
}

}  // namespace

Result<Json> page_of(const Call& call, const std::vector<Json>& all, PageUris uris) {
  TRY_ASSIGN(int size, positive(call, "pageSize", default_page_size));
  TRY_ASSIGN(const int number, positive(call, "pageNumber", 1));
  if (size > largest_page) {
    if (call.knobs.large_pages == LargePages::refused) {
      return invalid_parameter("pageSize", std::to_string(size));
    }
    size = largest_page;
  }
  const auto total = all.size();
  const auto page_size = static_cast<std::size_t>(size);
  const auto first = std::min(total, (static_cast<std::size_t>(number) - 1) * page_size);
  const auto last = std::min(total, first + page_size);
  const PageNumbers page{.size = size,
                         .number = number,
                         .count = static_cast<int>((total + page_size - 1) / page_size)};
  Json out = {{"entities", Json::array()},
              {"pageSize", page.size},
              {"pageNumber", page.number},
              {"pageCount", page.count}};
  if (call.knobs.page_totals != PageTotals::absent)
    out["total"] = total + (call.knobs.page_totals == PageTotals::more ? too_many : 0);
  for (auto i = first; i < last; ++i)
    out["entities"].push_back(all[i]);
  if (uris == PageUris::given) add_page_uris(call, page, out);
  return out;
}

Result<Json> cursor_page_of(const Call& call, const std::vector<Json>& all) {
  TRY_ASSIGN(const int size, positive(call, "pageSize", default_page_size));
  if (size > largest_cursor_page) return invalid_parameter("pageSize", std::to_string(size));
  const auto window = cursor_window(call, all, static_cast<std::size_t>(size));

  constexpr std::string_view replaced[] = {"pageSize", "after", "before"};
  const auto uri = [&](const std::string& cursor, const Json& entity) {
    return uri_with(call, {{cursor, id_of(entity)}, {"pageSize", std::to_string(size)}}, replaced);
  };
  Json out = {{"entities", Json::array()}, {"selfUri", uri_with(call, {}, {})}};
  for (const auto& entity : window)
    out["entities"].push_back(entity);
  if (window.empty()) return out;
  const bool more = id_of(window.back()) != id_of(all.back());
  if (more || call.knobs.cursor_end == CursorEnd::when_any)
    out["nextUri"] = uri("after", window.back());
  if (id_of(window.front()) != id_of(all.front()))
    out["previousUri"] = uri("before", window.front());
  return out;
}

Result<void> sort_entities(const Call& call,
                           std::vector<Json>& entities,
                           std::span<const std::string_view> fields) {
  const auto order = lower_case(call.parameter("sortOrder").value_or("asc"));
  if (order != "asc" && order != "desc") return invalid_parameter("sortOrder", order);
  const auto field = call.parameter("sortBy");
  if (!field) return {};
  if (std::find(fields.begin(), fields.end(), *field) == fields.end()) {
    if (call.knobs.unknown_sort == UnknownSort::ignored) return {};
    return invalid_parameter("sortBy", *field);
  }
  std::stable_sort(entities.begin(), entities.end(), [&](const Json& a, const Json& b) {
    const auto left = sort_key(a, *field);
    const auto right = sort_key(b, *field);
    return order == "asc" ? left < right : right < left;
  });
  return {};
}

}  // namespace patchcord::sandbox::genesys
