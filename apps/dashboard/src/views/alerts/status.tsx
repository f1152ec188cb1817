import type { Alert } from './alert.ts';

const STATUS_WORDS: Readonly<Record<Alert['status'], string>> = {
  counting: 'Counting: not enough of them yet',
  raised: 'Raised',
  open: 'Goes on',
  over: 'Over',
};

const HELD_WORDS: Readonly<Record<string, string>> = {
  silence: 'Held by a silence',
  inhibition: 'Held by a graver alert',
};

/** How an alert stands: whether it goes on, whether somebody looks after it, and why nobody is told. */
export function Status({ of: { status, held_by, acknowledged } }: { readonly of: Alert }) {
  return (
    <span className="alerts-status">
      <span>{STATUS_WORDS[status]}</span>
      {held_by === null ? null : <span className="pill">{HELD_WORDS[held_by] ?? held_by}</span>}
      {acknowledged ? (
        <span className="pill" data-tone="good">
          Acknowledged
        </span>
      ) : null}
    </span>
  );
}
