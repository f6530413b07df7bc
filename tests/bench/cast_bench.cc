// Durable CastBallot of 40 ratings through gRPC on the loop-back, 64 in flight, on the SQLite
// store, against an empty call: a service that reads the same request and answers a fixed record of
// the same size, on a server under the same limits. The figure is at least 0.80 of the empty rate.
//
// One iteration is a slice of the one, then of the other, so that a machine that slows down slows
// both. The same on the store in memory shows what the disk costs. The processor time, callers
// included, is what to compare on a machine whose cores or disk are not its own.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include "quorate/v1/ballot.grpc.pb.h"

#include "engine/base/check.h"
#include "services/server/app.h"
#include "services/server/log.h"
#include "services/server/rpc_server.h"
#include "services/store/memory_store.h"
#include "services/store/sqlite_store.h"
#include "tests/support/study_driver.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

namespace v1 = ::quorate::v1;
using Clock = std::chrono::steady_clock;

constexpr int kItems = 40;
constexpr int kPeople = 256;
constexpr int kInFlight = 64;
constexpr int kChannels = 8;
constexpr int kCallsInSlice = 6'400;

// A valid request of that participant under an id of its own.
v1::CastBallotRequest RequestOf(int person, int number) {
  v1::CastBallotRequest request;
  request.set_parent("studies/s/rounds/1");
  for (int item = 1; item <= kItems; ++item) {
    v1::Answer& answer = *request.add_answers();
    answer.set_item("studies/s/items/" + support::ItemLabel(item));
    answer.set_score(1 + (person + item + number) % 9);
  }
  std::array<char, 37> id{};
  std::snprintf(id.data(), id.size(), "6f1c1f9e-2f0b-4f43-9a53-%012x", number);
  request.set_request_id(id.data());
  return request;
}

// Participants whose calls are kept in flight, over a few connections to one port.
class Crowd {
 public:
  Crowd(int port, std::vector<std::string> tokens) : tokens_(std::move(tokens)) {
    for (int i = 0; i < kChannels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      stubs_.push_back(v1::BallotService::NewStub(grpc::CreateCustomChannel(
          "127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  // How long so many calls take. Each replaces the next participant's ballot.
  std::chrono::duration<double> Cast(int calls) {
    const int end = next_ + calls;
    std::vector<std::thread> threads;
    const auto begin = Clock::now();
    for (int i = 0; i < kInFlight; ++i) {
      threads.emplace_back(
          [this, end, stub = stubs_[static_cast<std::size_t>(i) % stubs_.size()].get()] {
            for (int number = next_++; number < end; number = next_++)
              CastOne(*stub, number);
          });
    }
    for (std::thread& thread : threads)
      thread.join();
    const auto taken = Clock::now() - begin;
    next_ = end;
    return taken;
  }

 private:
  void CastOne(v1::BallotService::Stub& stub, int number) {
    const int person = number % kPeople;
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + tokens_[static_cast<std::size_t>(person)]);
    v1::BallotRecord record;
    const grpc::Status status = stub.CastBallot(&context, RequestOf(person, number), &record);
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.error_message().c_str());
    QUORATE_CHECK(status.ok() && record.revision() > 0);
  }

  std::vector<std::string> tokens_;
  std::vector<std::unique_ptr<v1::BallotService::Stub>> stubs_;
  std::atomic<int> next_ = 0;
};

class EmptyService final : public v1::BallotService::Service {
  grpc::Status CastBallot(grpc::ServerContext* /*context*/,
                          const v1::CastBallotRequest* /*request*/,
                          v1::BallotRecord* response) override {
    response->set_name("studies/s/rounds/1/ballots/p100");
    response->set_revision(100);
    response->set_channel(v1::CHANNEL_SELF);
    response->set_entry(10'000);
    return grpc::Status::OK;
  }
};

class EmptyServer {
 public:
  EmptyServer() {
    grpc::ServerBuilder builder;
    const RpcServerOptions options;
    SetLimits(options, builder);
    builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    QUORATE_CHECK(server_ != nullptr);
  }
  [[nodiscard]] int port() const { return port_; }

 private:
  EmptyService service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// A whole server, one round open, a token for everybody.
class BallotServer {
 public:
  explicit BallotServer(std::unique_ptr<Store> store)
      : store_(std::move(store)), log_(LogFormat::kText, LogLevel::kInfo) {
    auto studies =
        Studies::Open(*store_, RealOutside(), support::OptionsIn(signed_folder_.path() / "signed"));
    QUORATE_CHECK(studies.has_value());
    studies_ = *std::move(studies);
    support::OpenFirstRound(*studies_, "s", kPeople, kItems);
    auto server = RpcServer::Start({*store_, *studies_, RealOutside(), {}, log_.journal()}, {});
    QUORATE_CHECK(server.has_value());
    server_ = *std::move(server);
  }
  [[nodiscard]] int port() const { return server_->port(); }

  std::vector<std::string> MakeTokens() {
    std::vector<std::string> tokens;
    for (int person = 1; person <= kPeople; ++person) {
      tokens.push_back(PrintToken(engine::Role::kParticipant, RealOutside().random()));
      const auto added = store_->AddPrincipal({"principal" + std::to_string(person),
                                               HashToken(tokens.back()),
                                               "participant",
                                               "s",
                                               support::Pseudonym(person),
                                               "",
                                               RealOutside().now()});
      QUORATE_CHECK(added.has_value());
    }
    return tokens;
  }

 private:
  support::TemporaryFolder signed_folder_;
  std::unique_ptr<Store> store_;
  Log log_;
  std::unique_ptr<Studies> studies_;
  std::unique_ptr<RpcServer> server_;
};

void CompareWithEmpty(benchmark::State& state, std::unique_ptr<Store> store) {
  BallotServer server(std::move(store));
  EmptyServer empty_server;
  const std::vector<std::string> tokens = server.MakeTokens();
  Crowd crowd(server.port(), tokens);
  Crowd empty_crowd(empty_server.port(), tokens);
  crowd.Cast(kInFlight * kChannels);
  empty_crowd.Cast(kInFlight * kChannels);

  std::chrono::duration<double> taken{};
  std::chrono::duration<double> taken_empty{};
  const std::clock_t begin = std::clock();
  std::clock_t on_empty = 0;
  for (auto unused : state) {
    const std::clock_t begin_empty = std::clock();
    taken_empty += empty_crowd.Cast(kCallsInSlice);
    on_empty += std::clock() - begin_empty;
    const auto slice = crowd.Cast(kCallsInSlice);
    taken += slice;
    state.SetIterationTime(slice.count());
  }
  const std::clock_t on_cast = std::clock() - begin - on_empty;
  const auto calls = static_cast<double>(state.iterations() * kCallsInSlice);
  state.counters["cast_per_s"] = calls / taken.count();
  state.counters["empty_per_s"] = calls / taken_empty.count();
  state.counters["ratio"] = taken_empty / taken;
  constexpr double kTicksPerMicrosecond = CLOCKS_PER_SEC / 1e6;
  state.counters["cast_cpu_us"] = static_cast<double>(on_cast) / calls / kTicksPerMicrosecond;
  state.counters["empty_cpu_us"] = static_cast<double>(on_empty) / calls / kTicksPerMicrosecond;
}

void BM_CastOnSqlite(benchmark::State& state) {
  const support::TemporaryFolder folder;
  auto store = SqliteStore::Open(folder.path());
  QUORATE_CHECK(store.has_value());
  CompareWithEmpty(state, *std::move(store));
}
BENCHMARK(BM_CastOnSqlite)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

void BM_CastOnMemory(benchmark::State& state) {
  CompareWithEmpty(state, std::make_unique<MemoryStore>());
}
BENCHMARK(BM_CastOnMemory)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace quorate::services
