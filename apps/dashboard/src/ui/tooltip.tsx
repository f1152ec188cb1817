import { cloneElement, type ReactElement } from 'react';

/** What an element carries so that words show while the pointer or the focus is on it. */
export interface Tip {
  readonly 'data-tip': string;
  readonly 'aria-description'?: string;
}

interface TooltipProps {
  /** A line feed begins a line. */
  readonly says: string;
  /** What it is said of: an element of the page. One that the keyboard should find takes the focus. */
  readonly children: ReactElement<Partial<Tip> & { readonly 'aria-label'?: string }>;
}

/**
 * Words that show while the pointer or the focus is on something. The element carries them alone; one layer for all of
 * the page shows them (`tooltip-layer.tsx`), so that a list of thousands costs nothing more.
 */
export function Tooltip({ says, children }: TooltipProps) {
  const isNamed = children.props['aria-label'] === says;
  return cloneElement(children, {
    'data-tip': says,
    ...(isNamed ? {} : { 'aria-description': says }),
  });
}
