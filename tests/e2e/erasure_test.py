#!/usr/bin/env python3
"""Somebody asks to be forgotten: nothing of them is left in any file, and the record still verifies.

A study is played, its auditor's bundle shows what is kept of one participant; after the erasure every file of
the server's data folder is searched for it, byte by byte.
"""

import hashlib
import json
import pathlib
import subprocess
import tempfile

from harness import Failed, Server

LABEL = "forget"
NAME = "Person-Of-Interest-0815"
WORDS = "A suggestion that only I would make"
PROTOCOL = {
    "title": "Outcomes of a trial", "k": 3,
    "groups": [{"id": "patients", "name": "Patients"}, {"id": "clinicians", "name": "Clinicians"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15", "suggestions_max": 1},
               {"mode": "survey", "rule": "comet-70-15"}],
}


def set_up(server, folder):
    protocol = folder / "protocol.json"
    protocol.write_text(json.dumps(PROTOCOL), encoding="utf-8")
    server.quorate("study", "create", LABEL, "--title", "Outcomes of a trial")
    server.quorate("study", "draft", LABEL, "--protocol", protocol)
    server.quorate("study", "freeze", LABEL)
    server.quorate("item", "add", LABEL, "pain=Pain", "sleep=Sleep")
    panel = {}
    for number in range(12):
        external = NAME if number == 0 else f"id-{number}"
        hat = "patients" if number < 6 else "clinicians"
        said = server.quorate("panel", "enrol", LABEL, "--hats", hat, "--id", external)
        pseudonym = said.split()[0]
        panel[pseudonym] = server.token(LABEL, "participant", pseudonym)
    return panel


def answer(server, panel, number):
    for place, token in enumerate(panel.values()):
        server.quorate("ballot", "cast", LABEL, number, f"pain={1 + place % 9}", f"sleep={9 - place % 9}",
                       token=token)


def publish(server, auditor, out):
    server.quorate("publish", LABEL, "--tier", "auditor", "--out", out, token=auditor)
    return [json.loads(line) for line in (out / "entries.ndjson").read_text("utf-8").splitlines()]


def verdict(server, bundle):
    done = server.run("verify", bundle, "--json")
    return json.loads(done.stdout)["result"]


def secrets_of(person, bundle, entries):
    """Nonces and openings of all that the person made, by the commitments of their entries."""
    openings = {}
    for line in (bundle / "openings.ndjson").read_bytes().splitlines():
        openings[hashlib.sha256(b"quorate/opening/v1\n" + line).hexdigest()] = line
    found = []
    for entry in entries:
        payload = entry["payload"]
        mine = payload.get("participant") == person or entry["actor"] == f"participant/{person}"
        if mine and payload.get("commitment") in openings:
            line = openings[payload["commitment"]]
            found += [line, json.loads(line)["nonce"].encode()]
    return found


def places_of(needles, folder):
    places = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            places += [f"{file.name}: {needle[:60]!r}" for needle in needles if needle in content]
    return places


def erase(server, panel, out):
    auditor = server.token(LABEL, "auditor")
    person, token = next(iter(panel.items()))
    entries = publish(server, auditor, out / "before")
    needles = secrets_of(person, out / "before", entries) + [NAME.encode(), WORDS.encode()]
    needles.append(hashlib.sha256(token.encode()).hexdigest().encode())
    # Else the search after the erasure would prove nothing.
    assert len(needles) >= 10 and len(places_of(needles, server.folder)) >= 10, needles

    own = json.loads(server.quorate("panel", "own-data", LABEL, person, token=token))
    assert own["external_id"] == NAME, own
    kept = [entry for entry in own["entries"] if entry.get("opening")]
    assert len(kept) == 4, kept  # Membership, two ballots, a suggestion.

    refused = server.run("panel", "erase", LABEL, person)
    assert refused.returncode == 1 and "--yes" in refused.stderr, refused
    server.quorate("panel", "erase", LABEL, person, "--yes")
    left = places_of(needles, server.folder)
    if left:
        raise Failed("left after the erasure:\n" + "\n".join(left))
    assert server.run("ballot", "show", LABEL, 1, token=token).returncode != 0, "the token is gone"
    return person, auditor, needles


def main():
    with Server() as server, tempfile.TemporaryDirectory() as temporary:
        out = pathlib.Path(temporary)
        panel = set_up(server, out)
        server.quorate("round", "open", LABEL)
        answer(server, panel, 1)
        server.quorate("item", "suggest", LABEL, WORDS, token=next(iter(panel.values())))
        server.quorate("round", "close", LABEL, 1)
        tallies = server.json("results", LABEL, 1)
        server.quorate("round", "open", LABEL)
        answer(server, panel, 2)

        person, auditor, needles = erase(server, panel, out)
        assert verdict(server, out / "before") == "VERIFIED"
        publish(server, auditor, out / "after")
        assert verdict(server, out / "after") == "VERIFIED WITH 1 ERASED", verdict(server, out / "after")
        server.quorate("publish", LABEL, "--tier", "public", "--out", out / "public")
        assert verdict(server, out / "public").startswith("PARTIAL"), verdict(server, out / "public")

        # A round that was open counts the others only; what was closed stands; both over a restart.
        server.stop()
        server.start()
        server.quorate("round", "close", LABEL, 2)
        assert server.json("results", LABEL, 1)["items"] == tallies["items"]
        responded = server.json("results", LABEL, 2)["responses"][0]["responded"]
        assert responded == 11, responded
        entries = publish(server, auditor, out / "closed")
        assert verdict(server, out / "closed") == "VERIFIED WITH 1 ERASED"
        assert not secrets_of(person, out / "closed", entries)
        assert not places_of(needles, server.folder)

        # Somebody may also ask for it themselves, and afterwards is nobody here any more.
        other, token = list(panel.items())[1]
        server.quorate("panel", "erase", LABEL, other, "--yes", token=token)
        assert "erased" in server.quorate("panel", "list", LABEL)
        publish(server, auditor, out / "two")
        assert verdict(server, out / "two") == "VERIFIED WITH 2 ERASED"
        print(subprocess.run([server.bin / "quorate", "verify", out / "two"], capture_output=True, text=True,
                             check=True).stdout)


if __name__ == "__main__":
    main()
