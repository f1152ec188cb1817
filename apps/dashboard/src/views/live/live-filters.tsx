import { ACTION_WORDS, ACTIONS } from '../../ui/verdict.tsx';
import { Button } from '../../ui/button.tsx';
import { EVERYTHING, FAMILIES, isNarrowed, type Family, type FeedFilter } from './feed-filter.ts';
import { SettledInput } from './settled-input.tsx';

interface LiveFiltersProps {
  readonly filter: FeedFilter;
  /** @param isTyped it changes with what is typed: no step to go back to */
  readonly onChange: (filter: FeedFilter, isTyped: boolean) => void;
}

/** Which events are shown. */
export function LiveFilters({ filter, onChange }: LiveFiltersProps) {
  const { families } = filter;
  const toggle = (family: Family): void => {
    const isChosen = families.includes(family);
    const next = isChosen ? families.filter((each) => each !== family) : [...families, family];
    onChange({ ...filter, families: next }, false);
  };
  return (
    <div className="live-filters" role="search" aria-label="Narrow the feed">
      <div className="live-families" role="group" aria-label="Kinds of events">
        {(Object.keys(FAMILIES) as Family[]).map((family) => (
          <button
            key={family}
            type="button"
            className="live-family"
            aria-pressed={families.includes(family)}
            onClick={() => {
              toggle(family);
            }}
          >
            {FAMILIES[family]}
          </button>
        ))}
      </div>
      <div className="row">
        <SettledInput
          isSearch
          label="Words in the event"
          placeholder="Rule, tool, id, any word…"
          value={filter.text}
          onSettle={(text) => {
            onChange({ ...filter, text }, true);
          }}
        />
        <SettledInput
          label="Agent"
          placeholder="Agent"
          value={filter.agent}
          onSettle={(agent) => {
            onChange({ ...filter, agent }, true);
          }}
        />
        <select
          className="input live-action"
          aria-label="Verdict"
          value={filter.action}
          onChange={({ target }) => {
            onChange({ ...filter, action: target.value }, false);
          }}
        >
          <option value="">Any verdict</option>
          {ACTIONS.map((action) => (
            <option key={action} value={action}>
              {ACTION_WORDS[action]}
            </option>
          ))}
        </select>
        {isNarrowed(filter) ? (
          <Button
            kind="quiet"
            icon="close"
            onClick={() => {
              onChange(EVERYTHING, false);
            }}
          >
            Clear
          </Button>
        ) : null}
      </div>
    </div>
  );
}
