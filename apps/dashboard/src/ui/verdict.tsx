import { Icon } from './icon.tsx';

/** What was decided, as the server names it. */
export const ACTIONS = ['allow', 'flag', 'redact', 'pending_approval', 'block'] as const;

/** What was decided. */
export type ActionName = (typeof ACTIONS)[number];

/** What was decided, in words. */
export const ACTION_WORDS: Readonly<Record<ActionName, string>> = {
  allow: 'Allowed',
  flag: 'Flagged',
  redact: 'Redacted',
  pending_approval: 'Held',
  block: 'Blocked',
};

/** The colour of each in charts: a name of the stylesheet's. */
export const ACTION_COLORS: Readonly<Record<ActionName, string>> = {
  allow: '--allow',
  flag: '--flag',
  redact: '--redact',
  pending_approval: '--pending',
  block: '--block',
};

/** What was decided: by a sign, by words and by colour. */
export function Verdict({ action }: { readonly action: string }) {
  if (!isAction(action)) return <span className="verdict foreign">{action}</span>;
  return (
    <span className="verdict" data-action={action}>
      <Icon name={action} size={13} />
      {ACTION_WORDS[action]}
    </span>
  );
}

function isAction(action: string): action is ActionName {
  return (ACTIONS as readonly string[]).includes(action);
}
