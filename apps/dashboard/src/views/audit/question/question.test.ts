import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ABSENT_KEYS,
  absentOf,
  KEY_NAMES,
  placeOf,
  routeQueryOf,
  type QueryKey,
  type Question,
} from './keys.ts';
import { localInput, momentOf } from './moment-text.ts';
import { searchOf, textOfSearch, toggled, toggledAbsent } from './question-search.ts';
import { parseQuestion, printPairs } from './question-text.ts';

const name = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from(' "\\:\n\t\u202e\u200b\u00a0=é💥')),
      fc.string({ unit: 'binary' }),
    ),
  })
  .filter((text) => text !== '' && text.length <= 256 && !/\p{Surrogate}/u.test(text));

const moment = (least: string, most: string) =>
  fc
    .date({ min: new Date(least), max: new Date(most), noInvalidDate: true })
    .map((at) => at.toISOString());

function valueOf(key: QueryKey): fc.Arbitrary<string> {
  const { kind, choices = [] } = placeOf(key);
  if (kind === 'choice') return fc.constantFrom(...choices);
  if (kind === 'span') return fc.constantFrom('30s', '15m', '24h', '7d', '52w');
  if (kind === 'name') return name;
  if (kind === 'keys') {
    return fc.subarray([...ABSENT_KEYS], { minLength: 1 }).map((keys) => keys.join(','));
  }
  return key === 'since' ? moment('2020-01-01', '2022-01-01') : moment('2023-01-01', '2030-01-01');
}

const questions: fc.Arbitrary<Question> = fc
  .record<Question>(Object.fromEntries(KEY_NAMES.map((key) => [key, valueOf(key)])), {
    requiredKeys: [],
  })
  // No record says something of a key, and nothing.
  .map((question) => {
    const absent: readonly string[] = absentOf(question);
    return Object.fromEntries(Object.entries(question).filter(([key]) => !absent.includes(key)));
  });

const printed = (question: Question): string => printPairs(Object.entries(question));

describe('The text of the query bar', () => {
  it('gives back what it was printed of', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(parseQuestion(printed(question))).toEqual({ question, problems: [] });
      }),
    );
  });

  it('shows nothing that would not be seen, and fits one line', () => {
    fc.assert(
      fc.property(questions, (question) => {
        // eslint-disable-next-line no-control-regex
        expect(printed(question)).not.toMatch(/[\u0000-\u001f\u200b\u202e]/);
      }),
    );
  });

  it('reads anything without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { question, problems } = parseQuestion(text);
        expect(Array.isArray(problems)).toBe(true);
        expect(Object.keys(question).every((key) => KEY_NAMES.includes(key as QueryKey))).toBe(
          true,
        );
      }),
    );
  });

  it.each([
    ['action:block agent:"a b" last:24h', { action: 'block', agent: 'a b', last: '24h' }],
    ['  tool:shell_exec\ttag:secret ', { tool: 'shell_exec', tag: 'secret' }],
    ['event:scan.* agent_id:x', { event: 'scan.*', agent: 'x' }],
    ['agent:urn:agent:1', { agent: 'urn:agent:1' }],
    ['agent:"say \\"hi\\""', { agent: 'say "hi"' }],
    ['ACTION:Block', { action: 'block' }],
    ['019418b9-9c40-7a30-8c8e-3f5b1d2a6e10', { decision: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10' }],
    ['without:tool,agent_id,tool', { without: 'agent,tool' }],
    ['would_have:any shadow_policy_name:x', { would_have: 'any', shadow: 'x' }],
    ['since:2026-01-31T09:00:00+01:00', { since: '2026-01-31T08:00:00.000Z' }],
  ])('%s', (text, question) => {
    expect(parseQuestion(text)).toEqual({ question, problems: [] });
  });

  it.each([
    ['without:event', 'without: takes keys with commas between: agent, tool'],
    ['without:agent,', 'without: takes keys'],
    ['without:agent,tool agent:x', 'agent: is also in without:'],
    ['would_have:blok', 'Did you mean block?'],
    ['agents:x', 'There is no key agents. Did you mean agent?'],
    ['action:blok', 'Did you mean block?'],
    ['last:yesterday', 'last: takes a number'],
    ['since:2026-02-31', 'since: takes a time'],
    ['agent:', 'agent: says nothing'],
    ['agent:""', 'agent: says nothing'],
    ['shell_exec', '“shell_exec” has no key'],
    ['agent:a agent:b', 'agent: is there twice'],
    ['since:2026-01-02 until:2026-01-01', 'until: is not after since'],
    [`agent:${'x'.repeat(257)}`, 'agent: is longer than 256'],
  ])('%s is refused in words', (text, problem) => {
    expect(parseQuestion(text).problems.join('\n')).toContain(problem);
  });
});

describe('The search of an address', () => {
  it('is the same question as the text', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const text = textOfSearch(new URLSearchParams(searchOf(question)));
        expect(parseQuestion(text)).toEqual({ question, problems: [] });
      }),
    );
  });

  it('may name keys as the route does, and says more than the question', () => {
    const search = new URLSearchParams('show=receipt&agent_id=x&last=soon');
    expect(textOfSearch(search)).toBe('agent:x last:soon');
  });

  it('narrows by a value, and widens by it again', () => {
    const narrow = toggled({ agent: 'x' }, 'action', 'block');
    expect(narrow).toEqual({ agent: 'x', action: 'block' });
    expect(toggled(narrow, 'action', 'block')).toEqual({ agent: 'x' });
    expect(toggled(narrow, 'action', 'allow')).toEqual({ agent: 'x', action: 'allow' });
  });

  it('narrows to what says nothing of a key, and widens by it again', () => {
    const narrow = toggledAbsent({ agent: 'x', action: 'block' }, 'agent');
    expect(narrow).toEqual({ without: 'agent', action: 'block' });
    const both = toggledAbsent(narrow, 'tool');
    expect(both).toEqual({ without: 'agent,tool', action: 'block' });
    expect(toggledAbsent(both, 'agent')).toEqual({ without: 'tool', action: 'block' });
    expect(toggled(both, 'tool', 'shell')).toEqual({
      ...{ without: 'agent', tool: 'shell', action: 'block' },
    });
    expect(toggledAbsent(narrow, 'agent')).toEqual({ action: 'block' });
    expect(routeQueryOf(both)).toEqual({ without: 'agent_id,tool_name', action: 'block' });
  });

  it('is asked of the route by the names that it has', () => {
    expect(routeQueryOf({ agent: 'x', tag: 'secret', approval: 'ar-1' })).toEqual({
      agent_id: 'x',
      data_tag: 'secret',
      approval_request_id: 'ar-1',
    });
  });
});

describe('A moment', () => {
  it('in the viewer’s zone goes into an input and comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const at = new Date(seconds * 1000);
        // An hour that the clocks go through twice has one name for two moments.
        expect(localInput(momentOf(localInput(+at)) ?? NaN)).toBe(localInput(+at));
      }),
    );
  });
});
