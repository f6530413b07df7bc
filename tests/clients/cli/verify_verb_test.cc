#include "clients/cli/verify_verb.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "clients/cli/bundle.h"
#include "clients/cli/bundle_proofs.h"
#include "clients/cli/proof_verbs.h"
#include "clients/cli/report_verb.h"
#include "engine/base/json.h"
#include "engine/log/receipt.h"
#include "engine/log/tree.h"
#include "tests/support/record_bundle.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using engine::Tier;
using support::Record;
using support::TemporaryFolder;

const Record& Sample() {
  static const Record record = support::SampleRecord();
  return record;
}

std::string Write(const TemporaryFolder& folder, Tier tier) {
  const std::string path = (folder.path() / "bundle").string();
  EXPECT_TRUE(WriteBundle(path, support::PartsOf(Sample(), tier)));
  return path;
}

void Save(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Outcome RunVerb(std::vector<std::string> arguments) {
  CLI::App app;
  Outcome outcome;
  AddVerifyVerbs(app, outcome);
  AddReportVerb(app, outcome);
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  return outcome;
}

TEST(VerifyVerbTest, PeopleReadALineAStageAndTheResultLast) {
  const TemporaryFolder folder;
  const Outcome outcome = RunVerb({"verify", Write(folder, Tier::kAuditor)});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(outcome.out.starts_with("note         ok      "));
  EXPECT_TRUE(outcome.out.ends_with("\nVERIFIED\n"));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 13);
}

TEST(VerifyVerbTest, ProgramsReadResultAndStages) {
  const TemporaryFolder folder;
  const Outcome outcome = RunVerb({"verify", "--json", Write(folder, Tier::kPublic)});
  EXPECT_EQ(outcome.exit_code, 0);
  const auto json = engine::ParseJson(outcome.out);
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->Find("result")->string(), "PARTIAL (commitments not opened)");
  ASSERT_EQ(json->Find("stages")->array()->size(), 12U);
  const engine::Json& last = json->Find("stages")->array()->back();
  EXPECT_EQ(*last.Find("stage")->string(), "files");
  EXPECT_TRUE(*last.Find("ok")->boolean());
  EXPECT_NE(last.Find("detail")->string(), nullptr);
}

TEST(VerifyVerbTest, FailureIsExitOneAndNoBundleIsExitTwo) {
  const TemporaryFolder folder;
  const std::string path = Write(folder, Tier::kPublic);
  Save(path + "/report.html", "all is well");
  const Outcome failed = RunVerb({"verify", path});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_TRUE(failed.out.ends_with("\nFAILED FILES\n"));
  const Outcome none = RunVerb({"verify", folder.path().string() + "/nowhere"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_TRUE(none.out.empty());
  EXPECT_NE(none.err.find("nowhere"), std::string::npos);
}

TEST(VerifyVerbTest, HostileFileNamesCannotSteerTheTerminal) {
  const TemporaryFolder folder;
  const std::string path = Write(folder, Tier::kPublic);
  Save(path + "/\x1b[2J\xff", "x");
  const Outcome shown = RunVerb({"verify", path});
  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_EQ(shown.out.find('\x1b'), std::string::npos);
  const auto json = engine::ParseJson(RunVerb({"verify", path, "--json"}).out);
  EXPECT_TRUE(json) << json.error().message;
}

std::string ReceiptFor(std::size_t index) {
  engine::Tree tree;
  for (const std::string& leaf : Sample().leaves)
    tree.Append(engine::LeafHash(leaf));
  engine::Receipt receipt;
  receipt.leaf = Sample().leaves[index];
  receipt.opening = Sample().openings[index];
  receipt.index = index;
  receipt.path = *tree.InclusionProof(index, tree.size());
  receipt.checkpoint = Sample().checkpoint;
  return engine::PrintReceipt(receipt);
}

TEST(ReceiptVerbTest, SaysInWordsWhatIsProved) {
  const TemporaryFolder folder;
  std::size_t index = 0;
  while (Sample().leaves[index].find("ballot.cast") == std::string::npos)
    ++index;
  const auto file = folder.path() / "mine.tlog-proof";
  const auto key = folder.path() / "log.vkey";
  Save(file, ReceiptFor(index));
  Save(key, Sample().verifier_key + "\n");
  const Outcome good = RunVerb({"receipt", "check", file.string(), "--key", key.string()});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  for (const std::string& part : {"Entry " + std::to_string(index),
                                  std::string("quorate.example/studies/demo"),
                                  std::string("ballot.cast, written by participant/p1"),
                                  std::string("C1: 7")}) {
    EXPECT_NE(good.out.find(part), std::string::npos) << part << "\n" << good.out;
  }
}

TEST(ReceiptVerbTest, BadReceiptsAndKeysProveNothing) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "mine.tlog-proof";
  const auto key = folder.path() / "log.vkey";
  std::string text = ReceiptFor(30);
  Save(key, Sample().verifier_key);
  text.replace(text.find("index 30"), 8, "index 31");
  Save(file, text);
  EXPECT_EQ(CheckReceipt({file.string(), key.string(), "", {}}).exit_code, 1);
  Save(file, ReceiptFor(30));
  EXPECT_EQ(CheckReceipt({file.string(), key.string(), "", {}}).exit_code, 0);
  Save(key, support::TestKey("other").verifier().ToString());
  EXPECT_EQ(CheckReceipt({file.string(), key.string(), "", {}}).exit_code, 1);
  Save(key, "no key");
  EXPECT_EQ(CheckReceipt({file.string(), key.string(), "", {}}).exit_code, 1);
  EXPECT_EQ(CheckReceipt({(folder.path() / "none").string(), key.string(), "", {}}).exit_code, 1);
}

TEST(VerifyVerbTest, ReceiptsAndGrowthAreCheckedBelowVerify) {
  const TemporaryFolder folder;
  const auto bundle = MakeBundle(support::PartsOf(Sample(), Tier::kPublic));
  const auto at = [&](const char* name) { return (folder.path() / name).string(); };
  Save(at("log.vkey"), Sample().verifier_key);
  Save(at("proof"), *ProveEntry(*bundle, 4, 0));
  Save(at("growth"), *ProveGrowth(*bundle, 20, 0));
  Save(at("kept"), support::SignLeaves("demo", Sample().leaves, 20));
  Save(at("forked"),
       support::SignLeaves("demo", {Sample().leaves.rbegin(), Sample().leaves.rend()}, 20));
  const Outcome proof = RunVerb({"verify", "receipt", at("proof"), "--key", at("log.vkey")});
  EXPECT_EQ(proof.exit_code, 0) << proof.err;
  EXPECT_NE(proof.out.find("Entry 4 of the log"), std::string::npos);
  EXPECT_EQ(proof.out.find("what you answered"), std::string::npos);
  const auto check = [&](const char* older) {
    return RunVerb(
        {"verify", "consistency", at("growth"), "--older", at(older), "--key", at("log.vkey")});
  };
  EXPECT_EQ(check("kept").exit_code, 0) << check("kept").err;
  EXPECT_NE(check("kept").out.find("only grew"), std::string::npos);
  EXPECT_EQ(check("forked").exit_code, 1);
  EXPECT_NE(check("forked").err.find("proves nothing"), std::string::npos);
}

TEST(VerifyVerbTest, AProofWithoutItsEntryTakesTheLineFromAFile) {
  const TemporaryFolder folder;
  const auto at = [&](const char* name) { return (folder.path() / name).string(); };
  auto parsed = engine::ParseReceipt(ReceiptFor(4));
  parsed->leaf.clear();
  parsed->opening.clear();
  Save(at("proof"), engine::PrintReceipt(*parsed));
  Save(at("log.vkey"), Sample().verifier_key);
  Save(at("leaf"), Sample().leaves[4] + "\n");
  Save(at("other"), Sample().leaves[5] + "\n");
  const std::vector<std::string> bare = {"verify", "receipt", at("proof"), "--key", at("log.vkey")};
  const auto with = [&](const char* leaf) {
    std::vector<std::string> arguments = bare;
    arguments.insert(arguments.end(), {"--leaf", at(leaf)});
    return RunVerb(arguments);
  };
  EXPECT_EQ(RunVerb(bare).exit_code, 1);
  EXPECT_EQ(with("leaf").exit_code, 0) << with("leaf").err;
  EXPECT_EQ(with("other").exit_code, 1);
}

TEST(VerifyVerbTest, WitnessesThatAreMissingFailTheNote) {
  const TemporaryFolder folder;
  const std::string path = Write(folder, Tier::kPublic);
  const std::string key =
      engine::CosignerKey::Of(support::TestKey("witness.example").verifier()).ToString();
  const Outcome short_of = RunVerb({"verify", path, "--witness-key", key});
  EXPECT_EQ(short_of.exit_code, 1);
  EXPECT_TRUE(short_of.out.ends_with("\nFAILED NOTE\n")) << short_of.out;
  const Outcome none_asked = RunVerb({"verify", path, "--witness-key", key, "--witnesses", "0"});
  EXPECT_EQ(none_asked.exit_code, 0);
  EXPECT_NE(none_asked.out.find("0 of 1 witnesses"), std::string::npos);
  EXPECT_EQ(RunVerb({"verify", path, "--witness-key", "nonsense"}).exit_code, 1);
  EXPECT_EQ(RunVerb({"verify", path, "--witnesses", "1"}).exit_code, 1);
}

TEST(VerifyVerbTest, WithoutABundleItIsWrongUsage) {
  EXPECT_THROW(RunVerb({"verify"}), CLI::ParseError);
}

TEST(ReportVerbTest, WritesTheSameReportAndTablesAgain) {
  const TemporaryFolder folder;
  const std::string path = Write(folder, Tier::kPublic);
  const auto expected = MakeBundle(support::PartsOf(Sample(), Tier::kPublic))->files;
  EXPECT_EQ(RunVerb({"report", path}).out, expected.at("report.html"));
  const std::string results = (folder.path() / "tables").string();
  const std::string out = (folder.path() / "r.html").string();
  const std::string lists = (folder.path() / "lists").string();
  EXPECT_EQ(RunVerb({"report", path, "--out", out, "--results", results, "--checklists", lists})
                .exit_code,
            0);
  const auto read = [](const std::string& file) {
    std::stringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  };
  EXPECT_EQ(read(results + "/tallies.csv"), expected.at("results/tallies.csv"));
  EXPECT_EQ(read(results + "/results.xlsx"), expected.at("results/results.xlsx"));
  EXPECT_EQ(read(lists + "/accord.html"), expected.at("checklists/accord.html"));
}

TEST(ReportVerbTest, LogThatFailsGetsNoReport) {
  const TemporaryFolder folder;
  const std::string path = Write(folder, Tier::kPublic);
  Save(path + "/entries.ndjson", "{}\n");
  const Outcome refused = RunVerb({"report", path});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(refused.out.empty());
  EXPECT_NE(refused.err.find("FAILED ROOT"), std::string::npos);
}

}  // namespace
}  // namespace quorate::cli
