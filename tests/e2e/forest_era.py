#!/usr/bin/env python3
"""The study "Forest ERA" from two CSV files to a verified record: python3 tests/e2e/forest_era.py [DATA]

11 stakeholders and 9 lay citizens rated 45 statements from -5 to 5, before and after discussing. The rule
(forest_era_rule.json) is frozen first; round 1 takes the ratings before, round 3 those after, and in the workshop
between them the preferences are ranked before and after, by Schulze's rule.
DATA holds deliberation/human_data.csv and deliberation/surveys.csv; README.md says where to get them.
"""

import json
import pathlib
import sys
import tempfile

import deliberation
from harness import Server, data_folder

TITLE = "Forest ERA"


def step(text):
    print(f"\n== {text}", flush=True)


def show_import(server, study, number, mapping, integrator):
    """The dry run first, then once more after the real one: the second changes nothing."""
    step(f"Round {number}: what an import would do")
    print(server.quorate("import", "ratings", study.folder / "human_data.csv", "--mapping", mapping, "--study",
                         study.label, "--round", number, "--dry-run", token=integrator), end="")


def check_twice(server, study, integrator, mapping):
    again = server.json("import", "ratings", study.folder / "human_data.csv", "--mapping", mapping, "--study",
                        study.label, "--round", 3, token=integrator)
    assert (again["new"], again["replaced"], again["unchanged"]) == (0, 0, study.people), again
    print(f"Imported again: {again['new']} new, {again['unchanged']} unchanged.")


def play(server, study, work):
    rule = json.loads((pathlib.Path(__file__).parent / "forest_era_rule.json").read_text(encoding="utf-8"))
    last = {}

    def on_round(number, mapping, integrator):
        last.update(mapping=mapping, integrator=integrator)
        show_import(server, study, number, mapping, integrator)
        if number == 3:
            show_feedback(server, study)

    done = deliberation.run(server, study, work, rule, on_round)
    check_twice(server, study, last["integrator"], last["mapping"])
    return done


def show_feedback(server, study):
    person = server.json("panel", "list", study.label)["participants"][0]
    token = server.token(study.label, "participant", person["name"])
    step(f"Round 3: what a participant ({person['hats'][0]}) is shown of round 1, first lines")
    lines = server.quorate("feedback", study.label, 3, token=token).splitlines()
    print("\n".join(lines[:8]))


def main():
    folder = data_folder(sys.argv[1:], "deliberation")
    study = next(one for one in deliberation.studies(folder) if one.title == TITLE)
    with Server() as server, tempfile.TemporaryDirectory() as work:
        step(f"{study.title}: {study.people} people in {len(study.groups)} groups, {study.items} statements, "
             f"scored {study.low} to {study.high}")
        done = play(server, study, pathlib.Path(work))
        for number in (1, 3):
            step(f"Results of round {number}")
            print(server.quorate("results", study.label, number, token=done["auditor"]), end="")
        step("What the verdicts of round 3 hung on, first lines")
        print("\n".join(server.quorate("explain", study.label, "--round", 3).splitlines()[:12]))
        step("Why the preferences came out as they did")
        print(server.quorate("choice", "explain", study.label, deliberation.CHOICE), end="")
        step("Decisions")
        print(server.quorate("decision", "list", study.label), end="")
        step("Verification")
        print(server.quorate("verify", done["bundle"]), end="")
    assert (study.people, study.items, study.low, study.high) == (20, 45, -5, 5)
    assert done["result"] == "VERIFIED", done["result"]
    assert all(sum(tally.values()) == 45 for tally in done["tallies"])


if __name__ == "__main__":
    main()
