import { block, choice, flag, integer, list, number, object, secret, text } from './builders.ts';

const texts = (description: string) =>
  list(text({ description: 'Text.' }), { description, default: [] });

/** A detector of the user's own. */
export const detector = object(
  {
    id: text({
      description: 'Unique name in kebab-case.',
      required: true,
      pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
      expected: 'words of small letters and digits, joined by -',
    }),
    type: text({
      description: 'Type that detections carry: `secret`, or the kind, such as `employee_id`.',
      required: true,
    }),
    tags: list(text({ description: 'Tag.', format: 'tag' }), {
      description: 'Tags that it gives, the most precise ones.',
      required: true,
      minItems: 1,
    }),
    anchors: texts('Literals of at least 3 characters, one of which every match contains.'),
    mode: choice(['sticky', 'outward', 'assign', 'digits'], {
      description:
        'How the start of a match follows from its anchor: at it (`sticky`), before it (`outward`), after `=` or `:` (`assign`), or at any run of digits (`digits`).',
      default: 'sticky',
    }),
    ignore_case: flag({ description: 'Anchors and pattern ignore ASCII case.' }),
    lead: object(
      {
        class: text({
          description: 'Regular expression character class, without its brackets.',
          required: true,
        }),
        max: integer({ description: 'Most characters.', required: true, minimum: 1 }),
      },
      { description: 'Characters before the anchor that belong to the match.' },
    ),
    pattern: text({
      description: 'Regular expression with bounded repeats and no back references.',
      required: true,
    }),
    max_length: integer({
      description: 'Longest possible match in characters.',
      required: true,
      minimum: 1,
      maximum: 8_192,
    }),
    confidence: number({
      description: 'Confidence before validator, entropy and context. 0.8 if absent.',
      minimum: 0,
      maximum: 1,
    }),
    priority: integer({ description: 'Lower is preferred at the same place. 100 if absent.' }),
    entropy: number({
      description: 'Bits per character that a value should reach.',
      minimum: 0,
      maximum: 8,
    }),
    generic: flag({ description: 'A value that fails entropy or validator is dropped.' }),
    validator: text({ description: 'Name of a built-in check, such as `luhn`.' }),
    context: object(
      {
        words: list(text({ description: 'Word.' }), {
          description: 'Words near a value that make it more likely.',
          required: true,
          minItems: 1,
        }),
        window: integer({
          description: 'Characters looked at on both sides. 48 if absent.',
          minimum: 1,
          maximum: 256,
        }),
        required: flag({ description: 'Without one of the words the value is dropped.' }),
        boost: number({ description: 'What a word adds. 0.3 if absent.', minimum: 0, maximum: 1 }),
      },
      { description: 'Words near a value.' },
    ),
    allow: list(text({ description: 'Value; `*` stands for any characters.' }), {
      description: 'Values that are no finding.',
    }),
    placeholder: text({
      description: 'Word in the placeholder: `EMPLOYEE` gives `[EMPLOYEE_REDACTED]`.',
      pattern: '^[A-Z][A-Z0-9_]{0,50}$',
      expected: 'capital letters, digits and _, at most 51',
    }),
    source: text({ description: 'Where the format is described.', default: 'configuration' }),
    examples: block('Texts that the rule is tested on when it is loaded.', {
      positive: texts('Texts in which it must find something.'),
      negative: texts('Texts in which it must find nothing.'),
    }),
  },
  { description: 'A detector.' },
);

/** A value that is looked for as it stands. */
const exactValue = object(
  {
    name: text({
      description: 'What findings call it: `db-password` is reported as `exact:db-password`.',
      required: true,
      pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
      expected: 'words of small letters and digits, joined by -',
    }),
    value: secret({
      description:
        'The value, 8 to 4096 characters, from `${VARIABLE}` or `secret://env/NAME`. Only a digest of it is kept for the search.',
      required: true,
    }),
  },
  { description: 'A value.' },
);

/** `detection`: what is looked for. */
export const detection = block(
  'What is looked for besides, or instead of, the built-in detectors.',
  {
    rules: list(detector, { description: 'Further detectors.', default: [] }),
    allow: texts('Values that are no finding anywhere; `*` stands for any characters.'),
    disable: texts('Ids of built-in detectors to leave out.'),
    exact: list(exactValue, {
      description:
        'Secrets of your own, found wherever they stand verbatim, with the tag `secret.exact`.',
      default: [],
    }),
  },
);
