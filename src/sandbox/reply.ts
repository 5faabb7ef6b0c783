/** One answer, ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

/** An answer with a JSON body; members that are `undefined` are left out, as the server leaves out nulls. */
export function jsonReply(body: unknown, status = 200): Reply {
  return jsonTextReply(JSON.stringify(body), status);
}

/** An answer whose body is JSON text already. */
export function jsonTextReply(text: string, status = 200): Reply {
  return { status, contentType: 'application/json', text };
}

export function emptyReply(status = 204): Reply {
  return { status, contentType: 'application/json', text: '' };
}
