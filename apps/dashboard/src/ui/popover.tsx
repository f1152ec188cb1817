import { Content, Portal, Root, Trigger } from '@radix-ui/react-popover';
import type { ReactElement, ReactNode } from 'react';

interface PopoverProps {
  /** What opens it: a button. */
  readonly children: ReactElement;
  /** What is in it. */
  readonly label: string;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly content: ReactNode;
}

/** Some controls beside what opens them. Not modal: the library would put a style into the page. */
export function Popover({ children, label, isOpen, onOpen, content }: PopoverProps) {
  return (
    <Root open={isOpen} onOpenChange={onOpen}>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content
          className="popover"
          aria-label={label}
          sideOffset={6}
          align="end"
          collisionPadding={8}
        >
          {content}
        </Content>
      </Portal>
    </Root>
  );
}
