"""The 20 studies of the deliberation data as Quorate studies: items, protocol and mapping files.

The data: R package deliberr (github.com/gumbelino/deliberr, MIT), human_data.csv and surveys.csv.
The rule is ours: an item is IN when in every group at least 70 % of the scores lie in the upper band and
fewer than 15 % in the lower one, and OUT the other way round.
"""

import collections
import csv
import json
import re

SURVEY_COLUMN = "survey"


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
                           {"mode": "survey", "rule": rule, "feedback": "all-groups"}],
                "stopping_rule": "Two rounds: before and after the deliberation."}

    def items_mapping(self):
        return f"""# Which rows of surveys.csv are this study's statements.
[wording]
id = "order"
id_prefix = "C"
text = "statement"

[where]
name = {quoted(self.survey)}
type = "C"
"""

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
    (work / "items.toml").write_text(study.items_mapping(), encoding="utf-8")
    server.quorate("study", "create", label, "--title", study.title)
    server.quorate("study", "draft", label, "--protocol", work / "protocol.json")
    server.quorate("study", "freeze", label)
    integrator = server.token(label, "integrator")
    server.quorate("import", "items", study.folder / "surveys.csv", "--mapping", work / "items.toml",
                   "--study", label, token=integrator)
    auditor = server.token(label, "auditor")
    tallies = []
    for number in (1, 2):
        mapping = work / f"ratings-{number}.toml"
        mapping.write_text(study.ratings_mapping(number), encoding="utf-8")
        server.quorate("round", "open", label)
        if on_round:
            on_round(number, mapping, integrator)
        server.quorate("import", "ratings", study.folder / "human_data.csv", "--mapping", mapping,
                       "--study", label, "--round", number, token=integrator)
        server.quorate("round", "close", label, number)
        results = server.json("results", label, number, token=auditor)
        tallies.append(collections.Counter(
            item["tally"]["consensus"].removeprefix("CONSENSUS_") for item in results["items"]))
    server.quorate("decision", "record", label)
    server.quorate("study", "conclude", label)
    server.quorate("publish", label, "--tier", "auditor", "--out", work / "bundle", token=auditor)
    verdict = server.json("verify", work / "bundle")
    return {"tallies": tallies, "result": verdict["result"], "auditor": auditor, "bundle": work / "bundle"}
