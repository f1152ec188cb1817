import { useMemo, useState } from 'react';
import { Card } from '../../../ui/card.tsx';
import { Explanation } from '../../../ui/explanation.tsx';
import { jsonText } from '../found/json-text.ts';
import { FindingsTable } from '../found/findings-table.tsx';
import { MarkedText } from '../found/marked-text.tsx';
import type { Tried } from '../trying/use-trial.ts';
import { GoesOn } from './goes-on.tsx';
import { RuleFromThis } from './rule-from-this.tsx';
import { RuleLink } from '../../../ui/rule-link.tsx';
import { VerdictCard } from './verdict-card.tsx';

/** What came of something that was tried. */
export function Result({ tried }: { readonly tried: Tried }) {
  const { judged, goesOn, content, trial } = tried;
  const [chosen, setChosen] = useState<number | null>(null);
  const { text, detections, ranges } = useMemo(
    () => inOrder(content, judged.detections),
    [content, judged],
  );
  const tags = [...new Set(detections.flatMap((detection) => detection.tags))].sort();
  return (
    <>
      <VerdictCard tried={tried} />
      <Card title="What was found">
        <MarkedText
          text={text}
          ranges={ranges}
          detections={detections}
          chosen={chosen}
          onChoose={setChosen}
        />
      </Card>
      {detections.length === 0 ? null : (
        <FindingsTable
          detections={detections}
          ranges={ranges}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
      {goesOn === undefined ? null : <GoesOn value={goesOn.value} />}
      {tags.length === 0 ? null : <RuleFromThis key={tags.join(' ')} trial={trial} tags={tags} />}
      {judged.explanation === undefined ? null : (
        <Card title="Why">
          <div className="playground-why">
            <Explanation of={judged.explanation} rule={(name) => <RuleLink name={name} />} />
          </div>
        </Card>
      )}
    </>
  );
}

/** What was tried as text, and its findings as they stand in it; those that are not found there come last. */
function inOrder(content: Tried['content'], found: Tried['judged']['detections']) {
  const { text, ranges } =
    'json' in content
      ? jsonText(content.json, found)
      : { text: content.text, ranges: found.map(({ location }) => location) };
  const startOf = (place: number): number => ranges[place]?.start ?? Infinity;
  const places = found.map((_, place) => place).sort((a, b) => compare(startOf(a), startOf(b)));
  return {
    text,
    detections: places.flatMap((place) => found[place] ?? []),
    ranges: places.map((place) => ranges[place] ?? null),
  };
}

/** For `sort`; infinities are the same. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
