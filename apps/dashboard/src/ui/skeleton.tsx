interface SkeletonProps {
  readonly lines?: number;
  /** What is waited for. */
  readonly label?: string;
}

/** Stands where something will be. */
export function Skeleton({ lines = 3, label = 'Loading' }: SkeletonProps) {
  return (
    <div className="stack" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <div className="skeleton" key={line} style={{ width: `${90 - ((line * 23) % 50)}%` }} />
      ))}
    </div>
  );
}
