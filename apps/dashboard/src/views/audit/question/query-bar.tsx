import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { completionsAt } from './completion.ts';
import type { QueryKey, Question } from './keys.ts';
import { parseQuestion } from './question-text.ts';

interface QueryBarProps {
  /** What the address asks for. */
  readonly text: string;
  /** What of that is not understood. */
  readonly problems: readonly string[];
  /** Values that are in the log, by key. */
  readonly known: Readonly<Partial<Record<QueryKey, readonly string[]>>>;
  readonly onAsk: (question: Question) => void;
}

/** Where a question to the log is written: `action:block agent:x last:24h`. */
export function QueryBar({ text, problems, known, onAsk }: QueryBarProps) {
  const [draft, setDraft] = useState({ of: text, text, problems });
  if (draft.of !== text) setDraft({ of: text, text, problems });
  const [caret, setCaret] = useState<number | null>(null);
  const [marked, setMarked] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const offered = caret === null ? null : completionsAt(draft.text, caret, known);
  const options = offered?.options ?? [];
  // What is not offered any more cannot be meant.
  const chosen = marked < options.length ? marked : -1;
  const write = (written: string, at: number | null): void => {
    setDraft({ of: text, text: written, problems: [] });
    setCaret(at);
    setMarked(-1);
  };
  const submit = (): void => {
    const { question, problems: found } = parseQuestion(draft.text);
    setCaret(null);
    setDraft({ of: text, text: draft.text, problems: found });
    if (found.length === 0) onAsk(question);
  };
  const accept = (index: number): void => {
    const option = options[index];
    if (offered === null || option === undefined) return;
    const isValue = !option.text.endsWith(':');
    const end = `${option.text}${isValue ? ' ' : ''}`;
    const rest = draft.text.slice(offered.to);
    const at = offered.from + end.length;
    const written = draft.text.slice(0, offered.from) + end + (isValue ? rest.trimStart() : rest);
    // The caret stands where it belongs before the next letter comes.
    flushSync(() => {
      write(written, isValue ? null : at);
    });
    input.current?.focus();
    input.current?.setSelectionRange(at, at);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape' && caret !== null) setCaret(null);
    else if (event.key === 'ArrowDown' && options.length > 0) {
      setMarked((chosen + 1) % options.length);
    } else if (event.key === 'ArrowUp' && options.length > 0) {
      setMarked((chosen <= 0 ? options.length : chosen) - 1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) accept(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <form
      role="search"
      className="audit-bar"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="audit-bar-input">
        <Icon name="search" />
        <input
          ref={input}
          data-search=""
          className="input mono"
          type="text"
          dir="ltr"
          aria-label="Search the audit log"
          placeholder="action:block agent:support tag:secret last:24h"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen < 0 ? undefined : `${id}-${chosen}`}
          aria-invalid={draft.problems.length > 0 || undefined}
          aria-describedby={draft.problems.length > 0 ? `${id}-problems` : undefined}
          value={draft.text}
          onChange={(event) => {
            write(event.target.value, event.target.selectionStart);
          }}
          onClick={(event) => {
            setCaret(event.currentTarget.selectionStart);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setCaret(null);
          }}
        />
        {draft.text === '' ? null : (
          <IconButton
            icon="close"
            label="Clear the search"
            onClick={() => {
              write('', null);
              onAsk({});
              input.current?.focus();
            }}
          />
        )}
        <Button type="submit">Search</Button>
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label="Ways to go on"
          className="popover audit-options"
          hidden={options.length === 0}
        >
          {options.map((option, index) => (
            <li
              key={option.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="audit-option"
              onMouseDown={(event) => {
                event.preventDefault();
                accept(index);
              }}
            >
              <span className="mono">
                <Foreign text={option.text} most={80} />
              </span>
              <span className="soft small">{option.about}</span>
            </li>
          ))}
        </ul>
      </div>
      {draft.problems.length === 0 ? null : (
        <div id={`${id}-problems`} className="field-problem" role="alert">
          <ul>
            {draft.problems.map((problem) => (
              <li key={problem} className="foreign">
                {problem}
              </li>
            ))}
          </ul>
        </div>
      )}
    </form>
  );
}
