import { askAgainAfter } from '../data/ask-again.ts';
import { madeWhenUsed } from './made-when-used.ts';

const secondsFormat = madeWhenUsed(
  () => new Intl.NumberFormat('en', { style: 'unit', unit: 'second', unitDisplay: 'long' }),
);

/** Says that a question that failed is asked again by itself, and after how long; nothing where it is not. */
export function AskedAgain({ after }: { readonly after: Error }) {
  const ms = askAgainAfter(after);
  if (ms === null) return null;
  return (
    <p className="small soft">
      It is asked again by itself after {secondsFormat().format(Math.ceil(ms / 1000))}.
    </p>
  );
}
