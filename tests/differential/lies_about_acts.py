"""Lies about what was done, by whom and when."""

import copy

from record import verifier
from sealed_lie import CHAIR, after_findings, insert, pick


def _voter(record, dice):
    cast = pick(record, dice, "ballot.cast")
    return cast.payload["participant"] if cast else None


def terms_of(record):
    return copy.deepcopy(record.entries[record.of_kind("protocol.frozen")[-1]].payload["protocol"])


def erased(record, dice):
    """An erasure that holds what it says, or forgets something."""
    name = _voter(record, dice)
    if name is None:
        return None
    one = [entry for entry in record.entries if record.is_of(entry, name) and entry.opening]
    kept = dice.choice(one).opening if one and dice.random() < 0.4 else None
    if dice.random() < 0.85:
        for entry in record.entries:
            if kept is not None and entry.opening is kept:
                record.more_openings.append(verifier.canonical(kept).encode())
        record.destroy(name)
    place = dice.choice([len(record.entries), after_findings(record, dice.choice(record.of_kind("round.closed"))),
                         dice.randrange(2, len(record.entries))])
    return insert(record, place, "erasure.recorded", {"participant": dice.choice([name, name, name, "nobody"])},
                   actor=dice.choice([CHAIR, "participant/" + name, "auditor/x"]))


def destroyed_without_erasure(record, dice):
    name = _voter(record, dice)
    if name is None:
        return None
    record.destroy(name)
    return record


def more_destroyed(record, dice):
    """An erasure covers what was not that person's."""
    name = _voter(record, dice)
    if name is None:
        return None
    record.destroy(name)
    other = pick(record, dice, "ballot.cast", "item.tallied", "participant.enrolled")
    record.close(other)
    return insert(record, len(record.entries), "erasure.recorded", {"participant": name})


def unanimity_shown(record, dice):
    for place in record.of_kind("protocol.drafted", "protocol.frozen", "protocol.amended"):
        record.entries[place].payload["protocol"]["unanimity"] = dice.choice(["shown", "shown", "held-back"])
    return record


def late_ballot(record, dice):
    ballot, closed = pick(record, dice, "ballot.cast"), record.of_kind("round.closed")
    if not ballot or not closed:
        return None
    late = copy.deepcopy(ballot)
    place = after_findings(record, dice.choice(closed))
    late.leaf["t"] = record.entries[place - 1].leaf["t"]
    record.entries.insert(place, late)
    return record


def ballot_after_the_end(record, dice):
    """The round was to end before it."""
    opened = pick(record, dice, "round.opened")
    if not opened or "closes" not in opened.payload:
        return None
    opened.payload["closes"] = opened.leaf["t"][:-3] + "59Z"
    return record


def unknown_pseudonym(record, dice):
    ballot = pick(record, dice, "ballot.cast", "vote.cast", "choice.cast", "participant.withdrawn")
    if not ballot:
        return None
    ballot.payload["participant"] = "nobody"
    ballot.leaf["actor"] = "participant/nobody"
    return record


def wrong_weight(record, dice):
    person = pick(record, dice, "participant.enrolled")
    if not person or not person.opening:
        return None
    person.content["weight"] = dice.choice(["5", "7/3", "0", "-1", "2/4", "1.5", ""])
    return record


def other_hats(record, dice):
    person = pick(record, dice, "participant.enrolled")
    if not person or not person.opening:
        return None
    person.content["hats"] = dice.choice([["patients"], ["carers"], ["clinicians"], [], ["carers", "carers"], ["kings"],
                                          ["carers", "patients"]])
    return record


def another_lot(record, dice):
    entry = pick(record, dice, "choice.called")
    if not entry:
        return None
    entry.keep.add("lot")
    if "lot" not in entry.payload:
        entry.payload["lot"] = {"root": "A" * 43 + "=", "size": 5}
        return record
    dice.choice([lambda: entry.payload["lot"].update(root="A" * 43 + "="), lambda: entry.payload["lot"].update(size=3),
                 lambda: entry.payload.pop("lot"), lambda: entry.payload["lot"].update(root="")])()
    return record


def another_call(record, dice):
    entry = pick(record, dice, "choice.called", "vote.called")
    if not entry:
        return None
    changes = [{"round": 1}, {"round": 9}, {"choice": "a b"}, {"plan": "none"}, {"items": []}] \
        if entry.kind == "choice.called" else [{"round": 1}, {"vote": "-"}, {"vote_kind": "rating"},
                                               {"item": {"item": "S0", "version": 5}}]
    entry.payload.update(dice.choice(changes))
    return record


def missing_close(record, dice):
    places = record.of_kind("round.closed", "vote.closed", "choice.closed")
    if not places:
        return None
    place = dice.choice(places)
    del record.entries[place:after_findings(record, place)]
    return record


def act_gone(record, dice):
    """Any fact, with the findings that follow on it."""
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] != "server/engine"]
    place = dice.choice(places)
    del record.entries[place:after_findings(record, place)]
    return record


def act_twice(record, dice):
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] != "server/engine"]
    place = dice.choice(places)
    record.entries.insert(after_findings(record, place), copy.deepcopy(record.entries[place]))
    return record


def act_moved(record, dice):
    entry = record.entries.pop(dice.randrange(len(record.entries)))
    record.entries.insert(dice.randrange(len(record.entries) + 1), entry)
    return record


def neighbors_swapped(record, dice):
    at = dice.randrange(len(record.entries) - 1)
    record.entries[at:at + 2] = record.entries[at:at + 2][::-1]
    return record


def rule_changed_after_opening(record, dice):
    opened = record.of_kind("round.opened")
    if not opened:
        return None
    terms = terms_of(record)
    terms["rounds"][0]["rule"]["clauses"] = terms["rounds"][0]["rule"]["clauses"][:1]
    payload = {"protocol": terms, "reason": "It suits us"}
    return insert(record, dice.choice(opened) + 1, "protocol.amended", payload)


def amended(record, dice):
    """Between the rounds, with terms that may not change so."""
    closed = record.of_kind("round.closed")
    if not closed:
        return None
    terms, reason = terms_of(record), "Why not"
    change = dice.randrange(9)
    if change == 0:
        reason = ""
    elif change == 1:
        terms["groups"].pop()
    elif change == 2:
        terms["rounds"] = terms["rounds"][:1]
    elif change == 3:
        terms["k"] = dice.choice([3, 4, 6])
    elif change == 4:
        terms["rounds"][0]["mode"] = "workshop"
    elif change == 5:
        terms["groups"].append({"id": "others", "name": "Others"})
    elif change == 6:
        terms["voice"] = {"voice": "equal-groups", "hats": "split"}
    elif change == 7:
        terms["rounds"][1]["rule"]["least_group_size"] = 4
    elif change == 8:
        terms["stop_when"] = {"settled_at_least": "1/2"}
    return insert(record, after_findings(record, dice.choice(closed)), "protocol.amended",
                   {"protocol": terms, "reason": reason})


def unsound_terms(record, dice):
    """A protocol that reads well and should never have been frozen, or is not written out."""
    rule_change = [
        lambda rule: rule["clauses"].append(copy.deepcopy(rule["clauses"][0])),
        lambda rule: rule["clauses"].append({"verdict": "OUT", "when": {
            "band": [1, 9], "measure": "share", "op": ">=", "value": "1/10"}}),
        lambda rule: rule["clauses"][0].update(when={"band": [1, 3], "measure": "share", "op": ">", "value": "1"}),
        lambda rule: rule["clauses"][0].update(when={"band": [1, 3], "measure": "share", "op": ">", "value": "50%"}),
        lambda rule: rule["clauses"][0].update(when={"measure": "median", "op": ">=", "value": "10"}),
        lambda rule: rule["clauses"][0].update(when={"all": [
            {"measure": "mean", "op": ">", "value": "6"}, {"measure": "mean", "op": "<", "value": "5"}]}),
        lambda rule: rule["clauses"][0].update(when={"band": [1, 3], "measure": "share", "op": ">", "value": "1/2",
                                                     "scope": {"groups": ["kings"]}}),
        lambda rule: rule.update(least_group_size=-1), lambda rule: rule.update(name=""),
        lambda rule: rule["scale"].update(max=7), lambda rule: rule.update(quorum={"panel": 1})]
    term_change = [
        lambda terms: terms["groups"].append(dict(terms["groups"][0])), lambda terms: terms.update(k=2),
        lambda terms: terms.update(voice="per-person"), lambda terms: terms.update(title=""),
        lambda terms: terms.update(voice={"voice": "group-weights", "hats": "split", "weights": {"carers": "1"}}),
        lambda terms: terms["rounds"][0].update(feedback="all"), lambda terms: terms.update(stop_when={}),
        lambda terms: terms["rounds"][0].update(suggestions_needed=1), lambda terms: terms.update(extra=1),
        lambda terms: terms["rounds"][0].update(yes_no_rule=copy.deepcopy(terms["rounds"][0]["rule"])),
        lambda terms: terms["rounds"][0].update(choices=copy.deepcopy(terms["rounds"][2].get("choices", [])))]
    change = dice.choice(rule_change + term_change)
    for place in record.of_kind("protocol.drafted", "protocol.frozen"):
        terms = record.entries[place].payload["protocol"]
        change(terms["rounds"][0]["rule"] if change in rule_change else terms)
    return record


def frozen_otherwise(record, dice):
    frozen = pick(record, dice, "protocol.frozen")
    frozen.payload["protocol"]["purpose"] = "Another purpose"
    return record


def another_plan(record, dice):
    """Options that the rule of a choice does not know."""
    changes = dice.choice([{"seats": 2}, {"strength": "opposition"}, {"strength": "ratio"}, {"missing": "median"},
                           {"completion": "none"}, {"rule": "stv-scottish"}, {"rule": "dice"}, {"tie": "luck"},
                           {"quorum": {"panel": 0, "each_group": 0}}, {"grade_max": 201}, {"id": "set"},
                           {"quorum": {"panel": 90, "each_group": 0}}, {"quorum": {"panel": 1, "each_group": 4}}])
    for place in record.of_kind("protocol.drafted", "protocol.frozen", "protocol.amended"):
        choices = record.entries[place].payload["protocol"]["rounds"][2].get("choices")
        if not choices:
            return None
        choices[0].update(changes)
    return record


def time_backwards(record, dice):
    entry = dice.choice(record.entries[2:])
    entry.leaf["t"] = dice.choice(["2026-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
    return record


def far_future(record, dice):
    """An act whose time all later ones lie before."""
    entry = dice.choice(record.entries[:-1])
    entry.leaf["t"] = "9999-12-31T23:59:59Z"
    return record


def another_actor(record, dice):
    entry = dice.choice(record.entries)
    entry.leaf["actor"] = dice.choice(["facilitator/x", "participant/p00", "participant/nobody", "observer/x",
                                       "auditor/x", "integrator/x", "server/engine", "king/x", "facilitator", "",
                                       "facilitator/a b", "facilitator/\u00e9", 'facilitator/"', "facilitator/"])
    return record


def another_answer(record, dice):
    entry = pick(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry or not entry.opening:
        return None
    answers = entry.content.get("answers", entry.content.get("marks", entry.content))
    if not answers:
        return None
    answers[dice.choice(sorted(answers))] = dice.choice([1, 2, 5, 9, 0, 10, "unable", "skipped", "scored"])
    return record


def ballot_moved(record, dice):
    """Counted for somebody else."""
    entry = pick(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry:
        return None
    entry.payload["participant"] = f"p{dice.randrange(8):02d}"
    if dice.random() < 0.5:
        entry.leaf["actor"] = "participant/" + entry.payload["participant"]
    return record


def another_revision(record, dice):
    entry = pick(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry:
        return None
    entry.payload["revision"] = dice.choice([0, 2, 3, 70_000])
    return record


def another_channel(record, dice):
    entry = pick(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry:
        return None
    entry.payload["channel"] = dice.choice(["self", "paper", "import", "post"])
    return record


def another_attendance(record, dice):
    entry = pick(record, dice, "attendance.recorded")
    if not entry:
        return None
    people = entry.payload["participants"]
    dice.choice([lambda: people.append("nobody"), people.clear, lambda: people.append(people[0]), people.pop,
                 lambda: entry.payload.update(round=1)])()
    return record


def withdrawn_before(record, dice):
    """Somebody who left goes on."""
    enrolled = record.of_kind("participant.enrolled")
    if not enrolled:
        return None
    person = record.entries[dice.choice(enrolled)].payload["participant"]
    return insert(record, enrolled[-1] + 1, "participant.withdrawn", {"participant": person})


def another_feedback(record, dice):
    entry = pick(record, dice, "feedback.shown")
    if not entry:
        return None
    if entry.opening and dice.random() < 0.7:
        entry.content.update(dice.choice([{"groups": ["carers"]}, {"own": 3}, {"basis": "round/2"},
                                          {"policy": "none"}, {"groups": []}]))
    else:
        entry.payload.update(dice.choice([{"participant": "p00"}, {"round": 1}, {"round": 3}]))
    return record


def another_dissent(record, dice):
    entry = pick(record, dice, "dissent.stated")
    if not entry:
        return None
    if entry.opening and dice.random() < 0.5:
        entry.content.update(dice.choice([{"group": "patients"}, {"group": "carers"}, {"text": ""}, {"group": "kings"}]))
    else:
        entry.payload.update(dice.choice([{"participant": "p01"}, {"statement": ""},
                                          {"item": {"item": "S3", "version": 1}}]))
    return record


def item_changed_while_asked(record, dice):
    opened = record.of_kind("round.opened")
    if not opened:
        return None
    kind, payload = dice.choice([
        ("item.reworded", {"item": "S0", "reason": "Why", "text": "Other words", "version": 2}),
        ("item.retired", {"item": "S1", "reason": "Why"}),
        ("items.merged", {"from": ["S0", "S1"], "into": "S01", "reason": "Why", "text": "Both"}),
        ("item.split", {"from": "S0", "reason": "Why", "into": [{"item": "a", "text": "A"}, {"item": "b", "text": "B"}]}),
        ("item.added", {"item": "new", "text": "New"}), ("item.added", {"item": "S0", "text": "Again"})])
    return insert(record, dice.choice(opened) + dice.choice([0, 1]), kind, payload)


def another_round(record, dice):
    entry = pick(record, dice, "round.opened", "round.closed", "round.extended")
    if not entry:
        return None
    entry.payload["round"] = dice.choice([0, 1, 2, 3, 4, -1])
    return record


def other_items(record, dice):
    entry = pick(record, dice, "round.opened", "choice.called")
    if not entry:
        return None
    items = entry.payload["items"]
    dice.choice([items.reverse, items.clear, lambda: items.append(items[0]), items.pop,
                 lambda: items[0].update(version=9), lambda: items[0].update(item="S9")])()
    return record


def another_version(record, dice):
    record.entries[0].payload["rules_version"] = dice.choice([0, 1, 2, 3, 4, 99])
    return record


def created_twice(record, dice):
    record.entries.insert(dice.randrange(1, len(record.entries)), copy.deepcopy(record.entries[0]))
    return record


def concluded_before(record, dice):
    return insert(record, dice.randrange(2, len(record.entries)), "study.concluded", {})


def cut_off(record, dice):
    """The end of the log is not there; the rest hangs together."""
    del record.entries[dice.randrange(1, len(record.entries)):]
    return record


LIES = [erased, destroyed_without_erasure, more_destroyed, unanimity_shown, late_ballot, ballot_after_the_end,
        unknown_pseudonym, wrong_weight, other_hats, another_lot, another_call, missing_close, act_gone,
        act_twice, act_moved, neighbors_swapped, rule_changed_after_opening, amended, unsound_terms,
        frozen_otherwise, another_plan, time_backwards, far_future, another_actor, another_answer, ballot_moved,
        another_revision, another_channel, another_attendance, withdrawn_before, another_feedback,
        another_dissent, item_changed_while_asked, another_round, other_items, another_version, created_twice,
        concluded_before, cut_off]
