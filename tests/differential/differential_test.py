#!/usr/bin/env python3
"""Records are tampered with in many ways, and every verifier must say the same of each.

    differential_test.py [--count N | --seconds S] [--seed N] [--program NAME=COMMAND]... [--keep DIR]

Answers 1 where two verifiers disagree or one gives no answer, 77 where there are no two verifiers to compare.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import pathlib
import random
import shutil
import sys
import tempfile
import time

import lies
import played
import tampering
import verifiers
from record import ROOT, Record, write

LOGS = ROOT / "tests" / "golden" / "logs"
BATCH = 40
SKIPPED = 77
# The seeds of the played studies, and their rules versions.
SEEDS = {10: 1, 21: 2, 34: 3, 55: 3}


def records(seed):
    """Name, record: the golden ones and some that are played here, in both tiers."""
    for folder in sorted(LOGS.iterdir()):
        for tier in ("auditor", "public"):
            yield f"{folder.name}/{tier}", Record.read(folder / tier)
    for number, version in SEEDS.items():
        record = played.play(seed * 1_000 + number, version)
        yield f"played-{number}/auditor", record
        public = record.copy()
        public.whole = False
        yield f"played-{number}/public", public


class Case:
    """One record that was tampered with. `sealed` says that its log hangs together again; then the files that are
    derived from the log are the old ones, so the stage `files` is not compared."""

    def __init__(self, name, kind, sealed, files):
        self.name, self.kind, self.sealed, self.files = name, kind, sealed, files

    def verdict(self, report):
        if not self.sealed or report["result"] in (verifiers.NO_BUNDLE["result"], verifiers.CRASHED["result"]):
            return report["result"]
        failed = [stage["stage"] for stage in report["stages"]
                  if not stage["ok"] and stage["detail"] != "not reached" and stage["stage"] != "files"]
        if failed:
            return "FAILED " + failed[0].upper().replace("-", "_")
        return "holds"


def cases(seed, started=None):
    """Without end: each record in turn, each kind of tampering in turn."""
    dice = random.Random(seed)
    pool = list(records(seed))
    folders = {name: record.seal() for name, record in pool}
    light = {name: {path: data for path, data in files.items() if not path.endswith((".xlsx", ".html"))}
             for name, files in folders.items()}
    for name, record in pool:
        yield Case(name, "as it is", "played" in name, folders[name])
    kinds = [(lie, True) for lie in lies.LIES] + [(hand, False) for hand in tampering.TAMPERINGS] * 2
    while True:
        dice.shuffle(kinds)
        for change, sealed in kinds:
            name, record = dice.choice(pool)
            if sealed:
                changed = change(record.copy(), dice)
                files = changed.seal() if changed else None
            else:
                files = change(folders[name] if dice.random() < 0.2 else _relisted(light[name]), dice)
            if files is not None:
                yield Case(name, change.__name__.replace("_", " "), sealed or change in tampering.MENDED, files)


def _relisted(files):
    """Without the large files, SHA256SUMS says so."""
    lines = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)
                    if path != "SHA256SUMS")
    return {**files, "SHA256SUMS": lines.encode()}


UNKNOWN_VERSION = "is not known here"


def _detail(report, stage):
    return next((one["detail"] for one in report["stages"] if one["stage"] == stage), "")


def abstains(report, verdicts, others):
    """Whether a program says that it does not recompute all findings, while another one fails there; or that it does
    not know the study's rules version, while another one does."""
    if "not recomputed" in _detail(report, "tallies") and "FAILED TALLIES" in verdicts.values():
        return True
    return UNKNOWN_VERSION in _detail(report, "life-cycle") and any(
        UNKNOWN_VERSION not in _detail(other, "life-cycle") for other in others)


class Comparison:
    def __init__(self, programs, keep):
        self.programs, self.keep = programs, keep
        self.count = self.agreed = self.abstained = 0
        self.disagreements = []
        self.table = collections.defaultdict(collections.Counter)

    def judge(self, batch, folder):
        places = []
        for number, case in enumerate(batch):
            places.append(pathlib.Path(folder, str(number)))
            write(case.files, places[-1])
        with concurrent.futures.ThreadPoolExecutor() as pool:
            judged = pool.map(lambda program: program.judge(places), self.programs)
        reports = dict(zip((program.name for program in self.programs), judged))
        for number, case in enumerate(batch):
            verdicts = {name: case.verdict(of_all[number]) for name, of_all in reports.items()}
            of_case = [of_all[number] for of_all in reports.values()]
            quiet = [name for name in verdicts if abstains(reports[name][number], verdicts, of_case)]
            self.abstained += len(quiet)
            verdicts = {name: verdict for name, verdict in verdicts.items() if name not in quiet}
            self.count += 1
            self.table[case.kind][" / ".join(sorted(set(verdicts.values())))] += 1
            if len(set(verdicts.values())) == 1 and verifiers.CRASHED["result"] not in verdicts.values():
                self.agreed += 1
                continue
            self.disagreements.append((case, verdicts, {name: of_all[number] for name, of_all in reports.items()}))
            if self.keep:
                shutil.copytree(places[number], pathlib.Path(self.keep, str(self.count)), dirs_exist_ok=True)

    def told(self):
        width = max(map(len, self.table))
        for kind in sorted(self.table):
            often = sorted(self.table[kind].items(), key=lambda one: -one[1])
            stages = ", ".join(f"{verdict} {n}" for verdict, n in often)
            print(f"  {kind:<{width}}  {stages}")
        names = ", ".join(program.name for program in self.programs)
        print(f"{self.agreed} of {self.count} records: {names} agree; {self.abstained} times one abstained")
        for case, verdicts, reports in self.disagreements[:20]:
            print(f"\n{case.name}, {case.kind}{' (sealed again)' if case.sealed else ''}: {verdicts}")
            for name, report in reports.items():
                failed = [f"{stage['stage']}: {stage['detail'][:200]}" for stage in report["stages"]
                          if not stage["ok"] and stage["detail"] != "not reached"]
                print(f"    {name}: {report['result']} {report.get('detail', '')} {failed}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000, help="how many records (1000)")
    parser.add_argument("--seconds", type=float, help="as many records as this allows, in place of --count")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", action="append", metavar="NAME=COMMAND",
                        help="a further verifier, which takes --json DIR...")
    parser.add_argument("--keep", metavar="DIR", help="keep the records that verifiers disagree about")
    arguments = parser.parse_args()
    programs = verifiers.found(arguments)
    if len(programs) < 2:
        print("Skipped: there is only one verifier here. Build quorate, or set QUORATE_BIN.")
        return SKIPPED
    comparison = Comparison(programs, arguments.keep)
    end = time.monotonic() + (arguments.seconds or 0)
    endless = cases(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="quorate-differential-") as folder:
        while time.monotonic() < end if arguments.seconds else comparison.count < arguments.count:
            size = BATCH if arguments.seconds else min(BATCH, arguments.count - comparison.count)
            comparison.judge([next(endless) for _ in range(size)], folder)
    comparison.told()
    return 1 if comparison.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
