// The record as files beside the manifest:
//
//   .patchcord/<deployment>@<organization id>.json   what we last wrote
//   .patchcord/<deployment>@<organization id>.log    lines of the run that is going on, or was when
//   it ended early .patchcord/<deployment>@<organization id>.lock   who holds it
//
// No secret is ever in it; it is safe to delete, and safe to commit. Ids and digests only.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "patchcord/ports/journal.h"

namespace patchcord::os {

struct JournalPlace {
  std::filesystem::path folder{};  // ".patchcord"
  std::string deployment{};
  std::string organization{};
  std::string
      owner{};  // for the lock: "patchcord deploy, process 4711 on host since 2026-11-22T09:30:00Z"
};

// The record as it is now, for commands that write nothing: no lock is taken.
//
// Errors   invalid: it is not one of ours, or damaged
Result<Applied> read_record(const JournalPlace& place);

// Takes the lock and keeps it until the journal is destroyed. Where the folder cannot be written
// the journal remembers nothing, and `readable_only` says so.
//
// Errors   conflict: another run holds it (names its owner) · invalid: the record is not one of
// ours, or damaged
struct OpenedJournal {
  std::unique_ptr<Journal> journal{};
  bool read_only{false};
};
Result<OpenedJournal> open_journal(const JournalPlace& place);

}  // namespace patchcord::os
