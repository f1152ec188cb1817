import { Link } from 'wouter';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { fullName, type LintFinding } from './policy-rule.ts';
import { rulePath } from './rule-address.ts';

interface FindingsProps {
  readonly findings: readonly LintFinding[];
  /** Rules are those in force, and have a page. */
  readonly isInForce?: boolean;
}

/** What looks like a mistake, and which rule it is about. */
export function Findings({ findings, isInForce = true }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="policies-findings">
      {findings.map(({ code, severity, rule, tenant_id, message }, index) => (
        <li key={index} data-severity={severity}>
          <Icon name={severity === 'warning' ? 'warning' : 'info'} />
          <div>
            <span className="unseen">{severity}: </span>
            <RuleName rule={rule} tenant={tenant_id} isInForce={isInForce} />
            <Foreign text={message} most={600} /> <code className="soft small">{code}</code>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface RuleNameProps {
  readonly rule: string | null;
  readonly tenant: string | null;
  readonly isInForce: boolean;
}

function RuleName({ rule, tenant, isInForce }: RuleNameProps) {
  if (rule === null) return null;
  const of = tenant ?? undefined;
  const name = fullName({ name: rule, ...(of === undefined ? {} : { tenant_id: of }) });
  return (
    <>
      {isInForce ? (
        <Link href={rulePath(rule, of)}>
          <Foreign text={name} mono />
        </Link>
      ) : (
        <Foreign text={name} mono />
      )}{' '}
    </>
  );
}
