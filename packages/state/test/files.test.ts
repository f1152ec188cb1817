import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openState } from '../src/index.ts';
import { KEYS, useFolders } from './state-folder.ts';

const folders = useFolders();

describe('the state files', () => {
  test('are made for this user alone, logs included', async () => {
    const folder = join(folders.make(), 'state');
    const state = await openState({ folder, keys: KEYS });
    folders.closing(() => state.close());
    await state.sessions.record({ tenantId: 't', agentId: 'a', sessionId: 's' }, ['pii']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });
});
