// Listings of many pages, read to their end.
#pragma once

#include <vector>

#include "patchcord/genesys/client.h"

namespace patchcord::genesys {

// All entities of a listing with page numbers, 100 a page, each id once (things move while one
// pages). Ends at a page that is empty or names no next one. A listing that gives fewer than the
// total that it claims is read a second time. Pages that the total promises are asked for a few at
// a time.
//
// Where one id may come several times (a flow in several versions), `also` names the member that
// tells them apart. `call` has neither pageSize nor pageNumber in its query.
//
// Errors   unavailable: incomplete both times · protocol: no list, or no end · those of
// Client::json
Result<std::vector<Json>> read_pages(Client& client, const Call& call, std::string_view also = {});

// All entities of a listing with cursors (`after`), 200 a page.
Result<std::vector<Json>> read_cursor(Client& client, const Call& call);

}  // namespace patchcord::genesys
