import { useMemo, useState } from 'react';
import { Card } from '../../../ui/card.tsx';
import { Explanation } from '../../../ui/explanation.tsx';
import { jsonText } from '../found/json-text.ts';
import { FindingsTable } from '../found/findings-table.tsx';
import { MarkedText } from '../found/marked-text.tsx';
import type { Tried } from '../trying/use-trial.ts';
import { GoesOn } from './goes-on.tsx';
import { RuleFromThis } from './rule-from-this.tsx';
import { RuleLink } from './rule-link.tsx';
import { VerdictCard } from './verdict-card.tsx';

/** What came of something that was tried. */
export function Result({ tried }: { readonly tried: Tried }) {
  const { judged, goesOn, content, trial } = tried;
  const { detections, explanation } = judged;
  const [chosen, setChosen] = useState<number | null>(null);
  const { text, ranges } = useMemo(
    () =>
      'json' in content
        ? jsonText(content.json, detections)
        : { text: content.text, ranges: detections.map(({ location }) => location) },
    [content, detections],
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
      {explanation === undefined ? null : (
        <Card title="Why">
          <Explanation of={explanation} rule={(name) => <RuleLink name={name} />} />
        </Card>
      )}
    </>
  );
}
