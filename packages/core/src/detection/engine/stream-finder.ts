import type { TextPosition } from '../analyzer.ts';
import type { AllowList } from './allow-list.ts';
import { isValueStartDecided, valueStart } from './assignment.ts';
import type { CompiledSet } from './compile.ts';
import type { CompiledRule, Finding } from './compiled-rule.ts';
import { ContextMemory } from './context.ts';
import { isDecidable } from './decidable.ts';
import { exactFinding } from './exact-finding.ts';
import { groundNear, MOST_IN_DISGUISE, nearBefore, type SourceOf, tooFarAfter } from './extent.ts';
import { LeadFinder } from './lead.ts';
import { HEAD_PLACES } from './pattern-heads.ts';
import { DIGIT_RUN } from './prefilter.ts';
import { RuleMemory } from './rule-memory.ts';
import { type Ground, RuleRunner } from './rule-runner.ts';
import { WorkBudget } from './work-budget.ts';

/** Characters that are kept of what has been dealt with: leads, look-behinds and context words reach so far back. */
const KEPT_BEHIND = 2048;
/** Dead characters that are dropped together. */
const DROPPED_AT_ONCE = 2048;

/** What is undecided is looked at again when so much has come in relation to what it is made of already. */
export const RETRY_SHARE = 1 / 16;

/** How far the rules have been run: up to a place, and there this many hits, and of the next one so many rules. */
interface Progress {
  at: number;
  hits: number;
  rules: number;
}

/**
 * Runs the rules of a set over one text that comes in pieces, and finds what `CandidateFinder` finds in the
 * whole of it: every rule is tried at the same places in the same order, and never before so much of the
 * text is there that what follows cannot change how the attempt ends. Analyzers are not run.
 */
export class StreamFinder {
  /** Before this place of the whole text nothing begins any more that has not been given out. */
  frontier = 0;

  readonly #set: CompiledSet;
  readonly #allow: AllowList | undefined;
  readonly #position: TextPosition;
  readonly #sourceOf: SourceOf | undefined;
  readonly #leads: LeadFinder;
  readonly #contexts = new ContextMemory();
  #memory: RuleMemory;
  #budget = new WorkBudget();
  #found: Finding[] = [];
  /** The text as far as it is needed, and how much of it is gone. */
  #text = '';
  #gone = 0;
  /** For what holds places in `#text`. */
  #number = 1;
  #progress: Progress = { at: 0, hits: 0, rules: 0 };
  /** Known values that begin before this place have been found. */
  #exactTo = 0;
  /** Length of `#text` below which what is undecided is not looked at again. */
  #retryAt = 0;
  /** The same in the text that it is a reading of. */
  #retryAtSource = Infinity;

  /** @param sourceOf given when the text is a reading of another */
  constructor(
    set: CompiledSet,
    allow: AllowList | undefined,
    position: TextPosition,
    sourceOf?: SourceOf,
  ) {
    this.#sourceOf = sourceOf;
    this.#set = set;
    this.#allow = allow;
    this.#position = position;
    this.#memory = new RuleMemory(set.rules.length);
    this.#memory.begin();
    this.#leads = new LeadFinder(set.rules.length);
  }

  /** A finder that has come as far and goes on with a reading of the text. */
  fork(sourceOf: SourceOf): StreamFinder {
    const fork = new StreamFinder(this.#set, this.#allow, this.#position, sourceOf);
    fork.frontier = this.frontier;
    fork.#memory = this.#memory.fork();
    fork.#budget = this.#budget.fork();
    fork.#text = this.#text;
    fork.#gone = this.#gone;
    fork.#progress = { ...this.#progress };
    fork.#retryAt = this.#retryAt;
    fork.#exactTo = this.#exactTo;
    return fork;
  }

  /**
   * Adds the next piece of the text; with `last`, the text ends with it.
   *
   * @returns what is certain now, by the order in which it was tried; its places are those of the whole text
   */
  push(piece: string, last: boolean): Finding[] {
    this.#text += piece;
    this.#budget.read(piece.length);
    if (last || this.#isDue()) this.#advance(last);
    this.#findExact(last);
    const reached = last ? this.#text.length : Math.min(this.#earliestStart(), this.#exactTo);
    this.frontier = Math.max(this.frontier, this.#gone + reached);
    const found = this.#found;
    this.#found = [];
    this.#forget();
    return found;
  }

  #findExact(last: boolean): void {
    const text = this.#text;
    const { exact } = this.#set;
    if (exact === undefined || last) {
      this.#exactIn(this.#exactTo, text.length);
      return;
    }
    const from = this.#near(Math.max(0, text.length - 1), this.#exactTo);
    this.#exactIn(this.#exactTo, exact.openFrom(text, from));
  }

  /** Gives out the known values that begin in a part of the text. */
  #exactIn(from: number, to: number): void {
    this.#exactTo = to;
    for (const match of this.#set.exact?.find(this.#text, from, to) ?? []) {
      const start = match.start + this.#gone;
      const end = match.end + this.#gone;
      if (this.#sourceOf !== undefined) {
        const length = this.#gone + this.#text.length;
        if (end > tooFarAfter(this.#sourceOf, start, length)) continue;
      }
      this.#found.push(exactFinding({ ...match, start, end }));
    }
  }

  #isDue(): boolean {
    return (
      this.#text.length >= this.#retryAt ||
      (this.#sourceOf?.(this.#gone + this.#text.length) ?? -Infinity) >= this.#retryAtSource
    );
  }

  /** Where the earliest match begins that may still be found. */
  #earliestStart(): number {
    const { at } = this.#progress;
    return this.#near(at, this.#set.ends().earliestStart(this.#text, at));
  }

  /** Of the places from `from` on, the first that is not too far from a place after it. */
  #near(at: number, from: number): number {
    if (this.#sourceOf === undefined) return from;
    return nearBefore(this.#sourceOf, this.#gone + at, this.#gone + from) - this.#gone;
  }

  #advance(last: boolean): void {
    const text = this.#text;
    const number = (this.#number = (this.#number + 1) | 0);
    const ground: Ground = { text, complete: last, position: this.#position, number };
    const runner = new RuleRunner(this.#memory, this.#contexts, this.#allow, (finding) => {
      const { start, end } = finding;
      this.#found.push({ ...finding, start: start + this.#gone, end: end + this.#gone });
    });
    const progress = this.#progress;
    const open = last ? text.length + 1 : this.#openAnchor(progress.at);
    const { prefilter } = this.#set;
    prefilter.reset();
    let { hits: done } = progress;
    for (let from = progress.at; from <= text.length;) {
      from = prefilter.scan(text, from);
      for (let index = 0; index < prefilter.settled; index++) {
        const start = prefilter.starts[index] ?? 0;
        if (start < progress.at) continue;
        if (start >= open) break;
        if (start > progress.at) {
          progress.at = start;
          progress.hits = progress.rules = done = 0;
        }
        if (done-- > 0) continue;
        done = 0;
        this.#budget.reach(this.#gone + start);
        if (!this.#tryHit(runner, ground, start, prefilter.anchors[index] ?? 0)) return;
        progress.hits++;
        progress.rules = 0;
      }
    }
    if (open > progress.at) {
      progress.at = Math.min(open, text.length);
      progress.hits = progress.rules = 0;
    }
    this.#retryAt = 0;
  }

  #openAnchor(from: number): number {
    const { length } = this.#text;
    return this.#set.ends().openAnchor(this.#text, this.#near(Math.max(from, length - 1), from));
  }

  /** Runs the rules of a hit that were not run yet; false when one cannot be decided now. */
  #tryHit(runner: RuleRunner, whole: Ground, start: number, anchor: number): boolean {
    const ground =
      this.#sourceOf === undefined ? whole : groundNear(whole, this.#sourceOf, this.#gone, start);
    const { text } = ground;
    if (anchor === DIGIT_RUN) {
      if (!this.#isThere(ground, start + HEAD_PLACES)) return this.#wait(start);
      const index = this.#set.digits();
      index.find(text, this.#number, start, this.#leads);
      for (; this.#progress.rules < index.count; this.#progress.rules++) {
        const rule = index.rules[this.#progress.rules];
        const first = this.#near(start, index.starts[this.#progress.rules] ?? start);
        if (rule !== undefined && !this.#try(runner, ground, rule, first)) return false;
      }
      return true;
    }
    const target = this.#set.targets[anchor];
    if (target === undefined || start + target.length > text.length) return true;
    for (; this.#progress.rules < target.rules.length; this.#progress.rules++) {
      const rule = target.rules[this.#progress.rules];
      if (rule === undefined) continue;
      let first: number;
      if (rule.rule.mode === 'assign') {
        const keywordEnd = start + target.length;
        if (!ground.complete && !isValueStartDecided(text, keywordEnd)) return this.#wait(start);
        first = valueStart(text, keywordEnd);
      } else first = this.#near(start, this.#leads.startOf(rule, this.#number, text, start));
      if (first !== -1 && !this.#try(runner, ground, rule, first)) return false;
    }
    return true;
  }

  #try(runner: RuleRunner, ground: Ground, rule: CompiledRule, start: number): boolean {
    if (!isDecidable(rule, ground, start, this.#memory, this.#budget)) return this.#wait(start);
    runner.run(rule, ground, start, this.#budget);
    return true;
  }

  /** Whether a place, and all before it, is there. */
  #isThere({ text, complete }: Ground, at: number): boolean {
    return complete || at < text.length;
  }

  /** The longer something has been waiting, the more has to come before it is looked at again. */
  #wait(start: number): false {
    const { length } = this.#text;
    this.#retryAt = length + 1 + Math.floor((length - start) * RETRY_SHARE);
    const reached = this.#sourceOf?.(this.#gone + length) ?? Infinity;
    this.#retryAtSource = reached + MOST_IN_DISGUISE * RETRY_SHARE;
    return false;
  }

  /** Drops what no attempt can reach back to any more. */
  #forget(): void {
    const needed = Math.min(this.#progress.at, this.frontier - this.#gone) - KEPT_BEHIND;
    if (needed < DROPPED_AT_ONCE) return;
    this.#text = this.#text.slice(needed);
    this.#gone += needed;
    this.#memory.shift(needed);
    this.#progress.at -= needed;
    this.#exactTo -= needed;
    this.#retryAt = Math.max(0, this.#retryAt - needed);
  }
}
