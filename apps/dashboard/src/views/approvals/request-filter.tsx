import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

interface RequestFilterProps {
  readonly tool: string;
  readonly agent: string;
  readonly onNarrow: (names: { readonly tool: string; readonly agent: string }) => void;
}

/** Longest name of a tool or an agent, in UTF-16 code units. */
const MOST = 256;

/** Narrows the list to a tool and an agent, by their whole names. */
export function RequestFilterForm({ tool, agent, onNarrow }: RequestFilterProps) {
  const [names, setNames] = useState({ tool, agent });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onNarrow({ tool: names.tool.trim(), agent: names.agent.trim() });
  };
  const isNarrowed = tool !== '' || agent !== '';
  return (
    <form className="approvals-filter" role="search" aria-label="Requests" onSubmit={submit}>
      {(['tool', 'agent'] as const).map((name) => (
        <Field key={name} label={name === 'tool' ? 'Tool' : 'Agent'} isLabelUnseen>
          {(field) => (
            <input
              {...field}
              {...(name === 'tool' ? { 'data-search': '' } : {})}
              placeholder={name === 'tool' ? 'Tool' : 'Agent'}
              maxLength={MOST}
              autoComplete="off"
              spellCheck={false}
              value={names[name]}
              onChange={({ target }) => {
                setNames({ ...names, [name]: target.value });
              }}
            />
          )}
        </Field>
      ))}
      <Button type="submit" icon="filter">
        Narrow
      </Button>
      {isNarrowed ? (
        <Button
          kind="quiet"
          onClick={() => {
            setNames({ tool: '', agent: '' });
            onNarrow({ tool: '', agent: '' });
          }}
        >
          Show all
        </Button>
      ) : null}
    </form>
  );
}
