import {
  createContext,
  lazy,
  Suspense,
  useCallback,
  useContext,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { ErrorBoundary } from './error-boundary.tsx';

const ToastList = lazy(() => import('./toast-list.tsx'));

/** A message that goes by itself. */
export interface ToastMessage {
  readonly title: string;
  readonly text?: string;
  readonly tone?: 'plain' | 'good' | 'bad';
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Shows a message for some seconds. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext);
}

/** Most that are shown at once. */
const MOST = 4;

/** Where such messages are shown; what shows them is fetched with the first one. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [messages, setMessages] = useState<readonly (ToastMessage & { readonly id: number })[]>([]);
  const [isUsed, setUsed] = useState(false);
  const last = useRef(0);
  const show = useCallback((message: ToastMessage) => {
    const id = ++last.current;
    setUsed(true);
    setMessages((now) => [...now.slice(1 - MOST), { ...message, id }]);
  }, []);
  const drop = (id: number): void => {
    setMessages((now) => now.filter((each) => each.id !== id));
  };
  return (
    <>
      <ToastContext value={show}>{children}</ToastContext>
      <ErrorBoundary of="messages" instead={<Plain messages={messages} />}>
        <Suspense>{isUsed ? <ToastList messages={messages} onDrop={drop} /> : null}</Suspense>
      </ErrorBoundary>
    </>
  );
}

/** The last message, where the file that shows them did not come: they tell of that, often. */
function Plain({ messages }: { readonly messages: readonly ToastMessage[] }) {
  const last = messages.at(-1);
  if (last === undefined) return null;
  return (
    <div className="toasts" role="status">
      <div className="toast" data-tone={last.tone}>
        <div>
          <strong>{last.title}</strong>
          <p className="foreign">{last.text}</p>
        </div>
      </div>
    </div>
  );
}
