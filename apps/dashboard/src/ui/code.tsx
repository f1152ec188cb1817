import { CopyButton } from './copy-button.tsx';
import { shownText } from './shown-text.ts';

/** A text of several lines in the letters of code, to read and to copy. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="code">
      <pre tabIndex={0} aria-label={label} role="region">
        {shownText(text).text}
      </pre>
      <CopyButton text={text} label={`Copy: ${label}`} />
    </div>
  );
}
