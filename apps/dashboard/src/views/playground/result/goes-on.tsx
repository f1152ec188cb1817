import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { countWords } from '../../../ui/figures.ts';
import type { Json } from '../trying/requests.ts';

/** Most of it that is shown, in characters. */
const MOST_SHOWN = 20_000;

/** What an agent would go on with. */
export function GoesOn({ value }: { readonly value: Json }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <Card title="What the agent goes on with">
      {value === null ? (
        <p>Nothing: it is blocked, or waits for a person.</p>
      ) : (
        <div className="stack">
          <Code text={text.slice(0, MOST_SHOWN)} label="What goes on" />
          {text.length > MOST_SHOWN ? (
            <p className="soft small">
              The first {countWords(MOST_SHOWN)} of {countWords(text.length)} characters.
            </p>
          ) : null}
        </div>
      )}
    </Card>
  );
}
