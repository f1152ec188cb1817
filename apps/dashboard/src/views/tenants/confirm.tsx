import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';

interface ConfirmProps {
  readonly title: ReactNode;
  /** What follows from it. */
  readonly about: ReactNode;
  /** What the button says. */
  readonly verb: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly isDanger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is changed that is not changed back by itself. */
export function Confirm({
  title,
  about,
  verb,
  isBusy,
  error,
  isDanger = true,
  onConfirm,
  onClose,
}: ConfirmProps) {
  return (
    <Dialog title={title} about={about} onClose={onClose}>
      {error === null ? null : <ErrorPanel error={error} />}
      <div className="row">
        <Button kind={isDanger ? 'danger' : 'primary'} busy={isBusy} onClick={onConfirm}>
          {verb}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </Dialog>
  );
}
