import { MADE_AT, testClock } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import { KEYS } from './keys.ts';
import type { useFolders } from './state-folder.ts';

/** Files of state, made at `MADE_AT`, on a clock that the test sets. */
export function agingState(folders: ReturnType<typeof useFolders>) {
  const folder = folders.make();
  const clock = testClock();
  clock.time = MADE_AT;
  const open = async (): Promise<State> => {
    const state = await openState({ folder, keys: KEYS, clock });
    folders.closing(() => state.close());
    return state;
  };
  return {
    open,
    /** What is left of it at a time. Old rows go when the files are opened, before they are closed again. */
    openAt: async (time: number): Promise<State> => {
      clock.time = time;
      await (await open()).close();
      return open();
    },
  };
}
