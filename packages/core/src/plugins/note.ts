/** Takes what is wrong with a plugin: where, such as `detectors[3].pattern`, and what. */
export type Note = (path: string, message: string) => void;
