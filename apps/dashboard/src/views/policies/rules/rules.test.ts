import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { ruleChanges } from '../draft/rule-changes.ts';
import { fileRule } from './file-rule.ts';
import { fullName, type PolicyRule } from './policy-rule.ts';
import { hoursOfDay } from './hours.ts';
import { recordsPath, ruleAt, rulePath } from './rule-address.ts';
import { filtered, filterOf, isFiltered, withFilter } from './rule-filter.ts';
import { hitsByName } from './rule-hits.ts';
import { samplesOf } from './rule-sample.ts';
import { rulesYaml } from './rule-yaml.ts';

const rule = (name: string, more: Partial<PolicyRule> = {}): PolicyRule => ({
  name,
  boundary: ['input'],
  action: 'block',
  priority: 100,
  mode: 'enforce',
  locked: false,
  ...more,
});

/** What the router does to the path of an address. */
const routed = (path: string) => path.split('/').map((part) => decodeURI(part));

describe('the address of a rule', () => {
  test('leads back to it, whatever it is called', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(name, fc.option(name, { nil: undefined }), (called, tenant) => {
        const own = rule(called, tenant === undefined ? {} : { tenant_id: tenant });
        const [, , path = '', of] = routed(rulePath(called, tenant));
        expect(ruleAt([rule(`${called}!`), own], path, of)).toBe(own);
      }),
    );
  });

  test('without a tenant it is the one of all tenants', () => {
    const [own, all] = [rule('a', { tenant_id: 'acme' }), rule('a')];
    expect(ruleAt([own, all], 'a')).toBe(all);
    expect(ruleAt([own], 'a')).toBe(own);
    expect(ruleAt([own, all], 'a', 'acme')).toBe(own);
    expect(ruleAt([own, all], 'a', 'globex')).toBeUndefined();
    expect(fullName(own)).toBe('acme/a');
  });

  test('leads to the records that it decided, or that it would have', () => {
    expect(recordsPath(rule('a'))).toBe('~/dashboard/audit?policy=a&last=24h');
    expect(recordsPath(rule('a', { mode: 'shadow', tenant_id: 't' }))).toBe(
      '~/dashboard/audit?shadow=a&tenant=t&last=24h',
    );
  });
});

describe('a filter', () => {
  const rules = [
    rule('one', { data_tags: ['personal.pii'], action: 'redact' }),
    rule('two', { boundary: ['input', 'action'], mode: 'shadow', tools: ['Mail*'] }),
    rule('three', { tenant_id: 'acme' }),
    rule('four', { tenant_id: 'globex', reason: 'No cards' }),
  ];
  const names = (query: string) =>
    filtered(rules, filterOf(new URLSearchParams(query))).map(({ name }) => name);

  test.each([
    ['', ['one', 'two', 'three', 'four']],
    ['q=PII', ['one']],
    ['q=mail+two', ['two']],
    ['q=cards', ['four']],
    ['boundary=action', ['two']],
    ['action=redact', ['one']],
    ['mode=shadow', ['two']],
    ['mode=enforce', ['one', 'three', 'four']],
    ['tenant=acme', ['one', 'two', 'three']],
    ['tenant=acme&q=three', ['three']],
  ])('%s', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  test('is what the address holds, and leaves the rest of it alone', () => {
    const part = fc.string();
    const filter = fc.record({
      text: part,
      boundary: part,
      action: part,
      mode: part,
      tenant: part,
    });
    fc.assert(
      fc.property(filter, (wanted) => {
        const query = withFilter(new URLSearchParams('for=x&q=old'), wanted);
        expect(filterOf(query)).toEqual(wanted);
        expect(query.get('for')).toBe('x');
        expect(isFiltered(wanted)).toBe(query.size > 1);
      }),
    );
  });
});

test('hits are counted by name', () => {
  const hits = hitsByName([
    { value: 'a', count: 2, last_ts: '2026-01-01T00:00:00.000Z' },
    { value: null, count: 9, last_ts: '2026-01-01T00:00:00.000Z' },
  ]);
  expect(hits('a')).toEqual({ count: 2, lastTs: '2026-01-01T00:00:00.000Z' });
  expect(hits('toString')).toEqual({ count: 0, lastTs: null });
});

describe('a rule as its file writes it', () => {
  test('says nothing that it need not say, and times as the file does', () => {
    const own = rule('hold', {
      boundary: ['action'],
      origin: 'operator',
      min_confidence: 0.5,
      controls: [],
      approval: { ttl_ms: 2_700_000, min_approvals: 2, escalate_after_ms: 90_000 },
    });
    expect(load(rulesYaml([own]))).toEqual([
      {
        name: 'hold',
        boundary: 'action',
        action: 'block',
        approval: { ttl: '45m', min_approvals: 2, escalate_after: '90s' },
      },
    ]);
  });

  test('differs from itself in nothing, and from another in what it says otherwise', () => {
    const before = rule('a', { tools: ['x'] });
    expect(ruleChanges(before, before)).toEqual([]);
    expect(ruleChanges(before, rule('a', { boundary: ['output'], locked: true }))).toEqual([
      { part: 'boundary', before: 'input', after: 'output' },
      { part: 'tools', before: ['x'], after: undefined },
      { part: 'locked', before: undefined, after: true },
    ]);
    expect(fileRule(before)).not.toHaveProperty('mode');
  });
});

test('samples of a rule are what it covers', () => {
  const own = rule('a', {
    boundary: ['input', 'action'],
    data_tags: ['secret', 'personal.pii'],
    tools: ['mail_*'],
    agents: ['*'],
  });
  const named = { tool_name: 'mail_', agent_id: 'any', tenant_id: 'acme' };
  expect(samplesOf(own, 'acme')).toEqual([
    { boundary: 'input', ...named, data_tags: ['secret'] },
    { boundary: 'input', ...named, data_tags: ['personal.pii'] },
    { boundary: 'action', direction: 'request', ...named, data_tags: ['secret'] },
    { boundary: 'action', direction: 'request', ...named, data_tags: ['personal.pii'] },
  ]);
});

describe('hours of a day', () => {
  const at = Date.parse('2026-01-02T09:30:00.000Z');
  const step = (ts: string) => ({ ts });

  test('are there whether the log has something of them or not', () => {
    const steps = [step('2026-01-01T11:00:00.000Z'), step('2026-01-02T09:00:00.000Z')];
    const hours = hoursOfDay(steps, at);
    expect(hours).toHaveLength(25);
    expect(hours[0]?.from).toBe(Date.parse('2026-01-01T09:00:00.000Z'));
    expect(hours.flatMap((hour) => hour.step ?? [])).toEqual(steps);
    expect(hours.at(-1)?.step).toBe(steps[1]);
  });
});
