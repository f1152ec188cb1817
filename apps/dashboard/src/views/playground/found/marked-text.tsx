import type { AnswerOf } from '@safeai/client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { countWords } from '../../../ui/figures.ts';
import { shownText } from '../../../ui/shown-text.ts';
import { Marked } from './marked.tsx';
import { partAt, partsOf, rangesIn, MOST_MARKED } from './parts.ts';
import { segments, type Range } from './segments.ts';

/** A finding of an answer. */
export type Finding = AnswerOf<'policies_explain'>['detections'][number];

interface MarkedTextProps {
  readonly text: string;
  /** Of each finding; null where that is not known. */
  readonly ranges: readonly (Range | null)[];
  readonly detections: readonly Finding[];
  readonly chosen: number | null;
  readonly onChoose: (finding: number) => void;
}

/** A text with what was found in it marked, in parts where it is long. */
export function MarkedText({ text, ranges, detections, chosen, onChoose }: MarkedTextProps) {
  const parts = useMemo(() => partsOf(text), [text]);
  const [turned, setTurned] = useState({ part: 0, chosen });
  const frame = useRef<HTMLPreElement>(null);
  // Who chooses a finding is shown the part that it is in.
  const range = chosen === null ? null : (ranges[chosen] ?? null);
  const isNew = chosen !== turned.chosen;
  const part = isNew && range !== null ? partAt(parts, range.start) : turned.part;
  if (isNew) setTurned({ part, chosen });

  useEffect(() => {
    if (chosen === null) return;
    frame.current
      ?.querySelector(`[data-of~="${chosen}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);

  const { start, end } = parts[part] ?? { start: 0, end: 0 };
  const shown = useMemo(() => {
    const { own, left } = rangesIn(ranges, { start, end });
    return { left, own, pieces: segments(end - start, own) };
  }, [ranges, start, end]);
  return (
    <div className="stack">
      {parts.length < 2 ? null : (
        <Turning
          part={part}
          parts={parts.length}
          length={text.length}
          onTurn={(next) => {
            setTurned({ part: next, chosen });
          }}
        />
      )}
      <pre
        className="playground-marked"
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label="What was tried, with findings marked"
      >
        <bdi>
          {shown.pieces.map((piece) => {
            const words = shownText(text.slice(start + piece.start, start + piece.end)).text;
            return piece.of.length === 0 ? (
              <span key={piece.start}>{words}</span>
            ) : (
              <Marked
                key={piece.start}
                words={words}
                piece={piece}
                ranges={shown.own}
                detections={detections}
                chosen={chosen}
                onChoose={onChoose}
              />
            );
          })}
        </bdi>
      </pre>
      {shown.left === 0 ? null : (
        <p className="soft small">
          {countWords(MOST_MARKED)} findings are marked here; {countWords(shown.left)} more are in
          this part and in the list below.
        </p>
      )}
    </div>
  );
}

interface TurningProps {
  readonly part: number;
  readonly parts: number;
  readonly length: number;
  readonly onTurn: (part: number) => void;
}

function Turning({ part, parts, length, onTurn }: TurningProps) {
  return (
    <div className="row">
      <Button
        icon="left"
        refused={part === 0 ? 'This is the first part' : null}
        onClick={() => {
          onTurn(part - 1);
        }}
      >
        Before
      </Button>
      <Button
        icon="right"
        refused={part === parts - 1 ? 'This is the last part' : null}
        onClick={() => {
          onTurn(part + 1);
        }}
      >
        After
      </Button>
      <span className="soft small" aria-live="polite">
        Part {part + 1} of {parts}; {countWords(length)} characters in all
      </span>
    </div>
  );
}
