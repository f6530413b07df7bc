"""What lies are made of: finding entries, putting acts in, changing numbers."""

from record import Sealed

CHAIR = "facilitator/chair"


def pick(record, dice, *kinds):
    places = record.of_kind(*kinds)
    return record.entries[dice.choice(places)] if places else None


def after_findings(record, place):
    place += 1
    while place < len(record.entries) and record.entries[place].leaf["actor"] == "server/engine":
        place += 1
    return place


def insert(record, place, kind, payload, content=None, actor=CHAIR):
    before = record.entries[place - 1].leaf
    opening = None
    if content is not None:
        opening = {"content": content, "kind": kind, "nonce": "00" * 32, "study": record.study}
    leaf = {"actor": actor, "kind": kind, "payload": payload, "seq": 0, "study": record.study, "t": before["t"], "v": 1}
    record.entries.insert(place, Sealed(leaf, opening))
    return record


def numbers(value, found):
    """Where counts stand in a document: (holder, name)."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        if isinstance(member, str) and member.isdigit():
            found.append((value, name))
        numbers(member, found)
    return found


def off_by_one(document, dice):
    places = numbers(document, [])
    if not places:
        return False
    holder, name = dice.choice(places)
    holder[name] = str(int(holder[name]) + 1)
    return True


def leaves(value, found):
    """Every place of a scalar: (holder, name)."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        if isinstance(member, (dict, list)):
            leaves(member, found)
        else:
            found.append((value, name))
    return found
