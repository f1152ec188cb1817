import type { Codec } from './event.ts';
import { claudeHooks } from './profiles/claude-hooks.ts';
import { COPILOT } from './profiles/copilot.ts';
import { CURSOR } from './profiles/cursor.ts';
import { GENERIC } from './profiles/generic.ts';

/** The coding agents whose hooks are understood; `vscode` is another name of `copilot`. */
export const PROFILES = ['claude-code', 'cursor', 'copilot', 'vscode', 'codex', 'generic'] as const;

/** One of the {@link PROFILES}. */
export type Profile = (typeof PROFILES)[number];

const CODECS: Readonly<Record<Profile, Codec>> = {
  'claude-code': claudeHooks({ changeNeedsAllow: false, replacesResults: true }),
  codex: claudeHooks({ changeNeedsAllow: true, replacesResults: false }),
  cursor: CURSOR,
  copilot: COPILOT,
  vscode: COPILOT,
  generic: GENERIC,
};

export function isProfile(name: string): name is Profile {
  return (PROFILES as readonly string[]).includes(name);
}

/** Who reads and answers the hooks of a profile. */
export function codecOf(profile: Profile): Codec {
  return CODECS[profile];
}
