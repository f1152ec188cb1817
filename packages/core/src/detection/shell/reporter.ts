import type { AnalyzerFinding } from '../analyzer.ts';
import type { Span } from '../detection.ts';
import { shellRule } from './catalog.ts';
import type { Environment } from './environment.ts';
import type { Source } from './source.ts';

/** More findings of one rule in one text say nothing new. */
const MAX_PER_RULE = 64;

/** Collects findings, each rule at most a bounded number of times. */
export class Reporter {
  readonly #findings: AnalyzerFinding[] = [];
  readonly #counts = new Map<string, number>();
  /** Index of a finding by its rule and span. */
  readonly #seen = new Map<string, number>();

  get findings(): readonly AnalyzerFinding[] {
    return this.#findings;
  }

  /** Whether more findings of this rule would be dropped. */
  isFull(rule: string): boolean {
    return (this.#counts.get(rule) ?? 0) >= MAX_PER_RULE;
  }

  report(
    rule: string,
    confidence: number,
    at: Span,
    environment: Pick<Environment, 'doubt'>,
  ): void {
    const count = this.#counts.get(rule) ?? 0;
    const key = `${rule} ${at.start} ${at.end}`;
    const rounded = Math.round(confidence * environment.doubt * 100) / 100;
    const finding = {
      detector: rule,
      tag: shellRule(rule).tag,
      confidence: rounded,
      start: at.start,
      end: at.end,
    };
    const known = this.#seen.get(key);
    if (known !== undefined) {
      if ((this.#findings[known]?.confidence ?? 1) < rounded) this.#findings[known] = finding;
    } else if (count < MAX_PER_RULE && at.end > at.start) {
      this.#counts.set(rule, count + 1);
      this.#seen.set(key, this.#findings.push(finding) - 1);
    }
  }

  /** Reports a part of a source that is nested too deeply, or too expensive, to read. */
  unreadable(
    source: Source,
    from: number,
    to: number,
    environment: Pick<Environment, 'doubt'>,
  ): void {
    const start = source.locate(from);
    const end = Math.max(source.locate(Math.max(from, to - 1)) + 1, start + 1);
    this.report('shell-unreadable', 0.5, { start, end }, environment);
  }
}
