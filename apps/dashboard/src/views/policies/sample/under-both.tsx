import type { AnswerOf } from '@safeai/client';
import type { ReactNode } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Explanation } from '../../../ui/explanation.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RuleLink } from '../../../ui/rule-link.tsx';
import { ACTION_WORDS, Verdict } from '../../../ui/verdict.tsx';
import { shortRevision } from '../../../data/revision.ts';
import type { SampleBody } from './sample-body.ts';

type Explained = AnswerOf<'policies_explain'>;

interface UnderBothProps {
  readonly body: SampleBody;
  /** Empty: there is none. */
  readonly draft: string;
}

/** A sample under the rules in force and under the draft, beside each other. */
export function UnderBoth({ body, draft }: UnderBothProps) {
  const hasDraft = draft.trim() !== '';
  const now = useRoute('policies_explain', { body });
  const then = useRoute('policies_explain', { body: { ...body, draft } }, { enabled: hasDraft });
  return (
    <div className="stack" aria-live="polite">
      {hasDraft && now.data !== undefined && then.data !== undefined ? (
        <Comparison now={now.data} then={then.data} />
      ) : null}
      <div className={hasDraft ? 'policies-both' : undefined}>
        <Card title="Under the rules in force">
          <Answer of={now} label="Asking the rules in force">
            {(answer) => (
              <Result
                answer={answer}
                whose="under the rules in force"
                rule={(name) => <RuleLink name={name} />}
              />
            )}
          </Answer>
        </Card>
        {hasDraft ? (
          <Card title="Under the draft">
            <Answer of={then} label="Asking the draft">
              {(answer) => <Result answer={answer} whose="under the draft" />}
            </Answer>
          </Card>
        ) : null}
      </div>
    </div>
  );
}

function Comparison({ now, then }: { readonly now: Explained; readonly then: Explained }) {
  const [before, after] = [now.decision, then.decision];
  if (before.action !== after.action) {
    return (
      <Notice
        tone="warning"
        title={`The draft decides otherwise: ${ACTION_WORDS[before.action]} now, ${ACTION_WORDS[after.action]} then`}
      />
    );
  }
  return (
    <Notice
      title={
        before.policy_name === after.policy_name
          ? 'The draft decides the same, by the same rule'
          : 'The draft decides the same, by another rule'
      }
    />
  );
}

interface ResultProps {
  readonly answer: Explained;
  /** Which rules were asked. */
  readonly whose: string;
  readonly rule?: (name: string) => ReactNode;
}

function Result({ answer, whose, rule }: ResultProps) {
  const { decision, detections, explanation } = answer;
  const { action, reason, policy_name, would_have } = decision;
  return (
    <div className="stack">
      <dl className="facts">
        <dt>Verdict</dt>
        <dd>
          <Verdict action={action} />
        </dd>
        <dt>Rule</dt>
        <dd>
          {policy_name === null
            ? 'the default action'
            : (rule?.(policy_name) ?? <Foreign text={policy_name} mono />)}
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
        <dt>Found</dt>
        <dd>
          {detections.length === 0 ? (
            'nothing'
          ) : (
            <ul className="row">
              {[...new Set(detections.map(({ type }) => type))].map((type) => (
                <li key={type} className="pill">
                  <Foreign text={type} mono />
                </li>
              ))}
            </ul>
          )}
        </dd>
        <dt>Tenant</dt>
        <dd>
          <Foreign text={explanation.tenant_id} />
        </dd>
        <dt>Revision</dt>
        <dd>
          <code>{shortRevision(explanation.policy_revision)}</code>
        </dd>
      </dl>
      <Explanation of={explanation} whose={whose} {...(rule === undefined ? {} : { rule })} />
    </div>
  );
}
