import { useId, type ReactNode } from 'react';

interface CardProps {
  readonly title: ReactNode;
  /** Beside the title. */
  readonly actions?: ReactNode;
  /** The content reaches the edges, as tables do. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

/** A part of a page with a title. */
export function Card({ title, actions, isFlush = false, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      {isFlush ? children : <div className="card-body">{children}</div>}
    </section>
  );
}
