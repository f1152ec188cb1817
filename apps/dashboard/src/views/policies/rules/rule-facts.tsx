import type { ReactNode } from 'react';
import { durationWords } from '../../../ui/time-words.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { RuleAction } from '../../../ui/rule-action.tsx';
import type { PolicyRule } from './policy-rule.ts';

interface RuleFactsProps {
  readonly rule: PolicyRule;
  /** In the order of evaluation, from 1. */
  readonly place: number;
  readonly of: number;
}

/** All that a rule says. */
export function RuleFacts({ rule, place, of }: RuleFactsProps) {
  return (
    <dl className="facts">
      <Fact name="Action">
        <RuleAction action={rule.action} />
      </Fact>
      <Fact name="Mode">
        {rule.mode === 'shadow'
          ? 'shadow: it never decides, what it would do is on record'
          : 'enforce'}
      </Fact>
      <Fact name="Boundary">{rule.boundary.join(', ')}</Fact>
      <NamesFact name="Direction" names={rule.direction} />
      <NamesFact name="Tags" names={rule.data_tags} none="everything, tagged or not" />
      <NamesFact
        name="Tenant"
        names={rule.tenant_id === undefined ? undefined : [rule.tenant_id]}
      />
      <NamesFact name="Tools" names={rule.tools} />
      <NamesFact name="Agents" names={rule.agents} />
      <NamesFact name="Users" names={rule.users} />
      <NamesFact name="Models" names={rule.models} />
      <NamesFact
        name="When"
        names={Object.entries(rule.when ?? {}).map(
          ([field, condition]) => `${field} ${JSON.stringify(condition)}`,
        )}
      />
      <Fact name="Confidence">
        {rule.min_confidence === undefined ? null : `${rule.min_confidence} or more`}
      </Fact>
      <Fact name="Approval">
        {rule.approval === undefined ? null : approvalWords(rule.approval)}
      </Fact>
      <Fact name="Order">
        {place} of {of}, priority {rule.priority}
      </Fact>
      <Fact name="Origin">
        {rule.origin}
        {rule.locked === true ? ', locked: no other rule makes it milder' : ''}
      </Fact>
      <Fact name="Declared tags">
        {rule.trust_declared === true ? 'may make its decision milder' : null}
      </Fact>
      <Fact name="Reason">
        {rule.reason === undefined ? null : <Foreign text={rule.reason} most={1000} />}
      </Fact>
      <Fact name="Shown instead">
        {rule.fallback_template === undefined ? null : (
          <Foreign text={rule.fallback_template} most={1000} />
        )}
      </Fact>
      <NamesFact name="Controls" names={rule.controls} />
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface NamesFactProps {
  readonly name: string;
  readonly names: readonly string[] | undefined;
  /** Said where there are none. Without it nothing is. */
  readonly none?: string;
}

function NamesFact({ name, names = [], none }: NamesFactProps) {
  if (names.length === 0) return <Fact name={name}>{none ?? null}</Fact>;
  return (
    <Fact name={name}>
      <ul className="row">
        {names.map((each) => (
          <li key={each} className="pill">
            <Foreign text={each} mono />
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function approvalWords({
  ttl_ms,
  min_approvals,
  groups,
  escalate_after_ms,
  escalate_to,
}: NonNullable<PolicyRule['approval']>): ReactNode {
  const parts = [
    min_approvals === undefined ? '' : `${min_approvals} people`,
    ...(groups ?? []).map(({ role, count }) => `${count} × ${role}`),
    ttl_ms === undefined ? '' : `open for ${durationWords(ttl_ms)}`,
    escalate_after_ms === undefined ? '' : `escalated after ${durationWords(escalate_after_ms)}`,
  ].filter((part) => part !== '');
  return (
    <>
      {parts.join(', ')}
      {escalate_to === undefined ? null : (
        <>
          {' '}
          to <Foreign text={escalate_to} />
        </>
      )}
    </>
  );
}
