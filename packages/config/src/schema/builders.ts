// The words that the blocks of the schema are written in.
export {
  choice,
  constant,
  duration,
  flag,
  integer,
  number,
  secret,
  text,
  type TextFormat,
} from './scalar-fields.ts';
export { block, list, map, object, oneOrMany, shared, variants } from './container-fields.ts';
