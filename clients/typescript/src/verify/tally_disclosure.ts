// What of a count's tables may be shown, from rules version 3 on. Who scored differs from item to item,
// and with it what may be shown.

import { type Alike, type HeldBack, type Shown, whatMayBeShown } from "./disclosure.ts";
import { Fraction, ONE, ZERO } from "./fraction.ts";
import { takesGroupWeights } from "./protocol.ts";
import { partOf, reachesPanel, standsIn } from "./ratings.ts";
import type { Count } from "./tally.ts";

// People of one bloc: whose hats count alike.
interface Bloc {
  tables: number[]; // The groups in whose tables they stand,
  voices: number[]; // and through which they reach the panel.
  part: Fraction; // Of each person in each of those groups.
}
// People of one bloc and one own weight.
interface Sort {
  bloc: number;
  weight: Fraction;
}
// Whether all scores at a place are one score.
interface Scores {
  first: number | undefined;
  alike: boolean;
}

function addScores(from: Scores, to: Scores): void {
  if (from.first === undefined) return;
  to.first ??= from.first;
  to.alike = to.alike && from.alike && to.first === from.first;
}

export class TallyDisclosure {
  private readonly blocs: Bloc[] = [];
  private readonly sorts: Sort[] = [];
  private readonly sortOf: number[] = []; // By member.

  constructor(
    private readonly count: Count,
    private readonly unanimityShown: boolean,
  ) {
    const { voice, groups, members } = count;
    const own = voice.voice === "person-weights";
    const indices = (names: string[]): number[] =>
      names.map((name) => groups.indexOf(name)).sort((a, b) => a - b);
    const blocNumbers = new Map<string, number>();
    const sortNumbers = new Map<string, number>();
    for (const { hats, weight } of members) {
      const tables = indices(standsIn(hats, voice));
      const voices = indices(reachesPanel(hats, voice));
      const blocKey = JSON.stringify([tables, voices]);
      if (!blocNumbers.has(blocKey)) {
        blocNumbers.set(blocKey, this.blocs.length);
        this.blocs.push({ tables, voices, part: partOf(hats, voice) });
      }
      const bloc = blocNumbers.get(blocKey)!;
      const weighs = own ? weight : ONE;
      const key = `${bloc} ${weighs}`;
      if (!sortNumbers.has(key)) {
        sortNumbers.set(key, this.sorts.length);
        this.sorts.push({ bloc, weight: weighs });
      }
      this.sortOf.push(sortNumbers.get(key)!);
    }
  }

  // People are those who scored the item.
  of(item: string): Shown {
    const people = this.sorts.map(() => 0);
    const byBloc = this.blocs.map((): Scores => ({ first: undefined, alike: true }));
    for (const [i, member] of this.count.members.entries()) {
      const answer = member.answers.get(item);
      if (typeof answer !== "number") continue;
      const sort = this.sortOf[i]!;
      ++people[sort]!;
      addScores({ first: answer, alike: true }, byBloc[this.sorts[sort]!.bloc]!);
    }
    const { groups, k } = this.count;
    return whatMayBeShown(this.alikeOf(people), groups.length, k, this.unanimous(byBloc));
  }

  private unanimous(byBloc: Scores[]): HeldBack {
    const panel: Scores = { first: undefined, alike: true };
    const groups = this.count.groups.map((): Scores => ({ first: undefined, alike: true }));
    for (const [i, scores] of byBloc.entries()) {
      addScores(scores, panel);
      for (const g of this.blocs[i]!.tables) addScores(scores, groups[g]!);
    }
    if (this.unanimityShown) return { panel: false, groups: [] };
    const agreed = ({ first, alike }: Scores): boolean => first !== undefined && alike;
    return { panel: agreed(panel), groups: groups.map(agreed) };
  }

  private alikeOf(people: number[]): Alike[] {
    const { voice, groups } = this.count;
    const needsGroups = voice.voice === "equal-groups" || takesGroupWeights(voice.voice);
    // How many people speak through each group, parts of them added up.
    const speaking = groups.map(() => ZERO);
    for (const [i, { bloc }] of this.sorts.entries()) {
      const { voices, part } = this.blocs[bloc]!;
      for (const g of voices) {
        speaking[g] = speaking[g]!.plus(part.times(new Fraction(people[i]!)));
      }
    }
    const share = (g: number): Fraction => {
      const stated = takesGroupWeights(voice.voice) ? voice.weights.get(groups[g]!)! : ONE;
      return voice.voice === "group-weights-each" ? stated : stated.over(speaking[g]!);
    };
    return this.sorts.map(({ bloc, weight }, i): Alike => {
      const { tables, voices, part } = this.blocs[bloc]!;
      const panelWeight =
        needsGroups && people[i]! > 0
          ? voices.map((g) => part.times(share(g))).reduce((a, b) => a.plus(b), ZERO)
          : weight;
      return { groups: tables, people: people[i]!, panelWeight, groupWeight: weight.times(part) };
    });
  }
}
