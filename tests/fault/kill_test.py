#!/usr/bin/env python3
"""kill -9 under load: python3 tests/fault/kill_test.py [KILLS]

Several participants cast ballots at once, each replacing their own again and again, while the server is killed
at random moments and started anew. In the end every ballot that was acknowledged is in the log exactly once, at
the entry that was promised, and the whole record verifies. Prints its seed; QUORATE_SEED repeats one.
"""

import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from harness import Server  # noqa: E402

LABEL = "kill"
PEOPLE = 6
PROTOCOL = {
    "title": "Killed under load", "groups": [{"id": "everybody", "name": "Everybody"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15"}],
}


class Voter(threading.Thread):
    """One participant with a token, who casts until told to stop and remembers what was acknowledged."""

    def __init__(self, server, pseudonym, token, over):
        super().__init__()
        self.server, self.pseudonym, self.token, self.over = server, pseudonym, token, over
        self.acknowledged = []  # (entry, revision)
        self.tried = 0

    def run(self):
        while not self.over.is_set():
            self.tried += 1
            done = self.server.run("ballot", "cast", LABEL, 1, f"pain={self.tried % 9 + 1}", "sleep=unable", "--json",
                                   token=self.token)
            if done.returncode == 0:
                record = json.loads(done.stdout)
                self.acknowledged.append((int(record.get("entry", 0)), record["revision"]))


def set_up(server, work):
    protocol = pathlib.Path(work) / "protocol.json"
    protocol.write_text(json.dumps(PROTOCOL), encoding="utf-8")
    server.quorate("study", "create", LABEL, "--title", "Killed under load")
    server.quorate("study", "draft", LABEL, "--protocol", protocol)
    server.quorate("study", "freeze", LABEL)
    server.quorate("item", "add", LABEL, "pain=Pain", "sleep=Sleep")
    people = [server.quorate("panel", "enrol", LABEL, "--hats", "everybody").split()[0] for _ in range(PEOPLE)]
    tokens = [server.token(LABEL, "participant", one) for one in people]
    server.quorate("round", "open", LABEL)
    return list(zip(people, tokens, strict=True))


def check(server, voters):
    """Each acknowledged ballot is at its entry, and no revision of anybody stands twice or is left out."""
    ballots = {}
    for line in server.quorate("log", "entries", LABEL, "--lines").splitlines():
        entry = json.loads(line)
        if entry["kind"] == "ballot.cast":
            ballots[entry["seq"]] = (entry["payload"]["participant"], entry["payload"]["revision"])
    revisions = {}
    for person, revision in ballots.values():
        revisions.setdefault(person, []).append(revision)
    for voter in voters:
        mine = revisions.get(voter.pseudonym, [])
        assert mine == list(range(1, len(mine) + 1)), (voter.pseudonym, mine)
        for entry, revision in voter.acknowledged:
            assert ballots.get(entry) == (voter.pseudonym, revision), (entry, revision, ballots.get(entry))
        # A call that is answered by an earlier try's entry is one ballot; nobody has more than they tried.
        assert len(set(voter.acknowledged)) == len(voter.acknowledged) <= len(mine) <= voter.tried
    return len(ballots)


def acknowledged_by(voters):
    return sum(len(voter.acknowledged) for voter in voters)


def main():
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(os.environ.get("QUORATE_SEED", time.time_ns() % 1_000_000))
    print(f"seed {seed}")
    dice = random.Random(seed)
    with Server() as server, tempfile.TemporaryDirectory() as work:
        over = threading.Event()
        voters = [Voter(server, person, token, over) for person, token in set_up(server, work)]
        for voter in voters:
            voter.start()
        begin = time.monotonic()
        try:
            done = 0
            # On a slow machine it takes more kills until enough ballots were under way at one.
            while done < kills or (acknowledged_by(voters) < kills and done < 4 * kills):
                time.sleep(dice.uniform(0.02, 0.5))
                server.kill()
                server.start()
                done += 1
        finally:
            time.sleep(0.5)
            over.set()
            for voter in voters:
                voter.join()
        total = check(server, voters)
        acknowledged = acknowledged_by(voters)
        assert acknowledged >= kills, f"only {acknowledged} ballots were acknowledged; that is no load"
        server.quorate("round", "close", LABEL, 1)
        server.quorate("publish", LABEL, "--tier", "auditor", "--out", f"{work}/bundle",
                       token=server.token(LABEL, "auditor"))
        print(server.quorate("verify", f"{work}/bundle").strip().splitlines()[-1])
        print(f"{done} kills in {time.monotonic() - begin:.0f} s; {acknowledged} ballots acknowledged, "
              f"{total} in the log, every one exactly once")


if __name__ == "__main__":
    main()
