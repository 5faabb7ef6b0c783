import { Secret, secretLabel } from '../model/configuration.ts';
import type { Environment } from '../model/environment.ts';

/** What of an `Authorization` header proves who we are: all behind its scheme, which is encoded or was just issued. */
export function secretsSent(authorization: string | undefined): readonly Secret[] {
  const [, proof] = authorization?.split(' ') ?? [];
  return proof === undefined ? [] : [new Secret(proof, secretLabel)];
}

/** The secrets with which an environment addresses its server. */
export function secretsOf({ auth, headers }: Environment): readonly Secret[] {
  const sent = Object.values(headers).filter((header) => header instanceof Secret);
  switch (auth.type) {
    case 'none':
      return sent;
    case 'basic':
      return [...sent, auth.password];
    case 'token':
      return [...sent, auth.token];
    case 'client':
      return [...sent, auth.clientSecret];
  }
}
