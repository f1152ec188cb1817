import type { AnswerOf } from '@safeai/client';
import { Foreign } from './foreign.tsx';
import { Notice } from './notice.tsx';
import { shortRevision } from '../data/revision.ts';

interface ReloadedProps {
  /** The revision that was in force; null where that is not known. */
  readonly before: string | null;
  readonly answer: AnswerOf<'policies_reload'>;
}

/** What a reload came to. */
export function Reloaded({ before, answer: { revision, rules, warnings } }: ReloadedProps) {
  return (
    <Notice
      isNews
      tone={warnings.length > 0 ? 'warning' : 'good'}
      title={titleOf(before, revision)}
    >
      <p>
        {before === null || before === revision ? (
          <>
            Revision <code>{shortRevision(revision)}</code>, {rules} rules.
          </>
        ) : (
          <>
            Revision <code>{shortRevision(before)}</code> before,{' '}
            <code>{shortRevision(revision)}</code> now, {rules} rules.
          </>
        )}
      </p>
      {warnings.length === 0 ? null : (
        <ul className="stack">
          {warnings.map((warning, index) => (
            <li key={index}>
              <Foreign text={warning} most={1000} />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function titleOf(before: string | null, now: string): string {
  if (before === null) return 'The configuration was read again';
  return before === now ? 'Read again: the rules are as they were' : 'Other rules are in force now';
}
