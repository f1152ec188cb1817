import { Component, type ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';

interface ErrorBoundaryProps {
  /** Another one begins afresh. */
  readonly of: string;
  readonly children: ReactNode;
}

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
    return (
      <ErrorPanel
        error={error}
        onRetry={() => {
          this.setState({ error: null });
        }}
      />
    );
  }
}
