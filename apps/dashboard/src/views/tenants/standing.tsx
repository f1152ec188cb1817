import { Icon } from '../../ui/icon.tsx';
import type { Standing } from './standing-of.ts';

/** A standing in words. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  serves: 'Serves',
  expired: 'Expired',
  revoked: 'Revoked',
};

const ICONS = { serves: 'allow', expired: 'pending_approval', revoked: 'block' } as const;

/** A standing: by a sign, by a word and by colour. */
export function StandingPill({ standing }: { readonly standing: Standing }) {
  return (
    <span className="pill" {...(standing === 'serves' ? { 'data-tone': 'good' } : {})}>
      <Icon name={ICONS[standing]} size={13} />
      {STANDING_WORDS[standing]}
    </span>
  );
}
