export interface ServerFault {
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
}

const addressHint = 'write "sandbox", or an address such as https://airbyte.example.com';

/** What is wrong with a server's address; `undefined` when it is fine. Never repeats the address, which may hold a password. */
export function explainServer(server: string): ServerFault | undefined {
  if (server === 'sandbox') {
    return undefined;
  }
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return { rule: 'wrong-server', message: '"server" is not an http(s) address', hint: addressHint };
  }
  if (url.username !== '' || url.password !== '') {
    const hint = 'move user and password to "auth": {username, password: "${env:NAME}"}';
    return { rule: 'credentials-in-address', message: '"server" holds credentials', hint };
  }
  return url.search === '' && url.hash === ''
    ? undefined
    : { rule: 'wrong-server', message: '"server" has more than host and path', hint: addressHint };
}
