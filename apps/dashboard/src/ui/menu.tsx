import {
  Content,
  Item,
  Label,
  Portal,
  Root,
  Separator,
  Trigger,
} from '@radix-ui/react-dropdown-menu';
import type { ReactElement, ReactNode } from 'react';

/** Something that a menu does. */
export interface MenuAction {
  readonly id: string;
  readonly label: ReactNode;
  readonly onChoose: () => void;
}

interface MenuProps {
  /** What opens it: a button. */
  readonly children: ReactElement;
  readonly label?: ReactNode;
  /** It was asked for before it was there. */
  readonly isOpenAtFirst?: boolean;
  readonly actions: readonly MenuAction[];
}

/** Some things to choose one of. Not modal: the library would put a style into the page, which the page's policy refuses. */
export function Menu({ children, label, isOpenAtFirst = false, actions }: MenuProps) {
  return (
    <Root modal={false} defaultOpen={isOpenAtFirst}>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content className="popover" sideOffset={6} align="end" collisionPadding={8}>
          {label === undefined ? null : (
            <>
              <Label className="menu-label">{label}</Label>
              <Separator />
            </>
          )}
          {actions.map(({ id, label: words, onChoose }) => (
            <Item className="menu-item" key={id} onSelect={onChoose}>
              {words}
            </Item>
          ))}
        </Content>
      </Portal>
    </Root>
  );
}
