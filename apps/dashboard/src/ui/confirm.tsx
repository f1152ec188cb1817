import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorPanel } from './error-panel.tsx';

interface ConfirmProps {
  readonly title: ReactNode;
  /** What follows from it. */
  readonly about: ReactNode;
  /** What the button says. */
  readonly verb: ReactNode;
  /** What the other button says. */
  readonly back?: string;
  readonly isBusy?: boolean;
  readonly error?: Error | null;
  readonly isDanger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What it is about, where a sentence does not say it. */
  readonly children?: ReactNode;
}

/** Asks before something is changed that is not changed back by itself. */
export function Confirm({
  title,
  about,
  verb,
  back = 'Cancel',
  isBusy = false,
  error = null,
  isDanger = true,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) {
  return (
    <Dialog title={title} about={about} onClose={onClose}>
      {children}
      {error === null ? null : <ErrorPanel error={error} />}
      <div className="row">
        <Button kind={isDanger ? 'danger' : 'primary'} busy={isBusy} onClick={onConfirm}>
          {verb}
        </Button>
        <Button onClick={onClose}>{back}</Button>
      </div>
    </Dialog>
  );
}
