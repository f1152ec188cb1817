import type { MemoryAddress, PseudonymScope, SessionKey, Spend } from '@safeai/core';
import { nameHash } from './seal.ts';

/** RFC 9562 §5.7: the first 48 bits are the time. */
const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** What stands for names in the files. Each kind has hashes of its own. */
export class Names {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  tenant(tenantId: string): Buffer {
    return nameHash(this.#key, 'tenant', tenantId);
  }

  agent(agentId: string): Buffer {
    return nameHash(this.#key, 'agent', agentId);
  }

  tool(toolName: string): Buffer {
    return nameHash(this.#key, 'tool', toolName);
  }

  operation(operationId: string): Buffer {
    return nameHash(this.#key, 'operation', operationId);
  }

  decision(decisionId: string): Buffer {
    return nameHash(this.#key, 'decision', decisionId);
  }

  owner({ tenantId, scope, owner }: Omit<MemoryAddress, 'key'>): Buffer {
    return nameHash(this.#key, 'owner', tenantId, scope, owner);
  }

  address({ tenantId, scope, owner, key }: MemoryAddress): Buffer {
    return nameHash(this.#key, 'address', tenantId, scope, owner, key);
  }

  handle(tenantId: string, handle: string): Buffer {
    return nameHash(this.#key, 'handle', tenantId, handle);
  }

  /** @param key as `accountKey` of the core names it */
  budgetAccount(key: string): Buffer {
    return nameHash(this.#key, 'budget account', key);
  }

  /** Of an id that begins with its time (UUIDv7), this does too: what is written at a time stands together. */
  budgetLease(leaseId: string): Buffer {
    const hash = nameHash(this.#key, 'budget lease', leaseId);
    if (UUID_V7.test(leaseId)) hash.write(leaseId.slice(0, 8) + leaseId.slice(9, 13), 'hex');
    return hash;
  }

  spend(whose: Pick<Spend, 'tenantId' | 'userId' | 'agentId' | 'model' | 'currency'>): Buffer {
    const { tenantId, userId, agentId, model, currency } = whose;
    return nameHash(this.#key, 'spend', tenantId, userId, agentId, model, currency);
  }

  alert(key: string): Buffer {
    return nameHash(this.#key, 'alert', key);
  }

  message(id: string): Buffer {
    return nameHash(this.#key, 'message', id);
  }

  channel(id: string): Buffer {
    return nameHash(this.#key, 'channel', id);
  }

  session({ tenantId, agentId, sessionId }: SessionKey): Buffer {
    return nameHash(this.#key, 'session', tenantId, agentId, sessionId);
  }

  pseudonymSession({ tenantId, sessionId }: PseudonymScope): Buffer {
    return nameHash(this.#key, 'pseudonym session', tenantId, sessionId);
  }

  limit(key: string): Buffer {
    return nameHash(this.#key, 'limit', key);
  }

  pseudonym(session: Buffer, pseudonym: string): Buffer {
    return nameHash(this.#key, 'pseudonym', session.toString('hex'), pseudonym);
  }
}
