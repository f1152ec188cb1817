import { randomBytes } from 'node:crypto';
import type { MemoryKeys } from '../memory-keys.ts';
import type { Database } from './database.ts';
import { dataKeyBinding, unwrap, wrap } from './file-key.ts';
import { Statement } from './statement.ts';

/** The key of one tenant's values. */
export interface DataKey {
  readonly id: string;
  readonly key: Uint8Array;
}

interface Row {
  readonly id: string;
  readonly wrapped_by: string;
  readonly wrapped: Buffer;
}

/**
 * Each tenant's own random key. The file is asked each time, since another process may have destroyed the key:
 * only the unwrapping is remembered.
 */
export class DataKeys {
  #keys: MemoryKeys;
  /** By tenant. */
  readonly #unwrapped = new Map<string, DataKey>();
  readonly #select;
  readonly #insert;
  readonly #delete;

  constructor(database: Database, keys: MemoryKeys) {
    this.#keys = keys;
    this.#select = new Statement<Row>(
      database,
      'SELECT id, wrapped_by, wrapped FROM data_keys WHERE tenant = ?',
    );
    this.#insert = new Statement(
      database,
      'INSERT INTO data_keys (tenant, id, wrapped_by, wrapped) VALUES (?, ?, ?, ?)',
    );
    this.#delete = new Statement(database, 'DELETE FROM data_keys WHERE tenant = ?');
  }

  /** What is in the file is encrypted with one of these from now on. */
  use(keys: MemoryKeys): void {
    this.#keys = keys;
  }

  /** @throws StateFailure for a key that cannot be decrypted */
  get(tenant: Buffer): DataKey | undefined {
    const name = tenant.toString('hex');
    const row = this.#select.get(tenant);
    if (row === undefined) {
      this.#unwrapped.delete(name);
      return undefined;
    }
    const known = this.#unwrapped.get(name);
    if (known?.id === row.id) return known;
    const key = { id: row.id, key: unwrap(this.#keys, row, dataKeyBinding(tenant, row.id)) };
    this.#unwrapped.set(name, key);
    return key;
  }

  /** Inside a write. */
  getOrMake(tenant: Buffer): DataKey {
    const known = this.get(tenant);
    if (known !== undefined) return known;
    const made = { id: randomBytes(8).toString('hex'), key: randomBytes(32) };
    const { current } = this.#keys;
    const wrapped = wrap(current, made.key, dataKeyBinding(tenant, made.id));
    // Not remembered here: the write may yet be taken back.
    this.#insert.run(tenant, made.id, current.id, wrapped);
    return made;
  }

  /** Inside a write. */
  destroy(tenant: Buffer): void {
    this.#delete.run(tenant);
    this.#unwrapped.delete(tenant.toString('hex'));
  }
}
