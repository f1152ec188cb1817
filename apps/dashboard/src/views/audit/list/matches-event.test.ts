import { describe, expect, it } from '@jest/globals';
import type { WireEvent } from '@safeai/client';
import { matchOf } from './matches-event.ts';

const NOW = Date.parse('2026-01-31T09:00:00Z');

const EVENT = {
  id: '1-0',
  event: 'intercept.blocked',
  timestamp: '2026-01-31T09:00:00.000Z',
  tenant_id: 'acme',
  agent_id: 'builder',
  boundary: 'action',
  action: 'block',
  rule: 'no-shell',
  decision_id: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10',
  detail: { boundary: 'action', action: 'block', tool_name: 'shell_exec' },
} as unknown as WireEvent;

describe('A new record', () => {
  it.each([
    [{}],
    [{ action: 'block', agent: 'builder', tool: 'shell_exec', policy: 'no-shell', tenant: 'acme' }],
    [{ event: 'intercept.*', boundary: 'action' }],
    [{ event: 'intercept.blocked', last: '15m', since: '2026-01-01T00:00:00.000Z' }],
    [{ until: '2026-02-01T00:00:00.000Z' }],
  ])('is one that %j finds', (question) => {
    expect(matchOf(EVENT, question, NOW)).toBe('yes');
  });

  it.each([
    [{ action: 'allow' }],
    [{ agent: 'other' }],
    [{ tool: 'other' }],
    [{ event: 'interceptor.*' }],
    [{ event: 'scan.*' }],
    [{ until: '2026-01-30T00:00:00.000Z' }],
    [{ decision: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10' }],
    [{ agent: 'other', tag: 'secret' }],
    [{ without: 'agent' }],
    [{ without: 'tool,tag' }],
  ])('is none that %j finds', (question) => {
    expect(matchOf(EVENT, question, NOW)).toBe('no');
  });

  it('may be one, where events do not say so', () => {
    for (const question of [{ tag: 'secret' }, { without: 'tag' }, { would_have: 'any' }]) {
      expect(matchOf(EVENT, question, NOW)).toBe('maybe');
    }
    expect(matchOf({ ...EVENT, agent_id: null }, { without: 'agent' }, NOW)).toBe('yes');
    expect(matchOf({ ...EVENT, event: 'stream.gap', decision_id: null }, {}, NOW)).toBe('maybe');
  });

  it('is none where nothing was recorded', () => {
    expect(matchOf({ ...EVENT, event: 'heartbeat', decision_id: null }, {}, NOW)).toBe('no');
  });
});
