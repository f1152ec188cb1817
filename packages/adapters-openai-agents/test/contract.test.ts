import { describe, test } from '@jest/globals';
import { adapterContract, asTheyCome } from '@safeai/adapter-kit/testing';
import { driver } from './driver.ts';

adapterContract(driver, { describe, test });
adapterContract(asTheyCome(driver), { describe, test });
