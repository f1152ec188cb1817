import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface NoticeProps {
  readonly tone?: 'plain' | 'good' | 'warning' | 'bad';
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Said at once to who does not see it. */
  readonly isNews?: boolean;
}

/** A message that stays. */
export function Notice({ tone = 'plain', title, children, isNews = false }: NoticeProps) {
  const icon = tone === 'good' ? 'allow' : tone === 'plain' ? 'info' : 'warning';
  return (
    <div className="notice" data-tone={tone} role={isNews ? 'alert' : undefined}>
      <Icon name={icon} />
      <div className="notice-body">
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  );
}
