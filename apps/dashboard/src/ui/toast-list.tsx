import { Close, Description, Provider, Root, Title, Viewport } from '@radix-ui/react-toast';
import { IconButton } from './button.tsx';
import type { ToastMessage } from './toasts.tsx';

interface ToastListProps {
  readonly messages: readonly (ToastMessage & { readonly id: number })[];
  readonly onDrop: (id: number) => void;
}

const SHOWN_MS = 7_000;

/** Messages that go by themselves, the newest last. */
export default function ToastList({ messages, onDrop }: ToastListProps) {
  return (
    <Provider duration={SHOWN_MS} swipeDirection="right">
      {messages.map(({ id, title, text, tone = 'plain' }) => (
        <Root
          className="toast"
          data-tone={tone}
          key={id}
          onOpenChange={(open) => {
            if (!open) onDrop(id);
          }}
        >
          <div>
            <Title asChild>
              <strong>{title}</strong>
            </Title>
            {text === undefined ? null : <Description className="foreign">{text}</Description>}
          </div>
          <Close asChild>
            <IconButton icon="close" label="Close" />
          </Close>
        </Root>
      ))}
      <Viewport className="toasts" />
    </Provider>
  );
}
