/** One answer, ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In one piece, or in several where one would be very large. */
  readonly text: string | readonly string[];
}

/** An answer with a JSON body; members that are `undefined` are left out, as the server leaves out nulls. */
export function jsonReply(body: unknown, status = 200): Reply {
  return jsonTextReply(JSON.stringify(body), status);
}

/** An answer whose body is JSON text already. */
export function jsonTextReply(text: Reply['text'], status = 200): Reply {
  return { status, contentType: 'application/json', text };
}

/** An answer with an object that has one list; each item is JSON text already, in one part or more. */
export function jsonListReply(name: string, items: readonly (readonly string[])[]): Reply {
  const parts = items.flatMap((item, index) => (index === 0 ? item : [',', ...item]));
  return jsonTextReply([`{${JSON.stringify(name)}:[`, ...parts, ']}']);
}

export function emptyReply(status = 204): Reply {
  return { status, contentType: 'application/json', text: '' };
}
