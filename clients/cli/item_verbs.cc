#include "quorate/v1/item.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::ItemService::Stub;

std::string StateWord(const v1::Item& item) {
  switch (item.state()) {
    case v1::ITEM_STATE_ACTIVE:
      return "in use";
    case v1::ITEM_STATE_RETIRED:
      return "retired";
    case v1::ITEM_STATE_MERGED:
      return "merged";
    case v1::ITEM_STATE_SPLIT:
      return "split";
    default:
      return "unknown";
  }
}

std::string Describe(const v1::Item& item) {
  std::string text = LabelOf(item.name()) + " (" + StateWord(item) + ", wording " +
                     std::to_string(item.version()) + "): " + OneLine(item.text()) + "\n";
  for (const std::string& parent : item.parents())
    text += "  comes from " + LabelOf(parent) + "\n";
  if (!item.suggestion().empty()) text += "  was suggested by a participant\n";
  return text;
}

// "LABEL=wording", cut at the first '='.
engine::Result<v1::NewItem> ParseNewItem(const std::string& text) {
  const std::size_t cut = text.find('=');
  if (cut == std::string::npos) {
    return Refuse(Reason::kInvalidArgument,
                  text,
                  "write an item as LABEL=wording, such as pain=\"Pain at rest\"");
  }
  v1::NewItem item;
  item.set_item_id(text.substr(0, cut));
  item.set_text(text.substr(cut + 1));
  return item;
}

void AddAdd(CLI::App& noun, Invocation& invocation) {
  Verb add(noun,
           invocation,
           "add",
           "Adds items: what the panel is to rate. For a whole list see `import items`.",
           R"(quorate item add knee-pain pain="Pain at rest" stairs="Climbing stairs")");
  const auto study = add.Argument("STUDY", "the study's label");
  const auto items =
      add.Argument<std::vector<std::string>>("LABEL=WORDING", "each item's label and words");
  add.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::AddItemsRequest request;
    request.set_parent(StudyName(*study));
    for (const std::string& text : *items) {
      QUORATE_ASSIGN_OR_RETURN(*request.add_items(), ParseNewItem(text));
    }
    QUORATE_ASSIGN_OR_RETURN(const v1::AddItemsResponse answer,
                             session.Call(&Service::AddItems, request));
    terminal.Show(answer, [&] { return std::to_string(answer.items_size()) + " added.\n"; });
    return {};
  });
}

void AddList(CLI::App& noun, Invocation& invocation) {
  Verb list(noun, invocation, "list", "Lists the items.", "quorate item list knee-pain");
  const auto study = list.Argument("STUDY", "the study's label");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListItemsRequest request;
    request.set_parent(StudyName(*study));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListItemsResponse all,
                             session.CallAll(&Service::ListItems, request));
    terminal.Show(all, [&] {
      Table table({{"item"}, {"state"}, {"wording", Table::Align::kRight}, {"text"}});
      for (const v1::Item& item : all.items()) {
        table.Add(
            {LabelOf(item.name()), StateWord(item), std::to_string(item.version()), item.text()});
      }
      return table.empty() ? "No items yet.\n" : table.ToString(TerminalWidth());
    });
    return {};
  });
}

void AddSuggest(CLI::App& noun, Invocation& invocation) {
  Verb suggest(noun,
               invocation,
               "suggest",
               "Suggests an item in the open round, as the participant whose token this is.",
               "quorate item suggest knee-pain \"Sleeping through the night\"");
  const auto study = suggest.Argument("STUDY", "the study's label");
  const auto text = suggest.Argument("TEXT", "the item in your own words");
  suggest.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::SuggestItemRequest request;
    request.set_parent(StudyName(*study));
    request.set_text(*text);
    QUORATE_ASSIGN_OR_RETURN(const v1::Suggestion answer,
                             session.Call(&Service::SuggestItem, request));
    terminal.Show(
        answer, [&] { return "Thank you: suggestion " + LabelOf(answer.name()) + " is noted.\n"; });
    return {};
  });
}

void AddSuggestions(CLI::App& noun, Invocation& invocation) {
  Verb list(noun,
            invocation,
            "suggestions",
            "Lists what participants suggested, without saying who.",
            "quorate item suggestions knee-pain");
  const auto study = list.Argument("STUDY", "the study's label");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListSuggestionsRequest request;
    request.set_parent(StudyName(*study));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListSuggestionsResponse all,
                             session.CallAll(&Service::ListSuggestions, request));
    terminal.Show(all, [&] {
      Table table({{"suggestion"}, {"round", Table::Align::kRight}, {"state"}, {"text"}});
      for (const v1::Suggestion& one : all.suggestions()) {
        std::string state = "waiting";
        if (one.state() == v1::SUGGESTION_STATE_ACCEPTED) state = "became " + LabelOf(one.item());
        if (one.state() == v1::SUGGESTION_STATE_DECLINED) state = "declined";
        table.Add({LabelOf(one.name()), std::to_string(one.round()), state, one.text()});
      }
      return table.empty() ? "Nothing was suggested.\n" : table.ToString(TerminalWidth());
    });
    return {};
  });
}

void AddReview(CLI::App& noun, Invocation& invocation) {
  Verb review(
      noun,
      invocation,
      "review",
      "Accepts a suggestion as a new item (--item and --text), or declines it (--reason).",
      "quorate item review knee-pain s81fe --item sleep --text \"Sleeping through the night\"");
  const auto study = review.Argument("STUDY", "the study's label");
  const auto suggestion = review.Argument("SUGGESTION", "which one; see `item suggestions`");
  const auto item = review.Option("--item", "the label of the item it becomes");
  const auto wording = review.Option("--text", "the item's wording");
  const auto reason = review.Option("--reason", "why; published");
  const auto also = review.Labels(
      "--also", "other suggestions that say the same, with commas; they share its fate");
  review.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ReviewSuggestionRequest request;
    request.set_name(ChildName(*study, "suggestions", *suggestion));
    for (const std::string& other : *also)
      request.add_also(ChildName(*study, "suggestions", other));
    request.set_item_id(*item);
    request.set_text(*wording);
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Suggestion answer,
                             session.Call(&Service::ReviewSuggestion, request));
    terminal.Show(answer, [&] {
      return answer.item().empty() ? std::string("Declined.\n")
                                   : "It is item " + LabelOf(answer.item()) + " now.\n";
    });
    return {};
  });
}

void AddRewordAndRetire(CLI::App& noun, Invocation& invocation) {
  Verb reword(noun,
              invocation,
              "reword",
              "Gives an item a new wording. Ratings of the old one are never carried over.",
              "quorate item reword knee-pain stairs --text \"Going up and down stairs\" --reason "
              "\"Clearer\"");
  const auto study = reword.Argument("STUDY", "the study's label");
  const auto item = reword.Argument("ITEM", "the item's label");
  const auto text = reword.Needed("--text", "the new wording");
  const auto reason = reword.Needed("--reason", "why; published");
  reword.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::RewordItemRequest request;
    request.set_name(ChildName(*study, "items", *item));
    request.set_text(*text);
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Item answer, session.Call(&Service::RewordItem, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });

  Verb retire(noun,
              invocation,
              "retire",
              "Takes an item out of use.",
              "quorate item retire knee-pain stairs --reason \"Covered by another item\"");
  const auto retired = retire.Argument("STUDY", "the study's label");
  const auto which = retire.Argument("ITEM", "the item's label");
  const auto why = retire.Needed("--reason", "why; published");
  retire.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::RetireItemRequest request;
    request.set_name(ChildName(*retired, "items", *which));
    request.set_reason(*why);
    QUORATE_ASSIGN_OR_RETURN(const v1::Item answer, session.Call(&Service::RetireItem, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

void AddMergeAndSplit(CLI::App& noun, Invocation& invocation) {
  Verb merge(noun,
             invocation,
             "merge",
             "Makes one new item of several.",
             "quorate item merge knee-pain stairs walking --into mobility --text \"Moving about\" "
             "--reason \"One idea\"");
  const auto study = merge.Argument("STUDY", "the study's label");
  const auto items = merge.Argument<std::vector<std::string>>("ITEM", "at least two labels");
  const auto into = merge.Needed("--into", "the new item's label");
  const auto text = merge.Needed("--text", "its wording");
  const auto reason = merge.Needed("--reason", "why; published");
  merge.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::MergeItemsRequest request;
    request.set_parent(StudyName(*study));
    for (const std::string& item : *items)
      request.add_items(ChildName(*study, "items", item));
    request.set_item_id(*into);
    request.set_text(*text);
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Item answer, session.Call(&Service::MergeItems, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });

  Verb split(
      noun,
      invocation,
      "split",
      "Makes several new items of one.",
      "quorate item split knee-pain mobility --into up=\"Going up\" --into down=\"Going down\" "
      "--reason \"Two ideas\"");
  const auto whole = split.Argument("STUDY", "the study's label");
  const auto item = split.Argument("ITEM", "the item's label");
  const auto parts =
      split.Needed<std::vector<std::string>>("--into", "LABEL=WORDING, at least twice");
  const auto why = split.Needed("--reason", "why; published");
  split.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::SplitItemRequest request;
    request.set_name(ChildName(*whole, "items", *item));
    for (const std::string& part : *parts) {
      QUORATE_ASSIGN_OR_RETURN(*request.add_into(), ParseNewItem(part));
    }
    request.set_reason(*why);
    QUORATE_ASSIGN_OR_RETURN(const v1::SplitItemResponse answer,
                             session.Call(&Service::SplitItem, request));
    terminal.Show(answer, [&] {
      std::string lines;
      for (const v1::Item& one : answer.items())
        lines += Describe(one);
      return lines;
    });
    return {};
  });
}

}  // namespace

void AddItemVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "item", "What the panel rates: outcomes, statements, priorities");
  AddAdd(noun, invocation);
  AddList(noun, invocation);
  AddSuggest(noun, invocation);
  AddSuggestions(noun, invocation);
  AddReview(noun, invocation);
  AddRewordAndRetire(noun, invocation);
  AddMergeAndSplit(noun, invocation);
}

}  // namespace quorate::cli
