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
  readonly isTool: (toolName: string) => boolean;
}

/** @param tool what to compare tools with, where the lockdown only shows a digest of it */
export function compileLockdown(lockdown: Lockdown, tool = lockdown.tool): CompiledLockdown {
  const given = compileToolGlob(tool ?? '*');
  const plain = compileToolGlob(undressed(tool ?? '*'));
  return {
    lockdown,
    // As policy sees names, and without dress on either side: a stop rather holds for too much.
    isTool: (name) => namesForGlobs(name).some(given) || toolNames(undressed(name)).some(plain),
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
  const found = compiled.find((one) => stops(keeper, one, subject));
  return found?.lockdown ?? null;
}

function stops(
  keeper: NameKeeper,
  { lockdown, isTool }: CompiledLockdown,
  { tenantId, agents, toolName }: LockdownSubject,
): boolean {
  const { tenantId: tenant, agentId: agent, tool } = lockdown;
  return (
    (tenant === null || isNamed(keeper, tenantId, tenant, tenantId)) &&
    (tool === null || (toolName !== undefined && isTool(toolName))) &&
    (agent === null || agents.some((one) => isNamed(keeper, tenant ?? '*', agent, one)))
  );
}

/** Whether a kept name is that of somebody; a digest is made only to be compared with one. */
function isNamed(
  keeper: NameKeeper,
  tenantId: string,
  kept: string,
  name: string | null | undefined,
): boolean {
  if (name === null || name === undefined) return false;
  if (kept === name) return true;
  return kept.startsWith('sha256:') && new SafeNames(keeper, tenantId).is(kept, name);
}
