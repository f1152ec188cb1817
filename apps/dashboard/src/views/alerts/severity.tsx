import { Icon } from '../../ui/icon.tsx';
import type { Severity } from './alert.ts';

const LOOKS = {
  info: { icon: 'info', tone: undefined, words: 'Info' },
  warning: { icon: 'flag', tone: 'warning', words: 'Warning' },
  error: { icon: 'warning', tone: 'bad', words: 'Error' },
  critical: { icon: 'block', tone: 'bad', words: 'Critical' },
} as const;

/** A severity in words. */
export function severityWords(severity: Severity): string {
  return LOOKS[severity].words;
}

/** How grave something is: by a sign, by words and by colour. */
export function SeverityPill({ severity }: { readonly severity: Severity }) {
  const { icon, tone, words } = LOOKS[severity];
  return (
    <span className="pill alerts-severity" data-tone={tone} data-severity={severity}>
      <Icon name={icon} size={13} />
      {words}
    </span>
  );
}
