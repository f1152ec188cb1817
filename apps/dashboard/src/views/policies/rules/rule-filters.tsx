import { RULE_ACTION_NAMES, ruleActionWords } from '../../../ui/rule-action.tsx';
import { shownText } from '../../../ui/shown-text.ts';
import type { PolicyRule } from './policy-rule.ts';
import { isFiltered, type RuleFilter } from './rule-filter.ts';
import { Button } from '../../../ui/button.tsx';

interface RuleFiltersProps {
  readonly filter: RuleFilter;
  readonly rules: readonly PolicyRule[];
  readonly onChange: (filter: RuleFilter) => void;
}

const ANY = ['', 'Any'] as const;
const BOUNDARIES = ['input', 'action', 'output', 'memory'].map((each) => [each, each] as const);
const MODES = ['enforce', 'shadow'].map((each) => [each, each] as const);
const ACTIONS = RULE_ACTION_NAMES.map((each) => [each, ruleActionWords(each)] as const);

/** Which rules are shown. */
export function RuleFilters({ filter, rules, onChange }: RuleFiltersProps) {
  const tenants = [...new Set(rules.flatMap(({ tenant_id }) => tenant_id ?? []))].sort();
  const change = (part: keyof RuleFilter) => (value: string) => {
    onChange({ ...filter, [part]: value });
  };
  return (
    <div className="row policies-filters" role="search" aria-label="Filter the rules">
      <input
        className="input policies-filter-text"
        type="search"
        data-search
        aria-label="Filter by name, tag, tool, agent or reason"
        placeholder="Name, tag, tool, agent…"
        value={filter.text}
        onChange={({ target }) => {
          change('text')(target.value);
        }}
      />
      <Choice
        label="Boundary"
        of={BOUNDARIES}
        value={filter.boundary}
        onChange={change('boundary')}
      />
      <Choice label="Action" of={ACTIONS} value={filter.action} onChange={change('action')} />
      <Choice label="Mode" of={MODES} value={filter.mode} onChange={change('mode')} />
      {tenants.length === 0 ? null : (
        <Choice
          label="Holds for"
          of={tenants.map((id) => [id, shownText(id, 40).text] as const)}
          value={filter.tenant}
          onChange={change('tenant')}
        />
      )}
      {isFiltered(filter) ? (
        <Button
          kind="quiet"
          icon="close"
          onClick={() => {
            onChange({ text: '', boundary: '', action: '', mode: '', tenant: '' });
          }}
        >
          Clear
        </Button>
      ) : null}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly of: readonly (readonly [string, string])[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, of, value, onChange }: ChoiceProps) {
  return (
    <label className="row policies-choice">
      <span className="soft small">{label}</span>
      <select
        className="input"
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      >
        {[ANY, ...of].map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
