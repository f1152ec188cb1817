import { useCallback, useSyncExternalStore } from 'react';

/** What the user wants; `system`: what the machine is set to. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'safeai.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const watchers = new Set<() => void>();
let choice: ThemeChoice = stored();

/** Shows the page in the theme that is chosen, from now on and whenever the machine changes. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = shown();
  for (const watcher of watchers) watcher();
}

dark.addEventListener('change', applyTheme);

/** The theme that is chosen and the one that is shown. */
export function useTheme(): {
  readonly choice: ThemeChoice;
  readonly shown: 'light' | 'dark';
  readonly choose: (next: ThemeChoice) => void;
} {
  const now = useSyncExternalStore(subscribe, () => `${choice} ${shown()}`);
  const choose = useCallback((next: ThemeChoice) => {
    choice = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Then it holds for this page alone.
    }
    applyTheme();
  }, []);
  return { choice: now.split(' ')[0] as ThemeChoice, shown: shown(), choose };
}

function shown(): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return dark.matches ? 'dark' : 'light';
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

function stored(): ThemeChoice {
  try {
    const text = localStorage.getItem(KEY);
    return text === 'light' || text === 'dark' ? text : 'system';
  } catch {
    return 'system';
  }
}
