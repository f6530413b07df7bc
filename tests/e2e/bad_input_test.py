#!/usr/bin/env python3
"""Bad input against the real programs: each is refused with its place, exits 1 (2 for no bundle), crashes
nothing, and leaves the log as it was."""

import json
import pathlib
import tempfile

from harness import Server

LABEL = "bad"
PROTOCOL = {
    "title": "Bad input", "groups": [{"id": "patients", "name": "P"}, {"id": "carers", "name": "C"}],
    "rounds": [{"mode": "survey", "rule": "comet-70-15"}, {"mode": "survey", "rule": "comet-70-15"}],
}
MAPPING = """
participant = "who"
[group]
column = "group"
[items]
columns = ["pain", "sleep"]
"""


class Case:
    """One server with a study whose first round is open, and what is tried on it."""

    def __init__(self, server, work):
        self.server, self.work = server, pathlib.Path(work)
        self.count = 0
        self.write("protocol.json", json.dumps(PROTOCOL))
        self.mapping = self.write("map.toml", MAPPING)
        server.quorate("study", "create", LABEL, "--title", "Bad input")
        server.quorate("study", "draft", LABEL, "--protocol", self.work / "protocol.json")
        server.quorate("study", "freeze", LABEL)
        server.quorate("item", "add", LABEL, "pain=Pain", "sleep=Sleep")
        self.person = server.quorate("panel", "enrol", LABEL, "--hats", "patients", "--id", "p1").split()[0]
        self.token = server.token(LABEL, "participant", self.person)
        self.integrator = server.token(LABEL, "integrator")
        server.quorate("round", "open", LABEL)
        self.size = server.log_size(LABEL)

    def write(self, name, content):
        path = self.work / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    def refused(self, what, arguments, says, token=None, code=1):
        """Tries it; `says` are words that the error must hold."""
        done = self.server.run(*arguments, token=token)
        error = done.stderr
        assert done.returncode == code, f"{what}: exit {done.returncode}, not {code}\n{done.stdout}{error}"
        for word in says:
            assert word in error, f"{what}: {word!r} is not in\n{error}"
        assert "terminate called" not in error and "Traceback" not in error, error
        assert self.server.process.poll() is None, f"{what}: the server has ended"
        assert self.server.log_size(LABEL) == self.size, f"{what}: the log has grown"
        self.count += 1
        print(f"{what:38} {error.strip().splitlines()[-1][:150]}")

    def refused_csv(self, what, content, says):
        """Tries to import that file, dry and in earnest."""
        file = self.write("in.csv", content)
        for more in (["--dry-run"], []):
            self.refused(what + (" (dry run)" if more else ""),
                         ["import", "ratings", file, "--mapping", self.mapping, "--study", LABEL, "--round", 1, *more],
                         says, token=self.integrator)


def ballots(case):
    cast = ["ballot", "cast", LABEL, 1]
    case.refused("unknown item", [*cast, "pain=7", "itch=3"], ["itch", "no item"], case.token)
    case.refused("score off the scale", [*cast, "pain=10", "sleep=0"], ["pain", "10", "sleep", "off the scale"],
                 case.token)
    case.refused("score that is no number", [*cast, "pain=much"], ["pain", "much"], case.token)
    case.refused("two answers to one item", [*cast, "pain=7", "pain=8"], ["pain", "twice"], case.token)
    case.refused("round that was not opened", ["ballot", "cast", LABEL, 2, "pain=7"], ["round"], case.token)
    case.refused("somebody else's token", ["panel", "enrol", LABEL, "--hats", "patients"], ["participant"], case.token)
    case.refused("wrong token", [*cast, "pain=7"], ["token"], "nobody_0123456789")
    case.refused("no such study", ["study", "show", "nowhere"], ["nowhere"])


def people(case):
    case.refused("hat that is not on the roster", ["panel", "enrol", LABEL, "--hats", "patients,doctors"],
                 ["doctors", "no group"])
    case.refused("second hat that is the first", ["panel", "enrol", LABEL, "--hats", "patients,patients"],
                 ["twice"])


def protocols(case):
    case.write("changed.json", json.dumps(PROTOCOL | {"k": 7}))
    case.refused("protocol changed after the freeze", ["study", "draft", LABEL, "--protocol", case.work / "changed.json"],
                 ["frozen", "amend"])
    both = {"name": "both", "scale": {"min": 1, "max": 9, "bands": [[1, 3], [4, 6], [7, 9]]}, "clauses": [
        {"verdict": verdict, "when": {"measure": "share", "band": band, "op": ">=", "value": "50%"}}
        for verdict, band in (("IN", [7, 9]), ("OUT", [1, 3]))]}
    case.write("both.json", json.dumps(PROTOCOL | {"rounds": [{"mode": "survey", "rule": both}]}))
    case.server.run("study", "create", "other", "--title", "Other")
    case.refused("rule that could hold both ways", ["study", "draft", "other", "--protocol", case.work / "both.json"],
                 ["rounds[0].rule"])
    case.write("broken.json", '{"title": "x", "groups": [}')
    case.refused("protocol that is no JSON", ["study", "draft", "other", "--protocol", case.work / "broken.json"],
                 ["line 1"])


def files(case):
    head = "who,group,pain,sleep\n"
    case.refused_csv("unknown group, named by line", head + "a,patients,7,8\nb,doctors,7,8\n", ["line 3", "doctors"])
    case.refused_csv("score off the scale, by cell", head + "a,patients,7,12\n", ["line 2, column sleep", "12"])
    case.refused_csv("every refused row at once", head + "a,patients,7,x\nb,patients,99,8\n,patients,1,1\n",
                     ["line 2, column sleep", "line 3, column pain", "line 4, column who"])
    case.refused_csv("somebody twice", head + "a,patients,7,8\na,patients,7,8\n", ["line 3", "line 2"])
    case.refused_csv("truncated CSV", head + 'a,patients,7,8\nb,patients,"7', ["line 3"])
    case.refused_csv("row that is cut short", head + "a,patients,7,8\nb,pat", ["line 3", "cells"])
    case.refused_csv("invalid UTF-8", head.encode() + b"a,patients,7,8\n\xff\xfe,patients,7,8\n", ["UTF-8", "line 3"])
    case.refused_csv("a field of 10 MB", head + "a,patients,7," + "9" * 10_000_000 + "\n", ["line 2"])
    case.refused_csv("missing column", "who,group,pain\na,patients,7\n", ["sleep"])
    case.refused_csv("other group than enrolled", head + "p1,carers,7,8\n", ["line 2", "p1", "carers"])
    case.refused_csv("empty file", "", ["empty"])
    broken = case.write("broken.toml", "participant = \n")
    case.refused("mapping that is no TOML", ["import", "ratings", case.write("in.csv", head), "--mapping", broken,
                                             "--study", LABEL, "--round", 1], ["broken.toml", "line 1"])
    typo = case.write("typo.toml", MAPPING + "\n[mising]\nskipped = '-'\n")
    case.refused("mapping with a typing error", ["import", "ratings", case.work / "in.csv", "--mapping", typo,
                                                 "--study", LABEL, "--round", 1], ["mising"])
    case.refused("file that is not there", ["import", "ratings", case.work / "none.csv", "--mapping", case.mapping,
                                            "--study", LABEL, "--round", 1], ["none.csv"])
    case.refused("an item of 10 MB",
                 ["import", "items", case.write("items.csv", "id,text\nbig," + "x" * 900_000 + "\n"), "--mapping",
                  case.write("items.toml", "[wording]\nid='id'\ntext='text'\n"), "--study", LABEL], ["line 2", "text"])


def bundles(case):
    case.refused("folder that is no bundle", ["verify", case.work], ["bundle"], code=2)
    case.refused("bundle that is not there", ["verify", case.work / "none"], ["none"], code=2)


def after_the_close(case):
    case.server.quorate("ballot", "cast", LABEL, 1, "pain=7", token=case.token)
    case.server.quorate("round", "close", LABEL, 1)
    case.size = case.server.log_size(LABEL)
    case.refused("ballot after the close", ["ballot", "cast", LABEL, 1, "pain=8"], ["closed"], case.token)
    case.refused("closing twice", ["round", "close", LABEL, 1], ["not open"])


def spoilt_bundle(case):
    bundle = case.work / "bundle"
    case.server.quorate("publish", LABEL, "--out", bundle)
    case.size = case.server.log_size(LABEL)
    entries = bundle / "entries.ndjson"
    entries.write_bytes(entries.read_bytes().replace(b"Sleep", b"Slept", 1))
    done = case.server.run("verify", bundle)
    assert done.returncode == 1 and "FAILED" in done.stdout, done.stdout + done.stderr
    entries.write_bytes(b"\xff\x00garbage")
    done = case.server.run("verify", bundle)
    assert done.returncode in (1, 2) and "FAILED" in done.stdout + done.stderr, done.stdout + done.stderr
    case.count += 2


def wrong_usage(case):
    for arguments in (["no-such-verb"], ["study", "create"], ["round", "close", LABEL, "one"], []):
        done = case.server.run(*arguments)
        assert done.returncode == 2, (arguments, done.returncode)
        case.count += 1


def main():
    with Server() as server, tempfile.TemporaryDirectory() as work:
        case = Case(server, work)
        for part in (ballots, people, protocols, files, bundles, after_the_close, spoilt_bundle, wrong_usage):
            part(case)
        print(f"{case.count} kinds of bad input refused")


if __name__ == "__main__":
    main()
