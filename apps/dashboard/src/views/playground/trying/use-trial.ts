import type { AnswerOf } from '@safeai/client';
import { useRef, useState } from 'react';
import { useChange } from '../../../data/use-change.ts';
import {
  contentOf,
  explainBody,
  recordedRequest,
  type Json,
  type RecordedRequest,
} from './requests.ts';
import type { Trial } from './trial.ts';

/** What was decided about something, or would be. */
export type Judged = Pick<AnswerOf<'policies_explain'>, 'decision' | 'detections'> &
  Partial<Pick<AnswerOf<'policies_explain'>, 'explanation'>>;

/** What was tried, and what came of it. In memory alone, and only as long as it is shown. */
export interface Tried {
  readonly trial: Trial;
  readonly content: { readonly text: string } | { readonly json: Json };
  readonly judged: Judged;
  /** What an agent would go on with; absent where nothing was recorded. */
  readonly goesOn?: { readonly value: Json };
  readonly isRecorded: boolean;
  /** From the question to the answer, as this page saw it. Milliseconds. */
  readonly tookMs: number;
}

interface Trying {
  readonly tried: Tried | null;
  readonly problem: string | null;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly run: (trial: Trial, text: string, isRecorded: boolean) => void;
  readonly forget: () => void;
}

/** Tries things. Asking what would be decided is no change, but what is asked must lie in no cache. */
export function useTrial(): Trying {
  const explain = useChange('policies_explain', [], { isForgotten: true });
  const input = useChange('scan_input', [], { isForgotten: true });
  const structured = useChange('scan_structured', [], { isForgotten: true });
  const output = useChange('guard_output', [], { isForgotten: true });
  const tool = useChange('intercept_tool', [], { isForgotten: true });
  const byRoute = {
    ...{ scan_input: input, scan_structured: structured },
    ...{ guard_output: output, intercept_tool: tool },
  };
  const [tried, setTried] = useState<Tried | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  // What was cleared meanwhile does not come back with its answer.
  const turn = useRef(0);

  const ask = async ({ route, body }: RecordedRequest): Promise<[Judged, Json]> => {
    const change = byRoute[route];
    const answer = await change.mutateAsync({ body, query: { explain: true } });
    change.reset();
    return [answer, goesOnIn(answer)];
  };

  const forget = (): void => {
    turn.current++;
    setBusy(false);
    setTried(null);
    setProblem(null);
    setError(null);
  };

  const run: Trying['run'] = (trial, text, isRecorded) => {
    forget();
    const content = contentOf(trial, text);
    if ('problem' in content) {
      setProblem(content.problem);
      return;
    }
    const question = explainBody(trial, content);
    if (!isRecorded && 'problem' in question) {
      setProblem(question.problem);
      return;
    }
    setBusy(true);
    const mine = turn.current;
    const isMine = (): boolean => turn.current === mine;
    const began = performance.now();
    const asked: Promise<[Judged, Json] | [Judged]> = isRecorded
      ? ask(recordedRequest(trial, content))
      : explain.mutateAsync({ body: question }).then((answer) => {
          explain.reset();
          return [answer];
        });
    asked
      .then(
        ([judged, ...rest]) => {
          if (!isMine()) return;
          const tookMs = performance.now() - began;
          const goesOn = rest.length === 0 ? {} : { goesOn: { value: rest[0] } };
          setTried({ trial, content, judged, isRecorded, tookMs, ...goesOn });
        },
        (failure: unknown) => {
          if (isMine()) setError(failure as Error);
        },
      )
      .finally(() => {
        if (isMine()) setBusy(false);
      });
  };
  return { tried, problem, error, isBusy, run, forget };
}

const GOES_ON = ['filtered', 'safe_output', 'filtered_parameters', 'filtered_response'] as const;

/** What an answer says to go on with. */
function goesOnIn(answer: object): Json {
  for (const field of GOES_ON)
    if (field in answer) return (answer as Readonly<Record<string, Json>>)[field] ?? null;
  return null;
}
