import { QueryClientContext } from '@tanstack/react-query';
import { Component, type ContextType, type ReactNode } from 'react';
import { NotShown } from './not-shown.tsx';

interface ErrorBoundaryProps {
  /** Another one begins afresh. */
  readonly of: string;
  /** Above what went wrong: the title of the page, where that fails too. */
  readonly head?: ReactNode;
  /** What stands in the place of what fails. What went wrong if absent. */
  readonly instead?: ReactNode;
  readonly children: ReactNode;
}

/**
 * What browsers say of a file of the page that did not come: the server cannot be reached, or has another version now.
 * Whoever asks for it again gets the same answer until the page is loaded anew.
 */
const NOT_FETCHED = /dynamically imported module|importing a module script|preload css/i;

/** Keeps what fails while it is shown from taking the rest of the page along. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  static override contextType = QueryClientContext;
  declare context: ContextType<typeof QueryClientContext>;
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate({ of }: ErrorBoundaryProps): void {
    if (of !== this.props.of && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { children, head, instead } = this.props;
    if (error === null) return children;
    if (instead !== undefined) return instead;
    const isFile = NOT_FETCHED.test(error.message);
    return (
      <>
        {head}
        <NotShown
          error={error}
          isFile={isFile}
          onRetry={() => {
            if (isFile) location.reload();
            else this.#retry();
          }}
        />
      </>
    );
  }

  #retry(): void {
    // What was answered before would fail again.
    void this.context?.resetQueries();
    this.setState({ error: null });
  }
}
