import type { SessionFacts } from '../policy/decision.ts';
import type { SessionKey, SessionStore } from '../ports.ts';

interface Session {
  readonly tags: Set<string>;
  readonly calls: Map<string, number>;
}

const NOTHING: SessionFacts = { tags: [], calls: {} };

/** Sessions in this process's memory; past `capacity` the least recently used one is forgotten. */
export class MemorySessionStore implements SessionStore {
  readonly #capacity: number;
  readonly #sessions = new Map<string, Session>();

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  load(key: SessionKey): SessionFacts {
    const session = this.#sessions.get(sessionKey(key));
    if (session === undefined) return NOTHING;
    return { tags: [...session.tags], calls: Object.fromEntries(session.calls) };
  }

  record(key: SessionKey, tags: readonly string[], tool?: string): void {
    const id = sessionKey(key);
    const session = this.#sessions.get(id) ?? {
      tags: new Set<string>(),
      calls: new Map<string, number>(),
    };
    for (const tag of tags) session.tags.add(tag);
    if (tool !== undefined) session.calls.set(tool, (session.calls.get(tool) ?? 0) + 1);
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    if (this.#sessions.size <= this.#capacity) return;
    for (const oldest of this.#sessions.keys()) {
      this.#sessions.delete(oldest);
      return;
    }
  }
}

function sessionKey(key: SessionKey): string {
  return JSON.stringify([key.tenantId, key.agentId, key.sessionId]);
}
