import { Code } from '../../../ui/code.tsx';
import { Drawer } from '../../../ui/dialog.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Findings } from './findings.tsx';
import { findingsOf, type LintFinding, type PolicyRule } from './policy-rule.ts';
import { ruleAt } from './rule-address.ts';
import { RuleFacts } from './rule-facts.tsx';
import { RuleForTenant } from './rule-for-tenant.tsx';
import { RuleHistory } from './rule-history.tsx';
import { rulesYaml } from './rule-yaml.ts';

interface RuleDrawerProps {
  /** Below the view. */
  readonly path: string;
  readonly rules: readonly PolicyRule[];
  readonly lint: readonly LintFinding[];
  readonly onClose: () => void;
}

/** Everything about one rule in force. */
export default function RuleDrawer({ path, rules, lint, onClose }: RuleDrawerProps) {
  const [, , name = '', tenant] = path.split('/');
  const rule = ruleAt(rules, name, tenant === '' ? undefined : tenant);
  if (rule === undefined) {
    return (
      <Drawer title="No such rule" onClose={onClose}>
        <Notice tone="warning" title="No rule in force is called that">
          <p>
            <Foreign text={decoded(name)} mono /> may be of an earlier revision, of another tenant,
            or not a rule but a limit or a contract.
          </p>
        </Notice>
      </Drawer>
    );
  }
  const findings = findingsOf(rule, lint);
  return (
    <Drawer title={<Foreign text={rule.name} mono />} onClose={onClose}>
      <div className="stack">
        <RuleFacts rule={rule} place={rules.indexOf(rule) + 1} of={rules.length} />
        {findings.length === 0 ? null : (
          <section className="stack">
            <h3>What lint says</h3>
            <Findings findings={findings.map((finding) => ({ ...finding, rule: null }))} />
          </section>
        )}
        <RuleHistory rule={rule} />
        <RuleForTenant rule={rule} rules={rules} />
        <section className="stack">
          <h3>As the file writes it</h3>
          <Code label="The rule as YAML" text={rulesYaml([rule])} />
        </section>
      </div>
    </Drawer>
  );
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
