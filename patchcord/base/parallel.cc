#include "patchcord/base/parallel.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace patchcord {

Result<void> in_flight(std::size_t count,
                       std::size_t limit,
                       const std::function<Result<void>(std::size_t)>& work) {
  std::mutex mutex;
  std::size_t next = 0;
  std::map<std::size_t, Error> errors;
  const auto worker = [&] {
    for (;;) {
      std::size_t index = 0;
      {
        const std::lock_guard lock(mutex);
        if (next == count || !errors.empty()) return;
        index = next++;
      }
      if (auto done = work(index); !done) {
        const std::lock_guard lock(mutex);
        errors.emplace(index, std::move(done).error());
      }
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < std::min(count, limit); ++i) {
    others.emplace_back(worker);
  }
  worker();
  for (auto& thread : others) {
    thread.join();
  }
  if (errors.empty()) return {};
  return std::move(errors.begin()->second);
}

}  // namespace patchcord
