import { relative } from 'node:path';
import type { CliHost } from '../../host.ts';
import type { Check } from '../check.ts';
import { findHookFiles } from './find-hook-files.ts';
import { readHookFile } from './hook-file.ts';
import { probe, type Probed } from './probe.ts';
import type { RegisteredHook } from './registered-hook.ts';

/** What must go on, and what must not. */
const HARMLESS = 'echo safeai-doctor';
const HARMFUL = 'rm -rf /';

/**
 * Whether the hooks of this project and this person are registered as coding agents want it, and do what they are
 * there for: each is sent a call that must go on and one that must be denied. Neither is ever made.
 */
export async function checkHooks(host: CliHost): Promise<Check[]> {
  const home = host.env.HOME ?? host.machine.home;
  const checks: Check[] = [];
  const probed = new Set<string>();
  for (const { path, form, text } of await findHookFiles(host.cwd, home)) {
    const name = shown(path, host.cwd);
    const { hooks, faults, warnings } = readHookFile(path, text, form);
    if (hooks.length === 0 && faults.length === 0) continue;
    checks.push(shapeCheck(name, hooks, faults, warnings));
    for (const hook of hooks) {
      if (probed.has(hook.target)) continue;
      probed.add(hook.target);
      checks.push(await probeCheck(hook, host));
    }
  }
  if (checks.length > 0) return checks;
  return [
    {
      name: 'hooks',
      status: 'warn',
      detail: 'no coding agent calls SafeAI here',
      hint: 'safeai setup claude-code, cursor or copilot registers it.',
    },
  ];
}

function shapeCheck(
  name: string,
  hooks: readonly RegisteredHook[],
  faults: readonly string[],
  warnings: readonly string[],
): Check {
  const events = hooks.flatMap((hook) => hook.events).join(', ');
  if (faults.length > 0) {
    const hint = 'safeai setup writes them as the coding agent wants it.';
    return { name, status: 'fail', detail: [...faults, ...warnings].join('\n'), hint };
  }
  if (warnings.length > 0) {
    return { name, status: 'warn', detail: [events, ...warnings].join('\n') };
  }
  return { name, status: 'ok', detail: events };
}

async function probeCheck(hook: RegisteredHook, { cwd, env }: CliHost): Promise<Check> {
  const name = hook.target;
  const where = { cwd, env };
  const harmless = await probe(hook, HARMLESS, where);
  const harmful = await probe(hook, HARMFUL, where);
  if (harmless === 'passed' && harmful === 'denied') {
    return { name, status: 'ok', detail: 'lets a harmless call go on, and denies a harmful one' };
  }
  return {
    name,
    status: 'fail',
    detail: [
      ...(harmless === 'passed' ? [] : [`a harmless call: ${told(harmless)}`]),
      ...(harmful === 'denied' ? [] : [`a harmful call: ${told(harmful)}`]),
    ].join('\n'),
    hint: `To see it, pipe what the coding agent sends into it: ${hook.target}`,
  };
}

function told(probed: Probed): string {
  return typeof probed === 'string' ? probed : probed.failed;
}

function shown(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') ? path : below;
}
