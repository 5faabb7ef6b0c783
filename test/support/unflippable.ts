/** Members that nobody can change on a server behind airplan's back, each with its reason. */
export const unflippable: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^\w+\/(kind|key)$/, 'the name of a file’s resource; no server knows it'],
  [/^\w+\/(id|renamedFrom)$/, 'says which live object is meant'],
  [/^\w+\/(protect|remove|reason)$/, 'says what apply may and should do; no server knows it'],
  [/^(source|destination)\/version$/, 'is compared with what runs and told in a note; no change can come of it'],
  [/^(source|destination)\/definition$/, 'an actor keeps its definition for life (API §2.2)'],
  [/^connection\/(source|destination)$/, 'a connection keeps its ends for life (API §2.4)'],
  [/^connection\/catalog$/, 'names a file; its streams are flipped'],
  [/\/defaults\//, 'said of each stream, and seen at the stream'],
  [/\/except(\/|$)/, 'says which streams are not meant; no server knows it'],
  [/^connection\/whenStreamsChange$/, 'says what apply does; no server knows it'],
  [/\/ephemeral_storage_/, 'servers drop it without a word (API §2.4)'],
  [/\/includeFiles$/, 'no connector of the sandbox moves files; drift.test.ts flips it in the store'],
  [/\/AES\/key$/, 'a secret: servers show a mask, which is never a difference'],
  [/\/RSA\//, 'public keys are the same mapper as the encryption with AES, whose every member is flipped'],
];
