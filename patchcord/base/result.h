// Result<T>: a value, or the one Error because of which there is none.
//
// A subset of std::expected<T, Error> (which GCC 12 has only from C++23 on): a discarded result is
// a compiler warning, and reading a value that is not there ends the program with a message.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "patchcord/base/check.h"
#include "patchcord/base/error.h"

namespace patchcord {

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& {
    PATCHCORD_CHECK(ok(), "value of a failed Result read");
    return std::get<0>(state_);
  }
  [[nodiscard]] T& value() & {
    PATCHCORD_CHECK(ok(), "value of a failed Result read");
    return std::get<0>(state_);
  }
  [[nodiscard]] T&& value() && {
    PATCHCORD_CHECK(ok(), "value of a failed Result read");
    return std::get<0>(std::move(state_));
  }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  [[nodiscard]] const Error& error() const& {
    PATCHCORD_CHECK(!ok(), "error of a good Result read");
    return std::get<1>(state_);
  }
  [[nodiscard]] Error&& error() && {
    PATCHCORD_CHECK(!ok(), "error of a good Result read");
    return std::get<1>(std::move(state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const Error& error() const& {
    PATCHCORD_CHECK(!ok(), "error of a good Result read");
    return *error_;
  }
  [[nodiscard]] Error&& error() && {
    PATCHCORD_CHECK(!ok(), "error of a good Result read");
    return *std::move(error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace patchcord
