import { hkdfSync, randomBytes } from 'node:crypto';
import type { MemoryKey, MemoryKeys } from '../memory-keys.ts';
import { type Database, transaction } from './database.ts';
import { StateFailure } from './failure.ts';
import { open, seal } from './seal.ts';
import { Statement } from './statement.ts';

/** What a file's own key is used for. */
export interface FileKeys {
  /** Of the hashes that stand for names. */
  readonly names: Uint8Array;
  /** Of rows that are not a tenant's memory. */
  readonly rows: Uint8Array;
}

interface Wrapped {
  readonly wrapped_by: string;
  readonly wrapped: Buffer;
}

interface DataKeyRow extends Wrapped {
  readonly id: string;
  readonly tenant: Buffer;
}

const KEY_BYTES = 32;
const FILE_KEY_BINDING = ['file key'];

/** Binds a tenant's key to its tenant and name. */
export function dataKeyBinding(tenant: Buffer, id: string): readonly string[] {
  return ['data key', tenant.toString('hex'), id];
}

/**
 * Reads the file's key, or makes it; what a former key-encryption key has wrapped is wrapped with the current one.
 *
 * @throws StateFailure when a key is missing from `keys`
 */
export function openFileKey(database: Database, keys: MemoryKeys): FileKeys {
  const known = readFileKey(database);
  const isCurrent =
    known?.wrapped_by === keys.current.id && staleDataKeys(database, keys).length === 0;
  // Nothing to write: a process that has just been started waits for nobody's lock.
  const row = isCurrent ? known : transaction(database, () => wrapAgain(database, keys));
  const secret = unwrap(keys, row, FILE_KEY_BINDING);
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(
      hkdfSync('sha256', secret, Buffer.alloc(0), `safeai state ${purpose}`, KEY_BYTES),
    );
  return { names: derive('names'), rows: derive('rows') };
}

/** Encrypts a key. */
export function wrap({ key }: MemoryKey, secret: Uint8Array, binding: readonly string[]): Buffer {
  return seal(key, secret, binding);
}

/** @throws StateFailure for a key that is not there, or not the one that it says it is */
export function unwrap(
  { current, previous }: MemoryKeys,
  { wrapped_by: id, wrapped }: Wrapped,
  binding: readonly string[],
): Buffer {
  const wrapping = [current, ...previous].find((key) => key.id === id);
  if (wrapping === undefined) {
    throw new StateFailure(
      `The state files were encrypted with the key ${id}, which is not among those given. Put it back into keys.memory, or into keys.previous.memory if there is a new one.`,
    );
  }
  try {
    return open(wrapping.key, wrapped, binding);
  } catch {
    throw new StateFailure(
      `A key in the state files cannot be decrypted with the key ${id}: keys.memory (or keys.previous.memory) holds another key of that name, or the file was changed. Put the right key, or the file's backup, back.`,
    );
  }
}

function readFileKey(database: Database): Wrapped | undefined {
  const sql = 'SELECT wrapped_by, wrapped FROM file_key';
  return new Statement<Wrapped>(database, sql).get();
}

function staleDataKeys(database: Database, { current }: MemoryKeys): readonly DataKeyRow[] {
  const sql = 'SELECT id, tenant, wrapped_by, wrapped FROM data_keys WHERE wrapped_by <> ?';
  return new Statement<DataKeyRow>(database, sql).all(current.id);
}

/** Inside a write: wraps with the current key what another one has wrapped. @throws StateFailure when a key is missing */
export function wrapAgain(database: Database, keys: MemoryKeys): Wrapped {
  const { current } = keys;
  const known = readFileKey(database);
  const secret =
    known === undefined ? randomBytes(KEY_BYTES) : unwrap(keys, known, FILE_KEY_BINDING);
  const row = { wrapped_by: current.id, wrapped: wrap(current, secret, FILE_KEY_BINDING) };
  new Statement(
    database,
    'INSERT OR REPLACE INTO file_key (id, wrapped_by, wrapped) VALUES (1, ?, ?)',
  ).run(row.wrapped_by, row.wrapped);
  const update = new Statement(
    database,
    'UPDATE data_keys SET wrapped_by = ?, wrapped = ? WHERE id = ?',
  );
  for (const stale of staleDataKeys(database, keys)) {
    const binding = dataKeyBinding(stale.tenant, stale.id);
    update.run(current.id, wrap(current, unwrap(keys, stale, binding), binding), stale.id);
  }
  return row;
}
