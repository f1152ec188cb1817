import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
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
  const { data, error, isPending, refetch } = of;
  const retry = (): void => {
    void refetch();
  };
  if (data !== undefined) {
    return (
      <>
        {error === null ? null : (
          <Notice tone="warning" title="What is shown here is no longer fresh" isNews>
            <p className="foreign">{error.message}</p>
          </Notice>
        )}
        {children(data)}
      </>
    );
  }
  if (error !== null) return <ErrorPanel error={error} onRetry={retry} />;
  return isPending ? <Skeleton lines={lines} label={label} /> : null;
}
