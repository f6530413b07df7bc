"""Lies of somebody who holds the key: the record is sealed again, so that only its meaning can tell.

A lie takes a copy of a record and a die, changes the record, and answers it, or None where it cannot be told there.
"""

import copy
import json

from record import Sealed, verifier

CHAIR = "facilitator/chair"


def _any(record, dice, *kinds):
    places = record.of_kind(*kinds)
    return record.entries[dice.choice(places)] if places else None


def _after_findings(record, place):
    place += 1
    while place < len(record.entries) and record.entries[place].leaf["actor"] == "server/engine":
        place += 1
    return place


def _insert(record, place, kind, payload, content=None, actor=CHAIR):
    before = record.entries[place - 1].leaf
    opening = None
    if content is not None:
        opening = {"content": content, "kind": kind, "nonce": "00" * 32, "study": record.study}
    leaf = {"actor": actor, "kind": kind, "payload": payload, "seq": 0, "study": record.study, "t": before["t"], "v": 1}
    record.entries.insert(place, Sealed(leaf, opening))
    return record


def late_ballot(record, dice):
    ballot, closed = _any(record, dice, "ballot.cast"), record.of_kind("round.closed")
    if not ballot or not closed:
        return None
    late = copy.deepcopy(ballot)
    place = _after_findings(record, dice.choice(closed))
    late.leaf["t"] = record.entries[place - 1].leaf["t"]
    record.entries.insert(place, late)
    return record


def ballot_after_the_end(record, dice):
    """The round was to end before it."""
    opened = _any(record, dice, "round.opened")
    if not opened or "closes" not in opened.payload:
        return None
    opened.payload["closes"] = opened.leaf["t"][:-3] + "59Z"
    return record


def unknown_pseudonym(record, dice):
    ballot = _any(record, dice, "ballot.cast", "vote.cast", "choice.cast", "participant.withdrawn")
    if not ballot:
        return None
    ballot.payload["participant"] = "nobody"
    ballot.leaf["actor"] = "participant/nobody"
    return record


def wrong_weight(record, dice):
    person = _any(record, dice, "participant.enrolled")
    if not person or not person.opening:
        return None
    person.content["weight"] = dice.choice(["5", "7/3", "0", "-1", "2/4", "1.5", ""])
    return record


def other_hats(record, dice):
    person = _any(record, dice, "participant.enrolled")
    if not person or not person.opening:
        return None
    person.content["hats"] = dice.choice([["patients"], ["carers"], ["clinicians"], [], ["carers", "carers"], ["kings"],
                                          ["carers", "patients"]])
    return record


def another_opening(record, dice):
    """What is opened is not what was committed to."""
    entry = _any(record, dice, "ballot.cast", "vote.cast", "participant.enrolled", "item.tallied")
    if not entry or not entry.opening:
        return None
    entry.opening["nonce"] = "ab" * 32
    entry.keep.add("commitment")
    return record


def opening_of_another_kind(record, dice):
    entry = _any(record, dice, "ballot.cast", "vote.cast", "dissent.stated")
    if not entry or not entry.opening:
        return None
    entry.opening[dice.choice(["kind", "study"])] = "item.tallied"
    return record


def malformed_opening(record, dice):
    entry = _any(record, dice, "ballot.cast", "vote.cast", "choice.cast", "item.tallied", "feedback.shown")
    if not entry or not entry.opening:
        return None
    dice.choice([lambda: entry.opening.update(more=1), lambda: entry.opening.pop("nonce"),
                 lambda: entry.opening.update(nonce="AB" * 32), lambda: entry.content.update(more="x"),
                 lambda: entry.opening.update(content={}), lambda: entry.opening.update(content=[])])()
    return record


def opening_withheld(record, dice):
    """It was there and is not any more."""
    entry = _any(record, dice, "ballot.cast", "vote.cast", "participant.enrolled", "item.tallied", "feedback.shown")
    if not entry or not entry.opening:
        return None
    entry.leaf["payload"]["commitment"] = verifier.commitment_to(verifier.canonical(entry.opening).encode())
    entry.opening = None
    return record


def opening_more(record, dice):
    record.more_openings.append(dice.choice([b"{}", b"", b'{"a":1}', b"\xff"]))
    return record


def opening_twice(record, dice):
    entry = _any(record, dice, "ballot.cast", "item.tallied", "vote.cast")
    if not entry or not entry.opening:
        return None
    line = verifier.canonical(entry.opening).encode()
    record.more_openings.append(line)
    if dice.random() < 0.5:
        record.order = sorted
    return record


def openings_in_another_order(record, dice):
    seed = dice.random()
    record.order = lambda lines: sorted(lines, key=lambda line: verifier.sha256(line + str(seed).encode()))
    return record


def _numbers(value, found):
    """Where counts stand in a document: (holder, name)."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        if isinstance(member, str) and member.isdigit():
            found.append((value, name))
        _numbers(member, found)
    return found


def _off_by_one(document, dice):
    places = _numbers(document, [])
    if not places:
        return False
    holder, name = dice.choice(places)
    holder[name] = str(int(holder[name]) + 1)
    return True


def tally_off_by_one(record, dice):
    entry = _any(record, dice, "item.tallied")
    return record if entry and _off_by_one(entry.payload["tally"], dice) else None


def whole_tally_off_by_one(record, dice):
    entry = _any(record, dice, "item.tallied")
    return record if entry and entry.opening and _off_by_one(entry.content["tally"], dice) else None


def another_consensus(record, dice):
    entry = _any(record, dice, "item.tallied")
    if not entry:
        return None
    entry.payload["consensus"] = dice.choice([v for v in ("in", "out", "none", "inquorate")
                                              if v != entry.payload["consensus"]])
    return record


def suppressed_table_shown(record, dice):
    entries = [record.entries[place] for place in record.of_kind("item.tallied")]
    entries = [entry for entry in entries if entry.opening and "suppressed" in entry.payload["tally"]]
    if not entries:
        return None
    entry = dice.choice(entries)
    entry.payload["tally"] = copy.deepcopy(entry.content["tally"])
    return record


def table_held_back(record, dice):
    entry = _any(record, dice, "item.tallied")
    groups = entry.payload["tally"].get("groups") if entry else None
    if not groups:
        return None
    del groups[dice.choice(sorted(groups))]
    return record


def tally_of_nothing(record, dice):
    """No table at all, or no object."""
    entry = _any(record, dice, "item.tallied")
    if not entry:
        return None
    entry.payload["tally"] = dice.choice([{}, [], "x", {"groups": []}, {"groups": {"carers": 1}}])
    return record


def another_response(record, dice):
    entry = _any(record, dice, "response.found")
    if not entry:
        return None
    responses = entry.payload["responses"]
    dice.choice([lambda: dice.choice(responses).update(invited=99), lambda: dice.choice(responses).update(responded=0),
                 lambda: responses.pop(), responses.reverse, lambda: responses[0].update(group="x"),
                 lambda: entry.payload.update(responses=[]), lambda: entry.payload.update(basis="round/7")])()
    return record


def another_attrition(record, dice):
    entry = _any(record, dice, "attrition.found")
    return record if entry and _off_by_one(entry.payload["attrition"], dice) else None


def another_stability(record, dice):
    entry = _any(record, dice, "stability.found")
    if not entry:
        return None
    if "stop" in entry.payload["stability"] and dice.random() < 0.5:
        entry.payload["stability"]["stop"] = not entry.payload["stability"]["stop"]
        return record
    return record if _off_by_one(entry.payload["stability"], dice) else None


def another_explanation(record, dice):
    entry = _any(record, dice, "item.explained", "round.explained")
    return record if entry and _off_by_one(entry.payload["explanation"], dice) else None


def explanation_left_out(record, dice):
    entry = _any(record, dice, "item.explained")
    if not entry:
        return None
    explanation = entry.payload["explanation"]
    names = sorted(explanation)
    if not names:
        return None
    del explanation[dice.choice(names)]
    return record


def another_comparison(record, dice):
    entry = _any(record, dice, "rule.compared")
    if not entry:
        return None
    verdicts = entry.payload["verdicts"]
    verdicts["in"], verdicts["none"] = verdicts["none"], verdicts["in"]
    if dice.random() < 0.3:
        entry.payload["rule"] = "another"
    return record


def another_outcome(record, dice):
    entry = _any(record, dice, "choice.tallied")
    if not entry:
        return None
    outcome = entry.payload["outcome"]
    dice.choice([lambda: outcome.update(winners=["S0"]), lambda: outcome.update(winners=[]),
                 lambda: outcome.update(tied=not outcome["tied"]), lambda: outcome.pop("ranking", None),
                 lambda: outcome.update(refused=True), lambda: _off_by_one(outcome, dice)])()
    return record


def finding_about_another(record, dice):
    entry = _any(record, dice, "item.tallied", "item.explained", "round.explained", "attrition.found",
                 "choice.tallied", "rule.compared", "stability.found")
    if not entry:
        return None
    if "item" in entry.payload and dice.random() < 0.5:
        entry.payload["item"] = {"item": "S9", "version": 1}
    else:
        entry.payload["basis"] = "round/9"
    return record


def finding_by_another(record, dice):
    entry = _any(record, dice, "response.found", "item.tallied", "item.explained", "choice.tallied")
    if not entry:
        return None
    entry.leaf["actor"] = dice.choice([CHAIR, "server/other", "auditor/engine"])
    return record


def finding_at_another_time(record, dice):
    entry = _any(record, dice, "response.found", "item.tallied", "item.explained", "choice.tallied")
    if not entry:
        return None
    entry.leaf["t"] = dice.choice(["2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"])
    return record


def finding_gone(record, dice):
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] == "server/engine"]
    if not places:
        return None
    del record.entries[dice.choice(places)]
    return record


def finding_more(record, dice):
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] == "server/engine"]
    place = dice.choice(places)
    record.entries.insert(place, copy.deepcopy(record.entries[place]))
    return record


def findings_at_the_end_gone(record, dice):
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] == "server/engine"]
    del record.entries[dice.choice(places):]
    return record


def decision_against_the_rule(record, dice):
    entry = _any(record, dice, "decision.recorded")
    if not entry:
        return None
    entry.payload["verdict"] = dice.choice([v for v in ("in", "out", "none") if v != entry.payload["verdict"]])
    return record


def decision_on_another_tally(record, dice):
    entry = _any(record, dice, "decision.recorded", "decision.overridden")
    if not entry:
        return None
    entry.payload["basis"] = "round/1"
    if dice.random() < 0.3:
        entry.payload["item"]["version"] = 7
    return record


def decision_twice(record, dice):
    places = record.of_kind("decision.recorded", "decision.overridden")
    if not places:
        return None
    place = dice.choice(places)
    record.entries.insert(place, copy.deepcopy(record.entries[place]))
    return record


def override_changed(record, dice):
    entry = _any(record, dice, "decision.overridden")
    if not entry:
        return None
    entry.payload.update(dice.choice([{"reason": ""}, {"reason": "  "}, {"verdict": "inquorate"},
                                      {"rule_verdict": "in"}, {"verdict": entry.payload["rule_verdict"]},
                                      {"reason": "x" * 4_001}, {"reason": "a\u0007b"}]))
    return record


def choice_decided_otherwise(record, dice):
    entry = _any(record, dice, "choice.decided")
    if not entry:
        return None
    entry.payload.update(dice.choice([{"chosen": ["S2"], "reason": ""}, {"chosen": []}, {"chosen": ["S1", "S1"]},
                                      {"chosen": ["nothing"]}, {"iteration": 2}, {"choice": "other"},
                                      {"reason": "We talked"}]))
    return record


def another_lot(record, dice):
    entry = _any(record, dice, "choice.called")
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
    entry = _any(record, dice, "choice.called", "vote.called")
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
    del record.entries[place:_after_findings(record, place)]
    return record


def act_gone(record, dice):
    """Any fact, with the findings that follow on it."""
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] != "server/engine"]
    place = dice.choice(places)
    del record.entries[place:_after_findings(record, place)]
    return record


def act_twice(record, dice):
    places = [place for place, entry in enumerate(record.entries) if entry.leaf["actor"] != "server/engine"]
    place = dice.choice(places)
    record.entries.insert(_after_findings(record, place), copy.deepcopy(record.entries[place]))
    return record


def act_moved(record, dice):
    entry = record.entries.pop(dice.randrange(len(record.entries)))
    record.entries.insert(dice.randrange(len(record.entries) + 1), entry)
    return record


def neighbors_swapped(record, dice):
    at = dice.randrange(len(record.entries) - 1)
    record.entries[at:at + 2] = record.entries[at:at + 2][::-1]
    return record


def terms_of(record):
    return copy.deepcopy(record.entries[record.of_kind("protocol.frozen")[-1]].payload["protocol"])


def rule_changed_after_opening(record, dice):
    opened = record.of_kind("round.opened")
    if not opened:
        return None
    terms = terms_of(record)
    terms["rounds"][0]["rule"]["clauses"] = terms["rounds"][0]["rule"]["clauses"][:1]
    payload = {"protocol": terms, "reason": "It suits us"}
    return _insert(record, dice.choice(opened) + 1, "protocol.amended", payload)


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
    return _insert(record, _after_findings(record, dice.choice(closed)), "protocol.amended",
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
    frozen = _any(record, dice, "protocol.frozen")
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


def sequence_gap(record, dice):
    at = dice.randrange(len(record.entries))
    record.entries[at].leaf["seq"] = at + dice.choice([1, -1, 1000])
    record.entries[at].keep.add("seq")
    return record


def time_backwards(record, dice):
    entry = dice.choice(record.entries[2:])
    entry.leaf["t"] = dice.choice(["2026-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
    return record


def time_of_no_clock(record, dice):
    entry = dice.choice(record.entries)
    entry.leaf["t"] = dice.choice(["2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "1969-12-31T23:59:59Z",
                                   "2026-03-02 09:00:00Z", "2026-03-02T09:00:00+00:00", "", "2026-03-02T09:00:60Z"])
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


def unknown_kind(record, dice):
    dice.choice(record.entries).leaf["kind"] = dice.choice(["ballot.moved", "", "Ballot.cast", "round"])
    return record


def kind_of_another(record, dice):
    entry, other = dice.sample(record.entries, 2)
    entry.leaf["kind"] = other.leaf["kind"]
    return record


def member_more(record, dice):
    entry = dice.choice(record.entries)
    dice.choice([entry.leaf, entry.payload])[dice.choice(["zz", "a", "commitment", "reason"])] = "x"
    return record


def member_gone(record, dice):
    entry = dice.choice(record.entries)
    holder = dice.choice([entry.leaf, entry.payload])
    if not holder or holder is entry.leaf:
        entry.line = verifier.canonical({name: value for name, value in entry.leaf.items()
                                         if name != dice.choice(sorted(entry.leaf))}).encode()
        return record
    name = dice.choice(sorted(holder))
    del holder[name]
    if name == "commitment":
        entry.opening = None
    return record


def _leaves(value, found):
    """Every place of a scalar: (holder, name)."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        if isinstance(member, (dict, list)):
            _leaves(member, found)
        else:
            found.append((value, name))
    return found


HOSTILE = [0, 1, 2, -1, 2 ** 31, 2 ** 53 - 1, True, False, "", "x", "S0", "S1", "p00", "p01", "round/1", "in", "none",
           [], {}, "1", "99999999999999999999", "1/2", "caf\u00e9", "\u0000", "\n", "9" * 50]


def any_value(record, dice):
    """Something else in the place of any value of an entry."""
    entry = dice.choice(record.entries)
    places = _leaves(entry.payload, [])
    if not places:
        return None
    holder, name = dice.choice(places)
    holder[name] = copy.deepcopy(dice.choice(HOSTILE))
    if name == "commitment":
        entry.keep.add("commitment")
    return record


def any_committed_value(record, dice):
    entries = [entry for entry in record.entries if entry.opening]
    if not entries:
        return None
    entry = dice.choice(entries)
    places = _leaves(entry.content, [])
    if not places:
        return None
    holder, name = dice.choice(places)
    holder[name] = copy.deepcopy(dice.choice(HOSTILE))
    return record


def another_answer(record, dice):
    entry = _any(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry or not entry.opening:
        return None
    answers = entry.content.get("answers", entry.content.get("marks", entry.content))
    if not answers:
        return None
    answers[dice.choice(sorted(answers))] = dice.choice([1, 2, 5, 9, 0, 10, "unable", "skipped", "scored"])
    return record


def ballot_moved(record, dice):
    """Counted for somebody else."""
    entry = _any(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry:
        return None
    entry.payload["participant"] = f"p{dice.randrange(8):02d}"
    if dice.random() < 0.5:
        entry.leaf["actor"] = "participant/" + entry.payload["participant"]
    return record


def another_revision(record, dice):
    entry = _any(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry:
        return None
    entry.payload["revision"] = dice.choice([0, 2, 3, 70_000])
    return record


def another_channel(record, dice):
    entry = _any(record, dice, "ballot.cast", "vote.cast", "choice.cast")
    if not entry:
        return None
    entry.payload["channel"] = dice.choice(["self", "paper", "import", "post"])
    return record


def another_attendance(record, dice):
    entry = _any(record, dice, "attendance.recorded")
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
    return _insert(record, enrolled[-1] + 1, "participant.withdrawn", {"participant": person})


def another_feedback(record, dice):
    entry = _any(record, dice, "feedback.shown")
    if not entry:
        return None
    if entry.opening and dice.random() < 0.7:
        entry.content.update(dice.choice([{"groups": ["carers"]}, {"own": 3}, {"basis": "round/2"},
                                          {"policy": "none"}, {"groups": []}]))
    else:
        entry.payload.update(dice.choice([{"participant": "p00"}, {"round": 1}, {"round": 3}]))
    return record


def another_dissent(record, dice):
    entry = _any(record, dice, "dissent.stated")
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
    return _insert(record, dice.choice(opened) + dice.choice([0, 1]), kind, payload)


def another_round(record, dice):
    entry = _any(record, dice, "round.opened", "round.closed", "round.extended")
    if not entry:
        return None
    entry.payload["round"] = dice.choice([0, 1, 2, 3, 4, -1])
    return record


def other_items(record, dice):
    entry = _any(record, dice, "round.opened", "choice.called")
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
    return _insert(record, dice.randrange(2, len(record.entries)), "study.concluded", {})


def cut_off(record, dice):
    """The end of the log is not there; the rest hangs together."""
    del record.entries[dice.randrange(1, len(record.entries)):]
    return record


def _line_of(entry, sequence):
    entry.leaf["seq"] = sequence
    return verifier.canonical(entry.leaf)


def another_spelling(record, dice):
    """The same JSON, not in its one spelling."""
    at = dice.randrange(len(record.entries))
    line = _line_of(record.entries[at], at)
    swapped = json.dumps(dict(reversed(list(record.entries[at].leaf.items()))), ensure_ascii=False,
                         separators=(",", ":"))
    record.entries[at].line = dice.choice([
        line.replace(":", ": ", 1), line.replace('"v":1', '"v":1.0'), line.replace('"v":1', '"v":01'), line + " ",
        line.replace("a", "\\u0061", 1), swapped, line.replace('"v":1}', '"v":1,"v":1}'), " " + line,
        line.replace('"v":1', '"v":1e0'), line.replace("/", "\\/", 1), line[:-1] + ',"zz":null}', "[" + line + "]",
    ]).encode()
    return record


def another_form_of_unicode(record, dice):
    entry = _any(record, dice, "item.added", "item.reworded", "protocol.amended")
    if not entry:
        return None
    entry.payload["text" if "text" in entry.payload else "reason"] = dice.choice([
        "cafe\u0301", "\u212b", "a\n\u0301", "\u0301", "\U0001d15e", "\ufb01", "\uac00"])
    return record


def hostile_bytes(record, dice):
    at = dice.randrange(len(record.entries))
    line = _line_of(record.entries[at], at).encode()
    record.entries[at].line = dice.choice([
        b"[" * 50_000, b"{\"a\":" * 10_000 + b"1", b"9" * 59_000, line.replace(b'"v":1', b'"v":' + b"9" * 400),
        line.replace(b'"v"', b'"\xff"'), line[:20] + b"\x00" + line[20:], line.replace(b'"v":1', b'"v":-0'),
        line.replace(b'"study"', b'"study\\u0000"'), b"", b"null", b"{}", b"[]", b'""', line * 200,
        line.replace(b'"payload":{', b'"payload":{"deep":' + b"[" * 100 + b"]" * 100 + b",")])
    return record


def deep_tally(record, dice):
    """A document that is nested to the limit, or over it."""
    entry = _any(record, dice, "item.tallied", "attrition.found", "choice.tallied")
    if not entry:
        return None
    value = dice.choice(["x", {}, []])
    for _ in range(dice.choice([62, 63, 64, 65, 66, 70])):
        value = [value]
    entry.payload[{"item.tallied": "tally", "attrition.found": "attrition", "choice.tallied": "outcome"}[entry.kind]] = value
    return record


def too_long(record, dice):
    entry = _any(record, dice, "item.added")
    if not entry:
        return None
    entry.payload["text"] = "x" * dice.choice([4_000, 4_001, 59_000, 60_001])
    return record


def of_another_study(record, dice):
    dice.choice(record.entries).leaf["study"] = "other"
    return record


def untouched(record, dice):
    return record


LIES = [untouched, late_ballot, ballot_after_the_end, unknown_pseudonym, wrong_weight, other_hats, another_opening,
        opening_of_another_kind, malformed_opening, opening_withheld, opening_more, opening_twice,
        openings_in_another_order, tally_off_by_one, whole_tally_off_by_one, another_consensus,
        suppressed_table_shown, table_held_back, tally_of_nothing, another_response, another_attrition,
        another_stability, another_explanation, explanation_left_out, another_comparison, another_outcome,
        finding_about_another, finding_by_another, finding_at_another_time, finding_gone, finding_more,
        findings_at_the_end_gone, decision_against_the_rule, decision_on_another_tally, decision_twice,
        override_changed, choice_decided_otherwise, another_lot, another_call, missing_close, act_gone, act_twice,
        act_moved, neighbors_swapped, rule_changed_after_opening, amended, unsound_terms, frozen_otherwise,
        another_plan, sequence_gap, time_backwards, time_of_no_clock, far_future, another_actor, unknown_kind,
        kind_of_another, member_more, member_gone, any_value, any_committed_value, another_answer, ballot_moved,
        another_revision, another_channel, another_attendance, withdrawn_before, another_feedback, another_dissent,
        item_changed_while_asked, another_round, other_items, another_version, created_twice, concluded_before,
        cut_off, another_spelling, another_form_of_unicode, hostile_bytes, deep_tally, too_long, of_another_study]
