import { expect, test } from '@jest/globals';
import { fromSecrets } from './secrets.ts';

test('states are told in snake_case, and which backend is the default', () => {
  const wrong = { reason: 'sealed', message: 'Vault is sealed; unseal it' } as const;
  const answer = fromSecrets(
    {
      backends: [{ backend: 'vault', state: 'stale', references: 1, ...wrong }],
      secrets: [
        {
          ...{ reference: 'secret://vault/app#key', backend: 'vault', state: 'stale', ...wrong },
          ...{ version: '3', ageMs: 1500.4, searched: true },
        },
      ],
    },
    'vault',
  );
  expect(answer).toEqual({
    backends: [{ backend: 'vault', default: true, state: 'stale', references: 1, ...wrong }],
    secrets: [
      {
        ...{ reference: 'secret://vault/app#key', backend: 'vault', state: 'stale', ...wrong },
        ...{ version: '3', age_seconds: 1.5, searched: true },
      },
    ],
  });
});
