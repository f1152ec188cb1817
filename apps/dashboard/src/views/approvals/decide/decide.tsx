import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useServerTime } from '../time/use-seconds-left.ts';
import { DecideForm } from './decide-form.tsx';
import type { Verb } from './may-decide.ts';

interface DecideProps {
  readonly verb: Verb;
  readonly id: string;
  readonly onClose: () => void;
}

const TITLES: Readonly<Record<Verb, string>> = {
  approve: 'Approve this call?',
  deny: 'Deny this call?',
  cancel: 'Withdraw this request?',
};

/** Asks whether it is meant, and what to write; shows what it is about as the server has it now. */
export default function Decide({ verb, id, onClose }: DecideProps) {
  const request = useRoute('approval', { params: { id } });
  useServerTime(request.data?.server_time, request.dataUpdatedAt);
  return (
    <Dialog title={TITLES[verb]} onClose={onClose} size="wide">
      <Answer of={request} label="Loading the request">
        {(data) => <DecideForm verb={verb} request={data} onClose={onClose} />}
      </Answer>
    </Dialog>
  );
}
