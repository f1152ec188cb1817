import { useEffect } from 'react';
import { useKept } from '../../../data/kept.ts';

/** Rules that are being written. */
export interface Draft {
  readonly text: string;
  /** What it began with: who left it so would lose nothing. */
  readonly begun: string;
}

const NONE: Draft = { text: '', begun: '' };

/** The user's draft, in this page's memory alone, and how it is changed. */
export function useDraft(): {
  readonly draft: Draft;
  readonly isChanged: boolean;
  readonly write: (text: string) => void;
  /** Another one takes its place. */
  readonly begin: (text: string) => void;
} {
  const [draft, setDraft] = useKept<Draft>('draft', NONE);
  return {
    draft,
    isChanged: draft.text !== draft.begun,
    write: (text) => {
      setDraft({ ...draft, text });
    },
    begin: (text) => {
      setDraft({ text, begun: text });
    },
  };
}

/** The window would close over what is written nowhere else: the browser asks, wherever on the page the user is by then. */
function askBeforeUnload(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Asks before the window is closed or loaded anew while the draft has changes. */
export function useLeaveQuestion(isChanged: boolean): void {
  useEffect(() => {
    if (isChanged) addEventListener('beforeunload', askBeforeUnload);
    else removeEventListener('beforeunload', askBeforeUnload);
  }, [isChanged]);
}
