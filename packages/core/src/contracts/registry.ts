import { SafeAIError, type ErrorDetail } from '../errors.ts';
import { normalizeTags, tagCovers } from '../tags.ts';
import type { ContractSide, ToolContract, UndeclaredTools } from './contract.ts';

/** A side of a contract, compiled. `null` sets no limit. */
export interface CompiledSide {
  readonly tags: readonly string[] | null;
  readonly fields: ReadonlySet<string> | null;
}

export interface CompiledContract {
  readonly toolName: string;
  readonly accepts: CompiledSide;
  readonly emits: CompiledSide;
  readonly requiresApproval: boolean;
}

/** The contracts of an installation, by exact tool name. */
export class ContractRegistry {
  readonly undeclared: UndeclaredTools;
  readonly #byTool = new Map<string, CompiledContract>();

  /**
   * @param undeclared what happens to tools without a contract; if absent, `block` once there is any contract,
   *   `allow` while there is none
   * @throws SafeAIError `invalid_contract` with a detail for each contract that is wrong
   */
  constructor(contracts: readonly ToolContract[] = [], undeclared?: UndeclaredTools) {
    const details: ErrorDetail[] = [];
    for (const [index, contract] of contracts.entries()) {
      const path = `contracts.tools[${String(index)}]`;
      if (contract.toolName === '') details.push({ path, message: 'tool_name is empty.' });
      if (this.#byTool.has(contract.toolName)) {
        details.push({ path, message: `Tool ${contract.toolName} has a contract already.` });
      }
      try {
        this.#byTool.set(contract.toolName, compileContract(contract));
      } catch (cause) {
        if (!SafeAIError.isInstance(cause)) throw cause;
        details.push({ path, message: cause.message });
      }
    }
    if (details.length > 0) {
      throw new SafeAIError('invalid_contract', details.map((detail) => detail.message).join(' '), {
        details,
      });
    }
    this.undeclared = undeclared ?? (contracts.length > 0 ? 'block' : 'allow');
  }

  get(toolName: string): CompiledContract | undefined {
    return this.#byTool.get(toolName);
  }
}

function compileContract(contract: ToolContract): CompiledContract {
  return {
    toolName: contract.toolName,
    accepts: compileSide(contract.accepts),
    emits: compileSide(contract.emits),
    requiresApproval: contract.sideEffects?.requiresApproval ?? false,
  };
}

function compileSide(side: ContractSide): CompiledSide {
  return {
    tags: side.tags === undefined ? null : normalizeTags(side.tags),
    fields: side.fields === undefined ? null : new Set(side.fields),
  };
}

/** The tags that a list of allowed ones does not cover. `null` allows all. */
export function uncoveredTags(allowed: readonly string[] | null, tags: Iterable<string>): string[] {
  if (allowed === null) return [];
  return [...tags].filter((tag) => !allowed.some((parent) => tagCovers(parent, tag)));
}
