// Nobody but the participant, and the auditor by openings, can tie a person to an answer. Every
// person of the story has a score of its own, so an answer that holds a pseudonym beside a score
// gives itself away.

#include <regex>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "quorate/v1/access.pb.h"
#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/log.grpc.pb.h"

#include "tests/support/api_story.h"
#include "tests/support/raw_call.h"

namespace quorate {
namespace {

namespace v1 = ::quorate::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using support::ApiStory;

std::string JsonOf(const Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

// The smallest parts of an answer that stand for one thing: each element of its lists, and the
// rest.
std::vector<std::string> PartsOf(const Message& message) {
  std::vector<std::string> parts;
  const std::unique_ptr<Message> rest(message.New());
  rest->CopyFrom(message);
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated() || field->is_map() || field->message_type() == nullptr) continue;
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      parts.push_back(JsonOf(reflection->GetRepeatedMessage(message, field, i)));
    }
    reflection->ClearField(rest.get(), field);
  }
  parts.push_back(JsonOf(*rest));
  return parts;
}

class BlindnessTest : public testing::Test {
 protected:
  BlindnessTest() : story_(server_) {
    story_.PlayThrough();
    for (const std::string& person : story_.people()) {
      pseudonyms_.push_back(person.substr(person.rfind('/') + 1));
    }
  }

  [[nodiscard]] bool TiesPersonToScore(const std::string& part) const {
    // Not inside of a digest in hex.
    static const std::regex kScore("(^|[^0-9a-f])73(0[1-9]|1[0-5])([^0-9a-f]|$)");
    if (!std::regex_search(part, kScore)) return false;
    for (const std::string& pseudonym : pseudonyms_) {
      if (part.find(pseudonym) != std::string::npos) return true;
    }
    return false;
  }

  // Everything that could be the name or parent of a request in this study.
  [[nodiscard]] std::vector<std::string> EveryName() const {
    std::vector<std::string> names = {story_.name(),
                                      story_.Name("rounds", "1"),
                                      story_.Name("rounds", "2"),
                                      story_.Name("rounds", "3"),
                                      story_.Name("items", "pain"),
                                      story_.Name("votes", "v1"),
                                      story_.Name("votes", "v1/iterations/1"),
                                      story_.Name("decisions", "pain")};
    for (const std::string& person : story_.people())
      names.push_back(person);
    for (const std::string& pseudonym : pseudonyms_) {
      names.push_back(story_.Name("rounds", "1/ballots/" + pseudonym));
    }
    return names;
  }

  // Calls every method that reads, about everything, and checks what comes back. Returns how many
  // answers there were.
  int CheckEveryAnswer(const std::string& token) const {
    int answers = 0;
    for (const auto* method : support::EveryMethod()) {
      if (method->server_streaming()) continue;
      for (const std::string& name : EveryName()) {
        const auto request = support::NewRequest(*method);
        const auto* type = request->GetDescriptor();
        for (const char* field_name : {"name", "parent"}) {
          const auto* field = type->FindFieldByName(field_name);
          if (field != nullptr) request->GetReflection()->SetString(request.get(), field, name);
        }
        if (const auto* size = type->FindFieldByName("page_size")) {
          request->GetReflection()->SetInt32(request.get(), size, 1000);
        }
        support::CompleteRequestId(*request);
        const auto answer =
            support::CallRaw(story_.facilitator().channel(), token, *method, *request);
        EXPECT_FALSE(TiesPersonToScore(answer.status.error_message()))
            << answer.status.error_message();
        if (!answer.response) continue;
        ++answers;
        for (const std::string& part : PartsOf(*answer.response)) {
          EXPECT_FALSE(TiesPersonToScore(part)) << method->full_name() << ": " << part;
        }
      }
    }
    return answers;
  }

  support::TestServer server_;
  ApiStory story_;
  std::vector<std::string> pseudonyms_;
};

TEST_F(BlindnessTest, TheCheckSeesAnAnswerThatTellsTooMuch) {
  EXPECT_TRUE(TiesPersonToScore("{\"who\":\"" + pseudonyms_[3] + "\",\"score\":7304}"));
  EXPECT_FALSE(TiesPersonToScore("{\"who\":\"" + pseudonyms_[3] + "\"}"));
  EXPECT_FALSE(TiesPersonToScore("{\"histogram\":{\"7304\":\"1\"}}"));
}

TEST_F(BlindnessTest, NoMethodTellsAFacilitatorWhatSomebodyAnswered) {
  EXPECT_GT(CheckEveryAnswer(story_.facilitator().token()), 20);
}

TEST_F(BlindnessTest, NoMethodTellsAnIntegratorOrObserverEither) {
  EXPECT_GT(CheckEveryAnswer(story_.WithRole(v1::ROLE_INTEGRATOR).token()), 10);
  EXPECT_GT(CheckEveryAnswer(story_.WithRole(v1::ROLE_OBSERVER).token()), 10);
}

TEST_F(BlindnessTest, ParticipantSeesItsOwnBallotAndNoOther) {
  v1::GetMyBallotRequest request;
  request.set_name(story_.Name("rounds", "1"));
  const auto own = story_.Participant(4).Ask(&v1::BallotService::Stub::GetMyBallot, request);
  ASSERT_EQ(own.answers_size(), 2);
  EXPECT_EQ(own.answers(0).score(), ApiStory::kLeastScore + 4);
  EXPECT_NE(own.record().name().find(pseudonyms_[4]), std::string::npos);
  request.set_name(story_.Name("votes", "v1"));
  const auto vote = story_.Participant(5).Ask(&v1::BallotService::Stub::GetMyBallot, request);
  ASSERT_EQ(vote.answers_size(), 1);
  EXPECT_EQ(vote.answers(0).score(), ApiStory::kLeastScore + 5);
}

TEST_F(BlindnessTest, AuditorReadsOpenings) {
  v1::ListOpeningsRequest request;
  request.set_parent(story_.name());
  request.set_page_size(1000);
  const auto auditor = story_.WithRole(v1::ROLE_AUDITOR);
  const auto answer = auditor.Ask(&v1::LogService::Stub::ListOpenings, request);
  EXPECT_GT(answer.openings_size(), ApiStory::kPeople);
}

// The journal is read by whoever runs the server, who is not meant to know either.
TEST_F(BlindnessTest, JournalHoldsNeitherTokensNorPeopleNorScores) {
  const std::vector<std::string> lines = server_.journal();
  EXPECT_GT(lines.size(), 50U);
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find(story_.Participant(0).token()), std::string::npos);
    EXPECT_EQ(line.find("person "), std::string::npos) << line;
    EXPECT_EQ(line.find("7301"), std::string::npos) << line;
    for (const std::string& pseudonym : pseudonyms_)
      EXPECT_EQ(line.find(pseudonym), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace quorate
