import { Close, Content, Description, Portal, Root, Title } from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
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
  return (
    <Layer onClose={onClose}>
      <Content
        className="dialog"
        data-size={size}
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
  return (
    <Layer onClose={onClose}>
      <Content className="drawer" aria-describedby={undefined}>
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
