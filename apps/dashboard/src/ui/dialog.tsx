import { Close, Content, Description, Portal, Root, Title } from '@radix-ui/react-dialog';
import { useState, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface LayerProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What it is about, in a sentence. */
  readonly about?: ReactNode;
}

/** A question in front of the page; Escape and a click beside it end it. */
export function Dialog({
  title,
  about,
  onClose,
  children,
  size = 'plain',
}: LayerProps & { readonly size?: 'plain' | 'wide' }) {
  const onCloseAutoFocus = useFocusBack();
  return (
    <Layer onClose={onClose}>
      <Content
        className="dialog"
        data-size={size}
        onCloseAutoFocus={onCloseAutoFocus}
        {...(about === undefined ? { 'aria-describedby': undefined } : {})}
      >
        <Title asChild>
          <h2>{title}</h2>
        </Title>
        {about === undefined ? null : <Description className="soft">{about}</Description>}
        {children}
        <CloseButton />
      </Content>
    </Layer>
  );
}

/** Details at the side of the page; Escape and a click beside them end it. */
export function Drawer({ title, onClose, children }: LayerProps) {
  const onCloseAutoFocus = useFocusBack();
  return (
    <Layer onClose={onClose}>
      <Content className="drawer" aria-describedby={undefined} onCloseAutoFocus={onCloseAutoFocus}>
        <div className="drawer-head">
          <Title asChild>
            <h2>{title}</h2>
          </Title>
        </div>
        <div className="drawer-body" tabIndex={-1}>
          {children}
        </div>
        <CloseButton />
      </Content>
    </Layer>
  );
}

/** The last in the order of the keyboard, so that the focus begins with what the layer is about. */
function CloseButton() {
  return (
    <Close className="button layer-close" data-kind="quiet" data-icon="" aria-label="Close">
      <Icon name="close" />
    </Close>
  );
}

/** Gives the focus back to what had it before: the library does so for its own triggers alone. */
function useFocusBack(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    const back = before?.isConnected === true ? before : document.getElementById('main');
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  };
}

/** The veil is plain: that of the library puts a style into the page, which the page's own policy refuses. */
function Layer({ onClose, children }: Pick<LayerProps, 'onClose' | 'children'>) {
  return (
    <Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Portal>
        <div className="veil" />
        {children}
      </Portal>
    </Root>
  );
}
