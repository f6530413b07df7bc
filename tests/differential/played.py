"""Studies that are played here, without a server: random terms, people, ballots and acts, and the findings that the
Python verifier computes. Another verifier that agrees with them has found the same by itself.
"""

import json
import random

from record import Record, Sealed, verifier

BANDS = [[1, 3], [4, 6], [7, 9]]
NINE = {"min": 1, "max": 9, "bands": BANDS}
YES_NO = {"min": 0, "max": 1, "bands": [[0, 0], [1, 1]]}
START = verifier.read_time("2026-03-02T09:00:00Z")


def share(band, op, value, **more):
    return {"measure": "share", "band": band, "op": op, "value": value, **more}


def rule_of(name, scale, clauses, **more):
    return {"name": name, "scale": scale, "denominator": "scored", "least_group_size": 1,
            "quorum": {"panel": 1, "each_group": 0}, "clauses": clauses, **more}


def both(*parts, **more):
    return {"all": list(parts), **more}


RULES = [
    rule_of("comet-70-15", NINE, [
        {"verdict": "IN", "when": both(share([7, 9], ">=", "7/10"), share([1, 3], "<", "3/20"))},
        {"verdict": "OUT", "when": both(share([1, 3], ">=", "7/10"), share([7, 9], "<", "3/20"))}]),
    rule_of("every-group", NINE, [
        {"verdict": "IN", "grade": "strong", "when": both(share([7, 9], ">=", "3/5"), share([1, 3], "<=", "1/5"),
                                                          scope="every_group")},
        {"verdict": "OUT", "from_round": 2, "when": share([7, 9], "<", "2/5")}], least_group_size=2),
    rule_of("ram", NINE, [
        {"verdict": "IN", "when": both(
            {"measure": "median", "op": ">=", "value": "13/2"},
            {"not": {"measure": "disagreement", "method": "ipras", "lower": "3/10", "upper": "7/10", "base": "47/20",
                     "slope": "3/2", "centre": "5"}})}]),
    rule_of("answered", NINE, [
        {"verdict": "IN", "when": share([6, 9], ">", "1/2")},
        {"verdict": "OUT", "when": share([1, 4], ">=", "3/5", plus=["unable", "not-understood"])}],
            denominator="answered", quorum={"panel": 3, "each_group": 0}),
    rule_of("narrow", NINE, [
        {"verdict": "IN", "when": {"any": [
            {"measure": "iqr", "op": "<=", "value": "3/2"},
            {"measure": "outside-at-most", "region": "mode", "table": [[1, 6, 1], [7, 30, 2]]}]}}]),
    rule_of("mean", NINE, [
        {"verdict": "IN", "when": {"measure": "mean", "op": ">", "value": "11/2", "scope": {"at_least": 2}}},
        {"verdict": "OUT", "when": both({"measure": "mean", "op": "<", "value": "9/2", "scope": "every_group"}, {"not": {
            "measure": "disagreement", "method": "table", "table": [[1, 8, 2], [9, 40, 4]], "low": [1, 3],
            "high": [7, 9]}})}]),
]
MAJORITY = rule_of("meeting-majority", YES_NO, [
    {"verdict": "IN", "when": share([1, 1], ">", "1/2")}, {"verdict": "OUT", "when": share([1, 1], "<=", "1/2")}])
GROUPS = ["patients", "carers", "clinicians"]
ENGINE = "server/engine"
CHAIR = "facilitator/chair"


def stamp(time):
    return (verifier.EPOCH + verifier.datetime.timedelta(seconds=time)).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(value):
    """A finding's members as JSON."""
    if isinstance(value, verifier.ItemVersion):
        return {"item": value.item, "version": value.version}
    return value


def choice_plan(name, rule, seats, dice):
    plan = {"id": name, "question": "Which one?", "rule": rule, "seats": seats, "grade_max": 5, "unranked": "last",
            "strength": "winning", "borda_unranked": "averaged", "missing": "refuse", "completion": "phragmen",
            "tie": dice.choice(["none", "order", "lot"]), "quorum": {"panel": 1, "each_group": 0}}
    if rule == "equal-shares":
        plan["completion"] = dice.choice(["phragmen", "none", "approval", "increment"])
    if rule in ("schulze", "minimax", "ranked-pairs"):
        plan["strength"] = dice.choice(["winning", "margin"])
    if rule in ("score", "star"):
        plan["missing"] = dice.choice(["refuse", "zero"])
    if rule == "majority-judgment":
        plan["missing"] = dice.choice(["refuse", "worst", "median"])
    plan["unranked"] = dice.choice(["last", "apart"])
    plan["borda_unranked"] = dice.choice(["averaged", "zero"])
    return plan


class Player:
    """Plays one study. Each act must be one that the rules of conduct allow."""

    def __init__(self, seed, version=None):
        self.dice = random.Random(seed)
        self.study = verifier.Study()
        self.version = version or max(verifier.RULES_VERSIONS)
        self.record = Record(f"quorate.example/studies/played-{seed}")
        self.tree = verifier.Tree()
        self.time = START
        self.nonces = 0
        self.people = {}

    def add(self, kind, event, content=None, actor=CHAIR, time=None):
        """Writes an act, and the findings that follow on it."""
        self.time += self.dice.randint(1, 50)
        at = self.time if time is None else time
        expected = self.write(kind, event, content, actor, at)
        for finding in expected:
            computed = finding.compute()
            whole = computed.pop("whole", None)
            members = {name: plain(value) for name, value in {**finding.fixed, **computed}.items()}
            content = None if whole is None else {"tally": whole}
            self.write(finding.kind, members, content, ENGINE, self.study.last_time)

    def write(self, kind, event, content, actor, time):
        event = json.loads(json.dumps(event))
        opening = None
        if content is not None:
            self.nonces += 1
            opening = {"content": content, "kind": kind, "nonce": verifier.sha256(b"%d" % self.nonces).hex(),
                       "study": self.record.study}
            event["commitment"] = verifier.commitment_to(verifier.canonical(opening).encode())
        leaf = {"actor": actor, "kind": kind, "payload": event, "seq": self.study.size, "study": self.record.study,
                "t": stamp(time), "v": 1}
        line = verifier.canonical(leaf).encode()
        entry = verifier.read_entry(self.record.study, self.study.size, line)
        if opening is not None:
            opened = verifier.read_opening(self.record.study, kind, verifier.canonical(opening).encode())
            entry = entry._replace(content=opened)
        expected = []
        if not verifier.KINDS[kind].finding:
            verifier.permit(self.study, entry)
            expected = verifier.findings_after(self.study, entry)
        self.tree.append(verifier.leaf_hash(line))
        self.record.entries.append(Sealed(leaf, opening))
        verifier.apply(self.study, entry)
        return expected

    # The acts of a study, from its creation to its conclusion.

    def protocol(self):
        dice = self.dice
        voice = {"voice": dice.choice(["per-person", "per-person", "equal-groups", "group-weights",
                                       "group-weights-each", "person-weights"]),
                 "hats": dice.choice(["declared", "split", "each-group"])}
        if voice["voice"].startswith("group-weights"):
            voice["weights"] = {group: str(verifier.Fraction(dice.randint(1, 4), dice.randint(1, 3)))
                                for group in GROUPS}
        survey = {"mode": "survey", "rule": dice.choice(RULES), "feedback": "all-groups", "entry": "invited",
                  "carry": "all", "suggestions_max": 1}
        second = dict(survey, rule=dice.choice(RULES), entry=dice.choice(["invited", "respondents"]),
                      feedback=dice.choice(["none", "own-group", "all-groups", "overall"]), suggestions_max=0)
        workshop = dict(survey, mode="workshop", rule=dice.choice(RULES), yes_no_rule=MAJORITY, suggestions_max=0)
        if self.version >= 2:
            one = dice.choice(verifier.RANKED_RULES + verifier.GRADE_RULES)
            if one == "stv-scottish" and (voice["voice"] != "per-person" or voice["hats"] == "split"):
                one = "stv-wig"
            seats = 2 if one in verifier.STV_RULES else 1
            workshop["choices"] = [choice_plan("one", one, seats, dice),
                                   choice_plan("set", dice.choice(verifier.COMMITTEE_RULES), 2, dice)]
        document = {"title": "A played study", "purpose": "", "item_label": "outcome", "support": "",
                    "groups": [{"id": group, "name": group.title()} for group in GROUPS],
                    "rounds": [survey, second, workshop], "voice": voice, "k": dice.choice([3, 3, 4, 5]),
                    "stopping_rule": ""}
        if self.version >= 3 and dice.random() < 0.3:
            document["unanimity"] = "shown"
        if self.version >= 2 and dice.random() < 0.6:
            document["stop_when"] = {"changed_at_most": "2/5", "settled_at_least": "1/2"}
        return document

    def play(self):
        dice = self.dice
        self.add("study.created", {"rules_version": self.version, "title": "A played study"})
        document = self.protocol()
        self.add("protocol.drafted", {"protocol": document})
        for number in range(4):
            self.add("item.added", {"item": f"S{number}", "text": f"Outcome {number}, caf\u00e9"})
        self.add("protocol.frozen", {"protocol": document})
        self.record.sizes.append(self.study.size)
        for number in range(dice.randint(8, 15)):
            name = f"p{number:02d}"
            hats = dice.sample(GROUPS, dice.choice([1, 1, 1, 2]))
            content = {"hats": hats, "weight": str(verifier.Fraction(dice.randint(1, 4), dice.randint(1, 3)))}
            if self.version >= 2 and len(hats) > 1 and dice.random() < 0.5:
                content["private_hats"] = hats[1:]
            self.people[name] = hats
            self.add("participant.enrolled", {"participant": name}, content)
        self.survey(1, ["S0", "S1", "S2", "S3"])
        if self.version >= 3 and dice.random() < 0.4:
            self.erase(dice.choice(sorted(self.people)))
        self.add("item.reworded", {"item": "S3", "reason": "Clearer", "text": "Outcome three", "version": 2})
        if self.version >= 2 and self.study.rounds[0].box.erased == 0:
            self.add("rules.compared", {"basis": "round/1", "rules": dice.sample(RULES, 2)})
        self.survey(2, ["S0", "S1", "S2", "S3"])
        self.decide("round/2")
        if self.version >= 2:
            self.dissent()
        self.add("protocol.amended", {"protocol": dict(document, support="Ask us"), "reason": "An address"})
        self.workshop()
        self.add("study.concluded", {})
        if self.version >= 3 and dice.random() < 0.3:
            self.erase(dice.choice(sorted(self.people)))
        self.add("bundle.published", {"tier": "public"})
        self.record.files["protocol.json"] = verifier.canonical(self.study.terms.document).encode() + b"\n"
        return self.record

    def erase(self, name):
        """All that is theirs is destroyed; the record goes on with the others."""
        if self.study.participants[name].erased:
            return
        self.record.destroy(name)
        self.add("erasure.recorded", {"participant": name}, actor="participant/" + name)

    def survey(self, number, items):
        dice = self.dice
        asked = [{"item": item, "version": self.study.items[item].version} for item in items]
        self.add("round.opened", {"round": number, "items": asked, "closes": "2026-12-01T00:00:00Z"})
        self.record.sizes.append(self.study.size)
        voters = [name for name in self.people if dice.random() < 0.9]
        for name in voters:
            person = self.study.participants[name]
            before = self.study.rounds[0].box.ballots
            plan = self.study.plan(number)
            if person.withdrawn or (number > 1 and plan["entry"] == "respondents" and name not in before):
                continue
            day = self.study.last_time - self.study.last_time % 86_400
            if number > 1 and self.version >= 2 and dice.random() < 0.5:
                self.look(number, name, day)
            for revision in range(1, dice.choice([2, 2, 2, 3])):
                self.ballot(number, name, revision, items, day)
        if number == 1:
            self.suggest(voters)
            self.add("participant.withdrawn", {"participant": voters[-1]}, actor="participant/" + voters[-1])
            self.add("round.extended", {"round": 1, "closes": "2026-12-02T00:00:00Z", "reason": "Holidays"})
        self.add("round.closed", {"round": number})
        self.record.sizes.append(self.study.size)

    def look(self, number, name, day):
        shown = verifier.feedback_for(self.study, self.study.rounds[number - 1], name,
                                      self.study.participants[name].membership)
        if shown is not None:
            self.add("feedback.shown", {"participant": name, "round": number}, shown, "participant/" + name, day)

    def ballot(self, number, name, revision, items, day):
        dice = self.dice
        answers = {}
        for place, item in enumerate(items):
            draw = dice.random()
            middle = (8, 2, 5, 7)[place] if self.people[name][0] != "clinicians" else (8, 7, 5, 3)[place]
            if draw < 0.85:
                answers[item] = min(9, max(1, round(dice.gauss(middle, 1.6))))
            elif draw < 0.95:
                answers[item] = dice.choice(["unable", "not-understood", "skipped"])
        answers = answers or {items[0]: 5}
        channel, actor = dice.choice([("self", "participant/" + name), ("self", "participant/" + name),
                                      ("paper", CHAIR), ("import", "integrator/tool")])
        self.add("ballot.cast", {"channel": channel, "participant": name, "revision": revision, "round": number},
                 {"answers": answers}, actor, day)

    def suggest(self, voters):
        for number, name in enumerate(voters[:2]):
            self.add("item.suggested", {"suggestion": f"s{number}"}, {"text": "Walking"}, "participant/" + name)
        review = {"item": "walk", "reason": "", "suggestion": "s0", "text": "Walking"}
        if self.version >= 2:
            review["also"] = ["s1"]
        self.add("suggestion.reviewed", review)

    def decide(self, basis):
        for item, known in self.study.items.items():
            if known.standing is None or known.standing[0] != basis:
                continue
            _, version, verdict = known.standing
            event = {"item": {"item": item, "version": version}, "basis": basis, "verdict": verdict}
            if self.dice.random() < 0.7:
                self.add("decision.recorded", event)
            else:
                event["verdict"] = self.dice.choice([v for v in ("in", "out", "none") if v != verdict])
                self.add("decision.overridden", {**event, "rule_verdict": verdict, "reason": "We talked"})

    def dissent(self):
        author = next(name for name, person in self.study.participants.items() if not person.withdrawn)
        item = {"item": "S0", "version": self.study.items["S0"].version}
        self.add("dissent.stated", {"statement": "d1", "participant": author, "item": item},
                 {"group": "", "text": "It matters more than that"}, "participant/" + author)
        if self.dice.random() < 0.5:
            self.add("dissent.withheld", {"statement": "d1", "reason": "It names somebody"})

    def workshop(self):
        items = [{"item": item, "version": self.study.items[item].version} for item in ("S0", "S1", "S2")]
        self.add("round.opened", {"round": 3, "items": items})
        root = self.tree.root(self.study.size)
        lot = {"root": verifier.to_base64(root), "size": self.study.size}
        present = [name for name in self.people if self.study.may_enter(self.study.rounds[2], name)
                   and self.dice.random() < 0.9]
        self.add("attendance.recorded", {"round": 3, "participants": present})
        for name, kind in (("v1", "yes-no"), ("v2", "rating")):
            self.add("vote.called", {"item": items[0], "round": 3, "vote": name, "vote_kind": kind})
            for iteration in range(1, self.dice.choice([2, 3])):
                self.vote(name, kind, iteration, present)
        for plan in self.study.plan(3).get("choices", []):
            event = {"round": 3, "choice": "c-" + plan["id"], "plan": plan["id"], "items": items}
            if plan["tie"] == "lot":
                event["lot"] = lot
            self.add("choice.called", event)
            self.choose("c-" + plan["id"], plan, present)
        self.add("round.closed", {"round": 3})

    def cast(self, kind, event, content, name):
        minute = self.study.last_time - self.study.last_time % 60
        self.add(kind, {**event, "channel": "self", "participant": name, "revision": 1}, content,
                 "participant/" + name, minute)

    def vote(self, name, kind, iteration, present):
        self.add("vote.opened", {"vote": name, "iteration": iteration})
        for person in present:
            if self.dice.random() < 0.9:
                answer = self.dice.choice([0, 1, 1, "skipped"] if kind == "yes-no" else [2, 7, 8, 9, "unable"])
                self.cast("vote.cast", {"vote": name, "iteration": iteration}, {"answer": answer}, person)
        self.add("vote.closed", {"vote": name, "iteration": iteration})

    def choose(self, name, plan, present):
        dice = self.dice
        kind = verifier.ballot_kind(plan)
        self.add("choice.opened", {"choice": name, "iteration": 1})
        for person in present:
            marks = {}
            if dice.random() < 0.9:
                for item, place in zip(("S0", "S1", "S2"), dice.sample([1, 2, 3], 3)):
                    marks[item] = {"ranks": place, "approvals": dice.choice([0, 1, 1]),
                                   "grades": dice.randint(0, 5)}[kind]
            self.cast("choice.cast", {"choice": name, "iteration": 1}, {"marks": marks}, person)
        self.add("choice.closed", {"choice": name, "iteration": 1})
        winners, tied = verifier.outcome_of(self.study.choices[name].iterations[-1].outcome)
        clear = winners != [] and not tied
        self.add("choice.decided", {"choice": name, "iteration": 1, "chosen": winners or ["S0"],
                                    "reason": "" if clear else "By agreement"})


def play(seed, version=None):
    """A record of a study that was played with that seed."""
    return Player(seed, version).play()
