// What a verifier spends on each entry of a log, against its floor: the SHA-256 of the same bytes.
// `ns_per_leaf` in the output is what to compare within one run.

#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/json.h"
#include "engine/log/checkpoint.h"
#include "engine/log/commitment.h"
#include "engine/log/digest.h"
#include "engine/log/leaf.h"
#include "engine/log/note.h"
#include "engine/log/tree.h"

namespace quorate::engine {
namespace {

constexpr std::size_t kLeaves = 100'000;

// Ballots as the log holds them, about 250 bytes each.
const std::vector<std::string>& Leaves() {
  static const auto& leaves = *[] {
    auto* lines = new std::vector<std::string>;
    for (std::size_t i = 0; i < kLeaves; ++i) {
      const std::string hex = ToHex(Sha256(std::to_string(i)));
      Json entry;
      entry["actor"]["id"] = "p" + hex.substr(0, 20);
      entry["actor"]["role"] = "participant";
      entry["commitment"] = hex;
      entry["kind"] = "ballot.cast";
      entry["round"] = "r1";
      entry["seq"] = static_cast<std::int64_t>(i);
      entry["study"] = "core-outcomes-7f3a";
      entry["t"] = "2026-11-23T00:00:00Z";
      entry["v"] = 1;
      lines->push_back(WriteJson(entry));
    }
    return lines;
  }();
  return leaves;
}

void CountLeaves(benchmark::State& state) {
  state.counters["ns_per_leaf"] = benchmark::Counter(
      static_cast<double>(kLeaves) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["leaf_bytes"] = static_cast<double>(Leaves()[kLeaves / 2].size());
}

SigningKey Key() {
  return SigningKey::FromSeed("quorate.example/studies/7f3a", {}).value();
}

void Sha256OfLeaves(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& leaf : Leaves())
      benchmark::DoNotOptimize(Sha256(leaf));
  }
  CountLeaves(state);
}
BENCHMARK(Sha256OfLeaves)->Unit(benchmark::kMillisecond);

void LeafHashes(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& leaf : Leaves())
      benchmark::DoNotOptimize(LeafHash(leaf));
  }
  CountLeaves(state);
}
BENCHMARK(LeafHashes)->Unit(benchmark::kMillisecond);

void TreeAppendWithLeafHash(benchmark::State& state) {
  for (auto _ : state) {
    Tree tree;
    for (const std::string& leaf : Leaves())
      tree.Append(LeafHash(leaf));
    benchmark::DoNotOptimize(tree.Root());
  }
  CountLeaves(state);
}
BENCHMARK(TreeAppendWithLeafHash)->Unit(benchmark::kMillisecond);

void FrontierAppendWithLeafHash(benchmark::State& state) {
  for (auto _ : state) {
    Frontier frontier;
    for (const std::string& leaf : Leaves())
      frontier.Append(LeafHash(leaf));
    benchmark::DoNotOptimize(frontier.Root());
  }
  CountLeaves(state);
}
BENCHMARK(FrontierAppendWithLeafHash)->Unit(benchmark::kMillisecond);

void ScanLeaves(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& leaf : Leaves()) {
      const Status canonical = CheckLeafBytes(leaf);
      if (!canonical) state.SkipWithError("a leaf is not canonical");
    }
  }
  CountLeaves(state);
}
BENCHMARK(ScanLeaves)->Unit(benchmark::kMillisecond);

void ReadMembersOfLeaves(benchmark::State& state) {
  std::vector<Member> members;
  for (auto _ : state) {
    for (const std::string& leaf : Leaves()) {
      const Status canonical = ReadMembers(leaf, members);
      if (!canonical) state.SkipWithError("a leaf is not canonical");
    }
  }
  CountLeaves(state);
}
BENCHMARK(ReadMembersOfLeaves)->Unit(benchmark::kMillisecond);

void ParseAndRewriteLeaves(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& leaf : Leaves()) {
      if (WriteJson(ParseJson(leaf).value()) != leaf)
        state.SkipWithError("a leaf is not canonical");
    }
  }
  CountLeaves(state);
}
BENCHMARK(ParseAndRewriteLeaves)->Unit(benchmark::kMillisecond);

void ScanAndRootOfLeaves(benchmark::State& state) {
  for (auto _ : state) {
    Frontier frontier;
    for (const std::string& leaf : Leaves()) {
      const Status canonical = CheckLeafBytes(leaf);
      if (!canonical) state.SkipWithError("a leaf is not canonical");
      frontier.Append(LeafHash(leaf));
    }
    benchmark::DoNotOptimize(frontier.Root());
  }
  CountLeaves(state);
}
BENCHMARK(ScanAndRootOfLeaves)->Unit(benchmark::kMillisecond);

// What a verifier with a thread a core does: each hashes and scans stretches of 4,096 leaves.
void ScanAndRootOfLeavesOnTwoThreads(benchmark::State& state) {
  constexpr std::size_t kStretch = 4096;
  constexpr std::size_t kStretches = kLeaves / kStretch;
  std::vector<Digest> roots(kStretches);
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < kStretches; i += 2) {
      Frontier stretch;
      for (std::size_t k = i * kStretch; k < (i + 1) * kStretch; ++k) {
        if (CheckLeafBytes(Leaves()[k])) stretch.Append(LeafHash(Leaves()[k]));
      }
      roots[i] = stretch.Root();
    }
  };
  for (auto _ : state) {
    std::thread other(work, 1);
    work(0);
    other.join();
    Frontier frontier;
    for (const Digest& root : roots)
      frontier.AppendSubtree(root, kStretch);
    for (std::size_t k = kStretches * kStretch; k < kLeaves; ++k) {
      if (CheckLeafBytes(Leaves()[k])) frontier.Append(LeafHash(Leaves()[k]));
    }
    benchmark::DoNotOptimize(frontier.Root());
  }
  CountLeaves(state);
}
BENCHMARK(ScanAndRootOfLeavesOnTwoThreads)->Unit(benchmark::kMillisecond)->UseRealTime();

Tree WholeTree() {
  Tree tree;
  for (const std::string& leaf : Leaves())
    tree.Append(LeafHash(leaf));
  return tree;
}

void InclusionProofs(benchmark::State& state) {
  const Tree tree = WholeTree();
  std::uint64_t index = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(tree.InclusionProof(index, kLeaves));
    index = (index + 7919) % kLeaves;
  }
}
BENCHMARK(InclusionProofs);

void InclusionVerifications(benchmark::State& state) {
  const Tree tree = WholeTree();
  const Path path = tree.InclusionProof(12'345, kLeaves).value();
  const Digest leaf = tree.Leaf(12'345).value();
  const Digest root = tree.Root();
  for (auto _ : state) {
    benchmark::DoNotOptimize(VerifyInclusion(12'345, kLeaves, leaf, path, root));
  }
}
BENCHMARK(InclusionVerifications);

void ConsistencyProofs(benchmark::State& state) {
  const Tree tree = WholeTree();
  std::uint64_t size = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(tree.ConsistencyProof(size, kLeaves));
    size = size % (kLeaves - 7919) + 7919;
  }
}
BENCHMARK(ConsistencyProofs);

void Commitments(benchmark::State& state) {
  const std::string& line = Leaves().front();
  for (auto _ : state)
    benchmark::DoNotOptimize(Commit(line));
}
BENCHMARK(Commitments);

void CheckpointSigning(benchmark::State& state) {
  const SigningKey key = Key();
  const Checkpoint checkpoint{key.verifier().name, {kLeaves, Sha256("root")}};
  for (auto _ : state)
    benchmark::DoNotOptimize(SignCheckpoint(checkpoint, key));
}
BENCHMARK(CheckpointSigning);

void CheckpointOpening(benchmark::State& state) {
  const SigningKey key = Key();
  const std::string note =
      SignCheckpoint({key.verifier().name, {kLeaves, Sha256("root")}}, key).value();
  for (auto _ : state)
    benchmark::DoNotOptimize(OpenCheckpoint(note, key.verifier()));
}
BENCHMARK(CheckpointOpening);

}  // namespace
}  // namespace quorate::engine
