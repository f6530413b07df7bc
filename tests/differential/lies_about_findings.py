"""Lies about what was concluded: counts, tallies, explanations, outcomes, decisions."""

import copy

from sealed_lie import CHAIR, insert, off_by_one, pick


def tally_off_by_one(record, dice):
    entry = pick(record, dice, "item.tallied")
    return record if entry and off_by_one(entry.payload["tally"], dice) else None


def whole_tally_off_by_one(record, dice):
    entry = pick(record, dice, "item.tallied")
    return record if entry and entry.opening and off_by_one(entry.content["tally"], dice) else None


def another_consensus(record, dice):
    entry = pick(record, dice, "item.tallied")
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
    entry = pick(record, dice, "item.tallied")
    groups = entry.payload["tally"].get("groups") if entry else None
    if not groups:
        return None
    del groups[dice.choice(sorted(groups))]
    return record


def tally_of_nothing(record, dice):
    """No table at all, or no object."""
    entry = pick(record, dice, "item.tallied")
    if not entry:
        return None
    entry.payload["tally"] = dice.choice([{}, [], "x", {"groups": []}, {"groups": {"carers": 1}}])
    return record


def another_response(record, dice):
    entry = pick(record, dice, "response.found")
    if not entry:
        return None
    responses = entry.payload["responses"]
    dice.choice([lambda: dice.choice(responses).update(invited=99), lambda: dice.choice(responses).update(responded=0),
                 lambda: responses.pop(), responses.reverse, lambda: responses[0].update(group="x"),
                 lambda: entry.payload.update(responses=[]), lambda: entry.payload.update(basis="round/7")])()
    return record


def another_attrition(record, dice):
    entry = pick(record, dice, "attrition.found")
    return record if entry and off_by_one(entry.payload["attrition"], dice) else None


def another_stability(record, dice):
    entry = pick(record, dice, "stability.found")
    if not entry:
        return None
    if "stop" in entry.payload["stability"] and dice.random() < 0.5:
        entry.payload["stability"]["stop"] = not entry.payload["stability"]["stop"]
        return record
    return record if off_by_one(entry.payload["stability"], dice) else None


def another_explanation(record, dice):
    entry = pick(record, dice, "item.explained", "round.explained")
    return record if entry and off_by_one(entry.payload["explanation"], dice) else None


def explanation_left_out(record, dice):
    entry = pick(record, dice, "item.explained")
    if not entry:
        return None
    explanation = entry.payload["explanation"]
    names = sorted(explanation)
    if not names:
        return None
    del explanation[dice.choice(names)]
    return record


def another_comparison(record, dice):
    entry = pick(record, dice, "rule.compared")
    if not entry:
        return None
    verdicts = entry.payload["verdicts"]
    verdicts["in"], verdicts["none"] = verdicts["none"], verdicts["in"]
    if dice.random() < 0.3:
        entry.payload["rule"] = "another"
    return record


def another_outcome(record, dice):
    entry = pick(record, dice, "choice.tallied")
    if not entry:
        return None
    outcome = entry.payload["outcome"]
    dice.choice([lambda: outcome.update(winners=["S0"]), lambda: outcome.update(winners=[]),
                 lambda: outcome.update(tied=not outcome["tied"]), lambda: outcome.pop("ranking", None),
                 lambda: outcome.update(refused=True), lambda: off_by_one(outcome, dice)])()
    return record


def finding_about_another(record, dice):
    entry = pick(record, dice, "item.tallied", "item.explained", "round.explained", "attrition.found",
                 "choice.tallied", "rule.compared", "stability.found")
    if not entry:
        return None
    if "item" in entry.payload and dice.random() < 0.5:
        entry.payload["item"] = {"item": "S9", "version": 1}
    else:
        entry.payload["basis"] = "round/9"
    return record


def finding_by_another(record, dice):
    entry = pick(record, dice, "response.found", "item.tallied", "item.explained", "choice.tallied")
    if not entry:
        return None
    entry.leaf["actor"] = dice.choice([CHAIR, "server/other", "auditor/engine"])
    return record


def finding_at_another_time(record, dice):
    entry = pick(record, dice, "response.found", "item.tallied", "item.explained", "choice.tallied")
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
    entry = pick(record, dice, "decision.recorded")
    if not entry:
        return None
    entry.payload["verdict"] = dice.choice([v for v in ("in", "out", "none") if v != entry.payload["verdict"]])
    return record


def decision_on_another_tally(record, dice):
    entry = pick(record, dice, "decision.recorded", "decision.overridden")
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
    entry = pick(record, dice, "decision.overridden")
    if not entry:
        return None
    entry.payload.update(dice.choice([{"reason": ""}, {"reason": "  "}, {"verdict": "inquorate"},
                                      {"rule_verdict": "in"}, {"verdict": entry.payload["rule_verdict"]},
                                      {"reason": "x" * 4_001}, {"reason": "a\u0007b"}]))
    return record


def choice_decided_otherwise(record, dice):
    entry = pick(record, dice, "choice.decided")
    if not entry:
        return None
    entry.payload.update(dice.choice([{"chosen": ["S2"], "reason": ""}, {"chosen": []}, {"chosen": ["S1", "S1"]},
                                      {"chosen": ["nothing"]}, {"iteration": 2}, {"choice": "other"},
                                      {"reason": "We talked"}]))
    return record


LIES = [tally_off_by_one, whole_tally_off_by_one, another_consensus, suppressed_table_shown, table_held_back,
        tally_of_nothing, another_response, another_attrition, another_stability, another_explanation,
        explanation_left_out, another_comparison, another_outcome, finding_about_another, finding_by_another,
        finding_at_another_time, finding_gone, finding_more, findings_at_the_end_gone,
        decision_against_the_rule, decision_on_another_tally, decision_twice, override_changed,
        choice_decided_otherwise]
