import { Close, Content, Description, Portal, Root, Title } from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';

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
        <div className="spread">
          <Title asChild>
            <h2>{title}</h2>
          </Title>
          <Close asChild>
            <IconButton icon="close" label="Close" />
          </Close>
        </div>
        {about === undefined ? null : <Description className="soft">{about}</Description>}
        {children}
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
          <Close asChild>
            <IconButton icon="close" label="Close" />
          </Close>
        </div>
        <div className="drawer-body">{children}</div>
      </Content>
    </Layer>
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
