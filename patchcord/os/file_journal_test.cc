#include "patchcord/os/file_journal.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include "patchcord/os/file.h"

namespace patchcord::os {
namespace {

class FileJournal : public testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        (std::filesystem::temp_directory_path() / "patchcord-journal-XXXXXX").string();
    place_ = {.folder = std::filesystem::path(::mkdtemp(name.data())) / ".patchcord",
              .deployment = "orders",
              .organization = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10",
              .owner = "patchcord deploy, process 1"};
  }
  void TearDown() override { std::filesystem::remove_all(place_.folder.parent_path()); }

  [[nodiscard]] std::filesystem::path file(const std::string& ending) const {
    return place_.folder / (place_.deployment + "@" + place_.organization + ending);
  }

  JournalPlace place_;
  Address action_{Kind::action, "Orders/Get order"};
  AppliedObject object_{.id = "custom_-_1",
                        .name = "Get order",
                        .version = 3,
                        .digest = "d",
                        .role_arn = "r",
                        .modified = "m"};
};

TEST_F(FileJournal, IsEmptyAtFirstAndLeavesNothingWhenNothingHappens) {
  {
    const auto opened = open_journal(place_);
    ASSERT_TRUE(opened.ok());
    EXPECT_FALSE(opened->journal->load()->present);
  }
  EXPECT_FALSE(std::filesystem::exists(file(".json")));
}

TEST_F(FileJournal, RemembersAcrossRuns) {
  ASSERT_TRUE(open_journal(place_)->journal->record(action_, object_).ok());
  const auto applied = open_journal(place_)->journal->load();
  EXPECT_TRUE(applied->present);
  EXPECT_EQ(applied->objects.at(action_), object_);
  EXPECT_FALSE(std::filesystem::exists(file(".log")));
}

TEST_F(FileJournal, ReadsTheLogOfARunThatWasKilled) {
  std::filesystem::create_directories(place_.folder);
  std::ofstream(file(".log"))
      << R"({"intent":"create_action","kind":"action","key":"Orders/Get order"})"
      << "\n"
      << R"({"kind":"integration","key":"Orders","id":"i1","name":"Orders"})"
      << "\n"
      << R"({"kind":"action","key":"Orders/Ge)";
  const auto applied = open_journal(place_)->journal->load();
  EXPECT_EQ(applied->objects.size(), 1U);
  EXPECT_EQ(applied->objects.begin()->second.id, "i1");
}

TEST_F(FileJournal, KeepsACreateThatNobodyKnowsTheEndOf) {
  const Address other{Kind::integration, "Orders"};
  {
    const auto opened = open_journal(place_);
    ASSERT_TRUE(opened->journal->intend(action_, "create_action").ok());
    ASSERT_TRUE(opened->journal->intend(other, "create_integration").ok());
    ASSERT_TRUE(opened->journal->record(other, object_).ok());
  }
  {
    const auto opened = open_journal(place_);
    EXPECT_THAT(opened->journal->load()->unfinished, testing::ElementsAre(action_));
    ASSERT_TRUE(opened->journal->abandon(action_).ok());
  }
  EXPECT_TRUE(open_journal(place_)->journal->load()->unfinished.empty());
}

TEST_F(FileJournal, ForgetsWhatWasRemoved) {
  {
    const auto opened = open_journal(place_);
    ASSERT_TRUE(opened->journal->record(action_, object_).ok());
    ASSERT_TRUE(opened->journal->forget(action_).ok());
  }
  EXPECT_TRUE(open_journal(place_)->journal->load()->objects.empty());
}

TEST_F(FileJournal, NamesTheOwnerOfTheLock) {
  const auto first = open_journal(place_);
  ASSERT_TRUE(first.ok());
  place_.owner = "somebody else";
  const auto second = open_journal(place_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().what,
            "another run holds the record of orders: patchcord deploy, process 1");
}

// The name stands in the file a moment after the lock is taken.
TEST_F(FileJournal, WaitsForTheNameOfAnOwnerThatHasJustTakenTheLock) {
  std::filesystem::create_directories(place_.folder);
  const int held = ::open(file(".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  ASSERT_EQ(::flock(held, LOCK_EX | LOCK_NB), 0);
  std::thread owner([&] { std::ofstream(file(".lock")) << "patchcord apply, process 2"; });
  const auto refused = open_journal(place_);
  owner.join();
  ::close(held);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().what,
            "another run holds the record of orders: patchcord apply, process 2");
}

TEST_F(FileJournal, RefusesARecordThatIsNotOurs) {
  std::filesystem::create_directories(place_.folder);
  for (const std::string content :
       {"{", "[]", R"({"format":2})", R"({"format":1,"deployment":"other","organization":"x"})"}) {
    std::ofstream(file(".json")) << content;
    const auto opened = open_journal(place_);
    ASSERT_FALSE(opened.ok()) << content;
    EXPECT_EQ(opened.error().code, Code::invalid);
    EXPECT_THAT(opened.error().hint, testing::HasSubstr("Remove the file"));
  }
}

TEST_F(FileJournal, WorksWithoutAFolderThatCanBeWritten) {
  std::ofstream(place_.folder) << "a file where the folder should be";
  const auto opened = open_journal(place_);
  ASSERT_TRUE(opened.ok());
  EXPECT_TRUE(opened->read_only);
  EXPECT_TRUE(opened->journal->record(action_, object_).ok());
}

}  // namespace
}  // namespace patchcord::os
