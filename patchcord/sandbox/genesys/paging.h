// Listings: page numbers (most of the API) and cursors (credentials).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

enum class PageUris { given, left_out };  // the listing of categories has none

// {"entities":[…],"pageSize":25,"pageNumber":1,"pageCount":3,"total":51,"selfUri":…,"nextUri":…},
// by the query parameters pageSize and pageNumber. A page past the end is empty. `all`: already
// filtered and sorted.
//
// Errors   400: not a positive integer; larger than 100 where the knob says so
Result<Json> page_of(const Call& call,
                     const std::vector<Json>& all,
                     PageUris uris = PageUris::given);

// {"entities":[…],"selfUri":…,"nextUri":…,"previousUri":…}, by after, before and pageSize (at most
// 200). `all` must be sorted by "id": a cursor is the id of an entity, which need not exist any
// more.
Result<Json> cursor_page_of(const Call& call, const std::vector<Json>& all);

// Sorts by the query parameters sortBy (one of `fields`) and sortOrder.
Result<void> sort_entities(const Call& call,
                           std::vector<Json>& entities,
                           std::span<const std::string_view> fields);

}  // namespace patchcord::sandbox::genesys
