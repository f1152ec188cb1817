import { Component, type ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';

interface ErrorBoundaryProps {
  /** Another one begins afresh. */
  readonly of: string;
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
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate({ of }: ErrorBoundaryProps): void {
    if (of !== this.props.of && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const { instead } = this.props;
    if (instead !== undefined) return instead;
    return (
      <ErrorPanel
        error={error}
        onRetry={() => {
          if (NOT_FETCHED.test(error.message)) location.reload();
          else this.setState({ error: null });
        }}
      />
    );
  }
}
