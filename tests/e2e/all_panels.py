#!/usr/bin/env python3
"""All 20 studies (24 panels, 526 people) from CSV to verified records: python3 tests/e2e/all_panels.py [DATA]

A line a study: its panels and people, statements and scale, what the rule said before and after discussing, and
which preference won by Schulze's rule before and after.
"""

import pathlib
import sys
import tempfile
import time

import deliberation
from harness import Server, data_folder


def words(tally):
    return "  ".join(f"{tally.get(word, 0):>3} {word}" for word in ("IN", "OUT", "NONE"))


def main():
    folder = data_folder(sys.argv[1:], "deliberation")
    studies = deliberation.studies(folder)
    begin = time.monotonic()
    people = panels = 0
    verdicts = []
    print(f"{'study':42} {'panels':>6} {'people':>6} {'items':>5}  {'scale':>6}   {'before':24}   {'after':24}   {'preferred':12} record")
    with Server() as server, tempfile.TemporaryDirectory() as work:
        for study in studies:
            place = pathlib.Path(work) / study.label
            place.mkdir()
            done = deliberation.run(server, study, place)
            print(f"{study.title[:42]:42} {len(study.groups):>6} {study.people:>6} {study.items:>5}  "
                  f"{f'{study.low}..{study.high}':>6}   {words(done['tallies'][0]):24}   "
                  f"{words(done['tallies'][1]):24}   {' > '.join('='.join(one) for one in done['chosen']):12} "
                  f"{done['result']}", flush=True)
            people += study.people
            panels += len(study.groups)
            verdicts.append(done["result"])
            assert all(done["chosen"]), done["chosen"]
    print(f"{len(studies)} studies, {panels} panels, {people} people in {time.monotonic() - begin:.1f} s")
    assert (len(studies), panels, people) == (20, 24, 526), (len(studies), panels, people)
    assert set(verdicts) == {"VERIFIED"}, verdicts


if __name__ == "__main__":
    main()
