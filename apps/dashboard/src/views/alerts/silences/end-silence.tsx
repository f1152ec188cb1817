import type { AnswerOf } from '@safeai/client';
import { useChange } from '../../../data/use-change.ts';
import { Confirm } from '../../../ui/confirm.tsx';
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
    <Confirm
      title="End the silence?"
      about="What still goes on of it is told at once."
      verb="End it"
      back="Keep it"
      isBusy={end.isPending}
      error={end.error}
      onClose={onClose}
      onConfirm={() => {
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
      <SilenceAbout of={silence} />
    </Confirm>
  );
}
