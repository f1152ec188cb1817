import { lazy, Suspense, useEffect, useState } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';
import type { Tip } from './tooltip.tsx';

const TooltipLayer = lazy(() => import('./tooltip-layer.tsx'));

/** How long the pointer rests before words show. Milliseconds. */
const REST_MS = 250;

const TIPPED = `[${'data-tip' satisfies keyof Tip}]`;

/** Shows the words of what the pointer or the focus is on; what shows them is fetched with the first. */
export function Tooltips() {
  const [target, setTarget] = useState<Element | null>(null);
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const turn = (next: Element | null, afterMs: number): void => {
      clearTimeout(rest);
      rest = setTimeout(() => {
        setTarget(next);
      }, afterMs);
    };
    const end = new AbortController();
    const on = <Name extends keyof DocumentEventMap>(
      name: Name,
      act: (event: DocumentEventMap[Name]) => void,
    ): void => {
      document.addEventListener(name, act, { signal: end.signal, passive: true, capture: true });
    };
    on('pointerover', ({ target: over, pointerType }) => {
      if (pointerType !== 'mouse' || !(over instanceof Element)) return;
      // The pointer may go onto the words, to read and to copy them.
      if (over.closest('[role=tooltip]') !== null) clearTimeout(rest);
      else turn(over.closest(TIPPED), REST_MS);
    });
    on('focusin', ({ target: focused }) => {
      if (!(focused instanceof Element) || !focused.matches(':focus-visible')) return;
      turn(focused.closest(TIPPED), 0);
    });
    const hide = (): void => {
      turn(null, 0);
    };
    on('focusout', hide);
    on('pointerdown', hide);
    // What the pointer came to rest on shows all the same.
    on('scroll', () => {
      setTarget(null);
    });
    on('keydown', ({ key }) => {
      if (key === 'Escape') hide();
    });
    return () => {
      clearTimeout(rest);
      end.abort();
    };
  }, []);
  return (
    <ErrorBoundary of="words" instead={null}>
      <Suspense>{target === null ? null : <TooltipLayer target={target} />}</Suspense>
    </ErrorBoundary>
  );
}
