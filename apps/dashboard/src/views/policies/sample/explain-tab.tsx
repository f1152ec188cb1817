import { useState } from 'react';
import { Card } from '../../../ui/card.tsx';
import { useDraft } from '../draft/draft.ts';
import { useKept } from '../../../data/kept.ts';
import { bodyOf, type SampleBody } from './sample-body.ts';
import { useSample } from './sample.ts';
import { SampleForm } from './sample-form.tsx';
import { UnderBoth } from './under-both.tsx';

/** What would be decided about a sample, and why: under the rules in force, and under the draft. */
export default function ExplainTab() {
  const [sample, setSample] = useSample();
  const [asked, setAsked] = useKept<SampleBody | null>('asked', null);
  const [problem, setProblem] = useState<string | null>(null);
  const { draft } = useDraft();
  const ask = (): void => {
    const read = bodyOf(sample);
    setProblem('problem' in read ? read.problem : null);
    if ('body' in read) setAsked(read.body);
  };
  return (
    <div className="stack">
      <Card title="Sample">
        <SampleForm sample={sample} problem={problem} onChange={setSample} onAsk={ask} />
      </Card>
      {asked === null ? (
        <p className="soft">
          Nothing is recorded, and the sample is kept nowhere but in this page.
        </p>
      ) : (
        <UnderBoth body={asked} draft={draft.text} />
      )}
    </div>
  );
}
