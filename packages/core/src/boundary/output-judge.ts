import type { Detection } from '../detection/detection.ts';
import { explainDeclared } from '../policy/declared.ts';
import type { DetectedTag, PolicyContext, PolicyDecision } from '../policy/decision.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import type { DecisionContext } from './decision-context.ts';
import { certainTags, detectedTags, evaluate, toOutcome } from './decide.ts';
import { shortDigest } from './digest.ts';
import { isCarriedOut, passes, toReplace, type Outcome } from './outcome.ts';
import type { CountedType } from './output-stream.ts';
import type { RecordedDetection } from './record.ts';
import { recordedDetections } from './recorder.ts';
import type { Scope } from './scope.ts';

/** Most different values that the record of a stream lists. */
const MOST_LISTED = 1000;

/**
 * What policy says of the findings so far. It is asked again only when a tag comes up that was not there with
 * that confidence, so that its cost does not grow with the text. Keeps no found value, only digests.
 *
 * Each tag is judged on its own: what was decided about a finding stays, whatever is found after it.
 */
export class OutputJudge {
  readonly #context: DecisionContext;
  readonly #given: PolicyContext;
  readonly #scope: Scope;
  readonly #tags = new Map<string, DetectedTag>();
  readonly #certain: Set<string>;
  /** Distinct tag lists of what was replaced. */
  readonly #replaced = new Map<string, Pick<Detection, 'tags'>>();
  readonly #listed = new Map<string, RecordedDetection>();
  readonly #types = new Map<string, number>();
  #decided: PolicyDecision;
  /** Findings, and those among them that the record does not list. */
  count = 0;
  unlisted = 0;
  firstType: string | null = null;

  /** @param given what policy may look at besides the findings */
  constructor(context: DecisionContext, given: PolicyContext, scope: Scope) {
    this.#context = context;
    this.#given = given;
    this.#scope = scope;
    this.#certain = certainTags(scope.declaredTags, []);
    this.#decided = evaluate(context, given, scope);
  }

  /** Takes findings in; those among them that policy replaces. */
  judge(detections: readonly Detection[]): readonly Detection[] {
    if (detections.length === 0) return [];
    this.#list(detections);
    const known = this.#tags.size;
    for (const found of detectedTags(detections)) {
      this.#tags.set(`${found.tag} ${String(found.confidence)}`, found);
    }
    for (const tag of certainTags([], detections)) this.#certain.add(tag);
    if (this.#tags.size > known) this.#decided = evaluate(this.#context, this.#asked, this.#scope);
    const replaced = toReplace(detections, this.#decided.verdicts).all;
    for (const { tags } of replaced) this.#replaced.set(tags.join(' '), { tags });
    return replaced;
  }

  /** What the findings so far come to. */
  get outcome(): Outcome {
    const outcome = toOutcome(this.#decided);
    const isDone =
      !passes(outcome.action) || isCarriedOut(this.#decided.verdicts, [...this.#replaced.values()]);
    return isDone ? outcome : { ...outcome, action: 'block', reasonCode: 'nothing_to_redact' };
  }

  /** Whether something was replaced. */
  get replaces(): boolean {
    return this.#replaced.size > 0;
  }

  /** Declared tags, and those found with some certainty. */
  get tags(): readonly string[] {
    return [...this.#certain];
  }

  /** The findings as records have them. */
  get recorded(): readonly RecordedDetection[] {
    return [...this.#listed.values()];
  }

  /** How many findings there were of each type. */
  get found(): readonly CountedType[] {
    return [...this.#types].map(([type, count]) => ({ type, count }));
  }

  explain(): PolicyExplanation {
    return explainDeclared(this.#context.snapshot.policy, this.#asked, this.#scope.declaredTags);
  }

  get #asked(): PolicyContext {
    return { ...this.#given, detectedTags: [...this.#tags.values()] };
  }

  #list(detections: readonly Detection[]): void {
    this.count += detections.length;
    this.firstType ??= detections[0]?.type ?? null;
    for (const { type } of detections) this.#types.set(type, (this.#types.get(type) ?? 0) + 1);
    const key = this.#context.ports.keys.key('digest');
    const digest = (value: string): string => shortDigest(key, this.#scope.tenantId, value);
    for (const one of recordedDetections(detections, digest)) {
      const name = `${one.detector} ${one.digest}`;
      const known = this.#listed.get(name);
      if (known === undefined && this.#listed.size >= MOST_LISTED) this.unlisted += one.count;
      else this.#listed.set(name, { ...one, count: one.count + (known?.count ?? 0) });
    }
  }
}
