"""A workshop that chooses by every voting rule there is, through the real programs.

Each choice is called, opened, filled from a CSV, closed, explained and decided. What the study chose must be what
`quorate tally` counts from the same ballots. Then the study is concluded, published and verified.
"""

import json
import pathlib
import random
import re
import tempfile

from harness import Server

LABEL = "rules"
ROUND = 1
ITEMS = ["pain", "sleep", "stairs", "mood", "work"]
PEOPLE = 13
GRADE_MAX = 5
# By what a ballot says: rule, seats, further members of the plan.
PLANS = {
    "ranked": [("schulze", 1, {"strength": "margin"}), ("ranked-pairs", 1, {}), ("kemeny", 1, {}), ("copeland", 1, {}),
               ("minimax", 1, {}), ("borda", 1, {}), ("plurality", 1, {}), ("irv", 1, {}), ("condorcet", 1, {}),
               ("smith", 1, {}), ("schwartz", 1, {}), ("stv-scottish", 2, {}), ("stv-meek", 2, {}), ("stv-wig", 2, {})],
    "graded": [("majority-judgment", 1, {}), ("star", 1, {}), ("score", 1, {})],
    "approved": [("approval", 1, {}), ("approval", 2, {}), ("sav", 2, {}), ("pav", 2, {}), ("seq-pav", 2, {}),
                 ("rev-seq-pav", 2, {}), ("phragmen", 2, {}), ("equal-shares", 2, {}), ("cc", 2, {})],
}
COMMITTEES = {"sav", "pav", "seq-pav", "rev-seq-pav", "phragmen", "equal-shares", "cc"}


def label_of(rule, seats):
    return f"{rule}-{seats}"


def ballots():
    """Rows of marks by kind, a row a person. The last person abstains from everything but grading."""
    draw = random.Random(20261126)
    rows = {"ranked": [], "graded": [], "approved": []}
    for person in range(PEOPLE):
        turn = person % 4
        order = ITEMS[turn:] + ITEMS[:turn]  # Four camps that go round in a circle, and some noise.
        if person % 3 == 0:
            draw.shuffle(order)
        ranked = order[:draw.randint(2, len(ITEMS))]
        rows["ranked"].append({item: place + 1 for place, item in enumerate(ranked)})
        rows["approved"].append({item: 1 for item in ranked[:draw.randint(1, 2)]})
        rows["graded"].append({item: draw.randint(0, GRADE_MAX) for item in ITEMS})
    rows["ranked"][-1] = rows["approved"][-1] = {}
    return rows


def csv(first_column, rows):
    lines = [",".join([first_column, *ITEMS])]
    for first, marks in rows:
        lines.append(",".join([str(first), *(str(marks.get(item, "")) for item in ITEMS)]))
    return "\n".join(lines) + "\n"


def protocol():
    choices = [{"id": label_of(rule, seats), "question": f"Which, by {rule}?", "rule": rule, "seats": seats,
                "grade_max": GRADE_MAX, **more}
               for plans in PLANS.values() for rule, seats, more in plans]
    return {"title": "Every voting rule", "groups": [{"id": "patients"}, {"id": "clinicians"}],
            "rounds": [{"mode": "workshop", "rule": "meeting-majority", "choices": choices}], "k": 5}


def set_up(server, work):
    (work / "protocol.json").write_text(json.dumps(protocol()), encoding="utf-8")
    server.quorate("study", "create", LABEL, "--title", "Every voting rule")
    server.quorate("study", "draft", LABEL, "--protocol", work / "protocol.json")
    server.quorate("study", "freeze", LABEL)
    server.quorate("item", "add", LABEL, *(f"{item}={item.capitalize()}" for item in ITEMS))
    people = []
    for person in range(PEOPLE):
        hat = "patients" if person % 2 else "clinicians"
        people.append(server.quorate("panel", "enrol", LABEL, "--hats", hat, "--id", f"P{person}").split()[0])
    server.quorate("round", "open", LABEL, "--items", ",".join(ITEMS))
    server.quorate("panel", "attend", LABEL, ROUND, *people)


def names(paths):
    return [path.rsplit("/", 1)[-1] for path in paths]


def counted_from_file(server, file, kind, rule, seats, more):
    """What the command line says of the same ballots."""
    committee = rule in COMMITTEES or (rule == "approval" and seats > 1)
    options = ["--seats", seats] if committee or rule.startswith("stv") else []
    for name, value in more.items():
        options += [f"--{name}", value]
    return server.json("tally", "committee" if committee else "ranked", file, "--rule", rule, *options)


def choose(server, work, kind, rule, seats, more, rows):
    label = label_of(rule, seats)
    server.quorate("choice", "call", LABEL, ROUND, label, "--items", ",".join(ITEMS))
    server.quorate("choice", "open", LABEL, label)
    file = work / f"{label}.csv"
    file.write_text(csv("participant", [(f"P{i}", row) for i, row in enumerate(rows)]), encoding="utf-8")
    server.quorate("choice", "import", LABEL, label, file)
    choice = server.json("choice", "close", LABEL, label)
    winners = names(choice["iterations"][-1].get("winners", []))
    tied = choice["iterations"][-1].get("tied", False)

    alone = work / f"{label}-alone.csv"
    alone.write_text(csv("weight", [(1, row) for row in rows if row]), encoding="utf-8")
    answer = counted_from_file(server, alone, kind, rule, seats, more)
    assert (winners, tied) == (answer["winners"], answer["tied"]), (label, winners, tied, answer)

    words = server.quorate("choice", "explain", LABEL, label)
    assert rule in words and "Margin" in words or "no margin" in words, words
    if winners and not tied:
        server.quorate("choice", "decide", LABEL, label)
    else:
        chosen = ",".join((winners + [item for item in ITEMS if item not in winners])[:seats])
        server.quorate("choice", "decide", LABEL, label, "--chosen", chosen, "--reason", "No single answer")
    return winners


def conclude(server, work):
    server.quorate("round", "close", LABEL, ROUND)
    server.quorate("study", "conclude", LABEL)
    auditor = server.token(LABEL, "auditor")
    for tier in ("public", "auditor"):
        server.quorate("publish", LABEL, "--tier", tier, "--out", work / tier, token=auditor)
    assert server.json("verify", work / "auditor")["result"] == "VERIFIED"
    public = server.json("verify", work / "public")["result"]
    assert public.startswith("PARTIAL"), public
    report = (work / "public" / "report.html").read_text(encoding="utf-8")
    section = re.search(r'<section id="choices".*?</section>', report, re.S).group()
    assert section.count("<svg") >= 15, section.count("<svg")
    assert 'content="quorate report 3"' in report


def compare(server, work):
    """A threshold beside a proportional rule, from the auditor's bundle only."""
    answer = server.json("choice", "compare", work / "auditor", "approval-2", "--threshold", "50%")
    assert answer["exploratory"] and len(answer["proportional"]["members"]) == 2, answer
    text = server.quorate("choice", "compare", work / "auditor", "pav-2")
    assert text.startswith("Exploratory:") and "Only in the proportional set" in text, text
    refused = server.run("choice", "compare", work / "public", "pav-2")
    assert refused.returncode == 1 and "--tier auditor" in refused.stderr, refused.stderr
    refused = server.run("choice", "compare", work / "auditor", "irv-1")
    assert refused.returncode == 1 and "approvals only" in refused.stderr, refused.stderr


def main():
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        work = pathlib.Path(folder)
        set_up(server, work)
        rows = ballots()
        for kind, plans in PLANS.items():
            for rule, seats, more in plans:
                winners = choose(server, work, kind, rule, seats, more, rows[kind])
                print(f"{label_of(rule, seats):>20}  {', '.join(winners) or 'nobody'}")
        server.quorate("choice", "show", LABEL, "schulze-1", "--svg", work / "schulze.svg")
        assert (work / "schulze.svg").read_text(encoding="utf-8").startswith("<svg")
        conclude(server, work)
        compare(server, work)
        print(f"{sum(map(len, PLANS.values()))} choices, one a rule: counted alike from the file, VERIFIED")


if __name__ == "__main__":
    main()
