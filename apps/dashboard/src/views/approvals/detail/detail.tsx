import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Drawer } from '../../../ui/dialog.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import type { Verb } from '../decide/may-decide.ts';
import { useServerTime } from '../time/use-seconds-left.ts';
import { Compared } from './compared.tsx';
import { DetailHead } from './detail-head.tsx';
import { Facts } from './facts.tsx';
import { History } from './history.tsx';
import { Parameters } from './parameters.tsx';
import { Quorum } from './quorum.tsx';

interface DetailProps {
  readonly id: string;
  /** A question about it stands in front. */
  readonly isDeciding: boolean;
  readonly onDecide: (verb: Verb, id: string) => void;
  readonly onClose: () => void;
}

/** All that is known of one request. */
export default function Detail({ id, isDeciding, onDecide, onClose }: DetailProps) {
  const request = useRoute('approval', { params: { id } });
  useServerTime(request.data?.server_time, request.dataUpdatedAt);
  const tool = request.data?.tool_name;
  return (
    <Drawer
      title={tool === undefined ? 'Approval request' : <Foreign text={tool} most={80} />}
      onClose={onClose}
    >
      <Answer of={request} label="Loading the request" lines={8}>
        {(data) => (
          <div className="stack approvals-detail">
            <DetailHead
              request={data}
              hasKeys={!isDeciding}
              onDecide={(verb) => {
                onDecide(verb, id);
              }}
            />
            <Facts request={data} />
            <Compared request={data} />
            <Parameters request={data} />
            <Quorum request={data} />
            <History request={data} />
          </div>
        )}
      </Answer>
    </Drawer>
  );
}
