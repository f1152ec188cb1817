import { describe, test } from '@jest/globals';
import { adapterContract, asTheyCome } from '@safeai/adapter-kit/testing';
import { pausing, telling } from './driver.ts';

adapterContract(pausing, { describe, test });
adapterContract(telling, { describe, test });
adapterContract(asTheyCome(pausing), { describe, test });
