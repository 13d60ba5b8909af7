// The record beside the manifest: what we last wrote, and what we were about to write.
#pragma once

#include <map>
#include <string>

#include "patchcord/base/result.h"
#include "patchcord/model/applied.h"

namespace patchcord {

// One run holds the record alone, under a lock that names its owner. Thread-safe.
class Journal {
 public:
  virtual ~Journal() = default;

  // What is recorded; an empty Applied with `present` false where there is no record.
  virtual Result<Applied> load() = 0;
  // One line before each create, so that a crash leaves exactly one unknown.
  virtual Result<void> intend(const Address& address, const std::string& operation) = 0;
  // The create certainly made nothing, or what it made has been looked for.
  virtual Result<void> abandon(const Address& address) = 0;
  // What we now know we have written; durable when this returns.
  virtual Result<void> record(const Address& address, const AppliedObject& object) = 0;
  // The same for many that are there as they should be, in one write.
  virtual Result<void> confirm(const std::map<Address, AppliedObject>& objects) = 0;
  virtual Result<void> forget(const Address& address) = 0;
};

}  // namespace patchcord
