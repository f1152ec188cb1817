import type { Analyzer, TextPosition } from '../analyzer.ts';
import type { AllowList } from './allow-list.ts';
import { analyzerFinding } from './analyzer-finding.ts';
import { valueStart } from './assignment.ts';
import type { CompiledSet } from './compile.ts';
import type { CompiledRule, Finding } from './compiled-rule.ts';
import { ContextMemory } from './context.ts';
import { exactFinding } from './exact-finding.ts';
import { type Excerpt, excerptAround, whole } from './excerpt.ts';
import { groundNear, isSpread, nearBefore, type SourceOf, tooFarAfter } from './extent.ts';
import { LeadFinder } from './lead.ts';
import { DIGIT_RUN } from './prefilter.ts';
import { RuleMemory } from './rule-memory.ts';
import { type Ground, RuleRunner } from './rule-runner.ts';
import type { WorkBudget } from './work-budget.ts';

/** Runs a compiled set over whole texts, one after the other. */
export class CandidateFinder {
  readonly #set: CompiledSet;
  readonly #memory: RuleMemory;
  readonly #leads: LeadFinder;
  readonly #runner: RuleRunner;
  #found: Finding[] = [];
  #textNumber = 0;

  /** @param allow values that no rule reports */
  constructor(set: CompiledSet, allow?: AllowList) {
    this.#set = set;
    this.#memory = new RuleMemory(set.rules.length);
    this.#leads = new LeadFinder(set.rules.length);
    this.#runner = new RuleRunner(this.#memory, new ContextMemory(), allow, (finding) =>
      this.#found.push(finding),
    );
  }

  /**
   * Adds what the rules and analyzers find in a text to `out`, overlaps included. Never throws.
   *
   * Time: O(length) for the prefilter and a bounded number of steps for every hit, see {@link WorkBudget}.
   *
   * @param sourceOf given when the text is a reading of another: analyzers are not run then
   */
  find(
    text: string,
    position: TextPosition,
    budget: WorkBudget,
    out: Finding[],
    sourceOf?: SourceOf,
  ): void {
    this.#textNumber = (this.#textNumber + 1) | 0;
    this.#memory.begin();
    this.#found = out;
    const ground: Ground = { text, complete: true, position, number: this.#textNumber };
    budget.begin();
    budget.read(text.length);
    const { prefilter, targets, analyzers } = this.#set;
    const far = sourceOf !== undefined && isSpread(sourceOf, text.length) ? sourceOf : undefined;
    const analyzed = sourceOf === undefined;
    let hits: Map<number, number[]> | undefined;
    for (let from = 0; from <= text.length;) {
      from = prefilter.scan(text, from);
      const { starts, anchors, settled } = prefilter;
      for (let index = 0; index < settled; index++) {
        const start = starts[index] ?? 0;
        const anchor = anchors[index] ?? 0;
        budget.reach(start);
        const near = far === undefined ? ground : groundNear(ground, far, 0, start);
        if (anchor === DIGIT_RUN) {
          this.#tryDigits(near, start, budget, far);
          continue;
        }
        const target = targets[anchor];
        if (target === undefined || start + target.length > near.text.length) continue;
        for (const rule of target.rules) {
          const first =
            rule.rule.mode === 'assign'
              ? valueStart(near.text, start + target.length)
              : this.#leads.startOf(rule, this.#textNumber, text, start);
          if (first !== -1) this.#run(rule, near, start, first, budget, far);
        }
        if (analyzed && position === 'prose')
          for (const analyzer of target.analyzers) {
            const known = (hits ??= new Map<number, number[]>()).get(analyzer);
            if (known === undefined) hits.set(analyzer, [start]);
            else known.push(start);
          }
      }
    }
    for (const match of this.#set.exact?.find(text) ?? []) {
      if (far === undefined || match.end <= tooFarAfter(far, match.start, text.length))
        out.push(exactFinding(match));
    }
    if (!analyzed) return;
    if (position === 'command')
      for (const analyzer of analyzers) this.#analyze(analyzer, ground, whole(text));
    else if (hits !== undefined)
      for (const [index, places] of hits)
        this.#analyze(analyzers[index], ground, excerptAround(text, places));
  }

  #run(
    rule: CompiledRule,
    ground: Ground,
    hit: number,
    first: number,
    budget: WorkBudget,
    far: SourceOf | undefined,
  ): void {
    const start = far === undefined ? first : nearBefore(far, hit, first);
    this.#runner.run(rule, ground, start, budget);
  }

  #tryDigits(ground: Ground, start: number, budget: WorkBudget, far: SourceOf | undefined): void {
    const index = this.#set.digits();
    index.find(ground.text, this.#textNumber, start, this.#leads);
    for (let place = 0; place < index.count; place++) {
      const rule = index.rules[place];
      if (rule !== undefined)
        this.#run(rule, ground, start, index.starts[place] ?? start, budget, far);
    }
  }

  #analyze(analyzer: Analyzer | undefined, { position }: Ground, excerpt: Excerpt): void {
    if (analyzer === undefined) return;
    for (const found of analyzer.analyze(excerpt.text)) {
      const start = Math.max(0, found.start);
      const end = Math.min(excerpt.text.length, found.end);
      if (end <= start) continue;
      const from = excerpt.sourceOf(start);
      const to = excerpt.sourceOf(end - 1) + 1;
      this.#found.push(analyzerFinding(analyzer, found, from, to, position));
    }
  }
}
