declare const brand: unique symbol;

/** A string that must not be mixed up with other strings; given once, by a decoder or a constructor. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };
