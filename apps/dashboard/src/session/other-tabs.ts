/** What a tab tells the others, which have the same cookie: somebody signed in, or signed out. */
export type TabNews = 'in' | 'out';

const channel = new BroadcastChannel('safeai.session');
const listeners = new Set<(news: TabNews) => void>();

channel.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (data !== 'in' && data !== 'out') return;
  for (const listener of listeners) listener(data);
};

/** Tells the other tabs of this browser. */
export function tellOtherTabs(news: TabNews): void {
  channel.postMessage(news);
}

/** Hears what other tabs tell. @returns ends it */
export function onOtherTabs(listener: (news: TabNews) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
