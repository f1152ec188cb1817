import { describe, expect, test } from '@jest/globals';
import { EVENT_NAMES, type SafeAIEvent } from '@safeai/core';
import { EventFrameSchema } from '../schema/events.ts';
import { bodyValidator } from '../validation/validator.ts';
import {
  fromEvent,
  parsePosition,
  streamFrame,
  toEventsAsked,
  toEventsAskedByQuery,
  writePosition,
} from './events.ts';

const EVENT: SafeAIEvent = {
  id: 'x',
  event: 'scan.blocked',
  timestamp: Date.UTC(2026, 0, 1),
  tenantId: 'acme',
  agentId: 'bot',
  boundary: 'input',
  action: 'block',
  rule: 'no-secrets',
  decisionId: 'd-1',
  dataTags: ['secret.api_key'],
  detail: { boundary: 'input', action: 'block', detection_type: 'secret', tool_name: 'x' },
};
const PLACE = { ms: 1_767_225_600_000, order: 3 };
const NONE = { boundary: null, tenantId: null, agentId: null, events: null };
const problemsWith = bodyValidator(EventFrameSchema);

describe('a frame', () => {
  test('has every key', () => {
    expect(fromEvent(EVENT, PLACE, true)).toEqual({
      id: '1767225600000-3',
      event: 'scan.blocked',
      timestamp: '2026-01-01T00:00:00.000Z',
      tenant_id: 'acme',
      agent_id: 'bot',
      boundary: 'input',
      action: 'block',
      rule: 'no-secrets',
      decision_id: 'd-1',
      detail: EVENT.detail,
    });
    const frames = [
      fromEvent(EVENT, PLACE, true),
      fromEvent({ ...EVENT, boundary: null, detail: {} }, PLACE, false),
      streamFrame('heartbeat', PLACE, 0),
      streamFrame('stream.gap', PLACE, 0, { resync: true }),
    ];
    for (const frame of frames) {
      expect(problemsWith(frame)).toEqual([]);
      expect(Object.keys(frame).sort()).toEqual(Object.keys(EventFrameSchema.properties).sort());
    }
  });

  test('for who may know no more says what happened, to whom and where', () => {
    const frame = fromEvent(EVENT, PLACE, false);
    expect(frame).toMatchObject({ event: 'scan.blocked', agent_id: 'bot', action: 'block' });
    expect(frame).toMatchObject({ rule: null, decision_id: null });
    expect(frame.detail).toEqual({ boundary: 'input', action: 'block', detection_type: null });
  });

  test('does not show the tags of what was decided on', () => {
    expect(JSON.stringify(fromEvent(EVENT, PLACE, true))).not.toContain('api_key');
  });
});

describe('what a listener asks for', () => {
  test('nothing is everything, from now on', () => {
    const everything = { filter: NONE, since: null };
    expect(toEventsAsked({})).toEqual(everything);
    expect(
      toEventsAsked({ boundary: null, tenant_id: null, agent_id: null, events: null, since: null }),
    ).toEqual(everything);
    expect(toEventsAsked({ x_mine: 1 })).toEqual(everything);
    expect(toEventsAskedByQuery({})).toEqual(everything);
  });

  test('all of it, by message and by address', () => {
    const fields = { boundary: 'input', tenant_id: 'acme', agent_id: 'bot', since: '5-1' } as const;
    const asked = {
      filter: {
        boundary: 'input',
        tenantId: 'acme',
        agentId: 'bot',
        events: ['scan.*', 'stream.gap'],
      },
      since: { ms: 5, order: 1 },
    };
    expect(toEventsAsked({ ...fields, events: ['scan.*', 'stream.gap'] })).toEqual(asked);
    expect(toEventsAskedByQuery({ ...fields, events: 'scan.*, stream.gap' })).toEqual(asked);
  });

  test('from a time on counts that time', () => {
    const { since } = toEventsAsked({ since: '2026-01-01T01:00:00+01:00' });
    expect(since).toEqual({ ms: Date.UTC(2026, 0, 1), order: -1 });
  });

  test.each(EVENT_NAMES)('%s', (name) => {
    const [family] = name.split('.');
    expect(toEventsAsked({ events: [name, `${String(family)}.*`] }).filter.events).toHaveLength(2);
  });

  test.each<[string, unknown, RegExp]>([
    ['a list', [], /\$ must be an object/],
    ['a text', 'input', /\$ must be an object/],
    ['null', null, /\$ must be an object/],
    ['another boundary', { boundary: 'inputs' }, /boundary/],
    ['an unknown field', { bondary: 'input' }, /bondary.*boundary/],
    ['a tenant that is no text', { tenant_id: 7 }, /tenant_id/],
    ['an empty tenant', { tenant_id: '' }, /tenant_id/],
    ['one name', { events: 'scan.blocked' }, /events/],
    ['an unknown event', { events: ['scan.block'] }, /events\[0\].*scan\.blocked/],
    ['a family that there is none of', { events: ['scan.allowed', 'scans.*'] }, /events\[1\]/],
    ['too many names', { events: Array.from({ length: 101 }, () => 'scan.*') }, /events/],
    ['no time', { since: 'yesterday' }, /since/],
    ['no id', { since: '1-2-3' }, /since/],
    ['a negative id', { since: '-1-2' }, /since/],
    ['a huge id', { since: `${'9'.repeat(30)}-1` }, /since/],
  ])('%s is refused', (_, message, said) => {
    expect(() => toEventsAsked(message)).toThrow(said);
  });
});

test('an id is its place', () => {
  expect(parsePosition(writePosition(PLACE))).toEqual(PLACE);
  expect(parsePosition('no')).toBeUndefined();
});
