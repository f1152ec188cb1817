import { describe, expect, test } from '@jest/globals';
import { inMemoryPorts } from '@safeai/core';
import { stateContract } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

describe('in memory', () => {
  stateContract({ describe, test, expect }, { make: (clock) => inMemoryPorts({ clock }) });
});

describe('on SQLite', () => {
  const folders = useFolders();
  let again: () => Promise<State>;

  const openIn = async (options: Parameters<typeof openState>[0]): Promise<State> => {
    const state = await openState(options);
    folders.closing(() => state.close());
    return state;
  };

  stateContract(
    { describe, test, expect },
    {
      make: async (clock) => {
        const folder = folders.make();
        let state = await openIn({ folder, keys: KEYS, clock });
        again = async () => {
          await state.close();
          state = await openIn({ folder, keys: KEYS, clock });
          return state;
        };
        return state;
      },
      reopen: () => again(),
    },
  );
});
