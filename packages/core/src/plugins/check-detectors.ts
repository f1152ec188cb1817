import { failingExamples } from '../detection/engine/verify-examples.ts';
import type { DetectorRule } from '../detection/rule.ts';
import { SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { detectorShape } from './detector-shape.ts';
import type { Note } from './note.ts';
import { fits } from './shape.ts';

/** Sum of the squares of the patterns' lengths: what is checked holds the program up, and so long at worst. */
const MAX_PATTERN_WORK = 8192 ** 2;

/** Most characters of all examples. */
const MAX_EXAMPLES = 1_048_576;

/**
 * Tells what is wrong with the detectors of a plugin: each alone is compiled and run on its examples, as far as
 * its shape allows.
 *
 * @param taken ids of other detectors
 */
export function checkDetectors(
  detectors: readonly JsonValue[],
  taken: ReadonlySet<string>,
  note: Note,
): void {
  const ids = new Map<string, string>();
  let patterns = 0;
  let examples = 0;
  for (const [index, detector] of detectors.entries()) {
    const path = `detectors[${index}]`;
    if (!fits(detectorShape, detector, path, note)) continue;
    const rule = detector as unknown as DetectorRule;
    patterns += rule.pattern.length ** 2;
    examples += [...rule.examples.positive, ...rule.examples.negative].join('').length;
    if (patterns > MAX_PATTERN_WORK || examples > MAX_EXAMPLES) {
      const what = patterns > MAX_PATTERN_WORK ? 'patterns' : 'examples';
      note('detectors', `have ${what} that are too long together: make them shorter, or fewer`);
      return;
    }
    const first = ids.get(rule.id);
    if (first !== undefined) note(`${path}.id`, `is the id of ${first} too`);
    else if (taken.has(rule.id)) {
      note(`${path}.id`, "is the id of a detector of SafeAI's, the configuration's or a plugin's");
    }
    ids.set(rule.id, path);
    checkRule(rule, path, note);
  }
}

function checkRule(rule: DetectorRule, path: string, note: Note): void {
  try {
    for (const { kind, index } of failingExamples(rule)) {
      const finds = kind === 'positive' ? 'nothing' : 'something';
      note(`${path}.examples.${kind}[${index}]`, `the detector finds ${finds} in this example`);
    }
  } catch (error) {
    if (!SafeAIError.isInstance(error)) throw error;
    for (const { path: at = '', message } of error.details) {
      note(path + at.replace(/^rules\[0\]/, ''), message.replace(`Rule '${rule.id}': `, ''));
    }
  }
}
