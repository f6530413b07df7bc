#!/usr/bin/env python3
"""Bringing the same people in again: unchanged, mended and superseded ballots, a long file, and who says what.

Each step looks at the log too: nothing may happen twice, and nobody else's ballot may move.
"""

import json
import pathlib
import tempfile

from harness import Server

LABEL = "imports"
PROTOCOL = {
    "title": "Imports", "groups": [{"id": "patients", "name": "P"}, {"id": "carers", "name": "C"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15"}],
}
WIDE = "participant='who'\ngroup.column='group'\n[items]\ncolumns=['pain','sleep']\n"
LONG = "shape='long'\nparticipant='who'\ngroup.column='group'\nitem='item'\nscore='score'\nstate='state'\n"
HEAD = "who,group,pain,sleep\n"


class Imports:
    """A study with an open round, and files to bring in."""

    def __init__(self, server, work):
        self.server, self.work = server, pathlib.Path(work)
        self.write("protocol.json", json.dumps(PROTOCOL))
        self.write("wide.toml", WIDE)
        self.write("long.toml", LONG)
        server.quorate("study", "create", LABEL, "--title", "Imports")
        server.quorate("study", "draft", LABEL, "--protocol", self.work / "protocol.json")
        server.quorate("study", "freeze", LABEL)
        server.quorate("item", "add", LABEL, "pain=Pain", "sleep=Sleep")
        server.quorate("round", "open", LABEL)
        self.integrator = server.token(LABEL, "integrator")

    def write(self, name, text):
        (self.work / name).write_text(text, encoding="utf-8")

    def bring(self, text, *more, mapping="wide.toml", token=None):
        """Imports; answers how many were new, replaced, unchanged and superseded."""
        self.write("in.csv", text)
        done = self.server.json("import", "ratings", self.work / "in.csv", "--mapping", self.work / mapping,
                                "--study", LABEL, "--round", 1, *more, token=token or self.integrator)
        return tuple(done[key] for key in ("new", "replaced", "unchanged", "superseded"))

    def check(self, what, came_to, expected):
        assert came_to == expected, f"{what}: {came_to}, not {expected}"
        print(f"{what:48} {came_to}")


def channels(server):
    entries = map(json.loads, server.quorate("log", "entries", LABEL, "--lines").splitlines())
    return [entry["payload"]["channel"] for entry in entries if entry["kind"] == "ballot.cast"]


def main():
    with Server() as server, tempfile.TemporaryDirectory() as work:
        it = Imports(server, work)
        rows = HEAD + "".join(f"p{i},{'carers' if i > 3 else 'patients'},{i + 1},{i + 2}\n" for i in range(6))
        it.check("six people, for the first time", it.bring(rows), (6, 0, 0, 0))
        size = server.log_size(LABEL)
        it.check("the same again", it.bring(rows), (0, 0, 6, 0))
        assert server.log_size(LABEL) == size

        mended = rows.replace("p0,patients,1,2", "p0,patients,9,2")
        it.check("one row mended, one added", it.bring(mended + "p9,carers,5,5\n"), (1, 1, 5, 0))
        it.check("the old file does not undo the mending", it.bring(rows), (0, 0, 5, 1))
        it.check("unless it is told to", it.bring(rows, "--replace"), (0, 1, 5, 0))
        it.check("and that twice changes nothing either", it.bring(rows, "--replace"), (0, 0, 6, 0))

        person = next(one["name"] for one in server.json("panel", "list", LABEL)["participants"]
                      if one["external_id"] == "p1")
        token = server.token(LABEL, "participant", person)
        mine = server.json("ballot", "show", LABEL, 1, token=token)["answers"]
        assert [one["score"] for one in mine] == [2, 3], mine
        server.quorate("ballot", "cast", LABEL, 1, "pain=8", "sleep=not-understood", token=token)
        it.check("somebody has voted since, and is left alone", it.bring(rows), (0, 0, 4, 2))

        long = "who,group,item,score,state\nq1,patients,pain,7,scored\nq1,patients,sleep,,unable\nq2,carers,sleep,3,scored\n"
        it.check("a long file", it.bring(long, mapping="long.toml"), (2, 0, 0, 0))
        assert set(channels(server)) == {"import", "self"}, channels(server)
        facilitator = server.token_file.read_text().strip()
        it.check("under the facilitator's token it is paper", it.bring(HEAD + "z,carers,1,1\n", token=facilitator),
                 (1, 0, 0, 0))
        assert channels(server)[-1] == "paper"

        server.quorate("round", "close", LABEL, 1)
        size = server.log_size(LABEL)
        it.check("after the close the same file is still unchanged", it.bring(long, mapping="long.toml"), (0, 0, 2, 0))
        assert server.log_size(LABEL) == size


if __name__ == "__main__":
    main()
