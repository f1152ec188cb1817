import { SafeNames, type NameKeeper } from '../boundary/safe-names.ts';
import { compileToolGlob, namesForGlobs, toolNames } from '../tool-name.ts';
import type { Lockdown } from './lockdown.ts';

/** What a request is about, as far as a lockdown asks. */
export interface LockdownSubject {
  readonly tenantId: string;
  /** Whoever has a part in it. */
  readonly agents: readonly (string | null | undefined)[];
  readonly toolName: string | undefined;
}

/** A lockdown, ready to be compared. */
export interface CompiledLockdown {
  readonly lockdown: Lockdown;
  readonly isTool: (tool: SubjectTool) => boolean;
}

/** The names under which a tool is looked for: as policy sees it, and without dress. */
interface SubjectTool {
  readonly names: readonly string[];
  readonly plain: readonly string[];
}

/** @param tool what to compare tools with, where the lockdown only shows a digest of it */
export function compileLockdown(lockdown: Lockdown, tool = lockdown.tool): CompiledLockdown {
  const given = compileToolGlob(tool ?? '*');
  const withoutDress = compileToolGlob(undressed(tool ?? '*'));
  return {
    lockdown,
    // A stop rather holds for too much.
    isTool: ({ names, plain }) => names.some(given) || plain.some(withoutDress),
  };
}

/** A name or glob in its plain letters, without blanks around it and what has no shape. */
function undressed(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** The first lockdown that stops a request. O(lockdowns × agents). */
export function firstStop(
  keeper: NameKeeper,
  compiled: readonly CompiledLockdown[],
  subject: LockdownSubject,
): Lockdown | null {
  if (compiled.length === 0) return null;
  const { tenantId, toolName } = subject;
  const agents = new Names(keeper, subject.agents);
  const tenants = new Names(keeper, [tenantId]);
  let tool: SubjectTool | undefined;
  const found = compiled.find(({ lockdown, isTool }) => {
    const { tenantId: ofTenant, agentId, tool: ofTool } = lockdown;
    if (ofTenant !== null && !tenants.include(ofTenant, tenantId)) return false;
    if (agentId !== null && !agents.include(agentId, ofTenant ?? '*')) return false;
    if (ofTool === null) return true;
    if (toolName === undefined) return false;
    tool ??= { names: namesForGlobs(toolName), plain: toolNames(undressed(toolName)) };
    return isTool(tool);
  });
  return found?.lockdown ?? null;
}

/** Names of a request; a digest is made only to be compared with one, and once. */
class Names {
  readonly #keeper: NameKeeper;
  readonly #names: ReadonlySet<string>;
  /** By tenant. */
  readonly #digests = new Map<string, ReadonlySet<string>>();

  constructor(keeper: NameKeeper, names: LockdownSubject['agents']) {
    this.#keeper = keeper;
    this.#names = new Set(names.filter((name) => typeof name === 'string'));
  }

  /** Whether a kept name is one of these. @param tenantId whose digests they are */
  include(kept: string, tenantId: string): boolean {
    if (this.#names.has(kept)) return true;
    return kept.startsWith('sha256:') && this.#digestsOf(tenantId).has(kept);
  }

  #digestsOf(tenantId: string): ReadonlySet<string> {
    let digests = this.#digests.get(tenantId);
    if (digests === undefined) {
      const names = new SafeNames(this.#keeper, tenantId);
      digests = new Set([...this.#names].map((name) => names.digestOf(name)));
      this.#digests.set(tenantId, digests);
    }
    return digests;
  }
}
