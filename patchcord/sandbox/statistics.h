// How often each operation was called.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "patchcord/base/json.h"

namespace patchcord::sandbox {

// Thread-safe.
class Statistics {
 public:
  // "iam CreateRole": the service, a blank, the operation.
  void count(std::string_view operation) {
    const auto blank = operation.find(' ');
    const std::scoped_lock lock(mutex_);
    ++counts_[std::string(operation.substr(0, blank))][std::string(
        blank == std::string_view::npos ? operation : operation.substr(blank + 1))];
    ++total_;
  }
  void clear() {
    const std::scoped_lock lock(mutex_);
    counts_.clear();
    total_ = 0;
  }
  // {"genesys": {"GET /api/v2/organizations/me": 1}, "iam": {"CreateRole": 1}, "total": 2}
  [[nodiscard]] Json state() const {
    const std::scoped_lock lock(mutex_);
    Json out = Json::object();
    for (const auto& [service, operations] : counts_)
      out[service] = operations;
    out["total"] = total_;
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, long long>> counts_;
  long long total_{};
};

}  // namespace patchcord::sandbox
