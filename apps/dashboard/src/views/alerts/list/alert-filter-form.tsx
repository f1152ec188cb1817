import { useState } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { Button } from '../../../ui/button.tsx';
import { SEVERITIES, type AlertFilter } from '../alert.ts';
import { severityWords } from '../severity.tsx';

interface AlertFilterFormProps {
  readonly filter: AlertFilter;
  readonly onNarrow: (filter: AlertFilter) => void;
}

/** Narrows the list to a severity, and to a rule. */
export function AlertFilterForm({ filter, onNarrow }: AlertFilterFormProps) {
  const [rule, setRule] = useState(filter.rule);
  const rules = useRoute('alerts_rules').data?.rules ?? [];
  return (
    <form
      className="row"
      role="search"
      aria-label="Narrow the list"
      onSubmit={(event) => {
        event.preventDefault();
        onNarrow({ ...filter, rule: rule.trim() });
      }}
    >
      <label>
        <span className="unseen">Severity</span>
        <select
          className="input"
          value={filter.severity ?? ''}
          onChange={({ target }) => {
            const severity = SEVERITIES.find((each) => each === target.value) ?? null;
            onNarrow({ ...filter, severity });
          }}
        >
          <option value="">Every severity</option>
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {severityWords(severity)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="unseen">Rule</span>
        <input
          className="input"
          type="search"
          placeholder="Every rule"
          list="alerts-rules"
          maxLength={256}
          data-search
          value={rule}
          onChange={({ target }) => {
            setRule(target.value);
          }}
        />
      </label>
      <datalist id="alerts-rules">
        {rules.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Button type="submit">Narrow</Button>
    </form>
  );
}
