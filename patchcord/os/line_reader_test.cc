#include "patchcord/os/line_reader.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/result_matchers.h"

namespace patchcord::os {
namespace {

using testing::ElementsAre;

class Lines : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  Result<LineReader> open(const std::string& content, std::size_t max_line = 1000) {
    std::ofstream(path_, std::ios::binary) << content;
    return LineReader::open(path_.string(), max_line);
  }

  std::vector<std::string> lines(const std::string& content) {
    auto reader = open(content);
    std::vector<std::string> out;
    for (auto line = reader->next(); line && *line; line = reader->next())
      out.emplace_back(**line);
    return out;
  }

  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("patchcord_lines_" + std::to_string(::getpid()));
};

TEST_F(Lines, EndInLfOrCrlfOrWithTheFile) {
  EXPECT_THAT(lines(""), ElementsAre());
  EXPECT_THAT(lines("\n"), ElementsAre(""));
  EXPECT_THAT(lines("a\r\nb\n\nc"), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(lines("a\n"), ElementsAre("a"));
}

TEST_F(Lines, AreWholeAcrossTheBlocksThatAreRead) {
  std::string content;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < 3000; ++i) {
    expected.emplace_back(i % 997, static_cast<char>('a' + i % 26));
    content += expected.back() + "\n";
  }
  EXPECT_EQ(lines(content), expected);
}

TEST_F(Lines, HaveNumbersAndALimit) {
  auto reader = open("one\n" + std::string(200'000, 'x') + "\n", 5000);
  ASSERT_TRUE(*reader->next());
  EXPECT_EQ(reader->number(), 1);
  const auto too_long = reader->next();
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().at, path_.string() + ":2");
}

TEST_F(Lines, AFileThatIsNotThereOrIsNoFileIsAnError) {
  EXPECT_THAT(LineReader::open("/nonexistent/x", 10), test::FailsWith(Code::not_found));
  EXPECT_THAT(LineReader::open("/", 10), test::FailsWith(Code::invalid));
}

}  // namespace
}  // namespace patchcord::os
