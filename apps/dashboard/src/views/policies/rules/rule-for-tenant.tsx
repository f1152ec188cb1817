import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { useSession } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { shownText } from '../../../ui/shown-text.ts';
import { Verdict } from '../../../ui/verdict.tsx';
import { sampleOf, type SampleBody } from '../sample/sample-body.ts';
import { useSample } from '../sample/sample.ts';
import type { PolicyRule } from './policy-rule.ts';
import { samplesOf } from './rule-sample.ts';

interface RuleForTenantProps {
  readonly rule: PolicyRule;
  readonly rules: readonly PolicyRule[];
}

/** What the server says of the rule where a tenant has rules of its own: whether it decides, and what takes its place. */
export function RuleForTenant({ rule, rules }: RuleForTenantProps) {
  const id = useId();
  const session = useSession();
  const tenants = tenantsOf(rule, rules, session);
  const [chosen, setChosen] = useState('');
  const tenant = tenants.includes(chosen) ? chosen : (tenants[0] ?? 'default');
  return (
    <section className="stack">
      <div className="spread">
        <h3>Effective for a tenant</h3>
        <label className="row" htmlFor={id}>
          <span className="soft small">Tenant</span>
          <select
            id={id}
            className="input policies-tenant"
            value={tenant}
            onChange={({ target }) => {
              setChosen(target.value);
            }}
          >
            {tenants.map((each) => (
              <option key={each} value={each}>
                {shownText(each, 60).text}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="small soft">
        Asked of the rules in force, with samples that it covers by name. What it asks of parameters
        or times is not in them.
      </p>
      <ul className="stack">
        {samplesOf(rule, tenant).map((sample, index) => (
          <li key={`${tenant} ${index}`}>
            <Effect rule={rule} sample={sample} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Effect({ rule, sample }: { readonly rule: PolicyRule; readonly sample: SampleBody }) {
  const [, go] = useLocation();
  const [, setSample] = useSample();
  const answer = useRoute('policies_explain', { body: sample });
  return (
    <Answer of={answer} label="Asking the rules" lines={1}>
      {({ decision, explanation }) => {
        const mine = explanation.tags
          .flatMap(({ candidates }) => candidates)
          .find((candidate) => candidate.rule === rule.name);
        return (
          <div className="policies-effect">
            <p className="row">
              <Foreign text={wordsOf(sample)} mono />
              <Verdict action={decision.action} />
              <span className="soft">by</span>
              <Foreign text={decision.policy_name ?? 'the default action'} mono />
            </p>
            <div className="spread small">
              <span>
                {mine === undefined ? (
                  'This rule is not asked.'
                ) : (
                  <>
                    This rule: <Foreign text={mine.why} most={400} />
                  </>
                )}
              </span>
              <Button
                kind="quiet"
                onClick={() => {
                  setSample(sampleOf(sample));
                  go('/explain');
                }}
              >
                Explain
              </Button>
            </div>
          </div>
        );
      }}
    </Answer>
  );
}

function wordsOf({ boundary, direction, data_tags, tool_name, agent_id }: SampleBody): string {
  return [boundary, direction, data_tags?.join(' '), tool_name, agent_id]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** Tenants that it may differ for: the rule's own alone, or those with rules, and the default one. */
function tenantsOf(
  { tenant_id }: PolicyRule,
  rules: readonly PolicyRule[],
  { tenant, tenants }: ReturnType<typeof useSession>,
): readonly string[] {
  if (tenant_id !== undefined) return [tenant_id];
  if (tenant !== '') return [tenant];
  const known = [...rules.flatMap((rule) => rule.tenant_id ?? []), ...tenants];
  const seesAll = tenants.includes('*');
  return [...new Set([...known, ...(seesAll ? ['default'] : [])])]
    .filter((id) => id !== '*')
    .sort();
}
