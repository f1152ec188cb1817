import { ProblemError } from '@safeai/client';
import { rolesFor } from '../../session/session-context.ts';
import { AskedAgain } from '../../ui/asked-again.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';

interface RefusedProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** What was spent is not told: which role, user or setting is missing. */
export function Refused({ error, onRetry }: RefusedProps) {
  const hint = error instanceof ProblemError ? hintOf(error.status) : null;
  return (
    <div className="stack">
      <ErrorPanel error={error} onRetry={onRetry}>
        <AskedAgain after={error} />
      </ErrorPanel>
      {hint === null ? null : <p className="soft">{hint}</p>}
    </div>
  );
}

function hintOf(status: number): string | null {
  switch (status) {
    case 401:
      return 'The server does not know who asks: sign in again, or name one of dashboard.users in the header that dashboard.user_header names (x-safeai-user).';
    case 403:
      return `It takes the role ${rolesFor('cost_summary').join(' or ')}, in a tenant that you may name.`;
    case 404:
      return 'The server has its dashboard off: dashboard.enabled is false.';
    default:
      return null;
  }
}
