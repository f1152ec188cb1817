import type { SafeAIConfig } from '@safeai/config';

/** Settings that were changed and are read when the server starts, not at a reload. */
export function changedAtStartOnly(before: SafeAIConfig, after: SafeAIConfig): string[] {
  return (['server', 'telemetry', 'limits', 'audit', 'state', 'keys'] as const).flatMap((block) =>
    Object.entries(after[block])
      .filter(([key]) => block !== 'limits' || START_LIMITS.has(key))
      .filter(([key, value]) => {
        const old: unknown = (before[block] as Readonly<Record<string, unknown>>)[key];
        return JSON.stringify(old) !== JSON.stringify(value);
      })
      .map(([key]) => `${block}.${snakeCase(key)}: the change takes effect at the next start`),
  );
}

const START_LIMITS: ReadonlySet<string> = new Set([
  'headerBytes',
  'headerSeconds',
  'requestSeconds',
  'keepAliveSeconds',
  'connections',
]);

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
