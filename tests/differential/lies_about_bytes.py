"""Lies in how entries and openings are written."""

import copy
import json

from record import verifier
from sealed_lie import CHAIR, insert, leaves, pick

HOSTILE = [0, 1, 2, -1, 2 ** 31, 2 ** 53 - 1, True, False, "", "x", "S0", "S1", "p00", "p01", "round/1", "in", "none",
           [], {}, "1", "99999999999999999999", "1/2", "caf\u00e9", "\u0000", "\n", "9" * 50]


def _line_of(entry, sequence):
    entry.leaf["seq"] = sequence
    return verifier.canonical(entry.leaf)


def another_history(record, dice):
    """A checkpoint that no prefix of the log makes; perhaps the log states that it was lost."""
    root = dice.randbytes(32)
    record.more_checkpoints.append((7, root))
    stated = verifier.to_base64(root)
    change = dice.randrange(5)
    if change == 0:
        return record
    payload = {"size": 7, "root": stated, "reason": "The disk was lost"}
    payload.update([{}, {}, {"root": "A" * 43 + "="}, {"size": dice.choice([0, 8])}, {"reason": ""}][change])
    return insert(record, dice.choice([len(record.entries), dice.randrange(2, len(record.entries))]), "log.recovered",
                   payload, actor=dice.choice(["server/operator", "server/operator", "server/engine", CHAIR]))


def untouched(record, dice):
    return record


def another_opening(record, dice):
    """What is opened is not what was committed to."""
    entry = pick(record, dice, "ballot.cast", "vote.cast", "participant.enrolled", "item.tallied")
    if not entry or not entry.opening:
        return None
    entry.opening["nonce"] = "ab" * 32
    entry.keep.add("commitment")
    return record


def opening_of_another_kind(record, dice):
    entry = pick(record, dice, "ballot.cast", "vote.cast", "dissent.stated")
    if not entry or not entry.opening:
        return None
    entry.opening[dice.choice(["kind", "study"])] = "item.tallied"
    return record


def malformed_opening(record, dice):
    entry = pick(record, dice, "ballot.cast", "vote.cast", "choice.cast", "item.tallied", "feedback.shown")
    if not entry or not entry.opening:
        return None
    dice.choice([lambda: entry.opening.update(more=1), lambda: entry.opening.pop("nonce"),
                 lambda: entry.opening.update(nonce="AB" * 32), lambda: entry.content.update(more="x"),
                 lambda: entry.opening.update(content={}), lambda: entry.opening.update(content=[])])()
    return record


def opening_withheld(record, dice):
    """It was there and is not any more."""
    entry = pick(record, dice, "ballot.cast", "vote.cast", "participant.enrolled", "item.tallied", "feedback.shown")
    if not entry or not entry.opening:
        return None
    entry.leaf["payload"]["commitment"] = verifier.commitment_to(verifier.canonical(entry.opening).encode())
    entry.opening = None
    return record


def opening_more(record, dice):
    record.more_openings.append(dice.choice([b"{}", b"", b'{"a":1}', b"\xff"]))
    return record


def opening_twice(record, dice):
    entry = pick(record, dice, "ballot.cast", "item.tallied", "vote.cast")
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


def sequence_gap(record, dice):
    at = dice.randrange(len(record.entries))
    record.entries[at].leaf["seq"] = at + dice.choice([1, -1, 1000])
    record.entries[at].keep.add("seq")
    return record


def time_of_no_clock(record, dice):
    entry = dice.choice(record.entries)
    entry.leaf["t"] = dice.choice(["2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "1969-12-31T23:59:59Z",
                                   "2026-03-02 09:00:00Z", "2026-03-02T09:00:00+00:00", "", "2026-03-02T09:00:60Z"])
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


def any_value(record, dice):
    """Something else in the place of any value of an entry."""
    entry = dice.choice(record.entries)
    places = leaves(entry.payload, [])
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
    places = leaves(entry.content, [])
    if not places:
        return None
    holder, name = dice.choice(places)
    holder[name] = copy.deepcopy(dice.choice(HOSTILE))
    return record


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
    entry = pick(record, dice, "item.added", "item.reworded", "protocol.amended")
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
    entry = pick(record, dice, "item.tallied", "attrition.found", "choice.tallied")
    if not entry:
        return None
    value = dice.choice(["x", {}, []])
    for _ in range(dice.choice([62, 63, 64, 65, 66, 70])):
        value = [value]
    entry.payload[{"item.tallied": "tally", "attrition.found": "attrition", "choice.tallied": "outcome"}[entry.kind]] = value
    return record


def too_long(record, dice):
    entry = pick(record, dice, "item.added")
    if not entry:
        return None
    entry.payload["text"] = "x" * dice.choice([4_000, 4_001, 59_000, 60_001])
    return record


def of_another_study(record, dice):
    dice.choice(record.entries).leaf["study"] = "other"
    return record


LIES = [another_history, untouched, another_opening, opening_of_another_kind, malformed_opening,
        opening_withheld, opening_more, opening_twice, openings_in_another_order, sequence_gap,
        time_of_no_clock, unknown_kind, kind_of_another, member_more, member_gone, any_value,
        any_committed_value, another_spelling, another_form_of_unicode, hostile_bytes, deep_tally, too_long,
        of_another_study]
