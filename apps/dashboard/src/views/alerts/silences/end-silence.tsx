import type { AnswerOf } from '@safeai/client';
import { useChange } from '../../../data/use-change.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { SilenceAbout } from './silence-about.tsx';

interface EndSilenceProps {
  readonly silence: AnswerOf<'alerts_silences'>[number];
  readonly onClose: () => void;
}

/** Asks whether a silence is to end. */
export function EndSilence({ silence, onClose }: EndSilenceProps) {
  const end = useChange('alerts_unsilence', ['alerts_silences', 'alerts']);
  const tell = useToast();
  return (
    <Dialog
      title="End the silence?"
      about="What still goes on of it is told at once."
      onClose={onClose}
    >
      <SilenceAbout of={silence} />
      {end.error === null ? null : <ErrorPanel error={end.error} />}
      <div className="row">
        <Button
          kind="danger"
          busy={end.isPending}
          onClick={() => {
            end.mutate(
              { params: { id: silence.id } },
              {
                onSuccess: () => {
                  tell({ title: 'The silence has ended' });
                  onClose();
                },
              },
            );
          }}
        >
          End it
        </Button>
        <Button onClick={onClose}>Keep it</Button>
      </div>
    </Dialog>
  );
}
