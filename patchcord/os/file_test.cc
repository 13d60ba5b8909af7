#include "patchcord/os/file.h"

#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace patchcord::os {
namespace {

class File : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "patchcord-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(File, ReadsWhatWasWritten) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "one", 0600).ok());
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "two", 0600).ok());
  EXPECT_EQ(*read_file(folder_ / "a", 10), "two");
  struct stat status {};
  ASSERT_EQ(::stat((folder_ / "a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
      << "a temporary file was left behind";
}

TEST_F(File, ReadsInsideAFolderAndNeverOutOfIt) {
  std::filesystem::create_directories(folder_ / "in/deep");
  std::ofstream(folder_ / "secret") << "s";
  std::ofstream(folder_ / "in/deep/a") << "one";
  std::filesystem::create_symlink("../secret", folder_ / "in/link");
  std::filesystem::create_symlink("deep/a", folder_ / "in/good");
  std::filesystem::create_directories(folder_ / "inner");
  std::ofstream(folder_ / "inner/a") << "not ours";
  const auto inside = folder_ / "in";
  EXPECT_EQ(*read_file_inside(inside, "deep/a", 10), "one");
  EXPECT_EQ(*read_file_inside(inside, "good", 10), "one");
  for (const char* path : {"link", "../secret", "../inner/a", "deep/../../secret"})
    EXPECT_EQ(read_file_inside(inside, path, 10).error().code, Code::invalid) << path;
  EXPECT_EQ(read_file_inside(inside, "none", 10).error().code, Code::not_found);
}

TEST_F(File, ASecretIsReadOnlyWhenItIsItsOwnersAlone) {
  const auto path = folder_ / "secret";
  ASSERT_TRUE(write_file_atomically(path, "s", 0600).ok());
  EXPECT_EQ(*read_secret_file(path, 10), "s");
  EXPECT_FALSE(others_may_read(path));
  for (const ::mode_t mode : {0640U, 0604U, 0620U, 0610U, 0777U}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    const auto read = read_secret_file(path, 10);
    ASSERT_FALSE(read.ok()) << mode;
    EXPECT_EQ(read.error().code, Code::invalid);
    EXPECT_THAT(read.error().hint, testing::HasSubstr("chmod 600 " + path.string()));
    EXPECT_EQ(others_may_read(path), (mode & 0044U) != 0) << mode;
  }
  ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
  EXPECT_TRUE(read_secret_file(path, 10).ok());
  EXPECT_FALSE(read_secret_file(path, 0).ok()) << "bounded";
  EXPECT_FALSE(read_secret_file(folder_, 10).ok());
  EXPECT_FALSE(read_secret_file(folder_ / "none", 10).ok());
  EXPECT_FALSE(others_may_read(folder_ / "none"));
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(path.c_str(), 12345, 12345), 0);
    EXPECT_THAT(read_secret_file(path, 10).error().what, testing::HasSubstr("somebody else"));
  }
}

TEST_F(File, RefusesWhatIsNoFileOrTooLarge) {
  std::ofstream(folder_ / "big") << std::string(100, 'x');
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_file(folder_ / "none", 10).error().code, Code::not_found);
  EXPECT_THAT(read_file(folder_, 10).error().what, testing::HasSubstr("is a directory"));
  EXPECT_THAT(read_file(folder_ / "pipe", 10).error().what,
              testing::HasSubstr("is not a regular file"));
  EXPECT_THAT(read_file(folder_ / "big", 99).error().what,
              testing::HasSubstr("larger than 99 bytes"));
  EXPECT_TRUE(read_file(folder_ / "big", 100).ok());
}

TEST_F(File, WritesThroughALinkAndLeavesItOne) {
  std::filesystem::create_directories(folder_ / "deep");
  std::ofstream(folder_ / "deep/old") << "old";
  std::filesystem::create_symlink("deep/old", folder_ / "link");
  std::filesystem::create_symlink("deep/new", folder_ / "dangling");
  std::filesystem::create_symlink("dangling", folder_ / "second");
  std::filesystem::create_symlink("circle", folder_ / "circle");
  for (const char* name : {"link", "second"}) {
    ASSERT_TRUE(write_file_atomically(folder_ / name, "content", 0600).ok()) << name;
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / name)) << name;
  }
  for (const char* name : {"deep/old", "deep/new"}) {
    EXPECT_FALSE(std::filesystem::is_symlink(folder_ / name)) << name;
    EXPECT_EQ(*read_file(folder_ / name, 10), "content") << name;
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_ / "deep"), {}), 2);
  EXPECT_FALSE(write_file_atomically(folder_ / "circle", "x", 0600).ok());
}

TEST_F(File, WritesIntoAPipeAndLeavesItOne) {
  const auto pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(write_file_atomically(pipe, "content", 0600).ok());
  char buffer[16];
  EXPECT_EQ(::read(reader, buffer, sizeof buffer), 7);
  ::close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST_F(File, SaysThatAFolderIsMissing) {
  EXPECT_EQ(write_file_atomically(folder_ / "no" / "a", "x", 0600).error().code, Code::not_found);
}

}  // namespace
}  // namespace patchcord::os
