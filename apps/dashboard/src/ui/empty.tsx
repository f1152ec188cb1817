import type { ReactNode } from 'react';
import { Code } from './code.tsx';

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** A command that would make something show here. */
  readonly command?: string;
}

/** Stands where nothing is yet, and says how something gets there. */
export function Empty({ title, children, command }: EmptyProps) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
      {command === undefined ? null : <Code text={command} label="A command to try" />}
    </div>
  );
}
