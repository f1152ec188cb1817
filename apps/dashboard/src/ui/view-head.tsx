import { useEffect, type ReactNode } from 'react';

interface ViewHeadProps {
  readonly title: string;
  /** In the title of the window, before that of the page: how many wait, say. */
  readonly badge?: string;
  /** Beside the title. */
  readonly children?: ReactNode;
}

/** What a view begins with: the one title of the page, which the window has too. */
export function ViewHead({ title, badge = '', children }: ViewHeadProps) {
  useEffect(() => {
    document.title = `${badge === '' ? '' : `(${badge}) `}${title} · SafeAI`;
  }, [title, badge]);
  return (
    <div className="view-head">
      <h1>{title}</h1>
      {children === undefined ? null : <div className="row">{children}</div>}
    </div>
  );
}
