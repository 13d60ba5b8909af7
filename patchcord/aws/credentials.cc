#include "patchcord/aws/credentials.h"

#include <utility>

#include "patchcord/base/try.h"

namespace patchcord::aws {
namespace {

constexpr Milliseconds renewed_before = std::chrono::minutes(5);
constexpr Milliseconds asked_before = std::chrono::minutes(1);
constexpr Milliseconds pause = std::chrono::seconds(30);

}  // namespace

ChainCredentials::ChainCredentials(ChainSettings settings, FetchParts parts)
    : settings_(std::move(settings)), parts_(std::move(parts)) {}

Result<AwsCredentials> ChainCredentials::credentials() {
  std::unique_lock lock(mutex_);
  while (fetching_) {
    if (need() != Need::now) return found_->credentials;
    const auto before = fetches_;
    changed_.wait(lock, [&] { return fetches_ != before; });
    if (failure_ && need() == Need::now) return *failure_;
  }
  const auto need_now = need();
  if (need_now == Need::none) return found_->credentials;
  fetching_ = true;
  lock.unlock();
  auto fetched = fetch();
  lock.lock();
  fetching_ = false;
  ++fetches_;
  changed_.notify_all();
  not_before_ = parts_.retry.clock.now() + pause;
  failure_.reset();
  if (fetched) {
    found_ = *std::move(fetched);
    return found_->credentials;
  }
  failure_ = std::move(fetched).error();
  if (need_now == Need::soon && found_) return found_->credentials;
  return *failure_;
}

ChainCredentials::Need ChainCredentials::need() const {
  if (!found_) return Need::now;
  if (!found_->credentials.expires) return Need::none;
  const auto left = *found_->credentials.expires - parts_.now();
  if (left <= Milliseconds(0)) return Need::now;
  const auto renewed = found_->needs_person ? asked_before : renewed_before;
  return left <= renewed && parts_.retry.clock.now() >= not_before_ ? Need::soon : Need::none;
}

Result<ChainCredentials::Fetched> ChainCredentials::fetch() {
  TRY_ASSIGN(auto files, read_shared_files(settings_.variables));
  TRY_ASSIGN(auto profile, select_profile(files, settings_.variables, settings_.profile));
  warn(profile.warnings);
  TRY_ASSIGN(const auto recipe,
             find_recipe({.variables = settings_.variables,
                          .files = std::move(files),
                          .profile = std::move(profile),
                          .region = settings_.region}));
  warn(recipe.warnings);
  TRY_ASSIGN(auto credentials, fetch_credentials(recipe, parts_));
  return Fetched{.credentials = std::move(credentials), .needs_person = recipe.needs_person()};
}

void ChainCredentials::warn(const std::vector<std::string>& warnings) {
  for (const auto& warning : warnings) {
    if (warned_.insert(warning).second)
      parts_.retry.events.emit(Notice{.level = Notice::Level::warning, .text = warning});
  }
}

void ChainCredentials::drop() {
  const std::lock_guard lock(mutex_);
  found_.reset();
}

}  // namespace patchcord::aws
