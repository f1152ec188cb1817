import { Anchor, Content, Portal, Root } from '@radix-ui/react-popover';

/** The words of an element, beside it. */
export default function TooltipLayer({ target }: { readonly target: Element }) {
  const says = target.getAttribute('data-tip') ?? '';
  if (says === '' || !target.isConnected) return null;
  return (
    <Root open>
      <Anchor virtualRef={{ current: target }} />
      <Portal>
        <Content
          className="tooltip"
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={stay}
          onCloseAutoFocus={stay}
          onEscapeKeyDown={stay}
        >
          {says}
        </Content>
      </Portal>
    </Root>
  );
}

/** The focus stays where it is; Escape is heard by who shows this, and takes the tooltip away first. */
function stay(event: Event): void {
  event.preventDefault();
}
