import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useRoute } from '../../data/use-route.ts';
import { useMay } from '../../session/session-context.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Foreign } from '../../ui/foreign.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { Result } from './result/result.tsx';
import { placeIn, queryOf, type Trial } from './trying/trial.ts';
import { TrialForm } from './trying/trial-form.tsx';
import { useTrial } from './trying/use-trial.ts';
import './playground.css';

/** What detectors and rules make of a text. The text is nowhere but on the page, and gone when it is left. */
export default function Playground() {
  const [query, setQuery] = useSearchParams();
  const [names, setNames] = useState({ tool: '', agent: '', tenant: '' });
  const { tried, problem, error, isBusy, run, forget } = useTrial();
  const trial: Trial = { ...placeIn(query), ...names };
  const change = ({ surface, format, ...rest }: Trial): void => {
    setNames(rest);
    if (surface !== trial.surface || format !== trial.format)
      setQuery(queryOf({ surface, format }), { replace: true });
  };
  return (
    <>
      <ViewHead title="Playground" />
      <Card title="Try a text">
        <TrialForm
          trial={trial}
          problem={problem}
          isBusy={isBusy}
          onChange={change}
          onRun={run}
          onForget={forget}
        />
      </Card>
      <div className="stack" aria-busy={isBusy}>
        {error === null ? null : <ErrorPanel error={error} />}
        {tried === null ? <BeforeFirst /> : <Result tried={tried} />}
      </div>
    </>
  );
}

function BeforeFirst() {
  return (
    <div className="stack soft small">
      <p>
        Trying records nothing and asks nobody. The text goes to this server alone; it is in no
        address and in no storage, and gone when you leave this page.
      </p>
      <OfPlugins />
    </div>
  );
}

/** What looks at the text besides the shipped detectors. */
function OfPlugins() {
  const may = useMay();
  const { data } = useRoute('plugins', {}, { enabled: may('plugins') });
  const loaded = (data?.plugins ?? []).filter(
    ({ state, detectors }) => state === 'loaded' && detectors.length > 0,
  );
  if (loaded.length === 0) return null;
  return (
    <p className="row">
      Besides the shipped detectors, those of plugins look at it:
      {loaded.flatMap(({ name, detectors }) =>
        detectors.map((detector) => (
          <span className="pill" key={`${name ?? ''} ${detector}`}>
            <Foreign text={detector} most={60} mono />
          </span>
        )),
      )}
    </p>
  );
}
