import { Content, Portal, Root, Trigger } from '@radix-ui/react-tooltip';
import type { ReactElement, ReactNode } from 'react';

interface TooltipProps {
  readonly says: ReactNode;
  /** Takes the focus, so that the keyboard finds it. */
  readonly children: ReactElement;
}

/** Words that show while the pointer or the focus is on something. */
export function Tooltip({ says, children }: TooltipProps) {
  return (
    <Root>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content className="tooltip" sideOffset={6} collisionPadding={8}>
          {says}
        </Content>
      </Portal>
    </Root>
  );
}
