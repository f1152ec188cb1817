import type { DetectorRule } from '../../../rule.ts';
import { formatsOf } from '../format.ts';
import { secret } from '../shape.ts';

/** What says that a vendor's name is followed by a credential of theirs. */
export const CREDENTIAL =
  'key|token|secret|access|private|auth|pass|cred|pwd|pat|login|licen[cs]e|dsn';

/**
 * Most mentions of a vendor have neither a digit nor a very long word near them, and every value has one or is one:
 * this ends the attempt at once.
 */
export const VALUE_NEAR = '(?=[^0-9\\n]{0,56}[0-9]|(?:[a-z]{0,20}[^a-z0-9\\n]){0,6}[a-z]{24})';

/** The rest of a name, or a few words, one of which says that a credential follows; what assigns and opens. */
const NAMED = `(?=[a-z _.-]{0,28}?(?:${CREDENTIAL}))[a-z _.-]{2,32}[a-z_][^\\w\\n]{0,6}`;

/** Between a name and a value that stand side by side. */
const BESIDE = '(?:_|[^\\w\\n]{1,8})';

/** A digit, where a value is so short that it could be a word. */
const NO_WORD = '(?=[a-z_+/=.-]{0,23}[0-9])';

const LONGEST_WORD = 24;

/** Ends of names of what is no credential. */
export const NOT_KEYS: readonly string[] = (
  'id,ids,name,url,uri,host,user,username,sha,sha1,sha256,md5,commit,hash,digest,checksum,version,rev,revision,' +
  'ref,email,publickey,integrity,etag'
).split(',');

const LONGEST_NAME = 24;
const LONGEST_GAP = 33 + 8;

/** What joins the words of a name. */
const JOINTS = ['', '_', '-', ' ', '.'];

/** What follows a name of three letters where a key is named after it; longer names need nothing to be found by. */
const AFTER_SHORT = ['_', '-', ' ', '.', ':', '=', '"', "'", 'key', 'tok', 'sec', 'api', 'acc'];

function anchorsOf(name: string): string[] {
  if (name.includes('-')) return JOINTS.map((joint) => name.replaceAll('-', joint));
  return name.length > 3 ? [name] : AFTER_SHORT.map((after) => name + after);
}

/**
 * A rule for a vendor's keys that have no prefix: only the vendor's name near them tells whose they are. The name
 * stands in the variable's name or among a few words before the value: `DATADOG_API_KEY=…`, `the wandb key is …`.
 *
 * @param line vendor's name (`-` stands for any joint), kind of secret, formats (see `format.ts`) and source, with
 *   blanks in between. With a `!` after the name, a word such as key must stand between it and the value, as the
 *   name is often seen beside digests, or is a common word.
 */
export function keyed(line: string): DetectorRule {
  const [stated = '', kind = '', formats = '', source = ''] = line.split(' ');
  const name = stated.replace('!', '');
  const known = formatsOf(formats);
  const sample = known[0]?.sample ?? '';
  const gap = stated.endsWith('!') ? NAMED : `(?:${NAMED}|${BESIDE})`;
  const noWord = known.some(({ shortest }) => shortest < LONGEST_WORD) ? NO_WORD : '';
  const variable = name.replaceAll('-', '_').toUpperCase();
  const border = name.length < 6 ? '(?<![a-z])' : '(?<![a-z]{6})';
  return secret({
    id: `${name}-by-name`,
    tags: [`secret.${kind}.${name.replaceAll('-', '_')}`],
    anchors: anchorsOf(name),
    ignoreCase: true,
    pattern:
      `${border}${name.replaceAll('-', '[ _.-]?')}${VALUE_NEAR}${gap}` +
      `(?<![0-9a-z])(?<value>${noWord}(?:${known.map(({ pattern }) => pattern).join('|')}))`,
    maxLength: LONGEST_NAME + LONGEST_GAP + Math.max(...known.map(({ longest }) => longest)),
    confidence: 0.7,
    priority: 180,
    // A format and a vendor's name say more than how regular a value is.
    entropy: 1.5,
    generic: true,
    notKey: NOT_KEYS,
    source,
    examples: {
      positive: [
        `${variable}_API_KEY=${sample}`,
        `{"${name}_secret": "${sample}"}`,
        `the ${name} token for staging is ${sample}`,
      ],
      negative: [
        `${variable}_URL=https://www.example.com`,
        `${variable}_ID=${sample}`,
        `${name} access is enabled`,
      ],
    },
  });
}
