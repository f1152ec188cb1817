import type { Scope } from '../boundary/scope.ts';
import type { MemoryScope } from './memory-entry.ts';

/**
 * Whose a value is, as its address says it. Without an agent or a user, the one without a name.
 *
 * @returns null for a value of a session outside any
 */
export function ownerOf(
  shared: MemoryScope,
  { agentId, sessionId, userId }: Pick<Scope, 'agentId' | 'sessionId' | 'userId'>,
): string | null {
  switch (shared) {
    case 'session':
      // Of two texts, this is the canonical form (RFC 8785) as well.
      return sessionId === null || sessionId === ''
        ? null
        : JSON.stringify([agentId ?? '', sessionId]);
    case 'agent':
      return agentId ?? '';
    case 'user':
      return userId ?? '';
    case 'global':
      return '';
  }
}
