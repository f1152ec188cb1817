import { shownText } from './shown-text.ts';

interface ForeignProps {
  /** What somebody else wrote; null where there is nothing. */
  readonly text: string | null | undefined;
  /** Longest that is shown, in characters. 200 if absent. */
  readonly most?: number;
  readonly mono?: boolean;
}

/** What somebody else wrote, as text: what would steer the page or the eye is made visible, what is too long is cut. */
export function Foreign({ text, most = 200, mono = false }: ForeignProps) {
  if (text === null || text === undefined) return <span className="soft">–</span>;
  const shown = shownText(text, most);
  return (
    <bdi
      className={mono ? 'foreign mono' : 'foreign'}
      title={shown.isCut ? `${text.length} characters` : undefined}
    >
      {shown.text.trim() === '' ? <span className="soft">(blank)</span> : shown.text}
      {shown.isCut ? '…' : ''}
    </bdi>
  );
}
