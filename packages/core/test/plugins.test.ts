import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkPlugin,
  definePlugin,
  safeText,
  SHIPPED_NAMES,
  type SafeAIPlugin,
} from '../src/index.ts';

const BADGE = {
  id: 'acme-badge',
  type: 'badge',
  tags: ['personal.badge'],
  anchors: ['ACME-'],
  mode: 'sticky',
  pattern: 'ACME-\\d{6}(?!\\d)',
  maxLength: 11,
  source: 'https://acme.example/badges',
  examples: { positive: ['badge ACME-123456'], negative: ['ACME-12'] },
} as const;

const TEMPLATE = {
  name: 'acme',
  description: 'For agents of Acme.',
  rules: [
    { name: 'acme-badges', boundary: 'output', dataTags: ['personal.badge'], action: 'redact' },
  ],
} as const;

const PLUGIN: SafeAIPlugin = definePlugin({
  name: '@acme/safeai-plugin',
  version: '1.2.3',
  description: 'Badges of Acme.',
  detectors: [BADGE],
  templates: [TEMPLATE],
});

const SECRET = 'sk-ABCDEF1234567890ABCDEF';

/** Where problems are, and what they are. */
function problemsOf(value: unknown, taken = SHIPPED_NAMES): string[] {
  const check = checkPlugin(value, taken);
  return check.ok ? [] : check.problems.map(({ path, message }) => `${path}: ${message}`);
}

test('a plugin is given back as it was checked, frozen to the last value', () => {
  const check = checkPlugin(PLUGIN);
  if (!check.ok) throw new Error(JSON.stringify(check.problems));
  expect(check.plugin).toEqual(PLUGIN);
  expect(Object.isFrozen(check.plugin.detectors?.[0]?.examples.positive)).toBe(true);
});

test('what was checked is what is used, whatever a getter says the next time', () => {
  let reads = 0;
  const sly = {
    ...BADGE,
    get pattern() {
      return reads++ === 0 ? BADGE.pattern : '(a+)+$';
    },
  };
  const check = checkPlugin({ name: 'sly', detectors: [sly] });
  expect(check).toMatchObject({ ok: true, plugin: { detectors: [{ pattern: BADGE.pattern }] } });
  expect(reads).toBe(1);
});

test('every problem is told at once', () => {
  const value = {
    name: 'Acme Plugin',
    detektors: [],
    alertChannels: { send: () => undefined },
    detectors: [
      { ...BADGE, maxLenght: 3 },
      { ...BADGE, id: 'slow', pattern: '(?:a+)+$' },
      { ...BADGE, id: 'twice' },
      { ...BADGE, id: 'twice' },
      { ...BADGE, id: 'aws-access-key-id' },
      { ...BADGE, id: 'wrong', examples: { positive: ['nothing'], negative: ['ACME-123456'] } },
      { ...BADGE, id: 'unproven', examples: { positive: [], negative: [] } },
      { ...BADGE, id: 'expression', pattern: /ACME/ },
      { ...BADGE, id: 'luhny', validator: 'lun' },
    ],
    templates: [
      { ...TEMPLATE, name: 'finance' },
      { ...TEMPLATE, rules: [{ ...TEMPLATE.rules[0], acton: 'block' }] },
    ],
  };
  const taken = { ...SHIPPED_NAMES, detectors: new Set(['aws-access-key-id']) };
  expect(problemsOf(value, taken)).toEqual([
    'alertChannels.send: must be data: text, number, true or false, list or object',
    'detectors[7].pattern: must be a text: write a regular expression as its source',
    'name: must be a name as npm packages have it: safeai-plugin-acme',
    'detektors: is a field that this version does not know. Did you mean detectors?',
    'alertChannels: is a field that this version does not know.',
    'detectors[0].maxLenght: is a field that this version does not know. Did you mean maxLength?',
    expect.stringMatching(/^detectors\[1\]\.pattern: its pattern is not accepted: /),
    'detectors[3].id: is the id of detectors[2] too',
    "detectors[4].id: is the id of a detector of SafeAI's, the configuration's or a plugin's",
    'detectors[5].examples.positive[0]: the detector finds nothing in this example',
    'detectors[5].examples.negative[0]: the detector finds something in this example',
    'detectors[6].examples.positive: must be a list of 1 to 100 items',
    'detectors[8].validator: must be a name that there is. Did you mean luhn?',
    "templates[0].name: is the name of a template of SafeAI's or of another plugin's",
    "templates[0].rules[0].name: must begin with the template's name and a -",
    'templates[1].rules[0].acton: is not a known key. Did you mean action?',
  ]);
});

test.each([[undefined], [null], [7], ['plugin'], [[]], [() => PLUGIN], [new Map()], [/x/]])(
  '%p is no plugin',
  (value) => {
    expect(checkPlugin(value)).toMatchObject({ ok: false, name: null });
  },
);

test('a framework is known by its fields, and stays inside the project', () => {
  const framework = {
    id: 'acme-agents',
    title: 'Acme Agents',
    description: 'Writes acme_guard.py.',
    languages: ['python'],
    detect: { pypi: ['acme-agents'], paths: ['acme.toml'] },
    plan: [
      { step: 'file', path: 'acme_guard.py', content: 'AGENT = "{{agent_id}}"\n' },
      { step: 'lines', path: '.env.example', lines: ['SAFEAI_URL={{gateway_url}}'] },
      { step: 'json', path: '.acme/settings.json', edits: [{ at: ['guard'], value: 'safeai' }] },
      { step: 'yaml', path: 'acme.yaml', list: ['guards'], item: { name: 'safeai' }, key: 'name' },
      { step: 'agent' },
    ],
  };
  expect(problemsOf({ name: 'acme', frameworks: [framework] })).toEqual([]);
  const wrong = (plan: unknown) =>
    problemsOf({ name: 'acme', frameworks: [{ ...framework, plan: [plan] }] });
  for (const path of ['../x', '/etc/x', 'a/../b', '.git/hooks/x', 'C:\\x', 'C:x', 'a//b', '']) {
    expect(wrong({ step: 'file', path, content: 'x' })).toEqual([
      'frameworks[0].plan[0].path: must be a relative path inside the project, with forward slashes',
    ]);
  }
  expect(wrong({ step: 'flie', path: 'x', content: 'x' })).toEqual([
    'frameworks[0].plan[0].step: must be one of file, lines, json, yaml, agent.',
  ]);
  expect(wrong({ step: 'json', path: 'x', edits: [{ at: ['a'], item: 1 }] })).toEqual([
    'frameworks[0].plan[0].edits[0].known: is missing: it says how the item is known again',
  ]);
  expect(wrong({ step: 'json', path: 'x', edits: [{ at: ['a'] }] })).toHaveLength(1);
  expect(wrong({ step: 'yaml', path: 'x', list: ['a'], item: {}, key: 'name' })).toHaveLength(1);
  expect(wrong({ step: 'lines', path: 'x', lines: ['a\nb'] })).toHaveLength(1);
  expect(problemsOf({ name: 'acme', frameworks: [{ ...framework, id: 'langchain' }] })).toEqual([
    "frameworks[0].id: is the id of a framework of SafeAI's or of another plugin's",
  ]);
});

test('the name of an earlier plugin is taken', () => {
  const taken = { ...SHIPPED_NAMES, plugins: new Set([PLUGIN.name]) };
  expect(checkPlugin(PLUGIN, taken)).toEqual({
    ok: false,
    name: PLUGIN.name,
    problems: [{ path: 'name', message: 'is the name of an earlier plugin; each is loaded once' }],
  });
});

describe('hostile plugins', () => {
  test.each([
    [
      'a throwing getter',
      {
        name: 'x',
        get detectors(): never {
          throw new Error(SECRET);
        },
      },
    ],
    [
      'a throwing proxy',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error(SECRET);
          },
        },
      ),
    ],
    ['itself within itself', cyclic()],
    ['a list without end', { name: 'x', detectors: new Array(4_000_000_000) }],
    ['too many detectors', { name: 'x', detectors: Array.from({ length: 1001 }, () => BADGE) }],
    ['a prototype for a key', JSON.parse('{"name":"x","__proto__":{"polluted":true}}')],
    ['a tenant of its own', template({ tenantId: 'other' })],
  ])('%s: refused', (_, value: unknown) => {
    expect(checkPlugin(value).ok).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('names that hold a secret are refused, and shown nowhere', () => {
    const value = {
      name: SECRET.toLowerCase(),
      version: SECRET,
      [SECRET]: 1,
      detectors: [{ ...BADGE, id: SECRET.toLowerCase(), [SECRET]: true, mode: SECRET }],
      templates: [{ ...TEMPLATE, rules: [{ name: SECRET, action: SECRET, [SECRET]: SECRET }] }],
    };
    const check = checkPlugin(value);
    expect(check).toMatchObject({ ok: false, name: null });
    expect(JSON.stringify(check).toLowerCase()).not.toContain(SECRET.toLowerCase());
    expect(problemsOf(value)).toContain(
      'version: looks like a secret or personal data, which no name may hold',
    );
  });

  test('a description is redacted, and moves no cursor', () => {
    const check = checkPlugin({ name: 'x', description: `\u001b[2J ${SECRET}\n<b>‮` });
    expect(check).toMatchObject({ plugin: { description: '[2J [SECRET_REDACTED] <b>' } });
  });

  test('anything at all is checked without an error', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const check = checkPlugin({ name: 'x', detectors: [value], templates: [value] });
        expect(check.ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('anything in a field of a detector is checked without an error', () => {
    const fields = fc.constantFrom(...Object.keys(BADGE), 'lead', 'context', 'allow', 'entropy');
    fc.assert(
      fc.property(fields, fc.anything(), (field, value) => {
        checkPlugin({ name: 'x', detectors: [{ ...BADGE, [field]: value }] });
      }),
      { numRuns: 200 },
    );
  });
});

test('a text is cut between words, so that no half of a value is shown', () => {
  const shown = safeText(`${SECRET} `.repeat(19) + SECRET, 118);
  expect(shown).not.toContain('sk-');
  expect(shown.length).toBeLessThanOrEqual(118);
  expect(safeText('short', 10)).toBe('short');
});

test('no more than a hundred problems are told one by one', () => {
  const detectors = Array.from({ length: 150 }, () => 1);
  const problems = problemsOf({ name: 'x', detectors });
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toBe(': and 50 more problems');
});

test('a thousand detectors are a plugin', () => {
  const detectors = Array.from({ length: 1000 }, (_, index) => ({
    ...BADGE,
    id: `acme-badge-${index}`,
    anchors: [`ACME${index}-`],
    pattern: `ACME${index}-\\d{6}`,
    maxLength: 20,
    examples: { positive: [`ACME${index}-123456`], negative: [] },
  }));
  expect(problemsOf({ name: 'many', detectors })).toEqual([]);
});

function template(rule: object): unknown {
  return { name: 'x', templates: [{ ...TEMPLATE, rules: [{ ...TEMPLATE.rules[0], ...rule }] }] };
}

function cyclic(): unknown {
  const value: Record<string, unknown> = { name: 'x' };
  value.detectors = [value];
  return value;
}

test('no template takes the name of a shipped rule, which it would replace', () => {
  const loosening = {
    name: 'default-secret-detection',
    boundary: ['input', 'action'],
    dataTags: ['secret'],
    action: 'allow',
  };
  const template = { name: 'default', description: 'Sensible defaults.', rules: [loosening] };
  expect(problemsOf({ name: 'sly', templates: [template] })).toEqual([
    'templates[0].rules[0].name: is the name of a shipped rule, which it would replace',
  ]);
});

test.each([
  [
    'examples',
    { examples: { positive: BADGE.examples.positive, negative: Array(50).fill('x'.repeat(4096)) } },
  ],
  ['patterns', { pattern: `ACME-${'\\d'.repeat(2000)}` }],
])('detectors with more %s than can be tried in a moment are refused, untried', (what, more) => {
  const detectors = Array.from({ length: 100 }, (_, index) => {
    return { ...BADGE, ...more, id: `badge-${String(index)}` };
  });
  expect(problemsOf({ name: 'heavy', detectors }).at(-1)).toMatch(
    new RegExp(`^detectors: have ${what} that are too long together`),
  );
});
