/**
 * The hooks of coding agents as calls of a guard: one codec for each host. Any export added here becomes public API:
 * named exports only.
 */
export { VERSION } from './version.ts';
export { answerHook, denyHook, withholdUnread } from './answer-hook.ts';
export type {
  Codec,
  HookAnswer,
  HookEvent,
  HookNotice,
  HookPrompt,
  HookRequest,
  HookResponse,
  Verdict,
} from './event.ts';
export { judge, type Asking } from './judge.ts';
export { codecOf, isProfile, PROFILES, type Profile } from './profiles.ts';
