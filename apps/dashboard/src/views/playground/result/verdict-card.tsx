import { Link } from 'wouter';
import { decisionAddress } from '../../../data/audit-address.ts';
import { Card } from '../../../ui/card.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Verdict } from '../../../ui/verdict.tsx';
import type { Tried } from '../trying/use-trial.ts';
import { RuleLink } from '../../../ui/rule-link.tsx';

const DURATION = new Intl.NumberFormat('en', {
  style: 'unit',
  unit: 'millisecond',
  maximumSignificantDigits: 3,
});

/** What was decided, by which rule, whether that is on record, and how long it took. */
export function VerdictCard({ tried }: { readonly tried: Tried }) {
  const { judged, isRecorded, tookMs } = tried;
  const { action, reason, policy_name, reason_code, would_have, decision_id } = judged.decision;
  const found = judged.detections.length;
  return (
    <Card
      title={isRecorded ? 'What was decided' : 'What would be decided'}
      actions={
        isRecorded ? (
          <span className="pill" data-tone="warning">
            On record
          </span>
        ) : (
          <span className="pill">Nothing was recorded</span>
        )
      }
    >
      <p className="unseen" role="status">
        {found === 1 ? '1 finding' : `${countWords(found)} findings`}. <Verdict action={action} />
      </p>
      <dl className="facts">
        <dt>Verdict</dt>
        <dd>
          <Verdict action={action} />
        </dd>
        <dt>Rule</dt>
        <dd>
          {policy_name === null ? (
            'the default action'
          ) : reason_code === undefined ? (
            <RuleLink name={policy_name} />
          ) : (
            <Foreign text={policy_name} mono />
          )}
        </dd>
        <dt>Reason</dt>
        <dd>
          <Foreign text={reason} most={600} />
        </dd>
        {would_have === undefined ? null : (
          <>
            <dt>In shadow</dt>
            <dd className="row">
              <Verdict action={would_have.action} /> by{' '}
              <Foreign text={would_have.policy_name} mono />
            </dd>
          </>
        )}
        {isRecorded ? (
          <>
            <dt>Decision</dt>
            <dd>
              <Link href={decisionAddress(decision_id)}>
                <code>{decision_id}</code>
              </Link>
            </dd>
          </>
        ) : null}
        <dt>Took</dt>
        <dd>{DURATION.format(tookMs)}, there and back, as this page measured it</dd>
      </dl>
    </Card>
  );
}
