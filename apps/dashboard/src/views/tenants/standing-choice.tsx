import { useSearchParams } from 'wouter';
import { STANDING_WORDS } from './standing.tsx';
import { STANDINGS, type Standing } from './standing-of.ts';

/** Which of a list are shown, as the address has it; null for all. */
export function useStandingChoice(): Standing | null {
  const [query] = useSearchParams();
  return STANDINGS.find((each) => each === query.get('state')) ?? null;
}

/** Chooses which of a list are shown. */
export function StandingChoice() {
  const [, setQuery] = useSearchParams();
  const chosen = useStandingChoice();
  return (
    <label className="row">
      <span className="soft small">State</span>
      <select
        className="input tenants-choice"
        value={chosen ?? ''}
        onChange={({ target }) => {
          setQuery(target.value === '' ? {} : { state: target.value }, { replace: true });
        }}
      >
        <option value="">All</option>
        {STANDINGS.map((each) => (
          <option key={each} value={each}>
            {STANDING_WORDS[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
