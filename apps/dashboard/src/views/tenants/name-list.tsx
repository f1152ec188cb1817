import { Foreign } from '../../ui/foreign.tsx';

interface NameListProps {
  readonly names: readonly string[] | null;
  /** Said for `*`, and for no list at all. */
  readonly all: string;
}

/** Most names that are shown. */
const MOST = 8;

/** Some names, one beside the other. */
export function NameList({ names, all }: NameListProps) {
  if (names === null || names.includes('*')) return <span>{all}</span>;
  if (names.length === 0) return <span className="soft">–</span>;
  return (
    <ul className="row">
      {names.slice(0, MOST).map((name) => (
        <li key={name} className="pill">
          <Foreign text={name} most={60} />
        </li>
      ))}
      {names.length > MOST ? <li className="soft small">{names.length - MOST} more</li> : null}
    </ul>
  );
}
