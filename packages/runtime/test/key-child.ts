/** A process that waits for a line, opens the storage of a folder as a command does, and tells of its keys. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';

import { loadConfig } from '@safeai/config';

import { openStorage } from '../src/index.ts';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const loaded = await loadConfig({
  environment: {},
  file: 'safeai.yaml',
  cwd: process.argv[2] ?? '',
});
tell('ready');
await once(process.stdin, 'data');
const storage = await openStorage({ loaded, environment: {}, role: 'command' });
const { keys } = storage.ports;
const digests = (['approval', 'digest'] as const).map((purpose) =>
  createHash('sha256')
    .update(keys?.key(purpose) ?? '')
    .digest('hex'),
);
tell(JSON.stringify([storage.audit.publicKeys(), digests]));
await storage.close();
process.stdin.destroy();
