#include "patchcord/base/result.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/base/secret.h"
#include "patchcord/base/try.h"

namespace patchcord {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{.code = Code::invalid, .what = "odd"};
  return number / 2;
}

Result<int> quarter(int number) {
  TRY_ASSIGN(const int first, half(number));
  TRY(half(first));
  return first / 2;
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_EQ(*half(4), 2);
  EXPECT_EQ(half(3).error().what, "odd");
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_FALSE(quarter(6).ok());
  EXPECT_FALSE(quarter(3).ok());
}

TEST(Result, CarriesValuesThatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, OfVoidIsGoodUntilToldOtherwise) {
  EXPECT_TRUE(Result<void>().ok());
  EXPECT_EQ(Result<void>(Error{.code = Code::denied}).error().code, Code::denied);
}

TEST(ResultDeathTest, ReadingWhatIsNotThereEndsTheProgram) {
  const auto failed = half(3);
  EXPECT_DEATH(static_cast<void>(failed.value()), "This is a bug in patchcord");
}

TEST(Error, KeepsWhereTheProgramWas) {
  const Error error = during(during(Error{.what = "x"}, "inner"), "outer");
  EXPECT_THAT(error.during, testing::ElementsAre("inner", "outer"));
}

// A secret must not reach a stream, a format string or a string by accident.
template <typename T>
concept ConvertsToString = requires(T value) {
  std::string(value);
}
|| requires(T value) {
  std::string_view(value);
};
template <typename T>
concept Streams = requires(std::ostream& out, T value) {
  out << value;
};
static_assert(!ConvertsToString<Secret>);
static_assert(!Streams<Secret>);

}  // namespace
}  // namespace patchcord
