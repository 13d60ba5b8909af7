#include "patchcord/sandbox/env_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace patchcord::sandbox {
namespace {

class EnvFile : public testing::Test {
 protected:
  EnvFile() : folder_((std::filesystem::temp_directory_path() / "patchcord-XXXXXX").string()) {
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
  }
  ~EnvFile() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(EnvFile, QuotesForTheShell) {
  EXPECT_EQ(shell_exports({{"A", "b c"}, {"B", "it's $HOME"}, {"C", ""}}),
            "export A='b c'\nexport B='it'\\''s $HOME'\nexport C=''\n");
}

TEST_F(EnvFile, IsForTheUserAloneAndReplacedAsAWhole) {
  const auto path = folder_ + "/env";
  ASSERT_TRUE(write_env_file(path, {{"A", "old"}}));
  ASSERT_TRUE(write_env_file(path, {{"A", "new"}}));
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "export A='new'\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
      << "nothing temporary stays";
}

TEST_F(EnvFile, SaysWhyItCannotBeWritten) {
  const auto refused = write_env_file(folder_ + "/none/env", {});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().what.find("No such file"), std::string::npos);
  std::filesystem::create_directory(folder_ + "/env");
  EXPECT_FALSE(write_env_file(folder_ + "/env", {}).ok()) << "a folder cannot be replaced";
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

}  // namespace
}  // namespace patchcord::sandbox
