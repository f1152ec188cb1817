/**
 * Policy evaluation over 5 to 10 000 rules. The rule sets are the hard kind: 500 tags, 100 tenants, half the
 * rules a tenant's, a third bound to a tool; contexts carry two tags. Aim: under 2 µs at 10 000 rules, and at
 * most 6 times the figure at 100.
 */
import { PolicyEngine } from '../../packages/core/dist/index.js';
import { figure, measure, printTable, seeded, withSpread } from './measure.mjs';

const SIZES = [5, 100, 1000, 10_000];
const CONTEXTS = 1000;
const ACTIONS = ['allow', 'flag', 'redact', 'require_approval', 'block'];
const BOUNDARIES = ['input', 'action', 'output'];

function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

const tag = (random) => `family${Math.floor(random() * 25)}.kind${Math.floor(random() * 20)}`;
const tenant = (random) => `tenant${Math.floor(random() * 100)}`;

function rules(count) {
  const random = seeded(count);
  return Array.from({ length: count }, (_, index) => ({
    name: `rule-${index}`,
    boundary: pick(random, BOUNDARIES),
    dataTags: [tag(random)],
    action: pick(random, ACTIONS),
    priority: Math.floor(random() * 1000),
    ...(random() < 0.5 && { tenantId: tenant(random) }),
    ...(random() < 0.3 && { tools: [`tool_${Math.floor(random() * 50)}`] }),
  }));
}

const random = seeded(1);
const contexts = Array.from({ length: CONTEXTS }, () => ({
  boundary: pick(random, BOUNDARIES),
  tenantId: tenant(random),
  toolName: `tool_${Math.floor(random() * 50)}`,
  detectedTags: [
    { tag: tag(random), confidence: 0.9, span: true },
    { tag: tag(random), confidence: 0.9, span: true },
  ],
}));

const rows = measure(
  SIZES.map((size) => {
    const engine = new PolicyEngine({ rules: rules(size), defaults: true });
    let next = 0;
    return {
      name: `${size} rules`,
      run: () => engine.evaluate(contexts[next++ % CONTEXTS]).action,
    };
  }),
);
const at100 = rows[SIZES.indexOf(100)].median;
printTable(
  'Policy evaluation, µs a decision (shipped rules included)',
  rows.map((row) => ({
    rules: row.name,
    'median [min–max]': withSpread(row),
    'ratio to 100 rules': figure(row.median / at100),
  })),
);
