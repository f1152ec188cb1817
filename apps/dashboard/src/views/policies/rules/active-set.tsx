import { useState } from 'react';
import { Link } from 'wouter';
import { useChange } from '../../../data/use-change.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Findings } from './findings.tsx';
import { Reloaded } from '../../../ui/reloaded.tsx';
import { refusal } from '../../../session/refusal.ts';
import { shortRevision } from '../../../data/revision.ts';
import type { LintFinding, PolicyRule } from './policy-rule.ts';

interface ActiveSetProps {
  readonly revision: string;
  readonly rules: readonly PolicyRule[];
  readonly lint: readonly LintFinding[];
}

/** What is in force as a whole: its revision, how many rules, what lint says, and how it is read again. */
export function ActiveSet({ revision, rules, lint }: ActiveSetProps) {
  const may = useMay();
  const reload = useChange('policies_reload', [
    'policies',
    'policies_check',
    'policies_explain',
    'config',
    'audit_facets',
  ]);
  const [before, setBefore] = useState(revision);
  return (
    <Card
      title="Active set"
      actions={
        <Button
          icon="reload"
          busy={reload.isPending}
          refused={refusal('policies_reload', may)}
          onClick={() => {
            setBefore(revision);
            reload.mutate({ body: {} });
          }}
        >
          Reload
        </Button>
      }
    >
      <div className="stack">
        <dl className="facts policies-set">
          <dt>Revision</dt>
          <dd className="row">
            <code title={revision}>{shortRevision(revision)}</code>
            <CopyButton text={revision} label="Copy the whole revision" />
          </dd>
          <dt>Rules</dt>
          <dd>{originWords(rules)}</dd>
          <dt>Lint</dt>
          <dd>
            {lint.length === 0 ? 'Nothing looks like a mistake' : `${lint.length} to look at`}
          </dd>
        </dl>
        {reload.error === null ? null : <ErrorPanel error={reload.error} />}
        {reload.data === undefined ? null : <Reloaded before={before} answer={reload.data} />}
        <Findings findings={lint} />
        <p className="small soft">
          <Foreign text="safeai.yaml" mono /> says what is in force.{' '}
          <Link href="/draft">Write a draft</Link> to see what other rules would do.
        </p>
      </div>
    </Card>
  );
}

/** How many rules there are, and who wrote them. */
function originWords(rules: readonly PolicyRule[]): string {
  const count = (origin: PolicyRule['origin']): number =>
    rules.filter((rule) => rule.origin === origin).length;
  return `${rules.length}: ${count('operator')} of the operator, ${count('tenant')} of tenants, ${count('shipped')} shipped`;
}
