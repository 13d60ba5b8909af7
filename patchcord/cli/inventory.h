// What is there of a deployment, and how it stands to the manifest: the rows of list and show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/cli/run.h"

namespace patchcord::cli {

struct InventoryRow {
  Address address{};
  std::string id{};     // empty: it is not there
  std::string state{};  // "as wanted" | "differs" | "missing" | "to be removed" | "not ours"
  Json observed{};      // what is known of it; null where nothing is
};

// In the order role, integration, credential, action; within a kind by name.
std::vector<InventoryRow> inventory(const Run& run, const Plan& plan);

// A part of a list, and how to get the next one. A token is bound to the query and the page size.
struct Page {
  std::size_t first{};
  std::size_t count{};
  std::string next{};  // token; empty on the last page
};

// Errors   invalid: a token of another query or page size, or no token at all
Result<Page> page_of(std::size_t total,
                     std::size_t page_size,
                     const std::string& token,
                     const std::string& query);

}  // namespace patchcord::cli
