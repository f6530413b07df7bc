"""The 20 studies of the deliberation data as Quorate studies: items, protocol and mapping files.

Round 1 is a survey of the ratings before discussing, round 2 the workshop, in which the preferences (P1, P2 ..) are
ranked as they were before and once more as they were after, and round 3 a survey of the ratings after.

The data: R package deliberr (github.com/gumbelino/deliberr, MIT), human_data.csv and surveys.csv.
The rule is ours: an item is IN when in every group at least 70 % of the scores lie in the upper band and
fewer than 15 % in the lower one, and OUT the other way round.
"""

import collections
import csv
import json
import re

SURVEY_COLUMN = "survey"
ROUND_OF_STAGE = {1: 1, 2: 3}
WORKSHOP = 2
CHOICE = "preferences"


def label_of(words):
    """A label for a study or group: lower case, dashes."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60]


def read(folder, name):
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def quoted(text):
    """A TOML string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


class Study:
    """One study of the data: who took part, what was rated, and on what scale."""

    def __init__(self, folder, title, rows, surveys):
        self.folder = folder
        self.title = title
        self.label = label_of(title)
        self.survey = rows[0][SURVEY_COLUMN]
        self.groups = {case: label_of(case) for case in dict.fromkeys(row["case"] for row in rows)}
        self.people = len({row["pnum"] for row in rows})
        statements = [row for row in surveys if row["name"] == self.survey and row["type"] == "C"]
        self.items = len(statements)
        self.low, self.high = self.scale(statements, rows)
        self.rankings = self.read_rankings(rows)
        self.preferences = sorted({name for stage in self.rankings.values() for marks in stage.values() for name in marks},
                                  key=lambda name: int(name[1:]))

    @staticmethod
    def read_rankings(rows):
        """By stage and person: the place of each preference; what is blank was not ranked."""
        rankings = {1: {}, 2: {}}
        for row in rows:
            marks = {f"P{i}": row[f"P{i}"] for i in range(1, 11) if row[f"P{i}"] != ""}
            rankings[int(row["stage_id"])][row["pnum"]] = marks
        return rankings

    @staticmethod
    def scale(statements, rows):
        """surveys.csv gives the number of points; a study with values below 1 counted them from the middle."""
        points = int(statements[0]["scale_max"])
        values = [int(row[f"C{i}"]) for row in rows for i in range(1, 51) if row[f"C{i}"] != ""]
        if min(values) < 1:
            return -(points // 2), points // 2
        return 1, points

    def bands(self):
        """Lower, middle and upper; the outer two are equally wide."""
        outer = {7: 2, 11: 4, 12: 4}[self.high - self.low + 1]
        return [[self.low, self.low + outer - 1],
                [self.low + outer, self.high - outer],
                [self.high - outer + 1, self.high]]

    def rule(self):
        lower, _, upper = self.bands()

        def agreed(yes, no):
            return {"all": [
                {"measure": "share", "band": yes, "op": ">=", "value": "70%", "scope": "every_group"},
                {"measure": "share", "band": no, "op": "<", "value": "15%", "scope": "every_group"}]}

        return {"name": "every-group-70-15",
                "scale": {"min": self.low, "max": self.high, "bands": self.bands()},
                "least_group_size": 5,
                "clauses": [{"verdict": "IN", "when": agreed(upper, lower)},
                            {"verdict": "OUT", "when": agreed(lower, upper)}]}

    def protocol(self, rule=None):
        rule = rule or self.rule()
        return {"title": self.title,
                "purpose": "Ratings before and after deliberation, from the R package deliberr (MIT).",
                "item_label": "statement",
                "groups": [{"id": label, "name": case} for case, label in self.groups.items()],
                "rounds": [{"mode": "survey", "rule": rule, "feedback": "none"},
                           {"mode": "workshop", "rule": rule, "choices": [
                               {"id": CHOICE, "question": "Which way should it go?", "rule": "schulze"}]},
                           {"mode": "survey", "rule": rule, "feedback": "all-groups"}],
                "stopping_rule": "Before and after the deliberation."}

    def items_mapping(self, kind):
        return f"""# Which rows of surveys.csv are this study's statements (C) or preferences (P).
[wording]
id = "order"
id_prefix = {quoted(kind)}
text = "statement"

[where]
name = {quoted(self.survey)}
type = {quoted(kind)}
"""

    def rankings_csv(self, stage):
        lines = [",".join(["participant", *self.preferences])]
        for person, marks in self.rankings[stage].items():
            lines.append(",".join([person, *(marks.get(name, "") for name in self.preferences)]))
        return "\n".join(lines) + "\n"

    def ratings_mapping(self, stage):
        ids = "\n".join(f"{quoted(case)} = {quoted(label)}" for case, label in self.groups.items())
        return f"""# Ratings of stage {stage} of human_data.csv.
shape = "wide"
participant = "pnum"

[group]
column = "case"
[group.ids]
{ids}

[items]
prefix = "C"

[where]
study = {quoted(self.title)}
stage_id = {stage}

[missing]
not_shown = ""
"""


def studies(folder):
    """Every study of the data that has people, in the order of the data."""
    surveys = read(folder, "surveys.csv")
    rows = collections.OrderedDict()
    for row in read(folder, "human_data.csv"):
        rows.setdefault(row["study"], []).append(row)
    return [Study(folder, title, its, surveys) for title, its in rows.items()]


def run(server, study, work, rule=None, on_round=None):
    """Plays one study from its files to a verified bundle. Answers what each round came to."""
    label = study.label
    (work / "protocol.json").write_text(json.dumps(study.protocol(rule), indent=2), encoding="utf-8")
    server.quorate("study", "create", label, "--title", study.title)
    server.quorate("study", "draft", label, "--protocol", work / "protocol.json")
    server.quorate("study", "freeze", label)
    integrator = server.token(label, "integrator")
    for kind in "CP":
        mapping = work / f"items-{kind}.toml"
        mapping.write_text(study.items_mapping(kind), encoding="utf-8")
        server.quorate("import", "items", study.folder / "surveys.csv", "--mapping", mapping, "--study", label,
                       token=integrator)
    auditor = server.token(label, "auditor")
    tallies = [rate(server, study, work, 1, integrator, auditor, on_round)]
    chosen = rank(server, study, work, integrator)
    tallies.append(rate(server, study, work, 2, integrator, auditor, on_round))
    server.quorate("decision", "record", label)
    server.quorate("study", "conclude", label)
    server.quorate("publish", label, "--tier", "auditor", "--out", work / "bundle", token=auditor)
    verdict = server.json("verify", work / "bundle")
    return {"tallies": tallies, "chosen": chosen, "result": verdict["result"], "auditor": auditor,
            "bundle": work / "bundle"}


def rate(server, study, work, stage, integrator, auditor, on_round):
    """A survey round: the statements only. Answers how many came out how."""
    number = ROUND_OF_STAGE[stage]
    mapping = work / f"ratings-{stage}.toml"
    mapping.write_text(study.ratings_mapping(stage), encoding="utf-8")
    statements = ",".join(f"C{i}" for i in range(1, study.items + 1))
    server.quorate("round", "open", study.label, "--items", statements)
    if on_round:
        on_round(number, mapping, integrator)
    server.quorate("import", "ratings", study.folder / "human_data.csv", "--mapping", mapping, "--study",
                   study.label, "--round", number, token=integrator)
    server.quorate("round", "close", study.label, number)
    results = server.json("results", study.label, number, token=auditor)
    return collections.Counter(item["tally"]["consensus"].removeprefix("CONSENSUS_") for item in results["items"])


def rank(server, study, work, integrator):
    """The workshop: everybody is there, and the preferences are ranked twice. Answers the winners of both times."""
    label = study.label
    server.quorate("round", "open", label, "--items", "C1")
    people = [one["name"].rsplit("/", 1)[-1] for one in server.json("panel", "list", label)["participants"]]
    server.quorate("panel", "attend", label, WORKSHOP, *people)
    server.quorate("choice", "call", label, WORKSHOP, CHOICE, "--items", ",".join(study.preferences))
    for stage in (1, 2):
        file = work / f"rankings-{stage}.csv"
        file.write_text(study.rankings_csv(stage), encoding="utf-8")
        server.quorate("choice", "open", label, CHOICE)
        server.quorate("choice", "import", label, CHOICE, file, token=integrator)
        server.quorate("choice", "close", label, CHOICE)
    choice = server.json("choice", "show", label, CHOICE)
    last = choice["iterations"][-1]
    if last.get("tied"):
        first = last["winners"][0].rsplit("/", 1)[-1]
        server.quorate("choice", "decide", label, CHOICE, "--chosen", first, "--reason", "A tie, settled by order")
    else:
        server.quorate("choice", "decide", label, CHOICE)
    server.quorate("round", "close", label, WORKSHOP)
    return [sorted(name.rsplit("/", 1)[-1] for name in one["winners"]) for one in choice["iterations"]]
