import { Icon, type IconName } from '../../ui/icon.tsx';
import type { RequestStatus } from './request.ts';

/** What each status is called, and looks like. */
const STATUSES: Readonly<
  Record<RequestStatus, { words: string; icon: IconName; tone?: 'good' | 'warning' | 'bad' }>
> = {
  pending: { words: 'Waiting', icon: 'pending_approval', tone: 'warning' },
  approved: { words: 'Approved', icon: 'allow', tone: 'good' },
  denied: { words: 'Denied', icon: 'block', tone: 'bad' },
  expired: { words: 'Expired', icon: 'pending_approval' },
  consumed: { words: 'Used', icon: 'allow' },
  cancelled: { words: 'Withdrawn', icon: 'close' },
};

/** What a status is called. */
export function statusWords(status: RequestStatus): string {
  return STATUSES[status].words;
}

/** What became of a request: by a sign, by words and by colour. */
export function Status({ status }: { readonly status: RequestStatus }) {
  const { words, icon, tone } = STATUSES[status];
  return (
    <span className="pill" data-tone={tone}>
      <Icon name={icon} size={13} />
      {words}
    </span>
  );
}
