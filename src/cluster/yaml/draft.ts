/**
 * What could be read of a file that may have mistakes. A field is absent when the file does not have it and it has no
 * default; it is there but undefined when its value is wrong. List elements keep their places. Every other value is
 * valid by itself.
 */
export type Draft<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer E)[]
    ? readonly (Draft<E> | undefined)[]
    : { readonly [K in keyof T]?: Draft<T[K]> | undefined };
