#include "clients/cli/bundle.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include <gtest/gtest.h>

#include "clients/cli/bundle_files.h"
#include "clients/cli/bundle_folder.h"
#include "tests/support/record_bundle.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

namespace fs = std::filesystem;
using engine::Reason;
using engine::Tier;
using support::PartsOf;
using support::Record;
using support::TemporaryFolder;

const Record& Sample() {
  static const Record record = support::SampleRecord();
  return record;
}

// What stands in the working folder's place after the commands of one ```bash block.
struct Ran {
  int code = 0;
  std::string text;
};

Ran RunInBash(const fs::path& folder, const std::string& script) {
  std::ofstream(folder.parent_path() / "block.sh") << script;
  const std::string out = (folder.parent_path() / "out.txt").string();
  const std::string command =
      "cd '" + folder.string() + "' && bash -euo pipefail ../block.sh > '" + out + "' 2>&1";
  Ran ran;
  ran.code = std::system(command.c_str());
  std::stringstream text;
  text << std::ifstream(out).rdbuf();
  ran.text = text.str();
  return ran;
}

std::vector<std::string> BashBlocks(const std::string& text) {
  std::vector<std::string> blocks;
  const std::string fence = "```bash\n";
  for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    at += fence.size();
    const std::size_t end = text.find("```", at);
    blocks.push_back(text.substr(at, end - at));
    at = end;
  }
  return blocks;
}

TEST(BundleTest, AuditorsBundleVerifiesAfterAWayThroughDisk) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "bundle").string();
  ASSERT_TRUE(WriteBundle(path, PartsOf(Sample(), Tier::kAuditor)));
  const auto read = ReadBundle(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(VerifyBundle(*read).result, "VERIFIED");
  EXPECT_EQ(read->files, MakeBundle(PartsOf(Sample(), Tier::kAuditor))->files);
}

TEST(BundleTest, PublicBundleHoldsNoOpeningAndIsPartial) {
  const auto bundle = MakeBundle(PartsOf(Sample(), Tier::kPublic));
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ(VerifyBundle(*bundle).result, "PARTIAL (commitments not opened)");
  EXPECT_FALSE(bundle->files.contains("openings.ndjson"));
  for (const auto& [path, bytes] : bundle->files) {
    // Verifiers know the word; in the page's record its quotes would be escaped.
    const bool program = path == "index.html" || path == "verify.py";
    EXPECT_EQ(bytes.find(program ? R"(\"nonce\":\")" : R"("nonce")"), std::string::npos) << path;
  }
}

TEST(BundleTest, BothTiersAreSignedByOneCheckpoint) {
  const auto open = MakeBundle(PartsOf(Sample(), Tier::kPublic));
  const auto whole = MakeBundle(PartsOf(Sample(), Tier::kAuditor));
  for (const char* path : {"checkpoint", "entries.ndjson", "log.vkey", "protocol.json"}) {
    EXPECT_EQ(open->files.at(path), whole->files.at(path)) << path;
  }
}

TEST(BundleTest, CommandsOfVerifyMdRunAsTheyStand) {
  if (std::system("command -v bash sha256sum openssl jq > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "bash, sha256sum, openssl or jq is missing";
  }
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "bundle";
  ASSERT_TRUE(WriteBundle(path.string(), PartsOf(Sample(), Tier::kAuditor)));
  const auto bundle = ReadBundle(path.string());
  std::string all;
  for (const std::string& block : BashBlocks(bundle->files.at("VERIFY.md"))) {
    const Ran ran = RunInBash(path, block);
    EXPECT_EQ(ran.code, 0) << block << ran.text;
    all += ran.text;
  }
  for (const char* part : {"entries.ndjson: OK",
                           "Signature Verified Successfully",
                           "root matches",
                           "true",
                           "same",
                           "another trial measures it",
                           "0 strangers",
                           R"({"item":"C1","answers":{"7":5,"8":4,"9":5}})"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part;
  }
}

TEST(BundleTest, CommandsOfVerifyMdNoticeAChange) {
  if (std::system("command -v bash sha256sum openssl jq > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "bash, sha256sum, openssl or jq is missing";
  }
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "bundle";
  ASSERT_TRUE(WriteBundle(path.string(), PartsOf(Sample(), Tier::kPublic)));
  const auto bundle = ReadBundle(path.string());
  std::string changed = bundle->files.at("entries.ndjson");
  changed.replace(changed.find("Pain at rest"), 12, "Pain at work");
  std::ofstream(path / "entries.ndjson", std::ios::binary) << changed;
  const auto blocks = BashBlocks(bundle->files.at("VERIFY.md"));
  EXPECT_NE(RunInBash(path, blocks[0]).code, 0);
  EXPECT_NE(RunInBash(path, blocks[2]).text.find("ROOT DIFFERS"), std::string::npos);
}

TEST(BundleTest, RecordThatWouldNotVerifyIsNotPublished) {
  Record record = Sample();
  std::swap(record.leaves[30], record.leaves[31]);
  const auto refused = MakeBundle(PartsOf(record, Tier::kPublic));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kCorruptLog);
  EXPECT_NE(refused.error().message.find("root"), std::string::npos) << refused.error().message;
}

TEST(BundleTest, DraftIsNotPublished) {
  support::StudyBuilder builder;
  builder.Do(engine::CreateStudy{"t"});
  const auto refused = MakeBundle(PartsOf(builder.Finish(), Tier::kPublic));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kProtocolNotFrozen);
}

TEST(BundleTest, ErasedOpeningLeavesAnAuditorsBundlePartial) {
  Record record = Sample();
  for (std::string& opening : record.openings) {
    if (opening.find("\"kind\":\"item.tallied\"") != std::string::npos) opening.clear();
  }
  const auto bundle = MakeBundle(PartsOf(record, Tier::kAuditor));
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ(VerifyBundle(*bundle).result, "PARTIAL (commitments not opened)");
}

TEST(BundleTest, FurtherFilesAreListedAndMayNotTakeOurNames) {
  BundleParts parts = PartsOf(Sample(), Tier::kPublic);
  parts.extras["checklists/ours.md"] = "# Ours\n";
  const auto bundle = MakeBundle(parts);
  ASSERT_TRUE(bundle);
  EXPECT_NE(bundle->files.at("SHA256SUMS").find("  checklists/ours.md\n"), std::string::npos);
  EXPECT_FALSE(VerifyBundle(*bundle).failed());
  for (const char* path : {"report.html",
                           "checklists/accord.html",
                           "results/x.csv",
                           "SHA256SUMS",
                           "openings.ndjson",
                           "checkpoints/9",
                           "../out",
                           "/abs",
                           "a//b",
                           "",
                           "a\nb"}) {
    parts.extras = {{path, "x"}};
    EXPECT_FALSE(MakeBundle(parts)) << path;
  }
}

TEST(WriteBundleTest, NewerBundleOfTheSameLogReplacesTheOlder) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "bundle").string();
  support::StudyBuilder builder = support::SampleStudy();
  const Record older = builder.Finish();
  builder.Keep().Do(engine::PublishBundle{Tier::kAuditor});
  ASSERT_TRUE(WriteBundle(path, PartsOf(older, Tier::kAuditor)));
  ASSERT_TRUE(WriteBundle(path, PartsOf(builder.Finish(), Tier::kPublic)));
  const auto read = ReadBundle(path);
  EXPECT_FALSE(read->files.contains("openings.ndjson"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1)
      << "something was left over";
  const auto back = WriteBundle(path, PartsOf(older, Tier::kPublic));
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().reason, Reason::kForkRefused);
}

TEST(WriteBundleTest, NothingElseIsEverOverwritten) {
  const TemporaryFolder folder;
  const std::string other = (folder.path() / "other").string();
  support::StudyBuilder builder("other");
  builder.Do(engine::CreateStudy{"t"})
      .Do(engine::DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
      .Do(engine::FreezeProtocol{});
  ASSERT_TRUE(WriteBundle(other, PartsOf(builder.Finish(), Tier::kPublic)));
  const fs::path diary = folder.path() / "diary";
  fs::create_directory(diary);
  std::ofstream(diary / "monday.txt") << "dear diary";
  const fs::path file = folder.path() / "file";
  std::ofstream(file) << "text";
  for (const std::string& path : {other, diary.string(), file.string()}) {
    const auto refused = WriteBundle(path, PartsOf(Sample(), Tier::kPublic));
    ASSERT_FALSE(refused) << path;
    EXPECT_EQ(refused.error().reason, Reason::kAlreadyExists) << path;
  }
  EXPECT_TRUE(fs::exists(diary / "monday.txt"));
}

TEST(WriteBundleTest, EmptyFolderIsTaken) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "empty";
  fs::create_directory(path);
  ASSERT_TRUE(WriteBundle(path.string(), PartsOf(Sample(), Tier::kPublic)));
  EXPECT_TRUE(ReadBundle(path.string() + "/"));
}

TEST(CheckSha256SumsTest, NamesEveryPlaceAtOnce) {
  Files files = {{"a", "1"}, {"b", "2"}};
  files["SHA256SUMS"] = Sha256Sums(files);
  EXPECT_TRUE(CheckSha256Sums(files));
  files["a"] = "3";
  files["c"] = "new";
  files.erase("b");
  const auto refused = CheckSha256Sums(files);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().violations.size(), 3U);
}

// One person who changes their mind until the log has more than 10,000 entries.
const BundleBytes& LongBundle() {
  static const BundleBytes bundle = [] {
    support::StudyBuilder builder("long");
    builder.Do(engine::CreateStudy{"t"})
        .Do(engine::DraftProtocol{support::ProtocolFrom(
            R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
        .Do(engine::FreezeProtocol{})
        .Do(engine::EnrolParticipants{{{"p", {{"a"}, 1}}}})
        .Do(engine::AddItems{{{"C1", "one"}}})
        .Do(engine::OpenRound{});
    while (builder.study().size <= kTilesBeyond)
      builder.Ballot("p", 1, "C1=7");
    return *MakeBundle(PartsOf(builder.Finish(), Tier::kPublic));
  }();
  return bundle;
}

TEST(TilesInBundleTest, AreThereBeyondTenThousandEntries) {
  EXPECT_EQ(std::string(LongBundle().files.at("checkpoint").substr(0, 33)),
            "quorate.example/studies/long\n1000");
  EXPECT_TRUE(LongBundle().files.contains("tile/0/039.p/17"));
  EXPECT_TRUE(LongBundle().files.contains("tile/1/000.p/39"));
  EXPECT_TRUE(LongBundle().files.contains("tile/entries/000"));
  EXPECT_FALSE(VerifyBundle(LongBundle()).failed()) << VerifyBundle(LongBundle()).result;
  const auto small = MakeBundle(PartsOf(Sample(), Tier::kPublic));
  for (const auto& [path, bytes] : small->files)
    EXPECT_FALSE(path.starts_with("tile/")) << path;
}

TEST(TilesInBundleTest, EveryChangeOfThemFailsTheFiles) {
  const auto result = [](const std::function<void(Files&)>& change) {
    BundleBytes bundle = LongBundle();
    change(bundle.files);
    bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
    return VerifyBundle(bundle).result;
  };
  EXPECT_EQ(result([](Files& files) { files["tile/0/000"][5] ^= 1; }), "FAILED FILES");
  EXPECT_EQ(result([](Files& files) { files["tile/entries/001"][9] ^= 1; }), "FAILED FILES");
  EXPECT_EQ(result([](Files& files) { files.erase("tile/1/000.p/39"); }), "FAILED FILES");
  EXPECT_EQ(result([](Files& files) { files["tile/0/040"] = "x"; }), "FAILED FILES");
}

TEST(BundleFormOfTest, IsTheNumberOfTheReport) {
  EXPECT_EQ(BundleFormOf("<meta content=\"quorate report 2\">"), 2);
  EXPECT_EQ(BundleFormOf("<!-- quorate report 12 -->"), 12);
  EXPECT_EQ(BundleFormOf(""), kBundleForm);
  EXPECT_EQ(BundleFormOf(engine::kReportGenerator), kBundleForm);
}

TEST(ResearchPackageInBundleTest, IsWrittenAndComparedLikeTheOthers) {
  const auto bundle = MakeBundle(PartsOf(Sample(), Tier::kPublic));
  ASSERT_TRUE(bundle);
  for (const char* path : {"ro-crate-metadata.json",
                           "prov.json",
                           "datapackage.json",
                           "CITATION.cff",
                           ".zenodo.json"}) {
    ASSERT_TRUE(bundle->files.contains(path)) << path;
    BundleBytes changed = *bundle;
    changed.files[path] += " ";
    changed.files["SHA256SUMS"] = Sha256Sums(changed.files);
    EXPECT_EQ(VerifyBundle(changed).result, "FAILED FILES") << path;
    changed.files.erase(path);
    changed.files["SHA256SUMS"] = Sha256Sums(changed.files);
    EXPECT_EQ(VerifyBundle(changed).result, "FAILED FILES") << path;
  }
}

TEST(ResearchPackageInBundleTest, EveryFileOfTheBundleIsInTheCrate) {
  for (const Tier tier : {Tier::kPublic, Tier::kAuditor}) {
    const auto bundle = MakeBundle(PartsOf(support::SecondRecord(), tier));
    ASSERT_TRUE(bundle) << bundle.error().message;
    const std::string& crate = bundle->files.at("ro-crate-metadata.json");
    for (const auto& [path, bytes] : bundle->files) {
      const bool together = path.starts_with("checkpoints/") || path == "ro-crate-metadata.json";
      if (together) continue;
      EXPECT_NE(crate.find("\"@id\": \"" + path + "\""), std::string::npos) << path;
    }
  }
}

// An older program's bundle has none, and a file that somebody added is theirs.
TEST(ResearchPackageInBundleTest, IsNotAskedOfOlderBundles) {
  BundleBytes bundle = *MakeBundle(PartsOf(Sample(), Tier::kPublic));
  for (const char* path :
       {"ro-crate-metadata.json", "prov.json", "datapackage.json", "CITATION.cff", ".zenodo.json"})
    bundle.files.erase(path);
  for (const char* path : {"report.html", "VERIFY.md"}) {
    std::string& text = bundle.files[path];
    text.replace(text.find("quorate report 3"), 16, "quorate report 2");
  }
  bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
  EXPECT_EQ(VerifyBundle(bundle).result, "PARTIAL (commitments not opened)");
}

TEST(ResultsFormOfTest, FirstVersionHadTheFirstForm) {
  EXPECT_EQ(ResultsFormOf("<meta content=\"quorate report 1\">"), 1);
  EXPECT_EQ(ResultsFormOf("<meta content=\"quorate report 2\">"), engine::kResultsForm);
  EXPECT_EQ(ResultsFormOf("<meta content=\"quorate report 12\">"), engine::kResultsForm);
  EXPECT_EQ(ResultsFormOf(""), engine::kResultsForm);
}

TEST(GeneratorOfTest, ReadsTheVersionAtTheHeadOnly) {
  EXPECT_EQ(GeneratorOf("<!-- quorate report 12 -->"), "quorate report 12");
  EXPECT_EQ(GeneratorOf("quorate report x"), std::nullopt);
  EXPECT_EQ(GeneratorOf(std::string(400, ' ') + "quorate report 2"), std::nullopt);
}

}  // namespace
}  // namespace quorate::cli
