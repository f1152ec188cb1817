import { useEffect, useEffectEvent, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { useMay } from '../session/session-context.ts';
import { VIEWS } from './views.ts';

/** What a key opens in front of the page. */
export type Layer = 'palette' | 'help';

/** How long `g` waits for the letter of a view. Milliseconds. */
const CHORD_MS = 1500;

/** Keys that hold everywhere: the palette, help, search, and `g` with a view's letter. */
export function useShortcuts(open: (layer: Layer) => void): void {
  const [, go] = useLocation();
  const may = useMay();
  const press = useEffectEvent((event: KeyboardEvent, isAfterG: boolean): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open('palette');
      return false;
    }
    if (!isPlain(event)) return false;
    if (isAfterG) {
      const view = VIEWS.find(({ letter, needs }) => letter === event.key && may(needs));
      if (view !== undefined) go(view.path);
      // Who pressed it twice means it once.
      return event.key === 'g';
    }
    if (event.key === '?') open('help');
    if (event.key === '/') {
      const search = document.querySelector<HTMLElement>('[data-search]');
      if (search !== null) event.preventDefault();
      search?.focus();
    }
    return event.key === 'g';
  });
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      chordUntil = press(event, event.timeStamp < chordUntil) ? event.timeStamp + CHORD_MS : 0;
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, []);
}

/** Keys of a list: `j` and `k` to move, `Enter` to open. Not while somebody writes or a layer is open. */
export function useListKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || !isPlain(event)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      press(event);
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, []);
}

/** `j` and `k` move the focus among what a list has to open. @param places a selector of those, inside of the frame */
export function useRowKeys(frame: RefObject<HTMLElement | null>, places: string): void {
  const step = (by: 1 | -1) => () => {
    const rows = [...(frame.current?.querySelectorAll<HTMLElement>(places) ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[at === -1 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  };
  useListKeys({ j: step(1), k: step(-1) });
}

const WRITING = 'input, textarea, select, [contenteditable], [role=dialog], [role=menu]';
const PRESSED = 'button, a, summary';

/** A key by itself, pressed where nobody writes and nothing stands in front of the page. */
function isPlain(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, key, target, defaultPrevented } = event;
  if (ctrlKey || metaKey || altKey || defaultPrevented) return false;
  const isIn = (places: string): boolean =>
    target instanceof Element && target.closest(places) !== null;
  return !isIn(WRITING) && !((key === 'Enter' || key === ' ') && isIn(PRESSED));
}
