import { useMay } from '../session/session-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { VIEWS } from './views.ts';

const KEYS: readonly [string, string][] = [
  ['Ctrl K or ⌘ K', 'Command palette'],
  ['/', 'To the search of the view'],
  ['j, k', 'Next and previous of a list'],
  ['Enter', 'Open what is chosen'],
  ['Esc', 'Close what is open'],
  ['a, d', 'Approve or deny the request that is chosen'],
  ['Space', 'Pause or go on with the live feed'],
  ['?', 'This help'],
];

/** Which keys do what. */
export default function Help({ onClose }: { readonly onClose: () => void }) {
  const may = useMay();
  const views = VIEWS.filter(({ needs }) => may(needs)).map(
    ({ letter, title }): [string, string] => [`g ${letter}`, title],
  );
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="facts">
        {[...KEYS, ...views].map(([keys, does]) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="small">
        The routes behind this page: <a href="/docs">/docs</a>.
      </p>
    </Dialog>
  );
}
