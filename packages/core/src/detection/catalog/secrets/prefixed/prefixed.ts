import type { DetectorRule } from '../../../rule.ts';
import { formatsOf } from '../format.ts';
import { START, secret } from '../shape.ts';

/** A prefix of two parts is no end of a word: it is seen behind letters too, as in `xsk_live_…`. */
const DISTINCTIVE = /^[A-Za-z0-9]+[_.-][A-Za-z0-9]+[_.-]$/;

/**
 * A rule for tokens that begin with their issuer's prefix.
 *
 * @param line id, tag without `secret.`, formats (see `format.ts`) and source, with blanks in between
 */
export function prefixed(line: string): DetectorRule {
  const [id = '', tag = '', formats = '', source = ''] = line.split(' ');
  const known = formatsOf(formats);
  const [first] = known;
  const sample = first?.sample ?? '';
  return secret({
    id,
    tags: [`secret.${tag}`],
    anchors: [...new Set(known.map(({ head }) => head))],
    pattern: `(?:${known.map(({ head, pattern }) => (DISTINCTIVE.test(head) ? '' : START) + pattern).join('|')})`,
    maxLength: Math.max(...known.map(({ longest }) => longest)),
    confidence: 0.9,
    source,
    examples: {
      positive: [`TOKEN=${sample}`, ...known.map((format) => `"${format.sample}"`)],
      negative: [
        first?.head ?? '',
        DISTINCTIVE.test(first?.head ?? '') ? '' : `x${sample}`,
        sample.slice(0, -3),
      ],
    },
  });
}
