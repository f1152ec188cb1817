import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Router } from 'wouter';
import { makeQueryClient } from '../data/query-client.ts';
import { LiveProvider } from '../live/live-context.tsx';
import { SessionGate } from '../session/session-gate.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { Tooltips } from '../ui/tooltips.tsx';
import { Shell } from './shell.tsx';

/** Everything, in the order in which one needs the other. */
export function App() {
  const [queries] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <Router base="/dashboard">
        <Toasts>
          <ErrorBoundary of="page" head={<h1>SafeAI</h1>}>
            <SessionGate>
              <LiveProvider>
                <Shell />
              </LiveProvider>
            </SessionGate>
          </ErrorBoundary>
        </Toasts>
      </Router>
      <Tooltips />
    </QueryClientProvider>
  );
}
