// The record in memory, and events that nobody hears.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "patchcord/ports/events.h"
#include "patchcord/ports/journal.h"

namespace patchcord::test {

class MemoryJournal : public Journal {
 public:
  Applied applied{};
  std::vector<std::string> intents{};

  Result<Applied> load() override {
    const std::lock_guard lock(mutex_);
    return applied;
  }
  Result<void> intend(const Address& address, const std::string& operation) override {
    const std::lock_guard lock(mutex_);
    intents.push_back(operation + " " + address.text());
    applied.unfinished.insert(address);
    return {};
  }
  Result<void> abandon(const Address& address) override {
    const std::lock_guard lock(mutex_);
    applied.unfinished.erase(address);
    return {};
  }
  Result<void> record(const Address& address, const AppliedObject& object) override {
    return confirm({{address, object}});
  }
  Result<void> confirm(const std::map<Address, AppliedObject>& objects) override {
    const std::lock_guard lock(mutex_);
    for (const auto& [address, object] : objects) {
      applied.unfinished.erase(address);
      applied.objects[address] = object;
    }
    applied.present = true;
    return {};
  }
  Result<void> forget(const Address& address) override {
    const std::lock_guard lock(mutex_);
    applied.objects.erase(address);
    return {};
  }

 private:
  std::mutex mutex_{};
};

class NoEvents : public Events {
 public:
  void emit(const Event& /*event*/) override {}
};

}  // namespace patchcord::test
