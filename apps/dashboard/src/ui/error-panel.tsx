import { GuardUnreachableError, ProblemError } from '@safeai/client';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface ErrorPanelProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** What went wrong, where, and what to do. */
export function ErrorPanel({ error, onRetry }: ErrorPanelProps) {
  const problem = error instanceof ProblemError ? error : null;
  return (
    <Notice tone="bad" title={titleOf(error)} isNews>
      <p className="foreign">{error.message}</p>
      {problem === null ? null : (
        <>
          <ul className="small">
            {problem.errors.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code className="foreign">{path}</code> <span className="foreign">{message}</span>
              </li>
            ))}
          </ul>
          <p className="small soft">
            Code <code>{problem.code}</code>
            {problem.requestId === null ? null : (
              <>
                , request <code>{problem.requestId}</code>
              </>
            )}
          </p>
        </>
      )}
      {onRetry === undefined ? null : (
        <p>
          <Button icon="reload" onClick={onRetry}>
            Try again
          </Button>
        </p>
      )}
    </Notice>
  );
}

/** What kind of failure it is, in a few words. */
export function titleOf(error: Error): string {
  if (error instanceof GuardUnreachableError) return 'The server cannot be reached';
  if (!(error instanceof ProblemError)) return 'Something went wrong on this page';
  switch (error.status) {
    case 401:
      return 'Nobody is signed in';
    case 403:
      return 'That is not allowed';
    case 404:
      return 'There is no such thing';
    case 409:
      return 'Somebody was faster';
    case 429:
      return 'Too many requests';
    default:
      return error.status < 500 ? 'The server refused that' : 'The server could not do that';
  }
}
