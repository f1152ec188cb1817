import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { AskedAgain } from './asked-again.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { Notice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';

interface AnswerProps<Data> {
  readonly of: UseQueryResult<Data>;
  /** What is waited for. */
  readonly label: string;
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** What was asked for: while it is waited for, once it is there, and where it failed. What was there before stays. */
export function Answer<Data>({ of, label, lines = 4, children }: AnswerProps<Data>) {
  const { data, error, isPending, isFetching, dataUpdatedAt, refetch } = of;
  // While it is asked again, what went wrong stays.
  const [failed, setFailed] = useState<Error | null>(null);
  const shown = data === undefined ? (error ?? (isPending ? failed : null)) : null;
  if (shown !== failed) setFailed(shown);
  const retry = (): void => {
    void refetch();
  };
  if (data !== undefined) {
    return (
      <>
        {error === null ? null : (
          <Notice tone="warning" title="What is shown here is no longer fresh" isNews>
            <p className="foreign">{error.message}</p>
            <AskedAgain after={error} />
          </Notice>
        )}
        <ErrorBoundary of={String(dataUpdatedAt)}>
          <Shown data={data}>{children}</Shown>
        </ErrorBoundary>
      </>
    );
  }
  if (shown !== null) {
    return (
      <ErrorPanel error={shown} onRetry={retry} isRetrying={isFetching}>
        <AskedAgain after={shown} />
      </ErrorPanel>
    );
  }
  return isPending ? <Skeleton lines={lines} label={label} /> : null;
}

/** What fails while it is made fails below the boundary. */
function Shown<Data>({
  data,
  children,
}: {
  readonly data: Data;
  readonly children: (data: Data) => ReactNode;
}) {
  return children(data);
}
