import type { SafeAIConfig } from '@safeai/config';
import type { GuardSettings } from '../guard/guarded-call.ts';

const known = new WeakMap<SafeAIConfig, GuardSettings>();

/** How a configuration has calls guarded. The same object for the same configuration. */
export function guardSettings(config: SafeAIConfig): GuardSettings {
  const made = known.get(config);
  if (made !== undefined) return made;
  const { mode, refuseUnscanned, approvalWaitSeconds } = config.proxy.guard;
  const settings: GuardSettings = {
    mode,
    refuses: new Set(refuseUnscanned),
    approvalWaitMs: approvalWaitSeconds * 1000,
  };
  known.set(config, settings);
  return settings;
}
