import type { ApiKeys, ApiKeyView } from '@safeai/core';

type Judged = (name: string, args: readonly unknown[]) => Promise<object>;

/** The one key that the fake knows. */
export const API_KEY: ApiKeyView = {
  id: 'key-000000000000',
  tenants: ['default'],
  roles: ['agent'],
  agents: ['agent'],
  user: 'ci',
  issuer: 'security-admin',
  createdAt: Date.UTC(2026, 0, 1),
  expiresAt: Date.UTC(2026, 0, 2),
  revokedAt: Date.UTC(2026, 0, 1),
};

/** API keys that are all {@link API_KEY}. */
export function fakeApiKeys(
  judged: Judged,
): Pick<ApiKeys, 'authenticate' | 'create' | 'list' | 'revoke'> {
  return {
    create: async (request) => {
      await judged('apiKeysCreate', [request]);
      return { key: API_KEY, text: 'text' };
    },
    list: async (filter) => {
      await judged('apiKeysList', [filter]);
      return [API_KEY];
    },
    revoke: async (id) => {
      await judged('apiKeysRevoke', [id]);
      return API_KEY;
    },
    authenticate: () => Promise.resolve(null),
  };
}
