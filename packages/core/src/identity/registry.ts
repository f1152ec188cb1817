import { SafeAIError, type ErrorDetail } from '../errors.ts';
import { normalizeTags } from '../tags.ts';
import { compileToolGlob } from '../tool-name.ts';
import type { AgentIdentity } from './identity.ts';

/** An agent's permissions, compiled. */
export interface CompiledIdentity {
  readonly agentId: string;
  /** `null` sets no limit. */
  readonly clearanceTags: readonly string[] | null;
  mayUse(toolName: string): boolean;
}

/** The agents of an installation, by exact id. */
export class IdentityRegistry {
  readonly #byAgent = new Map<string, CompiledIdentity>();

  /** @throws SafeAIError `invalid_identity` with a detail for each identity that is wrong */
  constructor(identities: readonly AgentIdentity[] = []) {
    const details: ErrorDetail[] = [];
    for (const [index, identity] of identities.entries()) {
      const path = `identities[${String(index)}]`;
      if (identity.agentId === '') details.push({ path, message: 'agent_id is empty.' });
      if (this.#byAgent.has(identity.agentId)) {
        details.push({ path, message: `Agent ${identity.agentId} is declared already.` });
      }
      try {
        this.#byAgent.set(identity.agentId, compileIdentity(identity));
      } catch (cause) {
        if (!SafeAIError.isInstance(cause)) throw cause;
        details.push({ path, message: cause.message });
      }
    }
    if (details.length > 0) {
      throw new SafeAIError('invalid_identity', details.map((detail) => detail.message).join(' '), {
        details,
      });
    }
  }

  /** While no identity is declared, every agent may do what policy allows. */
  get isEmpty(): boolean {
    return this.#byAgent.size === 0;
  }

  get(agentId: string): CompiledIdentity | undefined {
    return this.#byAgent.get(agentId);
  }
}

function compileIdentity(identity: AgentIdentity): CompiledIdentity {
  // An allow-list sees full names alone: `search` must not admit another server's `mcp__x__search`.
  const globs = identity.tools?.map(compileToolGlob) ?? null;
  return {
    agentId: identity.agentId,
    clearanceTags:
      identity.clearanceTags === undefined ? null : normalizeTags(identity.clearanceTags),
    mayUse: (toolName) => globs === null || globs.some((glob) => glob(toolName.toLowerCase())),
  };
}
