#include "patchcord/os/file_journal.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/os/descriptor.h"
#include "patchcord/os/file.h"

namespace patchcord::os {
namespace {

constexpr std::size_t max_record_bytes = 64U << 20U;
constexpr int owner_looks = 20;
constexpr auto between_owner_looks = std::chrono::milliseconds(25);
constexpr Kind kinds[] = {
    Kind::role, Kind::role_policy, Kind::integration, Kind::credential, Kind::action};

// {"kind": "action", "key": "Orders/Get order", "id": "custom_-_…", "name": "Get order", "version":
// 3, "digest": "…"}
Json to_json(const Address& address, const AppliedObject& object) {
  Json json = {{"kind", kind_name(address.kind)},
               {"key", address.key},
               {"id", object.id},
               {"name", object.name}};
  if (object.version != 0) json["version"] = object.version;
  if (!object.digest.empty()) json["digest"] = object.digest;
  if (!object.role_arn.empty()) json["roleArn"] = object.role_arn;
  if (!object.modified.empty()) json["modifiedDate"] = object.modified;
  if (object.adopted) json["adopted"] = true;
  return json;
}

std::optional<Address> address_in(const Json& json) {
  const auto name = string_at(json, "kind");
  for (const auto kind : kinds) {
    if (name == kind_name(kind)) return Address{kind, string_at(json, "key")};
  }
  return std::nullopt;
}

// One line or entry: an object that we wrote, one that we removed, or one that we were about to
// make.
void take_in(const Json& json, Applied& applied) {
  const auto address = address_in(json);
  if (!address) return;
  if (json.contains("intent")) {
    applied.unfinished.insert(*address);
    return;
  }
  applied.unfinished.erase(*address);
  if (boolean_at(json, "abandoned")) return;
  if (boolean_at(json, "removed")) {
    applied.objects.erase(*address);
    return;
  }
  applied.objects[*address] =
      AppliedObject{.id = string_at(json, "id"),
                    .name = string_at(json, "name"),
                    .version = static_cast<int>(integer_at(json, "version")),
                    .digest = string_at(json, "digest"),
                    .role_arn = string_at(json, "roleArn"),
                    .modified = string_at(json, "modifiedDate"),
                    .adopted = boolean_at(json, "adopted")};
}

Error damaged(const std::filesystem::path& path, std::string reason) {
  return Error{.code = Code::invalid,
               .what = fmt::format("the record {} cannot be used: {}", path.string(), reason),
               .hint =
                   "Remove the file: the next apply writes it anew, from the clouds and from what "
                   "its `safe` tests prove."};
}

std::filesystem::path path_of(const JournalPlace& place, const char* ending) {
  return place.folder / (place.deployment + "@" + place.organization + ending);
}

Result<void> take_in_record(const JournalPlace& place, std::string_view text, Applied& applied) {
  const auto path = path_of(place, ".json");
  const auto json = parse_json(text, "its content");
  if (!json) return damaged(path, json.error().what);
  if (integer_at(*json, "format") != 1) return damaged(path, "its format is not 1");
  if (string_at(*json, "deployment") != place.deployment ||
      string_at(*json, "organization") != place.organization) {
    return damaged(path, "it is of another deployment or organization");
  }
  for (const auto& entry : member_at(*json, "objects")) {
    take_in(entry, applied);
  }
  return {};
}

class FileJournal : public Journal {
 public:
  FileJournal(JournalPlace place, Descriptor lock)
      : place_(std::move(place)), lock_(std::move(lock)) {}
  ~FileJournal() override {
    fold();
    // The next owner is not mistaken for this one.
    static_cast<void>(::ftruncate(lock_.get(), 0));
  }
  FileJournal(const FileJournal&) = delete;
  FileJournal& operator=(const FileJournal&) = delete;
  FileJournal(FileJournal&&) = delete;
  FileJournal& operator=(FileJournal&&) = delete;

  Result<void> read() {
    TRY_ASSIGN(applied_, read_record(place_));
    std::error_code ignored;
    changed_ = std::filesystem::exists(path(".log"), ignored);
    return {};
  }

  Result<Applied> load() override {
    const std::lock_guard lock(mutex_);
    return applied_;
  }

  Result<void> intend(const Address& address, const std::string& operation) override {
    return append({{"intent", operation}, {"kind", kind_name(address.kind)}, {"key", address.key}});
  }

  Result<void> abandon(const Address& address) override {
    return append({{"abandoned", true}, {"kind", kind_name(address.kind)}, {"key", address.key}});
  }

  Result<void> record(const Address& address, const AppliedObject& object) override {
    return append(to_json(address, object));
  }

  Result<void> confirm(const std::map<Address, AppliedObject>& objects) override {
    std::vector<Json> lines;
    lines.reserve(objects.size());
    for (const auto& [address, object] : objects) {
      lines.push_back(to_json(address, object));
    }
    return append_all(lines);
  }

  Result<void> forget(const Address& address) override {
    return append({{"removed", true}, {"kind", kind_name(address.kind)}, {"key", address.key}});
  }

 private:
  [[nodiscard]] std::filesystem::path path(const char* ending) const {
    return path_of(place_, ending);
  }

  Result<void> append(const Json& line) { return append_all({line}); }

  // Memory and file learn it by the same lines.
  Result<void> append_all(const std::vector<Json>& lines) {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto& line : lines) {
      take_in(line, applied_);
      text += to_text(line) + "\n";
    }
    applied_.present = true;
    changed_ = true;
    if (!log_.valid())
      log_ =
          Descriptor(::open(path(".log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!log_.valid() ||
        ::write(log_.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fdatasync(log_.get()) != 0) {
      return Error{
          .code = Code::unavailable,
          .what = fmt::format(
              "the record {} cannot be written: {}", path(".log").string(), std::strerror(errno))};
    }
    return {};
  }

  // The log becomes part of the record. If that fails the log stays, and the next run reads it.
  void fold() {
    if (!changed_) return;
    if (applied_.objects.empty() && applied_.unfinished.empty()) {
      // Nothing is left to remember.
      ::unlink(path(".json").c_str());
      ::unlink(path(".log").c_str());
      return;
    }
    Json objects = Json::array();
    for (const auto& [address, object] : applied_.objects) {
      objects.push_back(to_json(address, object));
    }
    for (const auto& address : applied_.unfinished) {
      objects.push_back(
          {{"intent", "create"}, {"kind", kind_name(address.kind)}, {"key", address.key}});
    }
    const Json record = {{"format", 1},
                         {"deployment", place_.deployment},
                         {"organization", place_.organization},
                         {"objects", objects}};
    if (write_file_atomically(path(".json"), record.dump(2) + "\n", 0644).ok())
      ::unlink(path(".log").c_str());
  }

  JournalPlace place_;
  Descriptor lock_;
  std::mutex mutex_{};  // of everything below
  Descriptor log_{};
  Applied applied_{};
  bool changed_{false};
};

// Where nothing can be written: it remembers as long as the run lasts.
class MemoryJournal : public Journal {
 public:
  Result<Applied> load() override {
    const std::lock_guard lock(mutex_);
    return applied_;
  }
  Result<void> intend(const Address& /*address*/, const std::string& /*operation*/) override {
    return {};
  }
  Result<void> abandon(const Address& /*address*/) override { return {}; }
  Result<void> record(const Address& address, const AppliedObject& object) override {
    return confirm({{address, object}});
  }
  Result<void> confirm(const std::map<Address, AppliedObject>& objects) override {
    const std::lock_guard lock(mutex_);
    for (const auto& [address, object] : objects) {
      applied_.objects[address] = object;
    }
    return {};
  }
  Result<void> forget(const Address& address) override {
    const std::lock_guard lock(mutex_);
    applied_.objects.erase(address);
    return {};
  }

 private:
  std::mutex mutex_{};
  Applied applied_{};
};

// The owner writes its name right after it took the lock.
std::string owner_in(const std::filesystem::path& lock) {
  for (int look = 0; look < owner_looks; ++look) {
    const auto owner = read_file(lock, 4096);
    if (owner.ok() && !trim(*owner).empty()) return printable(trim(*owner), 200);
    std::this_thread::sleep_for(between_owner_looks);
  }
  return "its owner is not known";
}

Result<Descriptor> take_lock(const JournalPlace& place) {
  const auto path = path_of(place, ".lock");
  Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock.valid()) return Error{.code = Code::denied, .what = std::strerror(errno)};
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return Error{.code = Code::conflict,
                 .what = fmt::format(
                     "another run holds the record of {}: {}", place.deployment, owner_in(path)),
                 .hint = "Wait until it has ended."};
  }
  if (::ftruncate(lock.get(), 0) != 0 ||
      ::pwrite(lock.get(), place.owner.data(), place.owner.size(), 0) < 0) {
    return Error{.code = Code::denied, .what = std::strerror(errno)};
  }
  return lock;
}

}  // namespace

// Record and log of an earlier run, together.
Result<Applied> read_record(const JournalPlace& place) {
  Applied applied;
  std::error_code unknown;
  if (!std::filesystem::is_directory(place.folder, unknown)) return applied;
  const auto text = read_file(path_of(place, ".json"), max_record_bytes);
  if (text.ok()) {
    TRY(take_in_record(place, *text, applied));
    applied.present = true;
  } else if (text.error().code != Code::not_found) {
    return damaged(path_of(place, ".json"), text.error().what);
  }
  const auto log = read_file(path_of(place, ".log"), max_record_bytes);
  if (!log.ok()) return applied;
  for (const auto line : split(*log, '\n')) {
    // The last line of a run that was killed may be cut.
    if (const auto json = parse_json(line, "a line of the log"); json.ok()) take_in(*json, applied);
  }
  applied.present = true;
  return applied;
}

Result<OpenedJournal> open_journal(const JournalPlace& place) {
  std::error_code failure;
  std::filesystem::create_directories(place.folder, failure);
  auto lock = failure ? Result<Descriptor>(Error{.code = Code::denied}) : take_lock(place);
  if (!lock && lock.error().code == Code::denied)
    return OpenedJournal{.journal = std::make_unique<MemoryJournal>(), .read_only = true};
  if (!lock) return std::move(lock).error();
  auto journal = std::make_unique<FileJournal>(place, *std::move(lock));
  TRY(journal->read());
  return OpenedJournal{.journal = std::move(journal), .read_only = false};
}

}  // namespace patchcord::os
