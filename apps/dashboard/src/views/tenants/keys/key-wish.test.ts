import { describe, expect, test } from '@jest/globals';
import { keyBody, type KeyWish } from './key-wish.ts';

const wish = (more: Partial<KeyWish> = {}): KeyWish => ({
  ...{ roles: ['agent'], tenants: 'acme', agents: '', user: '', expiresIn: '' },
  ...more,
});

describe('a key that is wished for', () => {
  test('says what was chosen, and leaves the rest to the server', () => {
    expect(keyBody(wish())).toEqual({ roles: ['agent'], tenant_ids: ['acme'] });
    expect(
      keyBody(
        wish({
          roles: ['agent', 'admin'],
          tenants: ' acme, globex ,acme,',
          ...{ agents: 'a, b', user: ' dana ', expiresIn: '30d' },
        }),
      ),
    ).toEqual({
      roles: ['agent', 'admin'],
      tenant_ids: ['acme', 'globex'],
      ...{ agent_ids: ['a', 'b'], user_id: 'dana', expires_in: '30d' },
    });
  });

  test.each<[string, Partial<KeyWish>]>([
    ['without a role', { roles: [] }],
    ['without a tenant', { tenants: ' , ' }],
    ['bound to agents with a role that is not theirs', { agents: 'a', roles: ['agent', 'viewer'] }],
  ])('is none %s', (_, more) => {
    expect(keyBody(wish(more))).toEqual({ problem: expect.any(String) });
  });
});
