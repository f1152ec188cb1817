import { Link } from 'wouter';
import { countWords } from '../../../ui/figures.ts';
import { ruleActionWords } from '../../../ui/rule-action.tsx';
import { Time } from '../../../ui/time.tsx';
import type { PolicyRule } from './policy-rule.ts';
import { recordsPath } from './rule-address.ts';
import type { Hits } from './rule-hits.ts';

interface HitCellProps {
  readonly rule: PolicyRule;
  /** Absent while it is counted. */
  readonly hits: Hits | undefined;
  /** Another rule is called so too, of another tenant: both are counted. */
  readonly isShared: boolean;
}

/** How often a rule decided, with the way to the records; of a shadow rule, how often it would have. */
export function HitCell({ rule, hits, isShared }: HitCellProps) {
  if (hits === undefined) return <span className="soft">…</span>;
  if (hits.count === 0) return <span className="soft">0</span>;
  const count = countWords(hits.count);
  return (
    <span className="policies-hits">
      <Link href={recordsPath(rule)}>
        {count}
        {rule.mode === 'shadow' ? ` × would ${ruleActionWords(rule.action).toLowerCase()}` : null}
        <span className="unseen"> decisions in the audit log</span>
      </Link>
      {isShared ? <span className="small soft">with its namesakes</span> : null}
      <span className="small soft">
        <Time at={hits.lastTs} form="ago" />
      </span>
    </span>
  );
}
