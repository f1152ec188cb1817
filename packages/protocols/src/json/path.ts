/** A place in a JSON document: keys of objects and indices of arrays, from the root down. */
export type JsonPath = readonly (string | number)[];
