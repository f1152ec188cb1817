import { ACTING_CONFIDENCE } from '../engine/acting-confidence.ts';
import type { Finding } from '../engine/compiled-rule.ts';

/** How far before a cue others count with it, in UTF-16 code units from start to start. */
export const EVIDENCE_WINDOW = 400;

/** However much comes together, it stays wording and is no proof. */
const MOST = 0.95;

/** The kind of cues that speak against the others: talk about attacks instead of an attack. */
const AGAINST = 'against';

/** A cue that can still count: none after it of its kind weighs as much. */
interface Cue {
  readonly start: number;
  readonly weight: number;
}

/**
 * Adds up weak evidence. A finding of a rule that names a kind of `evidence` is a cue, and its confidence
 * the cue's weight. Where a cue stands, the heaviest of every kind that begins there or up to
 * {@link EVIDENCE_WINDOW} before are added; when that is enough to act on, the cue is reported with the
 * sum as its confidence, else it is left out. Many cues of one kind count as one; those of the kind
 * `against` are taken from the sum.
 *
 * Nothing that comes later changes what is said of a cue, so a stream needs to remember what is
 * {@link EVIDENCE_WINDOW} back and to wait for nothing. Other findings pass through as they are.
 *
 * @returns the findings, the cues among them last. O(n log n) in the number of cues, O(n) in all others.
 */
export function weighEvidence(findings: readonly Finding[]): readonly Finding[] {
  return new EvidenceScale().weigh(findings);
}

/** {@link weighEvidence} for findings that come in groups, each of which begins after those before it. */
export class EvidenceScale {
  readonly #kinds = new Map<string, Cue[]>();

  /** What is said of the findings of one group. */
  weigh(findings: readonly Finding[]): readonly Finding[] {
    return weighGroup(this.#kinds, findings);
  }
}

function weighGroup(kinds: Map<string, Cue[]>, findings: readonly Finding[]): readonly Finding[] {
  const cues = findings.filter(({ evidence }) => evidence !== undefined);
  if (cues.length === 0) return findings;
  cues.sort((left, right) => left.start - right.start);
  const weighed = findings.filter(({ evidence }) => evidence === undefined);
  let from = 0;
  for (let to = 0; to < cues.length; to++) {
    const cue = cues[to];
    if (cue === undefined) continue;
    remember(kinds, cue);
    // Those that begin together count for one another, whatever their order.
    if (cues[to + 1]?.start === cue.start) continue;
    const total = sum(kinds, cue.start - EVIDENCE_WINDOW);
    if (total >= ACTING_CONFIDENCE) {
      for (const each of cues.slice(from, to + 1)) {
        if (each.evidence !== AGAINST) weighed.push({ ...each, confidence: total });
      }
    }
    from = to + 1;
  }
  return weighed;
}

/** Adds a cue to those of its kind, and removes those before it that it outweighs. */
function remember(kinds: Map<string, Cue[]>, { evidence = '', start, confidence }: Finding): void {
  let queue = kinds.get(evidence);
  if (queue === undefined) kinds.set(evidence, (queue = []));
  while ((queue.at(-1)?.weight ?? Infinity) <= confidence) queue.pop();
  queue.push({ start, weight: confidence });
}

/** The heaviest of every kind, of those that begin at `earliest` or later. */
function sum(kinds: ReadonlyMap<string, Cue[]>, earliest: number): number {
  let total = 0;
  for (const [kind, queue] of kinds) {
    while ((queue[0]?.start ?? Infinity) < earliest) queue.shift();
    const weight = queue[0]?.weight ?? 0;
    total += kind === AGAINST ? -weight : weight;
  }
  return Math.min(MOST, Math.round(total * 100) / 100);
}
