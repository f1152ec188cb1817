import { useState, type RefObject } from 'react';
import type { AnswerOf } from '@safeai/client';
import { lineCount, offsetOf } from './place-in-text.ts';

type Problem = AnswerOf<'policies_check'>['problems'][number];

interface DraftEditorProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly onWrite: (text: string) => void;
}

/** Height of a line, as the stylesheet has it. Pixels. */
const LINE = 20;
/** Lines above one that is shown. */
const ABOVE = 4;

/** A text of many lines with their numbers. Tab goes on to what comes next, as everywhere. */
export function DraftEditor({ area, text, problems, onWrite }: DraftEditorProps) {
  const [top, setTop] = useState(0);
  const lines = lineCount(text);
  const wrong = new Set(problems.flatMap(({ line }) => line ?? []));
  return (
    <div
      className="policies-editor"
      style={{ gridTemplateColumns: `calc(${String(lines).length}ch + 28px) minmax(0, 1fr)` }}
    >
      <div className="policies-gutter" aria-hidden="true">
        <div style={{ transform: `translateY(${-top}px)` }}>
          {[...wrong].map((line) => (
            <span className="policies-wrong" key={line} style={{ top: (line - 1) * LINE }} />
          ))}
          <pre>{Array.from({ length: lines }, (_, line) => line + 1).join('\n')}</pre>
        </div>
      </div>
      <textarea
        ref={area}
        className="policies-text"
        aria-label="Draft, as YAML"
        aria-invalid={wrong.size > 0 || undefined}
        aria-describedby="policies-standing"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        placeholder={
          'policies:\n  - name: redact-personal-data\n    boundary: input\n    data_tags: [personal.pii]\n    action: redact'
        }
        value={text}
        onChange={({ target }) => {
          onWrite(target.value);
        }}
        onScroll={({ currentTarget }) => {
          setTop(currentTarget.scrollTop);
        }}
      />
    </div>
  );
}

/** Puts the cursor at a place, and the place into sight. Both from 1. */
export function showPlace(area: HTMLTextAreaElement, line: number, column: number): void {
  const offset = offsetOf(area.value, line, column);
  area.focus();
  area.setSelectionRange(offset, offset);
  area.scrollTop = Math.max(line - 1 - ABOVE, 0) * LINE;
}
