import type { Runtime } from '@safeai/runtime';
import type { CommandContext } from '../context.ts';
import { report } from '../errors/report.ts';

/** Reloads a runtime, as `POST /v1/policies/reload` does, and tells on stderr. A broken configuration changes nothing. */
export async function reload(runtime: Runtime, context: CommandContext): Promise<void> {
  try {
    const { rules, revision, warnings } = await runtime.reload();
    for (const warning of warnings) await context.output.note(warning);
    const what = `${rules} rules, policy revision ${revision.slice(0, 12)}`;
    await context.output.note(`safeai: configuration reloaded: ${what}`);
  } catch (error) {
    await tellNotReloaded(error, context);
  }
}

/** Tells why the configuration that holds is still the last good one. */
export async function tellNotReloaded(error: unknown, context: CommandContext): Promise<void> {
  await report(error, context);
  await context.output.note('safeai: the configuration was not reloaded; the last good one holds');
}
