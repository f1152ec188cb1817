import { GuardUnreachableError, ProblemError } from '@safeai/client';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface ErrorPanelProps {
  readonly error: Error;
  readonly onRetry?: () => void;
  /** It is asked again at this moment. */
  readonly isRetrying?: boolean;
  /** What else is to be known of it. */
  readonly children?: ReactNode;
}

/** What went wrong, where, and what to do. */
export function ErrorPanel({ error, onRetry, isRetrying = false, children }: ErrorPanelProps) {
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
      {children}
      {onRetry === undefined ? null : (
        <p>
          <Button icon="reload" busy={isRetrying} onClick={onRetry}>
            Try again
          </Button>
        </p>
      )}
    </Notice>
  );
}

/** What kind of failure it is, in a few words. */
export function titleOf(error: Error): string {
  if (error instanceof GuardUnreachableError) {
    return error.answeredStatus === null
      ? 'The server cannot be reached'
      : 'Something else answers in the place of the server';
  }
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
