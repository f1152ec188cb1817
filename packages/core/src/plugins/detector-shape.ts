import type { DetectorRule, RuleMode } from '../detection/rule.ts';
import { VALIDATORS } from '../detection/validators/index.ts';
import { type Check, flag, list, number, oneOf, shape, text } from './shape.ts';

const MODES: readonly RuleMode[] = ['sticky', 'outward', 'assign', 'digits'];
const WORDS = list(200, text(256));
const EXAMPLES = 100;
const EXAMPLE_LENGTH = 8192;

/** Every field of a detector; complete by its type. What a field may say, the compiler of rules knows. */
const FIELDS = {
  id: text(64, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'in kebab-case: acme-badge'),
  type: text(50),
  tags: list(20, text(128), 1),
  anchors: list(200, text(256)),
  mode: oneOf(MODES),
  ignoreCase: flag,
  lead: shape({ class: text(512), max: number }, ['class', 'max']),
  pattern: text(8192),
  maxLength: number,
  confidence: number,
  priority: number,
  entropy: number,
  generic: flag,
  validator: oneOf(Object.keys(VALIDATORS)),
  doubtful: number,
  weak: flag,
  alone: flag,
  context: shape({ words: WORDS, window: number, required: flag, boost: number }, ['words']),
  notKey: WORDS,
  evidence: text(64),
  allow: list(1000, text(1024)),
  placeholder: text(51),
  source: text(1024),
  examples: shape(
    {
      positive: list(EXAMPLES, text(EXAMPLE_LENGTH), 1),
      negative: list(EXAMPLES, text(EXAMPLE_LENGTH)),
    },
    ['positive', 'negative'],
  ),
} satisfies Record<keyof DetectorRule, Check>;

/** A {@link DetectorRule} by its fields and their types, with an example that proves it. */
export const detectorShape = shape(FIELDS, [
  'id',
  'type',
  'tags',
  'anchors',
  'mode',
  'pattern',
  'maxLength',
  'source',
  'examples',
]);
