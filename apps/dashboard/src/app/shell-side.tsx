import { Link } from 'wouter';
import { useMay } from '../session/session-context.ts';
import { Icon } from '../ui/icon.tsx';
import { usePendingCount } from './pending-count.ts';
import { VIEWS } from './views.ts';

interface ShellSideProps {
  /** The view that is shown. */
  readonly chosen: string | undefined;
  /** On narrow screens, where it is a menu. */
  readonly isOpen: boolean;
}

/** Where one can go: the views that the user's role opens. */
export function ShellSide({ chosen, isOpen }: ShellSideProps) {
  const may = useMay();
  const pending = usePendingCount();
  return (
    <nav className="side" id="side" aria-label="Views" data-open={isOpen}>
      <ul>
        {VIEWS.filter(({ needs }) => may(needs)).map(({ id, path, title }) => (
          <li key={id}>
            <Link href={path} aria-current={id === chosen ? 'page' : undefined}>
              <Icon name={id} />
              {title}
              {id === 'approvals' && pending > 0 ? (
                <span className="count">
                  {pending}
                  <span className="unseen"> waiting</span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
