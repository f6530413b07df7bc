#!/usr/bin/env python3
"""Every verb that talks to a server, once, in the order in which a small study needs them; and over TLS."""

import json
import pathlib
import subprocess
import tempfile

from harness import Server

LABEL = "verbs"
PROTOCOL = {
    "title": "Every verb", "groups": [{"id": "patients", "name": "Patients"}, {"id": "carers", "name": "Carers"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15", "suggestions_max": 2},
               {"mode": "survey", "rule": "comet-70-15", "carry": "drop-out"},
               {"mode": "workshop", "rule": "comet-70-15", "yes_no_rule": "meeting-majority",
                "choices": [{"id": "primary", "question": "Which one?", "rule": "schulze", "tie": "lot"}]}],
}


class Tour:
    """One study, told what to do and asked whether it was done."""

    def __init__(self, server, work):
        self.server, self.work = server, pathlib.Path(work)
        self.done = set()

    def __call__(self, *arguments, says="", token=None):
        out = self.server.quorate(*arguments, token=token)
        assert says in out, f"quorate {arguments}: {says!r} is not in\n{out}"
        self.done.add(" ".join(map(str, arguments[:2])))
        return out

    def protocol(self, name, **changes):
        path = self.work / name
        path.write_text(json.dumps(PROTOCOL | changes), encoding="utf-8")
        return path


def set_up(tour):
    tour("study", "create", LABEL, "--title", "Every verb", says="Created")
    tour("study", "draft", LABEL, "--protocol", tour.protocol("p.json"), says="draft")
    tour("study", "freeze", LABEL, says="running")
    tour("study", "list", says="Every verb")
    tour("study", "show", LABEL, "--protocol", says='"comet-70-15"')
    tour("item", "add", LABEL, "pain=Pain", "sleep=Sleep", "mood=Mood", "old=Old", says="4 added")
    people = [tour("panel", "enrol", LABEL, "--hats", hats, "--id", f"P{i}").split()[0]
              for i, hats in enumerate(["patients", "patients,carers", "carers", "carers"])]
    tour("panel", "list", LABEL, says="patients, carers")
    tokens = [tour("token", "create", LABEL, "--role", "participant", "--for", one).strip() for one in people]
    return people, tokens


def first_round(tour, people, tokens):
    tour("round", "open", LABEL, "--items", "pain,sleep,mood", "--closes", "2090-01-01T00:00:00Z",
         says="3 items, scored 1 to 9")
    tour("round", "extend", LABEL, 1, "--until", "2090-01-02T00:00:00Z", "--reason", "Holidays", says="2090-01-02")
    tour("ballot", "cast", LABEL, 1, "pain=9", "sleep=8", "mood=unable", says="entry", token=tokens[0])
    tour("ballot", "cast", LABEL, 1, "pain=8", "sleep=7", "mood=2", says="replaces", token=tokens[0])
    tour("ballot", "show", LABEL, 1, says="pain", token=tokens[0])
    receipt = tour.work / "receipt"
    receipt.write_text(tour("ballot", "receipt", LABEL, 1, says="c2sp.org/tlog-proof", token=tokens[0]))
    key = tour.work / "log.vkey"
    key.write_text(json.loads(tour("study", "show", LABEL, "--json"))["verifier_key"] + "\n")
    tour("receipt", "check", receipt, "--key", key)
    tour("ballot", "enter", LABEL, 1, people[1], "pain=7", "sleep=3", "mood=not-understood", says="entry")
    tour("round", "progress", LABEL, 1, says=people[2])
    tour("item", "suggest", LABEL, "Walking the dog", says="noted", token=tokens[0])
    tour("item", "suggest", LABEL, "Nothing much", token=tokens[1])
    tour("round", "close", LABEL, 1, says="2 of 4")
    tour("round", "show", LABEL, says="Round 1 is closed")
    one, two = [line.split()[0] for line in tour("item", "suggestions", LABEL, says="waiting").splitlines()[1:]]
    tour("item", "review", LABEL, one, "--item", "walk", "--text", "Walking", says="walk")
    tour("item", "review", LABEL, two, "--reason", "Says nothing", says="Declined")
    tour("results", LABEL, 1, says="pain")


def items_and_second_round(tour, tokens):
    tour("item", "reword", LABEL, "sleep", "--text", "Sleeping well", "--reason", "Clearer", says="wording 2")
    tour("item", "merge", LABEL, "pain", "walk", "--into", "moving", "--text", "Moving", "--reason", "One idea",
         says="comes from pain")
    tour("item", "split", LABEL, "mood", "--into", "low=Feeling low, or sad", "--into", "high=Feeling high",
         "--reason", "Two ideas", says="Feeling low, or sad")
    tour("item", "retire", LABEL, "old", "--reason", "Not needed", says="retired")
    tour("item", "list", LABEL, says="merged")
    tour("study", "amend", LABEL, "--protocol", tour.protocol("p2.json", purpose="More"), "--reason", "Said more",
         says="amended")
    tour("round", "open", LABEL, says="4 items")
    tour("feedback", LABEL, 2, says="you said", token=tokens[0])
    for token in tokens[:3]:
        tour("ballot", "cast", LABEL, 2, "moving=9", "sleep=2", "low=5", "high=5", token=token)
    tour("round", "close", LABEL, 2)
    tour("results", LABEL, 2, says="1 IN")


def workshop(tour, people, tokens):
    tour("panel", "withdraw", LABEL, people[3], says="has left")
    tour("round", "open", LABEL, "--items", "moving", says="workshop")
    tour("panel", "attend", LABEL, 3, *people[:3], says="3 are present")
    tour("vote", "call", LABEL, 3, "v1", "moving", says="on the floor")
    tour("vote", "open", LABEL, "v1", says="nobody sees a count")
    tour("vote", "cast", LABEL, "v1", "yes", says="entry", token=tokens[0])
    tour("vote", "enter", LABEL, "v1", people[1], "no", says="paper")
    tour("vote", "close", LABEL, "v1", says="OUT, 2 of 3")
    tour("vote", "open", LABEL, "v1")
    for token in tokens[:3]:
        tour("vote", "cast", LABEL, "v1", "yes", token=token)
    tour("vote", "close", LABEL, "v1", says="iteration 2: IN")
    tour("vote", "show", LABEL, "v1", says="iteration 1: OUT")
    tour("results", LABEL, "--vote", "v1", "--iteration", 2, says="1 IN")
    choose(tour, people, tokens)
    tour("round", "close", LABEL, 3)
    tour("decision", "record", LABEL, says="moving")
    tour("decision", "override", LABEL, "low", "IN", "--reason", "The trial needs it", says="The trial needs it")
    tour("decision", "list", LABEL, says="earlier decisions no longer stand")


def choose(tour, people, tokens):
    """One item among three: twice, by hand, from paper and from a file; a tie is broken by the lot."""
    tour("choice", "call", LABEL, 3, "primary", "--items", "moving,low,high", says="on the floor")
    tour("choice", "open", LABEL, "primary", says="nobody sees a count")
    tour("choice", "cast", LABEL, "primary", "moving=1", "low=2", says="entry", token=tokens[0])
    tour("choice", "enter", LABEL, "primary", people[1], "low=1", says="entry")
    tour("choice", "close", LABEL, "primary", says="iteration 1")
    tour("choice", "explain", LABEL, "primary", says="tie")
    tour("choice", "open", LABEL, "primary")
    ballots = tour.work / "ballots.csv"
    ballots.write_text("participant,moving,low,high\nP0,1,2,3\nP1,1,,\nP2,,,\n", encoding="utf-8")
    tour("choice", "import", LABEL, "primary", ballots, says="3 ballots")
    tour("choice", "close", LABEL, "primary", says="moving")
    tour("choice", "show", LABEL, "primary", says="iteration 2")
    tour("choice", "decide", LABEL, "primary", says="the study takes moving")


def looking_back(tour, tokens):
    """Explanations, other rules, and dissent."""
    tour("explain", LABEL, says="item")
    tour("explain", LABEL, "moving", "--round", 2)
    tour("compare", LABEL, 2, "--rules", "ram,percent-70", says="stands in the log")
    tour("dissent", "state", LABEL, "high", "--text", "High is not good.", says="high", token=tokens[0])
    tour("dissent", "state", LABEL, "low", "--text", "My nurse is to blame.", token=tokens[0])
    other = tour("dissent", "list", LABEL, says="High is not good").split("Statement ")[2].split()[0]
    tour("dissent", "withhold", LABEL, other, "--reason", "Points at somebody", says="kept from publication")


def the_log(tour, tokens):
    tour("log", "entries", LABEL, says="decision.overridden")
    tour("log", "checkpoint", LABEL, says="— ")
    tour("log", "checkpoint", LABEL, "--size", 2, says="\n2\n")
    tour("log", "proof", LABEL, "--entry", 3, says="c2sp.org/tlog-proof@v1")
    tour("log", "consistency", LABEL, 3, says="old 3")
    tour("backup", "--data", tour.server.folder, "--out", tour.work / "backup.tar")
    token = next(line.split()[0] for line in tour("token", "list", LABEL, says="participant").splitlines()[1:])
    tour("token", "revoke", LABEL, token, says="revoked")
    refused = [tour.server.run("study", "show", LABEL, token=one).returncode for one in tokens]
    assert sorted(refused) == [0, 0, 0, 1], refused
    watching = subprocess.Popen(
        [tour.server.bin / "quorate", "watch", LABEL, "--server", tour.server.address, "--token-file",
         tour.server.token_file], stdout=subprocess.PIPE, text=True)
    first = watching.stdout.readline()
    watching.terminate()
    watching.communicate()
    assert "study.created" in first, first
    tour("study", "conclude", LABEL, says="concluded")
    tour("publish", LABEL, "--out", tour.work / "public", says="1 openings")
    statements = (tour.work / "public" / "statements.ndjson").read_text(encoding="utf-8")
    assert "High is not good" in statements and "nurse" not in statements, statements
    tour("verify", tour.work / "public", says="PARTIAL")
    refused = tour.server.run("publish", LABEL, "--tier", "auditor", "--out", tour.work / "all")
    assert refused.returncode == 1 and "auditor's token" in refused.stderr, refused.stderr
    tour("publish", LABEL, "--tier", "auditor", "--out", tour.work / "all", token=tour.server.token(LABEL, "auditor"))
    tour("verify", tour.work / "all", says="VERIFIED")


def statistics(tour):
    """What describes a panel comes from files; the server is not asked."""
    ratings = tour.work / "ratings.csv"
    rows = [f"{number},p{person},{'patients' if person < 3 else 'carers'},{item},{1 + (person * number + place) % 9},scored"
            for number in (1, 2) for person in range(6 - number) for place, item in enumerate(["pain", "sleep"])]
    ratings.write_text("\n".join(["round,participant,group,item,score,state", *rows]) + "\n", encoding="utf-8")
    tour("statistics", "agreement", ratings, "--weights", "quadratic", says="krippendorff")
    tour("statistics", "concordance", ratings, says="7 items or fewer")
    tour("statistics", "change", ratings, says="somebody changed in 2")
    tour("statistics", "attrition", ratings, says="panel: 4 of 5 stayed (80.0 %)")
    tour("statistics", "groups", ratings, says="patients and carers judge")
    points = tour.work / "points.csv"
    points.write_text("voter,item,points\nv1,Sleep,2\nv1,Pain,1\n", encoding="utf-8")
    tour("statistics", "points", points, says="Ballots: 1, each of 2 down to 1 points")
    choices = tour.work / "choices.csv"
    choices.write_text("person,set,item,choice\np1,1,Sleep,best\np1,1,Pain,worst\n", encoding="utf-8")
    assert json.loads(tour("statistics", "best-worst", choices, "--json"))["items"][0]["difference"] == "1"


def over_tls(work):
    """The server with a certificate of its own making, the client told to trust that one."""
    cert, key = work / "cert.pem", work / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    with Server(more=["--tls-cert", cert, "--tls-key", key]) as server:
        assert "No studies yet" in server.quorate("study", "list", "--tls-ca", cert)
        plain = server.run("study", "list")
        assert plain.returncode == 1 and "no server answers" in plain.stderr, plain.stderr
        distrusted = server.run("study", "list", "--tls-ca", "system")
        assert distrusted.returncode == 1, distrusted.stdout


def main():
    with tempfile.TemporaryDirectory() as work:
        with Server() as server:
            tour = Tour(server, work)
            people, tokens = set_up(tour)
            first_round(tour, people, tokens)
            items_and_second_round(tour, tokens)
            workshop(tour, people, tokens)
            looking_back(tour, tokens)
            the_log(tour, tokens)
            statistics(tour)
            print(f"{len(tour.done)} verbs done: {', '.join(sorted(tour.done))}")
        over_tls(pathlib.Path(work))
        print("TLS: trusted with its own certificate, refused without")


if __name__ == "__main__":
    main()
