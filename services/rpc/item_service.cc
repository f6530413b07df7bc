#include "engine/log/digest.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

constexpr int kItemsMax = 1000;
constexpr std::size_t kSuggestionBytes = 8;

Result<std::string> ItemIn(const Call& call, const std::string& name) {
  return ParseChild("name", name, call.study, "items");
}

Result<std::vector<engine::ItemAdded>> NewItems(
    const char* field,
    const google::protobuf::RepeatedPtrField<v1::NewItem>& messages) {
  if (messages.empty() || messages.size() > kItemsMax) {
    return engine::Refuse(engine::Reason::kInvalidArgument, field, "must be 1 to 1000 items");
  }
  std::vector<engine::ItemAdded> items;
  for (const v1::NewItem& message : messages)
    items.push_back({message.item_id(), TextOf(message.text())});
  return items;
}

// Makes a change whose answer is one item after it.
Result<v1::Item> AnswerItem(const Call& call, Change change, const std::string& item) {
  return Answer<v1::Item>(call, std::move(change), [&](const Applied& applied) {
    return ItemMessage(call.study, *applied.study.FindItem(item));
  });
}

// Makes a change whose answer is several items after it.
template <typename Response>
Result<Response> AnswerItems(const Call& call,
                             Change change,
                             const std::vector<engine::ItemAdded>& items) {
  return Answer<Response>(call, std::move(change), [&](const Applied& applied) {
    Response response;
    for (const engine::ItemAdded& item : items) {
      *response.add_items() = ItemMessage(call.study, *applied.study.FindItem(item.item));
    }
    return response;
  });
}

v1::Suggestion SuggestionIn(const Call& call, const engine::Study& study, const std::string& id) {
  return SuggestionMessage(call.study, study.suggestions[*study.suggestion_index.Find(id)]);
}

}  // namespace

Result<v1::AddItemsResponse> AddItems(const Call& call, const v1::AddItemsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::vector<engine::ItemAdded> items,
                           NewItems("items", request.items()));
  return AnswerItems<v1::AddItemsResponse>(call, {engine::AddItems{items}}, items);
}

Result<v1::Suggestion> SuggestItem(const Call& call, const v1::SuggestItemRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  const auto random = call.backend.outside.random();
  const std::string id = engine::ToHex(std::span(random).first(kSuggestionBytes));
  return Answer<v1::Suggestion>(
      call, {engine::SuggestItem{id, TextOf(request.text())}}, [&](const Applied& applied) {
        return SuggestionIn(call, applied.study, id);
      });
}

Result<v1::ListSuggestionsResponse> ListSuggestions(const Call& call,
                                                    const v1::ListSuggestionsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  v1::ListSuggestionsResponse response;
  response.set_next_page_token(pager.Fill(study->suggestions.size(), [&](std::size_t i) {
    v1::Suggestion& message = *response.add_suggestions();
    message = SuggestionMessage(call.study, study->suggestions[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

Result<v1::Suggestion> ReviewSuggestion(const Call& call,
                                        const v1::ReviewSuggestionRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id,
                           ParseChild("name", request.name(), call.study, "suggestions"));
  QUORATE_ASSIGN_OR_RETURN(std::vector<std::string> also,
                           LabelsOf("also", call.study, "suggestions", request.also()));
  engine::ReviewSuggestion act{
      {id, request.item_id(), TextOf(request.text()), TextOf(request.reason()), std::move(also)}};
  return Answer<v1::Suggestion>(call, {std::move(act)}, [&](const Applied& applied) {
    return SuggestionIn(call, applied.study, id);
  });
}

Result<v1::Item> RewordItem(const Call& call, const v1::RewordItemRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string item, ItemIn(call, request.name()));
  engine::RewordItem act{item, TextOf(request.text()), TextOf(request.reason())};
  return AnswerItem(call, {std::move(act)}, item);
}

Result<v1::Item> MergeItems(const Call& call, const v1::MergeItemsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(std::vector<std::string> from,
                           LabelsOf("items", call.study, "items", request.items()));
  engine::MergeItems act{
      {std::move(from), request.item_id(), TextOf(request.text()), TextOf(request.reason())}};
  return AnswerItem(call, {std::move(act)}, request.item_id());
}

Result<v1::SplitItemResponse> SplitItem(const Call& call, const v1::SplitItemRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string item, ItemIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(const std::vector<engine::ItemAdded> into,
                           NewItems("into", request.into()));
  engine::SplitItem act{{item, into, TextOf(request.reason())}};
  return AnswerItems<v1::SplitItemResponse>(call, {std::move(act)}, into);
}

Result<v1::Item> RetireItem(const Call& call, const v1::RetireItemRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string item, ItemIn(call, request.name()));
  return AnswerItem(call, {engine::RetireItem{item, TextOf(request.reason())}}, item);
}

Result<v1::Item> GetItem(const Call& call, const v1::GetItemRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id, ItemIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Item* item = study->FindItem(id);
  if (item == nullptr)
    return engine::Refuse(engine::Reason::kUnknownItem, "there is no item " + id);
  return ItemMessage(call.study, *item);
}

Result<v1::ListItemsResponse> ListItems(const Call& call, const v1::ListItemsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  v1::ListItemsResponse response;
  response.set_next_page_token(pager.Fill(study->items.size(), [&](std::size_t i) {
    v1::Item& message = *response.add_items();
    message = ItemMessage(call.study, study->items[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

}  // namespace quorate::services::rpc
